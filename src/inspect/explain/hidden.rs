//! What of a record is personal, and is not shown.
//!
//! In: a plan, and whether personal values are asked for. Out: of each field, column and byte whether it is left out. A
//! field that shares bytes with a personal one is as personal, and so is each column that it is seen in. Where a source
//! has anything personal, what no field reads is left out too, since nobody said what it is. Refuses to know values.

use super::record::Said;
use crate::mapping::model::{FieldRef, KindId, LookupKey, Mapping, Operand, Origin, Reads, Table, Validity};
use crate::run::one::{Met, Piece};
use crate::run::people::records::{HiddenFields, hidden_fields};
use crate::run::plan::{Plan, field_of};

/// What is left out.
pub struct Hidden {
    shows_all: bool,
    /// Something in the source is personal.
    is_personal: bool,
    fields: Vec<HiddenFields>,
    /// By table.
    columns: Vec<Vec<bool>>,
    parameters: Vec<Given>,
}

/// The value of a parameter.
pub struct Given {
    /// Its name.
    pub name: String,
    /// As text.
    pub value: String,
    /// It is personal.
    pub is_personal: bool,
}

impl Hidden {
    /// Of a plan, with the parameters of its migration.
    pub fn new(plan: &Plan, parameters: Vec<Given>, shows_all: bool) -> Self {
        let fields: Vec<HiddenFields> = plan
            .mapping
            .source
            .kinds
            .iter()
            .zip(&plan.kinds)
            .map(|(kind, work)| hidden_fields(kind, work, plan.encoding))
            .collect();
        let is_personal = fields.iter().any(HiddenFields::any);
        let mut hidden = Self { shows_all, is_personal, fields, columns: Vec::new(), parameters };
        hidden.columns = plan.mapping.with_nested().into_iter().map(|table| hidden.columns_of(table)).collect();
        hidden
    }

    fn columns_of(&self, table: &Table) -> Vec<bool> {
        let of_field = |at: &FieldRef| self.fields[at.kind].is_hidden(at.repeat, at.field);
        let own = table.columns.iter().map(|column| {
            column.personal
                || match &column.from {
                    Origin::Field(at) | Origin::Label(at) => of_field(at),
                    Origin::Expression(expression) => expression.fields().any(|at| of_field(&at)),
                    _ => false,
                }
        });
        let mut columns: Vec<bool> = own.collect();
        // What is looked up by what is hidden may be a key itself.
        loop {
            let more: Vec<usize> = (0..columns.len())
                .filter(|at| !columns[*at] && keys(table, &table.columns[*at].from).any(|key| columns[key]))
                .collect();
            if more.is_empty() {
                return columns;
            }
            for at in more {
                columns[at] = true;
            }
        }
    }

    /// Anything may be left out.
    pub const fn hides(&self) -> bool {
        self.is_personal && !self.shows_all
    }

    /// A field is left out.
    pub fn field(&self, at: FieldRef) -> bool {
        !self.shows_all && self.fields[at.kind].is_hidden(at.repeat, at.field)
    }

    /// A column is left out.
    pub fn column(&self, table: usize, column: usize) -> bool {
        !self.shows_all && self.columns[table][column]
    }

    /// What an expression reads is left out.
    pub fn read(&self, table: usize, read: Reads) -> bool {
        match read {
            Reads::Field(at) => self.field(at),
            Reads::Column(column) => self.column(table, column),
            Reads::Parameter(at) => self.parameter(at),
            Reads::File | Reads::Offset | Reads::OffsetOf(_) | Reads::RepeatNumber(_) => false,
        }
    }

    /// A parameter's name and value.
    pub fn given(&self, at: usize) -> Option<(String, Said)> {
        let Given { name, value, .. } = self.parameters.get(at)?;
        Some((name.clone(), Said::of(Some(value), self.parameter(at))))
    }

    /// A parameter is left out.
    pub fn parameter(&self, at: usize) -> bool {
        !self.shows_all && self.parameters.get(at).is_some_and(|given| given.is_personal)
    }

    /// Of each byte of a record, whether it is left out.
    pub fn bytes(&self, (mapping, blank): (&Mapping, &[u8]), met: &Met) -> Vec<bool> {
        let length = met.raw.len();
        if !self.hides() {
            return vec![false; length];
        }
        let known = met.row.kind.filter(|kind| met.sound && !is_moved((mapping, blank), *kind, met));
        let mut hidden = vec![true; length];
        if known.is_some() {
            // Between cells, and where there is nothing.
            if !met.cells.is_empty() {
                hidden.fill(false);
                met.cells.iter().for_each(|cell| hidden[cell.clone()].fill(true));
            }
            let nothing = |byte: &u8| blank.contains(byte) || matches!(byte, b'\t' | 0);
            hidden.iter_mut().zip(&met.raw).filter(|(_, byte)| nothing(byte)).for_each(|(hidden, _)| *hidden = false);
        }
        // How long a record is says nothing of anybody.
        met.descriptors.iter().for_each(|at| hidden[at.clone()].fill(false));
        for piece in self.looked_at(mapping, met, known) {
            fill(&mut hidden, piece, false);
        }
        let Some(kind) = known else { return hidden };
        for personal in [false, true] {
            let pieces = pieces(mapping, kind, met).filter(|(_, is_personal)| *is_personal == personal);
            pieces.for_each(|(piece, _)| fill(&mut hidden, piece, personal));
        }
        hidden
    }

    /// Where conditions of kinds look, but for what a personal field of any kind that it may be has.
    fn looked_at<'m>(
        &'m self,
        mapping: &'m Mapping,
        met: &'m Met,
        known: Option<KindId>,
    ) -> impl Iterator<Item = &'m Piece> {
        let kinds = mapping.source.kinds.iter().zip(&met.looked_at);
        let pieces = kinds.filter_map(move |(kind, piece)| Some((kind.when.as_ref()?, piece.as_ref()?)));
        let is_open = move |operand: &Operand| {
            let mut kinds = (0..self.fields.len()).filter(|kind| known.is_none_or(|known| known == *kind));
            !kinds.any(|kind| self.fields[kind].meets(operand))
        };
        pieces.filter(move |(when, _)| is_open(&when.of)).map(|(_, piece)| piece)
    }
}

/// The pieces of a record, and whether each is personal itself.
fn pieces<'m>(mapping: &'m Mapping, kind: KindId, met: &'m Met) -> impl Iterator<Item = (&'m Piece, bool)> {
    let personal = move |repeat, field| field_of(mapping, FieldRef { kind, repeat, field }).personal;
    let fields = met.fields.iter().enumerate();
    let fields = fields.filter_map(move |(field, piece)| Some((piece.as_ref()?, personal(None, field))));
    let groups = met.repeats.iter().enumerate().flat_map(move |(group, fields)| {
        let fields = fields.iter().enumerate();
        fields.flat_map(move |(field, pieces)| {
            pieces.iter().flatten().map(move |piece| (piece, personal(Some(group), field)))
        })
    });
    fields.chain(groups)
}

/// Something personal is read and does not stand where it is read, so that nobody knows which bytes it is.
fn is_moved((mapping, blank): (&Mapping, &[u8]), kind: KindId, met: &Met) -> bool {
    pieces(mapping, kind, met).any(|(piece, personal)| personal && piece.at.is_empty() && is_there(piece, blank))
}

/// A piece is not all blanks.
pub fn is_there(piece: &Piece, blank: &[u8]) -> bool {
    piece.bytes.chunks(blank.len().max(1)).any(|bytes| bytes != blank)
}

fn fill(hidden: &mut [bool], piece: &Piece, with: bool) {
    // Of a long record only the first bytes are shown.
    let length = hidden.len();
    piece.at.iter().for_each(|at| hidden[at.start.min(length)..at.end.min(length)].fill(with));
}

/// The columns that a column is looked up by.
fn keys<'t>(table: &'t Table, from: &Origin) -> impl Iterator<Item = usize> + use<'t> {
    let (keys, valid): (&[LookupKey], Option<&Validity>) = match from {
        Origin::Lookup(at) => (&table.lookups[*at].keys, table.lookups[*at].valid.as_ref()),
        Origin::Split(_) => {
            table.split.as_ref().map_or((&[][..], None), |split| (&split.keys[..], split.valid.as_ref()))
        }
        _ => (&[], None),
    };
    keys.iter().map(|key| key.column).chain(valid.map(|valid| valid.at))
}
