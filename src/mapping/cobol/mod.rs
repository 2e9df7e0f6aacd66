//! `copybook:`: the map in; the copybook's items, as fields of the language, out.
//!
//! `books` reads which copybook is meant and how, `choice` which redefinitions a kind reads, `counting` what says how many elements a table has, `fields` makes fields and
//! groups of items, `names` names them, `reading` says how the bytes of an item are read.
//! Refuses to open files ([`Books`] does), to know bytes, and to choose between two redefinitions.

mod books;
mod choice;
mod counting;
mod fields;
mod names;
mod reading;
#[cfg(test)]
mod tests;

pub use books::{Asked, Book, Books, NotOpened};
pub(super) use books::{of_kind, of_source};
pub(super) use choice::Choice;
pub use choice::called;
pub use fields::areas;
pub(super) use fields::{Given, Items, Piece, Table};
pub(super) use reading::{Characters, Said};
