//! All mappings, from the first byte to what every rule says; again, as long as rules over several rows refuse records.
//!
//! In: mappings that are ready. Out: one [`Passed`], whose rows no rule refuses any more. Every pass reads all sources and
//! writes all files anew, without the records that were refused before, and the rows that were dropped; so what hangs on a refused record (its rows in
//! other tables, its children, totals) is as if a decoder had refused it. A record that was refused stays so: there are
//! at most as many passes as records, and far fewer are allowed.

use std::sync::Arc;

use arrow_buffer::i256;

use crate::evidence::manifest::{ControlEvidence, OutputEvidence};
use crate::evidence::text;
use crate::finding::{Arg, Code, Severity, Subject};
use crate::host::Host;
use crate::loaders::rejects::{FindingRow, PlacedFindingRow};
use crate::mapping::model::{Accept, OnFail, Table};
use crate::place::Place;
use crate::run::accepting::Accepting;
use crate::run::fold::Entries;
use crate::run::fold::gaps;
use crate::run::fold::judging::{Bench, Judged, RuleCount, Told};
use crate::run::fold::keeping;
use crate::run::fold::plan::{self, SetRules, SetWork};
use crate::run::fold::refusals::{Refusals, Writer};
use crate::run::fold::reports::ReportWork;
use crate::run::fold::signed;
use crate::run::fold::spool::{Spool, Spooled};
use crate::run::merge::{Findings, Merged, Merger};
use crate::run::order::write::{After, Place as Writing};
use crate::run::order::{self, Sorted, Waiting};
use crate::run::other_column::{Nearest, Search};
use crate::run::parameters::Setting;
use crate::run::people::drafts::Drafts;
use crate::run::prepare::{self, Prepared};
use crate::run::publish::{OutputFolder, Staging};
use crate::run::replay::staying::Staying;
use crate::run::replay::{Mended, Mending, feed};
use crate::run::settle::{MappingEnd, RuleEnd};
use crate::run::summary::Summary;
use crate::run::{Progress, Request, Stop, lists, names, work};
use crate::validate::set::entry::RowPlace;

/// Passes after which a run says that it does not settle.
const MOST: u32 = 100;
/// Findings that are written together.
const WRITTEN: usize = 4_096;

/// The values of parameters, and how many rules of `migration.yaml` are left out since their tables are.
pub type Settings<'a> = (&'a [Option<Setting>], u64);

/// The rules over several rows that this run judges. A run of a part judges those of which it has all tables, and none if
/// it reads only some records.
///
/// # Errors
/// TL0711 where a rule may refuse records, and a source can be read only once.
pub fn rules(
    request: &Request,
    prepared: &mut [Prepared],
    settings: Settings<'_>,
    accept: &[Accept],
) -> Result<Judging, Stop> {
    let mut judging = judging(request, prepared, settings)?;
    signed::assign(&mut judging.rules, prepared, accept);
    // What is missing is worth knowing of a part too.
    judging.rules.gaps = gaps::plan(prepared, judging.rules.first_gap());
    Ok(judging)
}

fn judging(request: &Request, prepared: &mut [Prepared], (settings, left_out): Settings<'_>) -> Result<Judging, Stop> {
    if request.limit.is_some() {
        let count = |one: &Prepared| {
            let mapping = &one.plan.mapping;
            let of_table =
                |table: &Table| table.set_rules.len() + table.reports.len() + usize::from(table.dedupe.is_some());
            let rules = mapping.tables.iter().map(of_table).sum::<usize>();
            (rules + mapping.source.controls.len()) as u64
        };
        let left_out = left_out + prepared.iter().map(count).sum::<u64>();
        return Ok(Judging { rules: SetRules::default(), left_out });
    }
    let rules = plan::plan(prepared, settings);
    if rules.change_rows() {
        let run_once = prepared.iter().filter(|one| one.mended.is_none());
        let once = run_once.flat_map(|one| &one.specs).find(|spec| spec.lasting_path().is_none());
        if let Some(spec) = once {
            return Err(Stop::new(Code::ReadOnce, vec![spec.name.as_str().into()]));
        }
    }
    let left_out = left_out + rules.without_target;
    Ok(Judging { rules, left_out })
}

/// What is judged.
pub struct Judging {
    /// The rules.
    rules: SetRules,
    /// Rules that are not judged.
    left_out: u64,
}

/// What all passes share.
pub struct Passes<'a> {
    /// The machine.
    pub host: &'a dyn Host,
    /// What was asked.
    pub request: &'a Request,
    /// Where the run writes.
    pub output: &'a OutputFolder<'a>,
    /// The run's ID as it is staged.
    pub id: &'a str,
    /// What is judged.
    pub rules: Judging,
    /// Differences of controls that are signed off.
    pub accept: &'a [Accept],
    /// Worker threads.
    pub threads: usize,
    /// Bytes of what rules are told, and of what breaks them, that are held before they go to the disk.
    pub held: usize,
    /// Is told after every chunk.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// The run whose refused records are run again, if they are.
    pub mending: Option<&'a Mending<'a>>,
}

/// The last pass, ready to be settled.
pub struct Passed<'o, 'p> {
    /// Its folder.
    pub staging: Staging<'o>,
    /// All findings.
    pub findings: Findings,
    /// The mappings.
    pub ends: Vec<MappingEnd<'p>>,
    /// The files written so far.
    pub outputs: Vec<OutputEvidence>,
}

/// What a mapping came to in one pass.
type Worked = Vec<(Merged, Sorted)>;

impl Passes<'_> {
    /// Passes until no rule refuses more; `settle` makes of the last one what the run gives.
    ///
    /// # Errors
    /// TL0901, TL0902, TL0907, and what `settle` gives.
    pub fn run<T>(
        &self,
        prepared: &mut [Prepared],
        settle: impl FnOnce(Passed<'_, '_>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        // Refusals outlive the pass that found them.
        let kept =
            self.rules.rules.change_rows().then(|| self.output.stage(&format!("{}.rules", self.id))).transpose()?;
        let mut hashes: Vec<Vec<String>> = Vec::new();
        let mut amounts = vec![i256::ZERO; self.rules.rules.all.len()];
        let mut nearest = Nearest::new();
        let mut seen = Progress::default();
        for pass in 1.. {
            let total_bytes = seen.total_bytes + prepare::total_bytes(prepared);
            seen = Progress { total_bytes, rejects: 0, pass, ..seen };
            let staging = self.output.stage(self.id)?;
            let mut findings = Findings::create(&staging)?;
            let (worked, judged) = self.pass(prepared, &staging, &mut findings, &mut seen)?;
            let outputs = worked.iter().flat_map(|(merged, _)| &merged.outputs).collect();
            self.search(prepared, &staging, outputs).add(&judged, &mut nearest)?;
            let read: Vec<Vec<String>> = worked.iter().map(|(merged, _)| hashes_of(merged)).collect();
            if pass > 1 {
                same(prepared, &hashes, &read)?;
            }
            hashes = read;
            match &kept {
                Some(kept) if (judged.refuses() || judged.dropped > 0) && judged.old_rows() == 0 && pass < MOST => {
                    if judged.dropped == 0 {
                        add_refused(&judged, &mut amounts);
                    }
                    let records = self.refusals(prepared, &judged, kept, pass)?;
                    prepared.iter_mut().zip(records).for_each(|(one, refused)| one.plan.refused = Some(refused));
                    if pass > 1 {
                        (0..prepared.len())
                            .try_for_each(|number| kept.remove_held(&refusals_name(pass - 1, number)))?;
                    }
                }
                _ => {
                    let passed = self.end(prepared, staging, findings, (worked, &judged, &amounts, nearest), pass)?;
                    drop(judged);
                    return settle(passed);
                }
            }
        }
        Err(Stop::new(Code::Defect, vec!["passes".into()]))
    }

    /// Where other columns are looked for, among the files that were written so far.
    fn search<'s>(
        &'s self,
        prepared: &'s [Prepared],
        staging: &'s Staging<'s>,
        outputs: Vec<&'s OutputEvidence>,
    ) -> Search<'s> {
        Search { prepared, rules: &self.rules.rules, staging, outputs }
    }

    fn pass(
        &self,
        prepared: &[Prepared],
        staging: &Staging<'_>,
        findings: &mut Findings,
        seen: &mut Progress,
    ) -> Result<(Worked, Judged), Stop> {
        let mut entries = Entries::new(staging, self.held);
        self.tell_reports(prepared, entries.spool())?;
        let (mut worked, mut on_disk) = (Vec::with_capacity(prepared.len()), 0);
        let ordered = prepared.iter().map(|one| order::count(&one.plan)).sum();
        let held = order::held_by_each(ordered, self.held);
        for one in prepared {
            let drafts = Drafts::new(staging, &one.plan);
            let merger = Merger::new(&one.plan, staging, findings, drafts.as_ref())?;
            let waiting = Waiting::new(&entries, staging, &one.plan, (held, on_disk), drafts.as_ref());
            let place = (self.host, staging, &waiting);
            let all = match &one.mended {
                None => work(place, one, merger, (self.threads, self.request.limit), seen, self.progress)?,
                Some(mended) => {
                    let merger = merger.after(mended.next_part);
                    mended.with(feed::work(place, (one, mended), merger, seen, self.progress)?)
                }
            };
            let sorted = waiting.close()?;
            on_disk += sorted.iter().flatten().map(Spooled::on_disk).sum::<u64>();
            worked.push((all, sorted));
        }
        if let Some(mending) = self.mending {
            mending.rows(self.host, prepared, (&entries, findings), &mut worked)?;
            mending.controls(self.host, prepared, &self.rules.rules, entries.spool())?;
        }
        let entries = entries.close()?;
        let keeps = !self.request.trial && self.rules.rules.has_controls();
        let Self { host, threads, held, .. } = *self;
        let bench = Bench { host, rules: &self.rules.rules, prepared, threads, held, keeps };
        Ok((worked, bench.judge(&entries, staging)?))
    }

    /// What the controls beside the files say.
    fn tell_reports(&self, prepared: &[Prepared], entries: &mut Spool<'_>) -> Result<(), Stop> {
        let rules = &self.rules.rules;
        for (mapping, one) in prepared.iter().enumerate() {
            for file in &one.reports {
                let is_its =
                    |work: &ReportWork| (work.mapping, work.table, work.report) == (mapping, file.table, file.report);
                // A run of a part may judge none.
                let Some(first) = rules.reports.iter().position(is_its) else { continue };
                let numbers =
                    [mapping, rules.number_of_report(first)].map(|number| u16::try_from(number).unwrap_or(u16::MAX));
                let table = &one.plan.mapping.tables[file.table];
                file.tell((self.host, table), (numbers[0], numbers[1]), &mut |run| entries.add(run))?;
            }
        }
        Ok(())
    }

    /// The records that are refused and the rows that are dropped from now on, by mapping.
    fn refusals(
        &self,
        prepared: &[Prepared],
        judged: &Judged,
        kept: &Staging<'_>,
        pass: u32,
    ) -> Result<Vec<Arc<Refusals>>, Stop> {
        let writer = |(number, one): (usize, &Prepared)| {
            Writer::create(kept, &refusals_name(pass, number), one.plan.refused.clone())
        };
        let mut writers = prepared.iter().enumerate().map(writer).collect::<Result<Vec<_>, _>>()?;
        judged.each(&mut |told| {
            let writer = &mut writers[usize::from(told.at.mapping)];
            match self.rules.rules.find(told.rule) {
                // While rows are dropped, rules refuse nothing: they are judged on what is left.
                Some(plan::Judged::Rule(work)) if told.refuses && judged.dropped == 0 => {
                    writer.add(told, (work.table, work.rule))
                }
                Some(plan::Judged::Dedupe(work)) => writer.add(told, (work.table, 0)),
                _ => Ok(()),
            }
        })?;
        writers.into_iter().map(|writer| writer.close().map(Arc::new)).collect()
    }

    /// Tells what the rules say, and checks each mapping's limits.
    fn end<'o, 'p>(
        &self,
        prepared: &'p [Prepared],
        staging: Staging<'o>,
        mut findings: Findings,
        (worked, judged, amounts, mut nearest): (Worked, &Judged, &[i256], Nearest),
        pass: u32,
    ) -> Result<Passed<'o, 'p>, Stop> {
        let mut summaries: Vec<Summary> = Vec::new();
        let (mut files, mut outputs, mut again) = (Vec::new(), Vec::new(), Vec::new());
        let place = Writing { host: self.host, staging: &staging, threads: self.threads };
        for (one, (merged, sorted)) in prepared.iter().zip(worked) {
            let Merged { summary, files: read, outputs: written, again: own } = merged;
            summaries.push(summary);
            files.push(read);
            again.push(own);
            outputs.extend(written);
            let after = one.mended.as_ref().map_or_else(After::default, Mended::after);
            outputs.extend(order::write::of_mapping(place, &one.plan, sorted, after)?);
            if let Some(mended) = &one.mended {
                outputs.extend(mended.carry(&staging, &one.sha256)?);
            }
        }
        if let Some(kept) = &judged.kept {
            outputs.extend(keeping::write(kept, &self.rules.rules, prepared, &staging)?);
        }
        if let Some(mending) = self.mending {
            mending.findings(self.host, prepared, &mut findings)?;
        }
        let mut telling = Telling { prepared, findings: &mut findings, waiting: Vec::new() };
        let (mut broken, mut old) = (0, Staying::default());
        let mut accepting = Accepting::new(self.accept, &self.rules.rules);
        judged.each(&mut |mut told| {
            let Some(work) = self.rules.rules.find(told.rule) else {
                return Err(Stop::new(Code::Defect, vec!["a breach of no rule".into()]));
            };
            if is_unsaid(judged, work, &told) {
                return Ok(());
            }
            old.note(&told);
            let (mut severity, mapping) = (severity(work.on_fail()), work.mapping());
            if accepting.accepts(work, &mut told) {
                severity = Severity::Warn;
            }
            broken += u64::from(severity == Severity::Fail && matches!(work, plan::Judged::Rule(_)));
            let place = if usize::from(told.at.mapping) == mapping { told.at.place } else { Place::file(u32::MAX) };
            summaries[mapping].found(place, severity, told.code, work.subject(), &told.args);
            telling.tell(&told, work, severity)
        })?;
        for told in old.told(self.mending.map_or("", Mending::run)) {
            let Some(work) = self.rules.rules.find(told.rule) else { continue };
            summaries[work.mapping()].found(told.at.place, Severity::Fail, told.code, work.subject(), &told.args);
            telling.tell(&told, work, Severity::Fail)?;
        }
        telling.flush()?;
        let search = self.search(prepared, &staging, outputs.iter().collect());
        search.add(judged, &mut nearest)?;
        search.add_empty(judged, &mut nearest)?;
        for (rule, args) in nearest {
            let work = &self.rules.rules.all[rule];
            let of = (&prepared[work.mapping], &mut summaries[work.mapping]);
            let subject = plan::Judged::Rule(work).subject();
            about(of, &mut findings, (Severity::Warn, subject), args)?;
        }
        for found in accepting.unused() {
            about_run(prepared, (&mut summaries, &mut findings), Severity::Warn, found)?;
        }
        if let Some(mending) = self.mending {
            let told = told_of_old(mending, prepared, (&again, broken, judged.old_rows() > 0));
            told.into_iter().try_for_each(|(severity, code, args)| {
                about_run(prepared, (&mut summaries, &mut findings), severity, (code, args))
            })?;
        }
        if judged.refuses() && judged.old_rows() == 0 {
            let args = vec![u64::from(pass).into()];
            about_run(prepared, (&mut summaries, &mut findings), Severity::Fail, (Code::NotSettled, args))?;
        }
        self.unjudged(prepared, judged, (&mut summaries, &mut findings))?;
        let counts = |number: usize| -> Vec<RuleEnd> {
            let all = self.rules.rules.all.iter().zip(judged.counts.iter().zip(amounts));
            let own = all.filter(|(work, _)| work.mapping == number && !judged.old_dropped());
            own.map(|(work, (count, refused))| rule_end(work, *count, *refused)).collect()
        };
        let rules = &self.rules.rules;
        let works = (rules.gaps.as_slice(), rules.first_gap());
        let (listed, lists) = lists::write(&staging, prepared, works, &judged.gaps)?;
        outputs.extend(lists);
        let mut ends = Vec::with_capacity(prepared.len());
        let all = prepared.iter().zip(summaries).zip(files).zip(again);
        for (number, (((one, summary), files), again)) in all.enumerate() {
            let controls = controls((rules, &accepting), one, judged, number);
            let works: Vec<_> = rules.gaps.iter().zip(&listed).filter(|(work, _)| work.mapping == number).collect();
            let coverage = lists::evidence(one, &summary, &works);
            let rules = counts(number);
            let end = MappingEnd { prepared: one, summary, files, rules, controls, coverage, again };
            ends.push(end.check((self.host, self.request), &mut findings)?);
        }
        Ok(Passed { staging, findings, ends, outputs })
    }

    /// Says how many rules are not judged: in a run of a part; and, of each mapping, where an old row would be left out.
    fn unjudged(
        &self,
        prepared: &[Prepared],
        judged: &Judged,
        (summaries, findings): (&mut [Summary], &mut Findings),
    ) -> Result<(), Stop> {
        if self.rules.left_out > 0 {
            let option = if self.request.limit.is_some() { "--limit" } else { "--only" };
            let found = (Code::NotJudged, vec![self.rules.left_out.into(), option.into()]);
            about_run(prepared, (&mut *summaries, &mut *findings), Severity::Warn, found)?;
        }
        if !judged.old_dropped() {
            return Ok(());
        }
        for (number, (one, summary)) in prepared.iter().zip(summaries).enumerate() {
            let rules = self.rules.rules.all.iter().filter(|work| work.mapping == number).count() as u64;
            if rules > 0 {
                let found = (Code::NotJudged, vec![rules.into(), "dedupe:".into()]);
                about((one, summary), findings, (Severity::Warn, Subject::Record), found)?;
            }
        }
        Ok(())
    }
}

/// What counts for nothing where a replay ends for the sake of old rows: what rules say of both rows of a key of which one is
/// kept, and that a new row is left out, which it is not.
fn is_unsaid(judged: &Judged, work: plan::Judged<'_>, told: &Told) -> bool {
    match work {
        plan::Judged::Rule(_) => judged.old_dropped(),
        plan::Judged::Dedupe(_) => !told.stays,
        _ => false,
    }
}

/// What the controls of a mapping came to: those inside of its files, then those about its tables.
fn controls(
    (rules, accepting): (&SetRules, &Accepting<'_>),
    one: &Prepared,
    judged: &Judged,
    number: usize,
) -> Vec<ControlEvidence> {
    let mapping = &one.plan.mapping;
    let inside = rules.controls.iter().zip(&judged.controls).filter(|(work, _)| work.mapping == number);
    let inside = inside.map(|(work, count)| {
        let evidence = work.evidence(&mapping.name, &mapping.source.controls[work.number], count);
        ControlEvidence { accepted: accepting.evidence(plan::Judged::Control(work)), ..evidence }
    });
    let beside = rules.reports.iter().zip(&judged.reports).filter(|(work, _)| work.mapping == number);
    let beside = beside.map(|(work, count)| {
        let evidence = work.evidence(&mapping.name, &mapping.tables[work.table], count);
        ControlEvidence { accepted: accepting.evidence(plan::Judged::Report(work)), ..evidence }
    });
    inside.chain(beside).collect()
}

/// What there is to say of the rows of the run that is mended: what stops a replay, and what to do, is another thing for rows
/// that stand than for those that were repaired. Where rules would take old rows out, that is said for each rule.
fn told_of_old(
    mending: &Mending<'_>,
    prepared: &[Prepared],
    (again, broken, stays): (&[Option<Summary>], u64, bool),
) -> Vec<(Severity, Code, Vec<Arg>)> {
    let run = || Arg::from(mending.run());
    let kept = prepared.iter().filter_map(|one| one.mended.as_ref()).flat_map(|mended| &mended.findings);
    let old: u64 = kept.filter(|group| group.severity == Severity::Fail).map(|group| group.count).sum();
    let fails = |summary: &Summary| -> u64 {
        let failed =
            summary.findings.iter().filter(|((severity, code, _), _)| severity.0 == Severity::Fail && !code.is_limit());
        failed.map(|(_, found)| found.count).sum()
    };
    let repaired = again.iter().flatten().map(fails).sum::<u64>() + broken;
    let mut told = Vec::new();
    for crosswalk in prepared.iter().flat_map(|one| mending.other_crosswalks(one)) {
        told.push((Severity::Warn, Code::OldCrosswalk, vec![crosswalk.as_str().into(), run()]));
    }
    if repaired > 0 && !stays {
        told.push((Severity::Fail, Code::RepairedRowsFail, vec![repaired.into(), run()]));
    }
    if old > 0 {
        told.push((Severity::Fail, Code::OldRowsFail, vec![old.into(), run()]));
    }
    told
}

/// A finding about the run as a whole: it stands with the first mapping.
fn about_run(
    prepared: &[Prepared],
    (summaries, findings): (&mut [Summary], &mut Findings),
    severity: Severity,
    (code, args): (Code, Vec<Arg>),
) -> Result<(), Stop> {
    let (Some(one), Some(summary)) = (prepared.first(), summaries.first_mut()) else { return Ok(()) };
    about((one, summary), findings, (severity, Subject::Record), (code, args))
}

/// A finding that has no place.
fn about(
    (one, summary): (&Prepared, &mut Summary),
    findings: &mut Findings,
    (severity, subject): (Severity, Subject),
    (code, args): (Code, Vec<Arg>),
) -> Result<(), Stop> {
    summary.found(Place::file(u32::MAX), severity, code, subject, &args);
    let finding = row(one, severity, code, subject, &args);
    findings.tell(&[PlacedFindingRow {
        mapping: one.plan.mapping.name.as_str(),
        file: None,
        record: None,
        line: None,
        offset: None,
        length: None,
        finding: &finding,
    }])
}

/// What is at stake in the records that are refused from now on.
fn add_refused(judged: &Judged, amounts: &mut [i256]) {
    for (count, sum) in judged.counts.iter().zip(amounts) {
        *sum = sum.wrapping_add(count.refused_amount);
    }
}

/// Of the refusals that a pass found in a mapping.
fn refusals_name(pass: u32, mapping: usize) -> String {
    format!("refused-{pass}-{mapping}")
}

fn rule_end(work: &SetWork, count: RuleCount, refused: i256) -> RuleEnd {
    let amount = count.amount.wrapping_add(refused);
    let scale = work.scale.unwrap_or(0);
    let shown = work.scale.filter(|_| !work.personal).map(|scale| text::decimal(amount, scale));
    RuleEnd {
        table: work.table,
        rule: work.rule,
        rows: count.rows,
        keys: count.keys,
        amount: shown,
        at_stake: amount,
        scale,
    }
}

/// What a rule would refuse and cannot fails the run: a key without a record, and what is left where rules refuse on and
/// on.
const fn severity(on_fail: OnFail) -> Severity {
    match on_fail {
        OnFail::Warn => Severity::Warn,
        OnFail::Reject | OnFail::Fail => Severity::Fail,
    }
}

fn row(prepared: &Prepared, severity: Severity, code: Code, subject: Subject, args: &[Arg]) -> FindingRow {
    FindingRow {
        code: code.id(),
        severity: names::severity(severity),
        subject: names::subject(&prepared.plan.mapping, subject).into(),
        args: args.iter().map(names::arg).collect(),
    }
}

/// Writes findings, many at once. They stand with the rule's mapping, wherever the row does.
struct Telling<'a> {
    prepared: &'a [Prepared],
    findings: &'a mut Findings,
    waiting: Vec<(RowPlace, usize, FindingRow)>,
}

impl Telling<'_> {
    fn tell(&mut self, told: &Told, work: plan::Judged<'_>, severity: Severity) -> Result<(), Stop> {
        let row = row(&self.prepared[work.mapping()], severity, told.code, work.subject(), &told.args);
        self.waiting.push((told.at, work.mapping(), row));
        if self.waiting.len() < WRITTEN { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let placed = self.waiting.iter().map(|(at, mapping, finding)| {
            let specs = &self.prepared[usize::from(at.mapping)].specs;
            let Place { file, record, line, offset, length } = at.place;
            let of_record = |number: u64| (record > 0).then_some(number);
            // The number of an old row's record is not known.
            let is_old = self.prepared[usize::from(at.mapping)].mended.is_some() && (file as usize) < specs.len();
            PlacedFindingRow {
                mapping: self.prepared[*mapping].plan.mapping.name.as_str(),
                file: specs.get(file as usize).map(|spec| spec.name.as_str()),
                record: of_record(record),
                line: of_record(line).filter(|line| *line > 0),
                offset: of_record(offset).or(is_old.then_some(offset)),
                length: of_record(length),
                finding,
            }
        });
        let placed: Vec<_> = placed.collect();
        if !placed.is_empty() {
            self.findings.tell(&placed)?;
        }
        self.waiting.clear();
        Ok(())
    }
}

fn hashes_of(merged: &Merged) -> Vec<String> {
    merged.files.values().map(|file| file.sha256.clone()).collect()
}

/// A source must be in every pass what it was in the first: refusals name its places.
fn same(prepared: &[Prepared], before: &[Vec<String>], now: &[Vec<String>]) -> Result<(), Stop> {
    for (one, (before, now)) in prepared.iter().zip(before.iter().zip(now)) {
        if let Some(at) = (0..before.len().max(now.len())).find(|at| before.get(*at) != now.get(*at)) {
            let name = one.specs.get(at).map_or("", |spec| spec.name.as_str());
            return Err(Stop::new(Code::SourceChanged, vec![name.into()]));
        }
    }
    Ok(())
}
