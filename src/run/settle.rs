//! The end of a run: the laws are checked, limits too, the evidence is written, and the run is published or not.
//!
//! In: the summaries of all mappings. Out: the manifest, the report, the folder in its place.

mod lists;

use std::collections::BTreeMap;

use arrow_buffer::i256;

use crate::evidence::manifest::{
    self, AsideEvidence, ByteClasses, ColumnEvidence, ControlEvidence, CoverageEvidence, FieldCounts, FindingEvidence,
    FirstEvidence, KindEvidence, LookupEvidence, Manifest, MappingEvidence, MendedEvidence, Named, OutputEvidence,
    Parameters, RecordClasses, RoundTripEvidence, RuleEvidence, SourceEvidence, SplitEvidence, TableEvidence,
    UnreadEvidence,
};
use crate::evidence::totals::Running;
use crate::finding::{Arg, Args, Code, Severity, Subject};
use crate::host::{Access, Host};
use crate::loaders::FORMAT_VERSION;
use crate::loaders::rejects::{FindingRow, PlacedFindingRow};
use crate::mapping::model::{Column, FieldRef, KindId, Most, Origin, Table, Type};
use crate::mapping::types;
use crate::place::Place;
use crate::run::batch::index;
use crate::run::diagnosis::{Doubted, doubted};
use crate::run::fold::definition;
use crate::run::limits::Limits;
use crate::run::merge::{Findings, ReadFile};
use crate::run::parameters::Settled;
use crate::run::people::{self, Room, Written};
use crate::run::plan::{BATCH_RECORDS, field_of};
use crate::run::prepare::Prepared;
use crate::run::publish::Staging;
use crate::run::repairs::{Anew, Repairs};
use crate::run::replay::{self, Mending};
use crate::run::report::{
    AsideReport, FindingGroup, MendedReport, Outcome, PeopleReport, Replaced, Report, RuleReport, SourceReport,
    TableReport,
};
use crate::run::round_trip;
use crate::run::summary::{LookupCounts, SplitCounts, Summary, TableSummary};
use crate::run::unread::{UnreadCounts, UnreadPlace, place_args, unit};
use crate::run::{Request, Stop, io, names};

/// One mapping whose chunks were all merged.
pub struct MappingEnd<'a> {
    /// What was run.
    pub prepared: &'a Prepared,
    /// What was counted.
    pub summary: Summary,
    /// By number of the file.
    pub files: BTreeMap<u32, ReadFile>,
    /// What its rules over several rows came to, in their order.
    pub rules: Vec<RuleEnd>,
    /// What its controls came to.
    pub controls: Vec<ControlEvidence>,
    /// Of it all, what was counted of refused records that were run again, if they were.
    pub again: Option<Summary>,
    /// What its crosswalks cover.
    pub coverage: Vec<CoverageEvidence>,
}

/// What a rule over several rows came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleEnd {
    /// Its table in the mapping.
    pub table: usize,
    /// Its number in the table.
    pub rule: usize,
    /// Rows that it looked at.
    pub rows: u64,
    /// Keys among them.
    pub keys: u64,
    /// What is at stake, as decimal text; none where the rule does not say, or must not show it.
    pub amount: Option<String>,
    /// The same, unscaled, for limits; 0 where the rule does not say.
    pub at_stake: i256,
    /// Its scale.
    pub scale: u8,
}

impl MappingEnd<'_> {
    /// Checks the law of conservation and the limits, and looks for the same bytes twice.
    ///
    /// # Errors
    /// TL0905 if bytes are not accounted for: a defect. TL0901, TL0907.
    pub fn check(mut self, (host, request): (&dyn Host, &Request), findings: &mut Findings) -> Result<Self, Stop> {
        if request.limit.is_some() {
            self.count_unread();
        }
        for (index, file) in &self.files {
            let classes = self.summary.files.get(index).map(|file| file.bytes).unwrap_or_default();
            if classes.sum() != file.bytes {
                let name = self.prepared.specs[*index as usize].name.as_str();
                return Err(Stop::new(Code::NotConserved, vec![name.into(), classes.sum().into(), file.bytes.into()]));
            }
        }
        self.same_files(findings)?;
        self.unread(findings)?;
        self.diagnose((host, request), findings)?;
        for (subject, code, args) in self.limits().passed() {
            self.tell(findings, (Severity::Fail, Place::file(0), None), subject, code, &args)?;
        }
        Ok(self)
    }

    fn limits(&self) -> Limits<'_> {
        Limits { plan: &self.prepared.plan, summary: &self.summary, rules: &self.rules }
    }

    /// With `--limit`, what was not read is said to be so.
    fn count_unread(&mut self) {
        for (index, spec) in (0_u32..).zip(&self.prepared.specs) {
            let bytes = &mut self.summary.files.entry(index).or_default().bytes;
            // How long a stream is that was not read to its end, nobody knows.
            let stored = spec.length.filter(|_| !spec.is_stream());
            let length = self.files.get(&index).map(|file| file.bytes).or(stored).unwrap_or(0);
            bytes.unread += length.saturating_sub(bytes.sum());
        }
    }

    fn same_files(&mut self, findings: &mut Findings) -> Result<(), Stop> {
        let mut known: BTreeMap<&str, u32> = BTreeMap::new();
        let mut twice = Vec::new();
        // Files with nothing to load, such as a header alone, may be equal: nothing is loaded twice.
        let has_records = |index: &u32| self.summary.files.get(index).is_some_and(|file| file.records.any_to_load());
        for (index, file) in self.files.iter().filter(|(index, _)| has_records(index)) {
            match known.get(file.sha256.as_str()) {
                Some(first) => twice.push((*index, *first)),
                None => drop(known.insert(&file.sha256, *index)),
            }
        }
        for (index, first) in twice {
            let other = self.prepared.specs[first as usize].name.as_str().into();
            let at = (Severity::Fail, Place::file(index), Some(index));
            self.tell(findings, at, Subject::Record, Code::SameFile, &vec![other])?;
        }
        Ok(())
    }

    /// Warns of each place that no field reads and that holds something, but those that the mapping ignores.
    fn unread(&mut self, findings: &mut Findings) -> Result<(), Stop> {
        let plan = &self.prepared.plan;
        let told = self.summary.unread.iter().filter(|(_, counts)| counts.ignored.is_none());
        let told = told.filter_map(|((kind, place), counts)| {
            let figures = [counts.not_blank, counts.records].map(Arg::from);
            let args: Args = figures.into_iter().chain(place_args(plan, *kind, place)).collect();
            Some((*kind, counts.first?, args))
        });
        for (kind, first, args) in told.collect::<Vec<_>>() {
            let at = (Severity::Warn, first, Some(first.file));
            self.tell(findings, at, Subject::Kind(index(kind)), Code::UnreadNotBlank, &args)?;
        }
        Ok(())
    }

    /// Where many records of a file were refused, tells which way it would read.
    fn diagnose(&mut self, (host, request): (&dyn Host, &Request), findings: &mut Findings) -> Result<(), Stop> {
        let Prepared { plan, specs, path, text, .. } = self.prepared;
        let Some(diagnosis) = request.diagnosis.filter(|_| self.again.is_none()) else { return Ok(()) };
        let Some(file) = doubted(plan, &self.summary) else { return Ok(()) };
        let specs = specs.get(file as usize..).unwrap_or_default();
        let Some(hint) = diagnosis.hint(host, Doubted { plan, specs, path, text: &text.text }) else { return Ok(()) };
        self.tell(findings, (Severity::Warn, Place::file(file), Some(file)), Subject::Record, hint.code, &hint.args)
    }

    fn unread_evidence(&self) -> Vec<UnreadEvidence> {
        let plan = &self.prepared.plan;
        let evidence = |((kind, place), counts): (&(KindId, UnreadPlace), &UnreadCounts)| {
            let declared = &plan.mapping.source.kinds[*kind];
            UnreadEvidence {
                kind: declared.name.clone(),
                unit: unit(plan, *kind, place).to_owned(),
                place: place.text(),
                records: counts.records,
                not_blank: counts.not_blank,
                first: counts.first.map(|first| FirstEvidence {
                    file: self.file_name(first.file),
                    record: first.record,
                    offset: first.offset,
                }),
                ignored: counts.ignored.map(|number| declared.ignore[number].because.clone()),
            }
        };
        self.summary.unread.iter().map(evidence).collect()
    }

    fn round_trip(&self) -> Vec<RoundTripEvidence> {
        round_trip::evidence(&self.prepared.plan, &self.summary.trips, |file| self.file_name(file))
    }

    fn tell(
        &mut self,
        findings: &mut Findings,
        (severity, place, file): (Severity, Place, Option<u32>),
        subject: Subject,
        code: Code,
        args: &Args,
    ) -> Result<(), Stop> {
        self.summary.found(place, severity, code, subject, args);
        let finding = FindingRow {
            code: code.id(),
            severity: names::severity(severity),
            subject: names::subject(&self.prepared.plan.mapping, subject).into(),
            args: args.iter().map(names::arg).collect(),
        };
        let file = file.map(|file| self.prepared.specs[file as usize].name.as_str());
        let mapping = self.prepared.plan.mapping.name.as_str();
        let of_record = |number: u64| (place.record > 0).then_some(number);
        findings.tell(&[PlacedFindingRow {
            mapping,
            file,
            record: of_record(place.record),
            line: of_record(place.line).filter(|line| *line > 0),
            offset: of_record(place.offset),
            length: of_record(place.length),
            finding: &finding,
        }])
    }

    /// Findings of the run that is mended that stay.
    fn kept_findings(&self) -> impl Iterator<Item = &FindingGroup> {
        self.prepared.mended.iter().flat_map(|mended| &mended.findings)
    }

    fn fails(&self) -> bool {
        if self.kept_findings().any(|group| group.severity == Severity::Fail) {
            return true;
        }
        self.summary.findings.keys().any(|(severity, ..)| severity.0 == Severity::Fail)
    }

    fn makes(&self, table: &str) -> bool {
        self.prepared.plan.mapping.tables.iter().any(|made| made.name == table)
    }

    fn name(&self) -> String {
        self.prepared.plan.mapping.name.clone()
    }

    fn field_name(&self, (kind, repeat, field): (usize, Option<usize>, usize)) -> String {
        names::subject(&self.prepared.plan.mapping, Subject::Field(index(kind), repeat.map(index), index(field)))
    }

    /// The tables of the reasons, in the order of [`Plan::reasons`](crate::run::plan::Plan::reasons); none for records.
    fn aside_tables(&self) -> impl Iterator<Item = Option<String>> {
        let mapping = &self.prepared.plan.mapping;
        let of_source = mapping.source.set_aside.iter().map(|_| None);
        of_source.chain(mapping.tables.iter().flat_map(|table| table.reasons().map(|_| Some(table.name.clone()))))
    }

    fn kinds(&self) -> Vec<KindEvidence> {
        let (plan, mapping) = (&self.prepared.plan, &self.prepared.plan.mapping);
        let name = |table: usize| mapping.tables[table].name.clone();
        let declared = mapping.source.kinds.iter().zip(&plan.kinds);
        let declared = declared
            .map(|(kind, work)| (Some(kind.name.clone()), work.counts_against.iter().copied().map(name).collect()));
        let of_none = (None, (0..mapping.tables.len()).map(name).collect());
        let known = declared.chain([of_none]).zip(&self.summary.kinds);
        known
            .filter(|((kind, _), records)| kind.is_some() || **records != RecordClasses::default())
            .map(|((kind, counts_against), records)| KindEvidence { kind, records: *records, counts_against })
            .collect()
    }

    /// Reasons with the sums of the fields whose type is wanted.
    fn asides(&self, wanted: impl Fn(Type) -> bool) -> Vec<AsideReport> {
        let mapping = &self.prepared.plan.mapping;
        let type_of = |(kind, repeat, field): (usize, Option<usize>, usize)| {
            field_of(mapping, FieldRef { kind, repeat, field }).ty
        };
        let reasons = self.prepared.plan.reasons().zip(self.aside_tables()).zip(&self.summary.asides);
        reasons
            .map(|((because, table), counted)| AsideReport {
                because: because.to_owned(),
                table,
                records: counted.records,
                sums: counted
                    .sums
                    .iter()
                    .filter(|(at, _)| wanted(type_of(**at)))
                    .filter_map(|(at, sum)| Some((self.field_name(*at), sum.sum()?)))
                    .collect(),
            })
            .collect()
    }

    fn source_report(&self) -> SourceReport {
        let mut report =
            SourceReport { mapping: self.name(), set_aside: self.asides(is_money), ..SourceReport::default() };
        report.unread = self.unread_evidence();
        report.round_trip = self.prepared.plan.round_trip.then(|| self.round_trip());
        report.files = self.prepared.specs.len() as u64;
        for file in self.summary.files.values() {
            let records = file.records;
            report.bytes += file.bytes.sum();
            report.records +=
                records.loaded + records.rejected + records.set_aside + records.informing + records.skipped;
            report.loaded += records.loaded;
            report.rejected += records.rejected;
            report.aside += records.set_aside;
            report.informing += records.informing;
            report.skipped += records.skipped;
            report.unread_bytes += file.bytes.unread;
        }
        report
    }

    /// What became of refused records that were run again.
    fn mended_evidence(&self) -> Option<MendedEvidence> {
        let mended = self.prepared.mended.as_ref()?;
        Some(mended.evidence(&self.prepared.plan.mapping.name, self.again.as_ref()?))
    }

    fn table_reports(&self) -> Vec<TableReport> {
        self.tables_of(&self.summary)
    }

    /// The rows that refused records made when they were run again.
    fn repaired(&self) -> Vec<TableReport> {
        self.again.iter().flat_map(|again| self.tables_of(again)).collect()
    }

    fn tables_of(&self, summary: &Summary) -> Vec<TableReport> {
        let tables = self.prepared.plan.mapping.tables.iter().zip(&summary.tables);
        tables
            .enumerate()
            .map(|(number, (declared, counted))| TableReport {
                mapping: self.name(),
                table: declared.name.clone(),
                rows: counted.rows,
                rejected: counted.rejected,
                limit: self.limits().allowed(number),
                amounts: self.limits().amount_evidence(number),
                totals: declared
                    .columns
                    .iter()
                    .zip(&counted.columns)
                    .filter(|(column, _)| is_money(column.ty))
                    .filter_map(|(column, running)| Some((column.name.clone(), running.sum()?)))
                    .chain(lists::money(declared, &counted.lists))
                    .collect(),
            })
            .collect()
    }

    fn rules(&self) -> Vec<RuleReport> {
        let tables = &self.prepared.plan.mapping.tables;
        let report = |end: &RuleEnd| RuleReport {
            mapping: self.name(),
            table: tables[end.table].name.clone(),
            rule: tables[end.table].set_rules[end.rule].id.clone(),
            rows: end.rows,
            keys: end.keys,
            breaches: self.breaches(end),
            amount: end.amount.clone(),
        };
        self.rules.iter().map(report).collect()
    }

    fn breaches(&self, of: &RuleEnd) -> u64 {
        self.limits().breaches(Subject::SetRule(index(of.table), index(of.rule)))
    }

    fn rule_evidence(&self, table: usize) -> Vec<RuleEvidence> {
        let declared = &self.prepared.plan.mapping.tables[table].set_rules;
        let evidence = |end: &RuleEnd| RuleEvidence {
            rule: declared[end.rule].id.clone(),
            on_fail: names::on_fail(declared[end.rule].on_fail).to_owned(),
            rows: end.rows,
            keys: end.keys,
            breaches: self.breaches(end),
            amount: end.amount.clone(),
            limits: self.limits().rule_evidence(end),
        };
        self.rules.iter().filter(|end| end.table == table).map(evidence).collect()
    }

    fn finding_groups(&self) -> Vec<FindingGroup> {
        let mapping = &self.prepared.plan.mapping;
        let groups = self.summary.findings.iter().map(|((severity, code, subject), found)| FindingGroup {
            mapping: self.name(),
            code: *code,
            severity: severity.0,
            subject: names::subject(mapping, *subject),
            count: found.count,
            file: if code.is_limit() { String::new() } else { self.file_name(found.first.file) },
            first: found.first,
            args: found.args.clone(),
            varying: (0..found.args.len()).map(|at| found.varying >> at.min(7) & 1 == 1).collect(),
        });
        let mut groups: Vec<FindingGroup> = groups.collect();
        for kept in self.kept_findings() {
            let is_same = |one: &&mut FindingGroup| {
                (one.code, &one.subject, one.severity) == (kept.code, &kept.subject, kept.severity)
            };
            match groups.iter_mut().find(is_same) {
                Some(known) => known.add(kept),
                None => groups.push(kept.clone()),
            }
        }
        groups
    }

    fn file_name(&self, index: u32) -> String {
        self.prepared.specs.get(index as usize).map(|spec| spec.name.clone()).unwrap_or_default()
    }

    /// # Errors
    /// TL0901 where the system does not say where it stands.
    fn sources(&self, host: &dyn Host) -> Result<Vec<SourceEvidence>, Stop> {
        let sources = (0_u32..).zip(&self.prepared.specs);
        sources
            .map(|(index, spec)| {
                let absolute = |path| host.absolute(path).map_err(|error| io::stop("open", path, &error));
                let path = spec.lasting_path().map(absolute).transpose()?;
                let counted = self.summary.files.get(&index).cloned().unwrap_or_default();
                let read = self.files.get(&index);
                Ok(SourceEvidence {
                    mapping: self.name(),
                    file: spec.name.clone(),
                    path: path.as_deref().map(io::shown),
                    bytes: counted.bytes.sum(),
                    sha256: read.map(|read| read.sha256.clone()).unwrap_or_default(),
                    stored_bytes: read.and_then(|read| read.stored.as_ref()).map(|(bytes, _)| *bytes),
                    stored_sha256: read.and_then(|read| read.stored.as_ref()).map(|(_, sha256)| sha256.clone()),
                    records: counted.records,
                    bytes_by_class: ByteClasses { ..counted.bytes },
                    fields: counted
                        .fields
                        .iter()
                        .map(|(at, counts)| FieldCounts {
                            field: self.field_name(*at),
                            null_if: counts.null_if,
                            blank: counts.blank,
                            bad: counts.bad,
                            rounded: counts.rounded,
                            low_values: counts.low,
                            high_values: counts.high,
                        })
                        .collect(),
                })
            })
            .collect()
    }

    fn crosswalks(&self) -> Vec<manifest::CrosswalkEvidence> {
        self.prepared.plan.crosswalks.files.iter().map(|file| file.evidence.clone()).collect()
    }

    fn control_files(&self) -> Vec<manifest::ControlFileEvidence> {
        self.prepared.reports.iter().map(|file| file.evidence.clone()).collect()
    }

    fn tables(&self) -> Vec<TableEvidence> {
        let plan = &self.prepared.plan;
        let tables = plan.mapping.tables.iter().zip(&plan.tables).zip(&self.summary.tables).enumerate();
        tables
            .map(|(number, ((declared, work), counted))| TableEvidence {
                rules: self.rule_evidence(number),
                mapping: self.name(),
                table: declared.name.clone(),
                kind: plan.mapping.source.kinds[work.from].name.clone(),
                rows_per_record: work.repeat.map_or(1, |repeat| plan.kinds[work.from].repeats[repeat].times.into()),
                rows: counted.rows,
                absent: counted.absent,
                split: split_evidence(declared, counted),
                rejected: counted.rejected,
                limit: self.limits().allowed(number),
                limit_share: match declared.limits.rejects {
                    Most::Count(_) => None,
                    share @ Most::Share(_) => Some(share.to_string()),
                },
                amount_limits: self.limits().amount_evidence(number),
                columns: declared
                    .columns
                    .iter()
                    .zip(&counted.columns)
                    .zip(&counted.made)
                    .map(|((column, running), made)| ColumnEvidence {
                        lookup: lookup_evidence(declared, &counted.lookups, column),
                        ..column_evidence((&column.name, column), running, *made)
                    })
                    .collect(),
                structures: declared.structures.iter().map(|one| one.name.clone()).collect(),
                lists: lists::evidence(plan, number, &counted.lists),
            })
            .collect()
    }
}

/// What a column came to, under this name.
fn column_evidence(
    (name, column): (&str, &Column),
    running: &Running,
    (defaulted, emptied): (u64, u64),
) -> ColumnEvidence {
    ColumnEvidence {
        name: name.to_owned(),
        ty: types::name(column.ty),
        personal: column.personal,
        defaulted,
        emptied,
        lookup: None,
        totals: running.totals(),
    }
}

fn lookup_evidence(table: &Table, counted: &[LookupCounts], column: &Column) -> Option<LookupEvidence> {
    let Origin::Lookup(number) = column.from else { return None };
    let LookupCounts { matched, unmatched, empty } = counted[number];
    Some(LookupEvidence { crosswalk: table.lookups[number].file.clone(), matched, unmatched, empty })
}

fn split_evidence(table: &Table, counted: &TableSummary) -> Option<SplitEvidence> {
    let split = table.split.as_ref()?;
    let SplitCounts { looked: LookupCounts { matched, unmatched, empty }, added } = counted.split;
    let amounts = split.amounts.iter().map(|column| table.columns[*column].name.clone()).collect();
    Some(SplitEvidence { crosswalk: split.file.clone(), amounts, matched, unmatched, empty, added })
}

/// What a replay, or a run, makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    /// A new run.
    New,
    /// No record became anything else.
    Nothing,
    /// What an earlier replay made.
    Known,
}

/// A run whose mappings have all ended.
pub struct Settlement<'a> {
    /// The machine.
    pub host: &'a dyn Host,
    /// What was asked.
    pub request: &'a Request,
    /// What `migration.yaml` says, if there is one.
    pub migration: Option<Settled>,
    /// When it started.
    pub started: jiff::Timestamp,
    /// Worker threads.
    pub threads: usize,
    /// The computed bound of memory.
    pub bound: u64,
    /// The mappings.
    pub ends: Vec<MappingEnd<'a>>,
    /// The files written so far.
    pub outputs: Vec<OutputEvidence>,
    /// The run whose refused records were run again, if they were.
    pub mending: Option<&'a Mending<'a>>,
}

impl Settlement<'_> {
    /// Writes the evidence and brings the run to its place.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn settle(mut self, mut staging: Staging<'_>, mut findings: Findings) -> Result<Report, Stop> {
        self.dropped(&staging, &mut findings)?;
        self.outputs.push(findings.close()?);
        let outcome = if self.request.trial {
            Outcome::Trial
        } else if self.ends.iter().any(MappingEnd::fails) {
            Outcome::Refused
        } else {
            Outcome::Published
        };
        if let Some(mending) = self.mending.filter(|mending| !self.changes(mending, outcome)) {
            return Ok(self.unchanged(mending));
        }
        let mut manifest = self.manifest(outcome)?;
        manifest.identity = manifest.identity_of_inputs();
        if let Some((run, folder)) = self.mending.and_then(|_| same_run(self.host, staging.out(), &manifest)) {
            return Ok(self.report(run, outcome, io::shown(&folder), Became::Known));
        }
        staging.set_id(&manifest::run_id(self.started, &manifest.identity))?.clone_into(&mut manifest.run);
        let people = self.for_people(&staging, &mut manifest)?;
        manifest.outputs.sort_by(|one, other| one.path.cmp(&other.path));
        let ended = self.host.now();
        manifest.ended = ended.to_string();
        write_manifest(&staging, &manifest)?;
        let replaced = if outcome == Outcome::Published { self.replaced(&staging) } else { None };
        let folder = staging.finish(outcome)?;
        Ok(Report { people, replaced, ..self.report(manifest.run, outcome, io::shown(&folder), Became::New) })
    }

    /// Tells which repaired records of the run that people read now are refused here: a run that is published drops them,
    /// and a replay may not.
    ///
    /// # Errors
    /// TL0901, TL0907.
    fn dropped(&mut self, staging: &Staging<'_>, findings: &mut Findings) -> Result<(), Stop> {
        let is_replay = self.mending.is_some();
        if self.request.trial || (!is_replay && self.ends.iter().any(MappingEnd::fails)) {
            return Ok(());
        }
        let Some(repairs) = Repairs::of_current(self.host, staging.out()) else { return Ok(()) };
        if self.mending.is_some_and(|mending| mending.run() == repairs.run()) {
            return Ok(()); // what it refuses, that run refused
        }
        let told = (Severity::Warn, Code::RepairDropped);
        let (severity, code) = if is_replay { (Severity::Fail, Code::RepairLost) } else { told };
        for end in &mut self.ends {
            let (prepared, files) = (end.prepared, end.files.clone());
            let of = Anew { prepared, files: &files };
            let rejects = staging.open(&format!("rejects/{}.parquet", prepared.plan.mapping.name))?;
            let counted = repairs.each_again(of, rejects, &mut |place, [raw, how]| {
                let args = vec![repairs.run().into(), raw.into(), how.into()];
                end.tell(findings, (severity, place, Some(place.file)), Subject::Record, code, &args)
            })?;
            for args in repairs.untold(of, &counted) {
                let at = (Severity::Warn, Place::file(u32::MAX), None);
                end.tell(findings, at, Subject::Record, Code::RepairsUntold, &args)?;
            }
        }
        Ok(())
    }

    /// Whether any refused record became something else, or was edited, or a run that was refused can be published now.
    fn changes(&self, mending: &Mending<'_>, outcome: Outcome) -> bool {
        let mut evidence = self.ends.iter().filter_map(MappingEnd::mended_evidence);
        let is_other = evidence.any(|one| one.refused > one.records.rejected || one.edited_sha256.is_some());
        is_other || (outcome == Outcome::Published && mending.outcome() == Outcome::Refused)
    }

    /// What is said where nothing changes: the run that is mended stays as it is.
    fn unchanged(&self, mending: &Mending<'_>) -> Report {
        self.report(mending.run().to_owned(), mending.outcome(), io::shown(mending.folder()), Became::Nothing)
    }

    fn report(&self, run: String, outcome: Outcome, folder: String, became: Became) -> Report {
        let millis = self.host.now().duration_since(self.started).as_millis();
        Report {
            run,
            outcome,
            folder,
            mended: self.mending.map(|mending| MendedReport {
                run: mending.run().to_owned(),
                folder: io::shown(mending.folder()),
                chosen: mending.chosen(),
                outcome: mending.outcome(),
                started: mending.started().to_owned(),
                changed: became == Became::New,
                known: became == Became::Known,
                unused: mending.unused().to_vec(),
                mappings: self.ends.iter().filter_map(MappingEnd::mended_evidence).collect(),
                tables: self.ends.iter().flat_map(MappingEnd::repaired).collect(),
            }),
            migration: self.migration.as_ref().map(Settled::report),
            sources: self.ends.iter().map(MappingEnd::source_report).collect(),
            controls: self.controls(),
            tables: self.ends.iter().flat_map(MappingEnd::table_reports).collect(),
            rules: self.ends.iter().flat_map(MappingEnd::rules).collect(),
            findings: self.finding_groups(),
            missing_keys: self.ends.iter().flat_map(|end| &end.coverage).map(|one| one.missing).sum(),
            doubts: self.ends.iter().filter_map(|end| end.prepared.doubts()).collect(),
            replaced: None,
            people: None,
            millis: u64::try_from(millis).unwrap_or(0),
            timings: None,
            threads: self.threads,
            memory_bound: self.bound,
        }
    }

    /// Writes the files for people that wait for the end of the run, if they are wanted.
    fn for_people(&self, staging: &Staging<'_>, manifest: &mut Manifest) -> Result<Option<PeopleReport>, Stop> {
        let Some(scribe) = self.request.people else { return Ok(None) };
        let groups = self.finding_groups();
        let room = Room { staging, scribe, threads: self.threads };
        let Written { outputs, left_out } = people::write(room, manifest, &groups)?;
        manifest.outputs.extend(outputs);
        Ok(Some(PeopleReport { left_out }))
    }

    fn replaced(&self, staging: &Staging<'_>) -> Option<Replaced> {
        let (folder, mut tables) = staging.current()?;
        let made = |name: &String| self.ends.iter().any(|end| end.makes(name));
        tables.retain(|name| !made(name));
        Some(Replaced { folder: io::shown(&folder), tables_gone: tables })
    }

    fn controls(&self) -> Vec<ControlEvidence> {
        self.ends.iter().flat_map(|end| end.controls.iter().cloned()).collect()
    }

    fn finding_groups(&self) -> Vec<FindingGroup> {
        let mut groups: Vec<_> = self.ends.iter().flat_map(MappingEnd::finding_groups).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.severity));
        groups
    }

    fn manifest(&self, outcome: Outcome) -> Result<Manifest, Stop> {
        let block_size = self.ends.iter().map(|end| end.prepared.plan.block).max().unwrap_or(0);
        let of_each = self.ends.iter().map(|end| end.sources(self.host)).collect::<Result<Vec<_>, _>>()?;
        Ok(Manifest {
            manifest: manifest::VERSION,
            content_sha256: String::new(),
            run: String::new(),
            identity: String::new(),
            outcome,
            started: self.started.to_string(),
            ended: String::new(),
            tool: concat!("tumpline ", env!("CARGO_PKG_VERSION")).to_owned(),
            format: FORMAT_VERSION,
            mends: self
                .mending
                .map(|mending| mending.evidence(self.ends.iter().filter_map(MappingEnd::mended_evidence).collect())),
            parameters: Parameters {
                block_size,
                batch_size: BATCH_RECORDS as u64,
                threads: self.threads as u64,
                limit: self.request.limit,
                only: self.request.only.clone(),
                language: self.request.people.map(|scribe| scribe.language().to_owned()),
            },
            migration: self.migration.as_ref().map(Settled::evidence),
            mappings: self.ends.iter().map(mapping_evidence).collect(),
            sources: of_each.into_iter().flatten().collect(),
            crosswalks: self.ends.iter().flat_map(MappingEnd::crosswalks).collect(),
            control_files: self.ends.iter().flat_map(MappingEnd::control_files).collect(),
            coverage: self.ends.iter().flat_map(|end| end.coverage.iter().cloned()).collect(),
            set_aside: self.ends.iter().flat_map(aside_evidence).collect(),
            controls: self.controls(),
            tables: self.ends.iter().flat_map(MappingEnd::tables).collect(),
            findings: self.finding_evidence(),
            outputs: self.outputs.clone(),
        })
    }

    fn finding_evidence(&self) -> Vec<FindingEvidence> {
        let mut findings: Vec<_> = self
            .ends
            .iter()
            .flat_map(MappingEnd::finding_groups)
            .map(|group| FindingEvidence {
                mapping: group.mapping,
                code: group.code.id().to_owned(),
                subject: group.subject,
                severity: group.severity,
                count: group.count,
            })
            .collect();
        findings.sort_by(|one, other| {
            (&one.mapping, &one.code, &one.subject).cmp(&(&other.mapping, &other.code, &other.subject))
        });
        findings
    }
}

/// The replay that was the same and ended so: the run that people read now, or a refused one.
fn same_run(host: &dyn Host, out: &std::path::Path, manifest: &Manifest) -> Option<(String, std::path::PathBuf)> {
    let same = |(folder, known): (std::path::PathBuf, Manifest)| {
        let is_same = known.identity == manifest.identity && known.outcome == manifest.outcome;
        is_same.then_some((known.run, folder))
    };
    replay::ended(host, out, manifest.outcome).into_iter().find_map(same)
}

/// What people want to see summed; sums of numbers that are names of things stay in the manifest.
const fn is_money(ty: Type) -> bool {
    matches!(ty, Type::Decimal { .. })
}

fn mapping_evidence(end: &MappingEnd<'_>) -> MappingEvidence {
    let mapping = &end.prepared.plan.mapping;
    let about = mapping.about.iter().map(|(name, value)| Named { name: name.clone(), value: value.clone() });
    MappingEvidence {
        name: mapping.name.clone(),
        sha256: end.prepared.sha256.clone(),
        copybooks: end.prepared.books.clone(),
        about: about.collect(),
        kinds: end.kinds(),
        unread: end.unread_evidence(),
        round_trip: end.round_trip(),
    }
}

fn aside_evidence(end: &MappingEnd<'_>) -> Vec<AsideEvidence> {
    let named = |(name, value): (String, String)| Named { name, value };
    let definitions = definition::of_reasons(&end.prepared.plan.mapping);
    let asides = end.asides(Type::is_number).into_iter().zip(definitions);
    let asides = asides.map(|(aside, definition)| AsideEvidence {
        mapping: end.name(),
        table: aside.table,
        because: aside.because,
        definition,
        records: aside.records,
        sums: aside.sums.into_iter().map(named).collect(),
    });
    asides.collect()
}

fn write_manifest(staging: &Staging<'_>, manifest: &Manifest) -> Result<(), Stop> {
    let path = std::path::Path::new(manifest::FILE);
    let text = manifest.to_json().map_err(|_| Stop::new(Code::Defect, vec![manifest::FILE.into()]))?;
    let mut file = staging.create(manifest::FILE, Access::Usual)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync()).map_err(|error| io::stop("write", path, &error))
}
