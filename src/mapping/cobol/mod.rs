//! `copybook:`: the map in; the copybook's items, as fields of the language, out.
//!
//! `books` reads which copybook is meant and how, `choice` which redefinitions a kind reads, `counting` what says how many elements a table has, `fields` makes fields and
//! groups of items, `pieces` are these, `names` names them, `reading` says how the bytes of an item are read, `spare` has the places that no field has, `named` which values level 88
//! names; `laid_out` has all that for drafts.
//! Refuses to open files ([`Books`] does), to know bytes, and to choose between two redefinitions.

mod books;
mod choice;
mod counting;
mod fields;
mod laid_out;
mod named;
mod names;
mod pieces;
mod reading;
mod spare;
#[cfg(test)]
mod tests;

pub use books::{ALONE, Asked, Book, Books, NotOpened};
pub(super) use books::{of_kind, of_source, on_unnamed};
pub(super) use choice::Choice;
pub use choice::called;
pub use choice::{FILLER, name as item_name};
pub(super) use fields::Given;
pub use fields::areas;
pub use laid_out::{LaidField, LaidOut, LaidTable, laid_out};
pub(super) use named::{ReadAs, named};
pub use names::of as field_name;
pub(super) use pieces::{Items, Piece, Table};
pub(super) use reading::{Characters, Said};
pub(super) use spare::Spare;
