//! Every key of the mapping language, once: its place, what it takes, its default, its words.
//!
//! The reader asks here which keys and words there are; the JSON Schema and the reference page are made from it.
//! Refuses to know how values are read.

mod reference;
mod schema;

pub use reference::reference;
pub use schema::{json_schema, migration_schema};

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A text, as written.
    Text,
    /// A text without dots that other parts of the mapping refer to.
    Name,
    /// The name of a field, column or kind.
    Reference,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, or a list of them.
    Words(&'static [&'static str]),
    /// A whole number from the first to the second, both included.
    Whole(u64, u64),
    /// A whole number, this far from zero at most on either side.
    Signed(i64),
    /// `true` or `false`.
    Flag,
    /// One text or a list of texts.
    Texts,
    /// A list of texts.
    TextList,
    /// A character, or a word that stands for one.
    Character,
    /// One character or a list.
    Characters,
    /// `12` or `12-20`.
    Position,
    /// `12`, `12-20` or `12-`.
    OpenPosition,
    /// A cell's number, or `5-16` for a repeated group.
    Index,
    /// A type.
    Type,
    /// An encoding.
    Encoding,
    /// A regular expression.
    Pattern,
    /// An SQL expression.
    Expression,
    /// Bytes, with a unit if wanted.
    Size,
    /// `1950-2049`.
    Years,
    /// A value of the column's or parameter's type.
    Value,
    /// One value of that type, or a list.
    Values,
    /// A number, with decimals if wanted.
    Number,
    /// A whole number, or a share such as `0.1%`.
    Most,
    /// A list of two values; either may be open.
    Pair,
    /// A map of this place.
    Map(&'static str),
    /// A list of maps of this place.
    List(&'static str),
    /// Names with a map of this place each.
    NamedMaps(&'static str),
    /// Any names with texts.
    FreeMap,
    /// Names with one of these words each.
    NamedWords(&'static [&'static str]),
    /// Names with one of these each.
    Named(&'static [Wanted]),
    /// One of several.
    Either(&'static [Wanted]),
}

/// One key at one place.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The map that has it, such as `field`.
    pub place: &'static str,
    /// As it is written.
    pub key: &'static str,
    /// What it takes.
    pub wanted: Wanted,
    /// What holds without it; `required` where it must be there, empty where nothing holds.
    pub default: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// A value, in flow style.
    pub example: &'static str,
    /// Known, and not there yet.
    pub later: bool,
}

const fn key(
    place: &'static str,
    key: &'static str,
    wanted: Wanted,
    default: &'static str,
    about: &'static str,
    example: &'static str,
) -> Key {
    Key { place, key, wanted, default, about, example, later: false }
}

const fn later(place: &'static str, key: &'static str, about: &'static str) -> Key {
    Key { place, key, wanted: Wanted::Text, default: "", about, example: "", later: true }
}

/// Words for characters that are hard to see; also `tab`, `semicolon` and `pipe` for the delimiter.
pub const CHARACTER_WORDS: &[(&str, char)] = &[
    ("comma", ','),
    ("dot", '.'),
    ("apostrophe", '\''),
    ("space", ' '),
    ("nbsp", '\u{a0}'),
    ("nnbsp", '\u{202f}'),
    ("tab", '\t'),
    ("semicolon", ';'),
    ("pipe", '|'),
];
/// Names of types; `decimal(p,s)` with its digits.
pub const TYPES: &[(&str, &str)] = &[
    ("text", "characters, as decoded"),
    ("int16", "whole numbers from -32,768 to 32,767"),
    ("int32", "whole numbers of up to nine digits, and a little more"),
    ("int64", "whole numbers of up to eighteen digits, and a little more"),
    ("decimal(p,s)", "exact numbers of up to p digits (38 at most), s of them after the mark"),
    ("date", "a day of the Gregorian calendar"),
    ("time", "a time of day, to the microsecond"),
    ("timestamp", "a day with a time, without a zone"),
    ("bool", "true or false, by the words that `true:` and `false:` declare"),
    ("float32", "binary floating point; not for money"),
    ("float64", "binary floating point; not for money"),
];
/// Styles of signs, and what they read.
pub const SIGNS: &[(&str, &str)] = &[
    ("none", "no sign at all"),
    ("leading", "`+` or `-` before the digits"),
    ("trailing", "`+`, `-` or a blank in the last place, always there"),
    ("overpunch", "`{ABCDEFGHI` positive, `}JKLMNOPQR` negative, on the last digit"),
    ("overpunch_p", "`p` to `y` negative on the last digit; plain digits are positive"),
    ("minus_after", "a minus may stand after the digits"),
    ("cr_db", "`CR` (negative) or `DB` after the digits"),
    ("parentheses", "parentheses around negative numbers"),
    ("angles", "angle brackets around negative numbers"),
    ("any_text", "leading, minus_after, cr_db, parentheses and angles, whichever stands there"),
];
const SIGN_WORDS: &[&str] = &[
    "none",
    "leading",
    "trailing",
    "overpunch",
    "overpunch_p",
    "minus_after",
    "cr_db",
    "parentheses",
    "angles",
    "any_text",
];
/// The checks of numbers, and what they hold.
pub const CHECKS: &[(&str, &str)] = &[
    ("sin", "Canadian social insurance number: nine digits, Luhn"),
    ("bn", "Canadian business number: nine digits with Luhn, program and account if they are there"),
    ("luhn", "any digits with a Luhn check digit at the end"),
    ("aba", "American routing number: nine digits, weights 3 7 1"),
    ("iban", "international bank account number, modulo 97"),
    ("ca_postal_code", "Canadian postal code, letters as Canada Post allows them"),
    ("ca_transit", "Canadian transit and institution number"),
];
const CHECK_WORDS: &[&str] = &["sin", "bn", "luhn", "aba", "iban", "ca_postal_code", "ca_transit"];
/// Pieces of pictures, and what they read.
pub const PICTURES: &[(&str, &str)] = &[
    ("YYYY", "year, four digits"),
    ("YY", "year, two digits, in the window that `years:` declares"),
    ("C", "century: 0 for 19xx, 1 for 20xx"),
    ("MM", "month; after `HH` the minute"),
    ("MON", "English or French name of a month, or its abbreviation"),
    ("DD", "day of the month"),
    ("DDD", "day of the year, from 001"),
    ("HH", "hour, 00 to 23"),
    ("MI", "minute"),
    ("SS", "second"),
    ("F", "one letter a digit of the second's fraction, six at most"),
    ("EXCEL", "a serial number of Excel's 1900 calendar"),
];
/// Conditions, and when they hold.
pub const CONDITIONS: &[(&str, &str)] = &[
    (
        "{at: 1-2, is: AA}",
        "the text at these places is this one; places behind the record's end are blank, in every condition",
    ),
    ("{at: 1, in: [A, B]}", "it is one of these"),
    ("{index: 3, not: [X, \"\"]}", "the third cell is none of these"),
    ("{field: amount, is: 0}", "the typed value of the field is this one"),
    ("{at: 5-9, all: \" \"}", "there is something, and all of it is this character"),
    ("{all: \"9\"}", "the whole record is nines"),
    ("{pattern: '^TOTAL'}", "the regular expression is found in the record"),
    ("{sql: \"amount < 0 AND status <> 'R'\"}", "the expression is true; false and no value are both not"),
];

const SHORT_FORM: &str = "Short form for one table: the keys of [table](#table) may stand at the top.";
const NOT_THERE: &str = "Not in this version.";

/// Places with a sentence each, in the order of the reference.
pub const PLACES: &[(&str, &str)] = &[
    ("mapping", "The top of the file."),
    ("source", "The old system's files, and how they read."),
    ("files", "The long form of `files:`."),
    ("records", "How records are told apart, and their kinds."),
    ("copybook", "The long form of `copybook:`."),
    (
        "end",
        "The long form of `end:`: records that are told apart by lengths. It says one of `length`, `rdw` and `length_at`; [framing](../mapping.md#records-that-say-how-long-they-are) shows how.",
    ),
    ("length", "The long form of `length:`: lengths that are computed."),
    ("length_field", "A number or a code that a length is computed from."),
    ("kind", "One layout of a source's records. Kinds are tried in order, the first match wins."),
    ("condition", "A statement about a record."),
    ("field", "A named, typed piece of a record."),
    ("defaults", "Keys of fields that hold for every field which does not say otherwise."),
    ("repeat", "A group of fields that stands several times in a record; its fields stand in `fields:` beside it."),
    ("ignore", "What no field reads, and why that is right."),
    ("set_aside", "Records that are decoded, counted and not loaded."),
    (
        "control",
        "A figure that the old system wrote into its files, in a control record: it must be what the records come to. It says one of `count`, `sum` and `is`. It is about the records from the one that opened the group to the control record, if the control record's kind `ends:` one, else about the file.",
    ),
    ("table", "A table of the new platform."),
    ("column", "A named, typed piece of a table."),
    (
        "lookup",
        "A value out of a crosswalk: a file that has old codes and new ones side by side. Keys and values are compared as they are, nothing is trimmed.",
    ),
    (
        "split",
        "A row becomes several rows: one for each row that a crosswalk has for its key. Amounts are divided by its shares and add up to the cent; everything else is repeated.",
    ),
    ("valid", "When a row of a crosswalk holds. Rows of one key must not overlap."),
    ("title", "A title in two languages."),
    (
        "rule",
        "A statement about the rows of a table. It says one of `row`, `unique`, `references`, `sum`, `count` and `sequence`; [rules](../rules.md) shows what each finds.",
    ),
    ("equals", "The sum that a `sum` must be, where it is another table's."),
    ("limits", "How much may be refused."),
    ("amount_limit", "How much money may be refused."),
    ("rule_limits", "How often a rule may be broken."),
    ("dedupe", "Of rows with the same key one is kept; the others are left out, counted and listed."),
    ("load", "How the table is written."),
    (
        "migration",
        "The file `migration.yaml`, beside the mappings: what holds for all of them, whether they are run together or alone.",
    ),
    (
        "accept",
        "A difference of a control that is known and signed off: it is then a warning, and the evidence has the reason and the name. Another difference is not covered by it.",
    ),
    (
        "report",
        "A control beside the files: a trial balance, or another report of the old system, whose figures a table must come to, key by key.",
    ),
    (
        "comparison",
        "A rule between tables: what the rows of each key come to on one side, they come to on the other. It is judged as a rule of the first table.",
    ),
    ("side", "What a table comes to, by key: `sum` or `count`."),
    ("figure", "What a header of a report must equal."),
    ("approval", "Someone who signs for the migration."),
    (
        "parameter",
        "A value that is the same for a whole run, and that the command line may set (`--set NAME=VALUE`). Its name (letters, digits and `_`) stands for the value in every expression of the mappings; `sql:` and `row:` take it bare.",
    ),
];

use Wanted::{
    Character, Characters, Either, Encoding, Expression, Flag, FreeMap, Index, List, Map, Most, Name, Named, NamedMaps,
    NamedWords, Number, OpenPosition, Pair, Pattern, Position, Reference, Signed, Size, Text, TextList, Texts, Type,
    Value, Values, Whole, Word, Words, Years,
};

/// Bytes of the longest record where nothing is declared.
pub const RECORD_BYTES: u64 = 1 << 20;
/// Bytes of the longest record that may be declared.
pub const MOST_RECORD: u64 = 256 << 20;
/// Bytes of the largest group that may be declared.
pub const MOST_GROUP: u64 = 1 << 30;
/// Most bytes of the header of a record.
const MOST_HEADER: u64 = 4096;
/// How far a length may be shifted.
const MOST_ADJUST: i64 = 1 << 16;
/// Most bytes at a file's start, and at its end, that are passed over.
const MOST_EDGE: u64 = 256 << 10;
/// Most repetitions of a group in one record.
pub const MOST_TIMES: u64 = 10_000;

/// All keys, place by place.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("mapping", "tumpline", Whole(1, 1), "required", "Version of the mapping language.", "1"),
    key("mapping", "source", Map("source"), "required", "The old system's files.", "{files: \"GL*.TXT\", format: fixed, encoding: cp850}"),
    key("mapping", "tables", List("table"), "", "The tables that they become. The keys of one table may stand at the top instead.", "[{table: journal}]"),

    key("source", "about", FreeMap, "", "What people should know about the extract; goes into the evidence.", "{system: GL of 1994, extracted_at: 2026-11-02, by: finance}"),
    key("source", "files", Either(&[Texts, Map("files")]), "required", "Paths or patterns (`*`, `?`), relative to the mapping; `-` is the standard input. `.gz`, `.zst`, `.bz2` and `.xz` are unpacked.", "../samples/ledger/GLJ*.TXT"),
    key("source", "format", Word(&["fixed", "delimited", "cobol", "report"]), "required", "How the bytes are cut. `cobol` is `fixed` with fields from a copybook; `report` is not in this version.", "fixed"),
    key("source", "encoding", Encoding, "required", "How the bytes are characters.", "cp850"),
    key("source", "copybook", Either(&[Text, Map("copybook")]), "", "COBOL: the copybook that describes the records, relative to the mapping; its items are the fields. [COBOL](../cobol.md) shows how.", "CVACT01Y.cpy"),
    key("source", "record", Text, "the only one", "COBOL: the record (level 01) of the copybook.", "ACCOUNT-RECORD"),
    key("source", "redefinition", Texts, "required where items redefine others", "COBOL: of items that describe the same bytes, those that every kind reads; `B OF A` where several are called so.", "EXPORT-TIMESTAMP"),
    key("source", "delimiter", Character, "required where delimited", "What stands between cells; one or several characters.", "\";\""),
    key("source", "quote", Character, "`\"`", "What stands around cells with delimiters in them; `none` if quotes are text.", "none"),
    key("source", "escape", Character, "", "A character that takes the meaning off the next one, besides the doubled quote.", "'\\'"),
    key("source", "header", Whole(0, 9), "1", "Lines of header; the last one names the columns.", "1"),
    key("source", "preamble", Either(&[Whole(0, 1_000_000), Word(&["until header"])]), "0", "Lines before the header; or all lines before the one that holds every declared header.", "until header"),
    key("source", "header_match", Word(&["exact", "trim", "fold"]), "exact", "How header names are compared: as they are, without blanks around, or without case besides.", "trim"),
    key("source", "lenient", Flag, "false", "Reads a broken file as a person would, and counts each repair.", "true"),
    key("source", "comment", Text, "", "A line that starts so is a comment.", "\"#\""),
    key("source", "ragged", Word(&["reject", "pad", "truncate"]), "reject", "What becomes of rows with too few cells (`pad`) or too many (`truncate`).", "pad"),
    key("source", "repeated_header", Word(&["reject", "skip", "end"]), "reject", "What becomes of a header line inside of the data.", "skip"),
    key("source", "defaults", Map("defaults"), "", "Keys that hold for every field.", "{trim: right, sign: overpunch}"),
    key("source", "fields", List("field"), "", "The fields, where the source has one kind of record; the kind is called `record`.", "[{name: account, at: 1-9}]"),
    key("source", "records", Map("records"), "", "How records are told apart, and their kinds.", "{end: newline}"),
    key("source", "filler", Word(&["any", "blank"]), "any", "What may stand where no field reads: anything, which is counted and told; or blanks alone (spaces, tabs, NULs), else the record is refused.", "blank"),
    key("source", "ignore", List("ignore"), "", "What no field reads, with reasons; holds for every kind.", "[{at: 73-80, because: sequence numbers}]"),
    key("source", "set_aside", List("set_aside"), "", "Records that are decoded, counted and not loaded.", "[{when: {field: entry.journal, is: 0}, because: empty journals}]"),
    key("source", "controls", List("control"), "", "The old system's own figures, which the run proves; [controls](../controls.md) shows how.", "[{id: batch-total, says: tail.total, sum: entry.amount}]"),

    key("copybook", "file", Text, "required", "The file, relative to the mapping.", "CVACT01Y.cpy"),
    key("copybook", "dialect", Word(&["ibm", "micro-focus", "gnucobol"]), "ibm", "Whose COBOL it is: sizes and byte order of binary numbers, signs in ASCII, floats.", "gnucobol"),
    key("copybook", "format", Word(&["fixed", "free"]), "what reads without mistakes", "Where code stands on a line: columns 8 to 72, or anywhere.", "free"),
    key("copybook", "copies", Texts, "", "Folders of books that it copies, besides its own.", "../copylib"),
    key("copybook", "floats", Word(&["hexadecimal", "ieee", "ieee-little"]), "by the dialect: `ibm` hexadecimal, else `ieee-little`", "How COMP-1 and COMP-2 are made: IBM's floats of base 16, or IEEE 754 with the high or the low byte first.", "ieee"),
    key("copybook", "binary", Word(&["big", "little"]), "big", "Which byte of COMP, COMP-4 and BINARY stands first: the high one, as every compiler writes them; or the low one, where a program of a small machine or a transfer turned them round. COMP-5 follows the dialect.", "little"),
    key("copybook", "before", Whole(0, 1_000_000), "0", "Bytes that stand in every record before the copybook's first item.", "4"),
    key("copybook", "slides", Flag, "by the dialect: `ibm` true", "What follows a table that OCCURS DEPENDING ON a counter stands right behind its last element; else where the longest table would end.", "false"),
    key("copybook", "decimal_comma", Flag, "false", "DECIMAL-POINT IS COMMA.", "true"),
    key("copybook", "numproc", Word(&["pfd", "nopfd", "mig"]), "pfd", "How the programs that wrote the numbers were compiled: `pfd` is `signs: preferred` of all items, `nopfd` and `mig` are `signs: any`.", "nopfd"),
    key("copybook", "conditions", Word(&["reject", "warn", "fail", "off"]), "warn", "What follows for a value that level 88 of its item does not name; `off`: nothing.", "reject"),
    key("copybook", "record", Text, "the only one", "The record (level 01) that is meant.", "ACCOUNT-RECORD"),

    key("files", "glob", Texts, "required", "Paths or patterns.", "GLJ*.TXT"),
    key("files", "expect", Whole(1, 1_000_000), "", "How many files there must be.", "12"),
    key("files", "empty", Word(&["refuse", "allow"]), "refuse", "A file without a record (nothing, or nothing but a header): `refuse`, the run publishes nothing; `allow`, it is told, and the run goes on.", "allow"),

    key("records", "end", Either(&[Word(&["newline", "counters"]), Map("end")]), "newline; COBOL: the copybook's length", "What ends a record. `counters`: its length follows from what it counts itself (OCCURS DEPENDING ON).", "{length: 80}"),
    key("records", "short", Word(&["reject", "pad"]), "reject", "What becomes of a line, or of a record that says how long it is, that ends before its kind's last field.", "pad"),
    key("records", "long", Word(&["reject", "cut"]), "reject", "What becomes of a line longer than `max_length`.", "cut"),
    key("records", "tabs", Whole(1, 64), "", "Tab stops every so many columns; without it a tab is a finding.", "8"),
    key("records", "positions", Word(&["bytes", "characters"]), "bytes", "What `at:` counts.", "characters"),
    key("records", "max_length", Size, "1 MiB", "The longest record, in bytes without its end or descriptor; a longer one is refused.", "94"),
    key("records", "min_length", Size, "", "Where records say how long they are: a record with fewer bytes of its own is refused.", "12"),
    key("records", "file_header", Whole(0, MOST_EDGE), "0", "With `end:` by lengths, or a copybook alone: bytes at the start of every file that are passed over, as declared.", "10"),
    key("records", "file_trailer", Whole(0, MOST_EDGE), "0", "With `end:` by lengths: bytes at the end of every file that are passed over, as declared. There is no padding before them.", "12"),
    key("records", "group_max", Size, "16 MiB", "The largest parent with all that stands under it, where a table uses `with:`; it has at most one record for every 256 bytes of this (8,192 are always allowed, fewer where records have more than 32 fields).", "64 MiB"),
    key("records", "kind_at", Position, "", "Where the kind's code stands; kinds then say `is:`, `in:` or `not:`.", "20-21"),
    key("records", "fields", List("field"), "", "Fields that every kind has; COBOL: items that every kind has, said anew.", "[{name: roll, at: 1-19}]"),
    key("records", "kinds", List("kind"), "", "The kinds, in the order in which they are tried.", "[{name: head, when: {at: 1, is: H}}]"),

    key("end", "length", Either(&[Whole(1, MOST_RECORD), Map("length")]), "", "Records of so many bytes, without a separator. After the last one, whole records of Ctrl-Z, NUL and line ends, and a rest of these, are padding. As a map: the length is computed from what stands in the record's first bytes, or in its `header:`.", "80"),
    key("end", "rdw", Word(&["big", "little"]), "", "A record descriptor word of four bytes stands before every record. `big`: as the mainframe writes it, two bytes of length and two zeros; `little`: the same in the other byte order, the length in bytes 3 and 4, low byte first.", "big"),
    key("end", "bdw", Word(&["big", "little"]), "", "Records stand in blocks, and a block descriptor word of four bytes before every block. Where its first bit is set (`big`), 31 bits of length follow.", "big"),
    key("end", "spanned", Flag, "false", "A record may stand in several segments, each with an RDW whose third byte (of `little`: second) tells which one it is; they are joined.", "true"),
    key("end", "length_at", Position, "", "Where the length of a record stands, in the record or in its `header:`.", "1-4"),
    key("end", "length_as", Word(&["text", "big", "little", "packed"]), "text", "How it stands there: digits of the source's encoding, with blanks before them if there are any; a binary number, its high byte first (`big`) or last (`little`); packed decimals.", "big"),
    key("end", "lengths", Named(&[Whole(1, MOST_RECORD)]), "", "With `length_at:`: the codes that stand there, each with the length that it means. Shorter codes are filled up with blanks.", "{C: 60, P: 64}"),
    key("end", "header", Whole(1, MOST_HEADER), "", "Bytes before every record that are none of its own; places of fields count behind them. Without it the length is a field of the record.", "5"),
    key("end", "counts_itself", Flag, "true", "Whether a record's length counts its descriptor word or header.", "false"),
    key("end", "adjust", Signed(MOST_ADJUST), "0", "Bytes that are added to the length that is told.", "-4"),
    key("end", "block_length", Whole(1, MOST_RECORD), "", "Records with `length:` or `rdw:` stand in blocks of so many bytes, without a word before them; the last block may be shorter. What is left behind the last record of a block is one byte throughout, or begins with a word of zeros, and is passed over.", "4096"),
    key("end", "records_per_block", Whole(1, MOST_RECORD), "as many as fit", "With `length:`: how many records a block has. Without `block_length:` they fill it.", "51"),
    key("end", "block_fill", Word(&["low_values", "blanks", "high_values", "any"]), "", "In blocks of one length. With `length:`: whole records of these bytes at the end of a block fill it up, and are no records. `any`: what is left of a block behind its last record may be any bytes.", "low_values"),
    key("end", "bdw_counts_itself", Flag, "true", "Whether a block's length counts its descriptor word.", "false"),
    key("end", "bdw_adjust", Signed(MOST_ADJUST), "0", "Bytes that are added to the length that is told of a block.", "4"),

    key("length", "sql", Expression, "required", "The bytes of the record, its header too where there is one (but with `counts_itself: false`). It sees the names under `fields:` and nothing else. Where it fails, has no value or gives a length that cannot be, the source ends there.", "words * 2 + 4"),
    key("length", "fields", List("length_field"), "required", "What the expression reads: numbers and codes in the first bytes.", "[{name: words, at: 1-2, as: big}]"),
    key("length_field", "name", Name, "required", "Its name in the expression.", "words"),
    key("length_field", "at", Position, "required", "Where it stands, in the record or in its `header:`.", "1-2"),
    key("length_field", "as", Word(&["digits", "big", "little", "packed", "text"]), "digits", "How it stands there: digits of the source's encoding, with blanks before them if there are any; a binary number without a sign, its high byte first (`big`) or last (`little`); packed decimals; a text without the blanks behind it.", "big"),

    key("kind", "name", Name, "required", "Other parts of the mapping refer to it.", "entry"),
    key("kind", "when", Map("condition"), "", "When a record is of this kind. Without it the kind takes what is left.", "{at: 1, is: D}"),
    key("kind", "is", Text, "", "With `kind_at`: the code.", "AA"),
    key("kind", "in", TextList, "", "With `kind_at`: the codes.", "[LL, MM]"),
    key("kind", "not", Texts, "", "With `kind_at`: any code but these.", "[AA, BB]"),
    key("kind", "under", Reference, "", "The parent: the last record of that kind before this one.", "head"),
    key("kind", "ends", Reference, "", "The kind that such a record closes.", "head"),
    key("kind", "same", TextList, "", "Fields that must read the same in the parent.", "[roll]"),
    key("kind", "skip", Text, "", "Why records of this kind are not read.", "page heading"),
    key("kind", "cells", Whole(1, 100_000), "as many as the header", "Delimited: how many cells such a record has.", "3"),
    key("kind", "place", Word(&["preamble"]), "", "Delimited: the record stands before the header.", "preamble"),
    key("kind", "fields", List("field"), "", "Its fields.", "[{name: amount, at: 37-49, type: \"decimal(15,2)\"}]"),

    key("kind", "copybook", Either(&[Text, Map("copybook")]), "the source's", "COBOL: the copybook of this kind.", "CVACT01Y.cpy"),
    key("kind", "record", Text, "the only one", "COBOL: the record (level 01) of the copybook.", "TRAILER-RECORD"),
    key("kind", "redefinition", Texts, "required where items redefine others", "COBOL: of items that describe the same bytes, those that this kind reads; `B OF A` where several are called so.", "[EXP-CUSTOMER, EXP-DATE-X]"),
    key("kind", "filler", Word(&["any", "blank"]), "the source's", "What may stand where no field reads.", "any"),
    key("kind", "ignore", List("ignore"), "", "What no field of this kind reads, with reasons.", "[{at: 12-20, because: internal use}]"),

    key("ignore", "at", OpenPosition, "required where fixed", "Fixed: the places; `85-` is all from there on.", "85-"),
    key("ignore", "header", Text, "", "Delimited: the header of the column.", "PHONE2"),
    key("ignore", "index", OpenPosition, "", "Delimited: the cells by their numbers.", "7-9"),
    key("ignore", "because", Text, "required", "The reason, for the evidence.", "internal use"),

    key("condition", "at", Position, "", "Fixed: the places that are compared as text, from 1.", "1-2"),
    key("condition", "index", Index, "", "Delimited: the cell that is compared as text, from 1.", "1"),
    key("condition", "field", Reference, "", "The field whose typed value is compared; in `when:` of a kind one of its own.", "entry.journal"),
    key("condition", "is", Text, "", "This one.", "AA"),
    key("condition", "in", TextList, "", "One of these.", "[AA, BB]"),
    key("condition", "not", Texts, "", "None of these.", "[AA, BB]"),
    key("condition", "all", Text, "", "At least one character, and all of them this one.", "\"9\""),
    key("condition", "pattern", Pattern, "", "The regular expression is found.", "'^TOTAL'"),
    key("condition", "sql", Expression, "", "An [expression](sql.md) that is true. In `when:` of a kind it names the kind's own fields, in `set_aside:` of the source those of a kind and of the kinds above it, in `set_aside:` of a table what its columns may name.", "entry.amount = 0 AND entry.status = 'R'"),

    key("field", "name", Name, "required", "Other parts of the mapping refer to it.", "amount"),
    key("field", "at", Position, "required where fixed", "The places, from 1; in a repeated group from the repetition's first.", "37-49"),
    key("field", "header", Text, "the name", "Delimited: the header of its cell.", "Solde"),
    key("field", "index", Index, "", "Delimited: the number of its cell, from 1.", "3"),
    key("field", "type", Type, "text", "What it becomes.", "\"decimal(15,2)\""),
    key("field", "trim", Word(&["none", "left", "right", "both"]), "numbers and dates: both; fixed text: right; delimited text: none", "The blanks that are taken off; an edited number of a copybook says by its picture where they stand.", "both"),
    key("field", "pad", Word(&["low_values"]), "blanks alone", "COBOL: what stands at the end of texts besides blanks, and is trimmed as they are: X'00'.", "low_values"),
    key("field", "picture", Text, "`YYYY-MM-DD`, `HH:MM:SS`, or both with a blank", "How a date or time is written.", "YYYYMMDD"),
    key("field", "years", Years, "", "The hundred years that two-digit years fall into.", "1950-2049"),
    key("field", "sign", Words(SIGN_WORDS), "leading", "How the sign is written; one style or several.", "overpunch"),
    key("field", "decimal", Character, "fixed: implied by the type's scale; delimited: `.`", "The decimal mark.", "comma"),
    key("field", "thousands", Characters, "", "Separators that may stand at every third digit.", "[space, nbsp]"),
    key("field", "currency", Texts, "", "Currency signs that may stand before or after.", "$"),
    key("field", "round", Word(&["half_up", "half_even", "truncate"]), "", "What to do with more decimals than the type has; without it they are a finding.", "half_up"),
    key("field", "null_if", Texts, "", "Texts (after `trim`) that mean \"no value\", as written.", "[00000000, 99999999]"),
    key("field", "on_blank", Word(&["empty", "reject", "zero", "number"]), "text: empty; else: reject", "What a blank field becomes; `zero` for numbers alone, `number` (what the bytes read as) for COMP-6 and binary numbers alone.", "empty"),
    key("field", "on_bad", Word(&["reject", "empty"]), "reject", "What a field that does not decode becomes.", "empty"),
    key("field", "true", Texts, "required for `bool`", "Words for true; `\"\"` is a blank field.", "[Y, O]"),
    key("field", "false", Texts, "required for `bool`", "Words for false; `\"\"` is a blank field.", "N"),
    key("field", "pattern", Pattern, "", "A regular expression; its first group is the field.", "'No (\\d+)'"),
    key("field", "encoding", Encoding, "the source's", "Another encoding than the source's.", "cp1252"),
    key("field", "item", Text, "the one of its name", "COBOL: the copybook's item that it reads, a group or a RENAMES (level 66) too; `B OF A` where several are called so.", "ACCT-OPEN-DATE"),
    key("field", "conditions", Word(&["reject", "warn", "fail", "off"]), "the copybook's", "COBOL: what follows for a value that the item's level 88 does not name; `off`: nothing.", "off"),
    key("field", "signs", Word(&["preferred", "any"]), "as `numproc` of the copybook", "COBOL: the signs that zoned and packed numbers may have: C, D and F, or A to F as the hardware takes them. Without an S, a minus is refused by both.", "any"),
    key("field", "on_low_values", Word(&["reject", "empty", "zero"]), "text: empty; else: reject", "COBOL: what a field of X'00' throughout becomes; not of binary numbers, whose zero that is.", "empty"),
    key("field", "on_high_values", Word(&["reject", "empty", "zero"]), "reject", "COBOL: what a field of X'FF' throughout becomes; not of binary numbers with a sign, whose -1 that is.", "empty"),
    key("field", "repeat", Map("repeat"), "", "The field is a group that stands several times.", "{times: 12, width: 7}"),
    key("field", "fields", List("field"), "required with `repeat`", "The fields of one repetition.", "[{name: budget, at: 1-7, type: int32}]"),
    key("field", "personal", Flag, "false", "Its values appear nowhere but in the data and in rejects; a mark on one of its columns marks it too.", "true"),

    key("defaults", "type", Type, "text", "As in a field.", "int32"),
    key("defaults", "trim", Word(&["none", "left", "right", "both"]), "", "As in a field.", "both"),
    key("defaults", "pad", Word(&["low_values"]), "", "As in a field; of texts.", "low_values"),
    key("defaults", "picture", Text, "", "As in a field, for those whose type it fits.", "YYYYMMDD"),
    key("defaults", "years", Years, "", "As in a field.", "1950-2049"),
    key("defaults", "sign", Words(SIGN_WORDS), "", "As in a field, for numbers.", "overpunch"),
    key("defaults", "decimal", Character, "", "As in a field, for numbers.", "comma"),
    key("defaults", "thousands", Characters, "", "As in a field, for numbers.", "[space, nbsp]"),
    key("defaults", "currency", Texts, "", "As in a field, for numbers.", "$"),
    key("defaults", "round", Word(&["half_up", "half_even", "truncate"]), "", "As in a field, for numbers.", "half_up"),
    key("defaults", "null_if", Texts, "", "As in a field.", "NULL"),
    key("defaults", "on_blank", Word(&["empty", "reject", "zero"]), "", "As in a field; `zero` for numbers alone.", "empty"),
    key("defaults", "on_bad", Word(&["reject", "empty"]), "", "As in a field.", "empty"),
    key("defaults", "signs", Word(&["preferred", "any"]), "", "As in a field.", "any"),
    key("defaults", "on_low_values", Word(&["reject", "empty", "zero"]), "", "As in a field; `zero` for numbers alone.", "empty"),
    key("defaults", "on_high_values", Word(&["reject", "empty", "zero"]), "", "As in a field; `zero` for numbers alone.", "empty"),
    key("defaults", "true", Texts, "", "As in a field, for `bool`.", "Y"),
    key("defaults", "false", Texts, "", "As in a field, for `bool`.", "N"),
    key("defaults", "pattern", Pattern, "", "As in a field.", "'\"(.*)\"'"),
    key("defaults", "encoding", Encoding, "", "As in a field.", "cp1252"),
    key("defaults", "personal", Flag, "", "As in a field.", "true"),

    key("repeat", "times", Whole(1, MOST_TIMES), "required without `headers`", "How many repetitions there are.", "12"),
    key("repeat", "width", Whole(1, MOST_RECORD), "required without `headers`", "Bytes, characters or cells of one repetition.", "7"),
    key("repeat", "headers", TextList, "", "Delimited: one cell a repetition, by header.", "[JAN, FEB, MAR]"),

    key("set_aside", "when", Map("condition"), "required", "Which; a condition on a `field:`, or `sql:`.", "{field: entry.journal, is: 0}"),
    key("set_aside", "because", Text, "required", "The reason, for the evidence.", "empty journals"),

    key("control", "id", Name, "required", "Its name in findings and reports.", "batch-total"),
    key("control", "says", Reference, "required", "The field of the control record that says the figure.", "tail.total"),
    key("control", "count", Texts, "", "The figure is a number of records of these kinds, or of repetitions (`kind.group`); `all` is every record, header lines and skipped ones among them.", "[entry, addenda]"),
    key("control", "per", Whole(1, u64::MAX), "1", "With `count`: in units of so many, such as blocks of ten records; rounded up.", "10"),
    key("control", "sum", Texts, "", "The figure is the sum of these fields, `kind.field` or `kind.group.field`, with as many decimals as the control's.", "entry.amount"),
    key("control", "low_digits", Whole(1, 38), "all", "With `sum`: only so many digits at the end of it, as in hash totals; those after the mark are counted too.", "10"),
    key("control", "where", Map("condition"), "", "With `count` and `sum` of one kind: which of its records; a condition on a `field:`, or `sql:`.", "{field: entry.code, in: [26, 27]}"),
    key("control", "is", Reference, "", "The figure is the value of this field, of the record that opened the group or of one above.", "head.batch_no"),
    key("control", "on_fail", Word(&["fail", "warn"]), "fail", "What follows where it does not hold: nothing is published, or it is only told.", "warn"),
    key("control", "about", Text, "", "What it is there for.", "The bank refuses a file whose totals differ."),

    key("table", "table", Name, "required", "Its name: letters, digits and `_`.", "journal"),
    key("table", "title", Either(&[Text, Map("title")]), "", "For people.", "{en: Journal, fr: Journal général}"),
    key("table", "from", Reference, "the only kind that can make rows", "The kind that makes its rows; `kind.group` for one row a repetition.", "entry.months"),
    key("table", "with", NamedWords(&["exactly one", "at most one"]), "", "Children whose fields are brought into the row.", "{address: exactly one, note: at most one}"),
    key("table", "set_aside", List("set_aside"), "", "Rows of a repeated group that are left out, and counted.", "[{when: {field: value, is: 0}, because: no share}]"),
    key("table", "columns", List("column"), "every field of the kind", "Its columns.", "[{name: account, from: acct}]"),
    key("table", "split", Map("split"), "", "Rows that become several, by the shares of a crosswalk.", "{in: crosswalk/splits.csv, match: {old: account}, share: percent, amounts: [amount]}"),
    key("table", "limits", Map("limits"), "", "How much may be refused.", "{rejects: 10}"),
    key("table", "dedupe", Map("dedupe"), "", "Of rows with the same key one is kept; [order](../order.md) shows how.", "{by: [vendor_no], order_by: changed_on}"),
    key("table", "load", Map("load"), "", "How it is written.", "{trace: false}"),
    key("table", "rules", List("rule"), "", "Statements that must hold.", "[{id: dates, row: due_on >= posted_on}]"),

    key("column", "name", Name, "required", "Its name.", "posted_on"),
    key("column", "from", Reference, "the field of the same name", "The field; `kind.field` for a parent's or a child's, `group.number` for the number of the repetition; `_offset` or `kind._offset` for where a record begins, the key of what stands under it.", "head.batch_no"),
    key("column", "nest", Reference, "", "A list or a structure instead of a value: `kind.group` for what repeats in the record, a child's kind for its records; `kind.group.field` or `kind.field` for a list of single values; the rows' own kind, or a group of it that stands once, for a structure. [Lists](../mapping.md#lists-in-a-row) and [structures](../mapping.md#structures-in-a-row) show how.", "record.months"),
    key("column", "columns", List("column"), "every field of the group or child", "Of a list or a structure: the columns of its elements, or its own. Names are found as in a table `from:` the group or child.", "[{name: month, from: number}, {name: budget}]"),
    key("column", "value", Value, "", "The same value in every row; nothing for no value.", "CAD"),
    key("column", "sql", Expression, "", "An expression of the fields, as the [reference of expressions](sql.md) says.", "\"lpad(fund, 3, '0') || '-' || dept\""),
    key("column", "lookup", Map("lookup"), "", "The value that a crosswalk has for the row's key.", "{in: crosswalk/accounts.csv, match: {old: account}, take: new}"),
    key("column", "split", Text, "", "The header of the table's `split:` whose values it takes; they are read with the column's type.", "new"),
    key("column", "type", Type, "the field's or the expression's; `text` for `value`, `lookup` and `split`", "Its type.", "int64"),
    key("column", "required", Flag, "false", "No value is a finding.", "true"),
    key("column", "default", Value, "", "Taken where there is no value, and counted.", "0"),
    key("column", "null_if", Values, "", "Values that mean \"no value\".", "[1900-01-01]"),
    key("column", "range", Pair, "", "Least and most value, both included; `~` for open.", "[1990-01-01, ~]"),
    key("column", "length", Either(&[Whole(0, 1_000_000), Pair]), "", "Characters of a text: so many, or from, to.", "[3, 10]"),
    key("column", "pattern", Pattern, "", "What the text must look like.", "'^\\d{3}-\\d{4}$'"),
    key("column", "label", Reference, "", "COBOL: the field whose values have names (level 88); the column is the name of the value, empty where it has none.", "acct_status"),
    key("column", "one_of", Values, "", "The values that it may have.", "[A, B]"),
    key("column", "check", Word(CHECK_WORDS), "", "The check of a number.", "sin"),
    key("column", "on_fail", Word(&["reject", "warn", "fail"]), "reject", "What follows where the column's checks fail.", "warn"),
    key("column", "personal", Flag, "the field's", "Its values appear nowhere but in the data and in rejects; the fields that it comes from, and every other column of them, are marked with it.", "true"),
    later("column", "protect", "Tokens, masks and encryption."),
    key("column", "title", Either(&[Text, Map("title")]), "", "For people.", "{en: Posted, fr: Comptabilisé}"),
    key("column", "about", Text, "", "Longer words for the data dictionary.", "The day the clerk posted it."),

    key("lookup", "in", Text, "required", "The crosswalk's file, relative to the mapping: Parquet where it ends in `.parquet`, else delimited text with one line of headers.", "crosswalk/accounts.csv"),
    key("lookup", "match", Either(&[Texts, FreeMap]), "required", "Headers of the crosswalk with the table's columns that they must equal; a list where both have the same names.", "{old: account, co: company}"),
    key("lookup", "take", Text, "required", "The header whose values the column takes; they are read with the column's type.", "new"),
    key("lookup", "valid", Map("valid"), "", "The days between which a row of the crosswalk holds.", "{from: valid_from, to: valid_to, at: posted_on}"),
    key("lookup", "unmatched", Word(&["reject", "empty"]), "`reject`; `empty` where the column has a `default:`", "What a key that the crosswalk does not have leads to: a finding (`on_fail:` says how grave), or no value, counted.", "empty"),
    key("lookup", "amount", Reference, "", "The column whose money is added up, for rows whose key is there and for those whose key is not: [crosswalks](../crosswalks.md#what-is-still-missing).", "amount"),
    key("lookup", "encoding", Encoding, "utf-8", "How the file's bytes are characters.", "cp1252"),
    key("lookup", "delimiter", Character, "`,`", "What stands between its cells.", "\";\""),
    key("lookup", "quote", Character, "`\"`", "What stands around cells with delimiters in them; `none` if quotes are text.", "none"),
    key("lookup", "picture", Text, "`YYYY-MM-DD`", "How its dates are written.", "YYYYMMDD"),
    key("lookup", "decimal", Character, "`.`", "The decimal mark of its numbers.", "comma"),

    key("split", "in", Text, "required", "The crosswalk's file, as in `lookup:`. Rows of one key, with the same days if it has days, are the parts of a row, in the file's order.", "crosswalk/splits.csv"),
    key("split", "match", Either(&[Texts, FreeMap]), "required", "Headers of the crosswalk with the table's columns that they must equal; a list where both have the same names.", "{old: account}"),
    key("split", "share", Text, "required", "The header of the shares: percents, which are 100 together for each key. Up to ten decimals.", "percent"),
    key("split", "weights", Flag, "false", "Shares are weights: their sum is the whole, whatever it is.", "true"),
    key("split", "amounts", Texts, "required", "Columns of whole numbers or decimals that are divided, each alone. What is left over of cents goes to the largest remainders, of equal ones to the first in the file.", "[amount, tax]"),
    key("split", "valid", Map("valid"), "", "The days between which a row of the crosswalk holds.", "{from: valid_from, to: valid_to, at: posted_on}"),
    key("split", "unmatched", Word(&["reject", "keep"]), "reject", "What a key that the crosswalk does not have leads to: the record is refused, or its row stays whole.", "keep"),
    key("split", "amount", Reference, "the first of `amounts`", "The column whose money is added up, for rows whose key is there and for those whose key is not: [crosswalks](../crosswalks.md#what-is-still-missing).", "amount"),
    key("split", "encoding", Encoding, "utf-8", "How the file's bytes are characters.", "cp1252"),
    key("split", "delimiter", Character, "`,`", "What stands between its cells.", "\";\""),
    key("split", "quote", Character, "`\"`", "What stands around cells with delimiters in them; `none` if quotes are text.", "none"),
    key("split", "picture", Text, "`YYYY-MM-DD`", "How its dates are written.", "YYYYMMDD"),
    key("split", "decimal", Character, "`.`", "The decimal mark of its numbers.", "comma"),

    key("valid", "from", Text, "required", "The header of the first day; an empty cell is open.", "valid_from"),
    key("valid", "to", Text, "required", "The header of the last day, included; an empty cell is open.", "valid_to"),
    key("valid", "at", Reference, "required", "The table's column that says for which day is looked up.", "posted_on"),

    key("rule", "id", Name, "required", "Its name in findings and reports.", "dates"),
    key("rule", "row", Expression, "", "An expression of the table's columns that must hold in every row. Where it has no value, because a column has none, it holds.", "due_on >= posted_on"),
    key("rule", "unique", Texts, "", "Columns: no two rows have the same values in all of them.", "[vendor, invoice_no]"),
    key("rule", "references", Texts, "", "`table.column`, or a list of columns of one table: a row there must have the values that this table's row has in `by:`.", "accounts.account"),
    key("rule", "sum", Reference, "", "A column of whole numbers or decimals: for each key of `by:`, its values add up to `equals:`.", "amount"),
    key("rule", "count", Either(&[Whole(0, u64::MAX), Pair]), "", "So many rows have the same key of `by:`; or a list of least and most, `~` for open.", "[2, ~]"),
    key("rule", "sequence", Reference, "", "A column of whole numbers: for each key of `by:`, it counts up by one, without a gap, and no number stands twice.", "cheque_no"),
    key("rule", "by", Texts, "`references`: the columns of the same names; else the whole table is one key", "The columns of the key.", "[fund, journal_no]"),
    key("rule", "nulls", Word(&["skip", "refuse"]), "skip", "With `unique` and `references`: a row in which a part of the key is empty is passed over, or breaks the rule.", "refuse"),
    key("rule", "equals", Either(&[Number, Map("equals")]), "0", "With `sum`: what it must be, with at most the column's decimals; or the sum of another table's column for the same key.", "{table: control, sum: balance, by: [fund]}"),
    key("rule", "tolerance", Number, "0", "With `sum`: how far it may be from that, with at most the column's decimals.", "0.05"),
    key("rule", "where", Expression, "", "With all but `row`: the rows that it is about, by an expression of the table's columns.", "status = 'A'"),
    key("rule", "amount", Reference, "", "With all but `row` and `sum`: the column whose sum is the amount at stake, for reports. A rule with `sum` has its whole difference at stake.", "amount"),
    key("rule", "on_fail", Word(&["reject", "warn", "fail"]), "`row`: reject; else: fail", "What follows where it does not hold: rows are refused, it is only told, or nothing is published. `sequence` takes no `reject`.", "warn"),
    key("rule", "limits", Map("rule_limits"), "", "How often it may be broken, with `on_fail: warn` or `reject`; the table's limits hold besides.", "{breaches: 20, amount: 500.00}"),
    key("rule", "about", Text, "", "What it is there for.", "Nothing is due before it is posted."),

    key("equals", "table", Reference, "required", "The other table; it may be another mapping's.", "control"),
    key("equals", "sum", Reference, "required", "Its column of whole numbers or decimals, with as many decimals as the rule's.", "balance"),
    key("equals", "where", Expression, "", "Which of its rows, by an expression of its columns.", "account = '011500'"),
    key("equals", "by", Texts, "the columns of the same names", "Its key, column by column as in the rule's `by:`.", "[fund]"),

    key("title", "en", Text, "", "English.", "Journal"),
    key("title", "fr", Text, "", "French.", "Journal général"),

    key("limits", "rejects", Most, "0", "Above so many rejects, or such a share of the records that come to the table, the run publishes nothing.", "0.1%"),
    key("limits", "amount", Either(&[Map("amount_limit"), List("amount_limit")]), "", "How much money may be refused besides. A refused record whose amount cannot be told is above it.", "{of: amount, most: 500.00}"),

    key("amount_limit", "of", Reference, "required", "A column of whole numbers or decimals; its values are added without their signs.", "amount"),
    key("amount_limit", "most", Number, "required", "So much, with at most the column's decimals.", "500.00"),

    key("rule_limits", "breaches", Most, "", "Above so many findings, or such a share of the records that come to the table, the run publishes nothing.", "20"),
    key("rule_limits", "amount", Number, "", "The same for the amount at stake; with `sum`, or with `amount:`.", "500.00"),

    key("dedupe", "by", Texts, "required", "The key: of rows that have the same values in these columns, one is kept. A row with an empty value in one of them is kept.", "[vendor_no, invoice_no]"),
    key("dedupe", "keep", Word(&["last", "first"]), "last", "Which of them: the last one or the first one.", "first"),
    key("dedupe", "order_by", Texts, "the order of the sources", "What tells which one is last, ascending; rows that are equal in it are in the order of the sources. An empty value is never preferred.", "changed_on"),
    key("dedupe", "because", Text, "duplicate", "Why the others are left out, for the report.", "replaced by a later version"),

    key("load", "trace", Flag, "true", "The columns `_file` and `_offset` are written.", "false"),
    key("load", "compression", Word(&["zstd"]), "zstd", "How the columns are compressed.", "zstd"),
    key("load", "sort_by", Texts, "the order of the sources", "Columns by which the rows are sorted, ascending; empty values come last.", "[fund, posted_on]"),
    key("load", "partition_by", Texts, "", "Columns whose values are folders; they are not written into the files.", "fiscal_year"),

    key("migration", "tumpline", Whole(1, 1), "1", "Version of the mapping language.", "1"),
    key("migration", "title", Either(&[Text, Map("title")]), "", "For people.", "{en: Cutover of 2026, fr: Bascule de 2026}"),
    key("migration", "parameters", NamedMaps("parameter"), "", "Values that the command line may set.", "{cutover: {type: date, default: 2026-12-31}}"),
    key("migration", "rules", List("comparison"), "", "What must hold between tables; [rules](../rules.md#rules-between-tables) shows how.", "[{id: ar, compare: {table: items, sum: balance, by: fund}, equals: {table: ledger, sum: amount, by: fund}}]"),
    key("migration", "controls", List("report"), "", "The old system's own figures in files of their own, which the tables must come to; [controls](../controls.md#controls-beside-the-files) shows how.", "[{id: trial-balance, file: controls/tb.csv, table: journal, match: {fund: fund}, compare: {balance: {sum: amount}}}]"),
    key("migration", "accept", List("accept"), "", "Differences of controls that someone accepts by name; [controls](../controls.md) shows how.", "[{control: journal.batch-total, difference: 12.34, because: rounding of 1994, by: M. Tremblay}]"),
    key("migration", "approved_by", List("approval"), "", "Who signs for it; goes into the evidence and the end of the run.", "[{name: M. Tremblay, role: treasurer, on: 2026-12-01}]"),

    key("report", "id", Name, "required", "Its name in findings and reports.", "trial-balance"),
    key("report", "file", Text, "required", "The report, relative to this file: delimited text with one line of headers.", "controls/trial_balance.csv"),
    key("report", "table", Reference, "required", "The table that it is about; it may be any mapping's.", "journal"),
    key("report", "match", Either(&[Texts, FreeMap]), "the whole table is one key", "Headers of the report with the table's columns that they must equal; a list where both have the same names. No key stands twice in the report.", "{fund: fund, acct: account}"),
    key("report", "compare", Named(&[Map("figure"), Word(&["count"])]), "required", "Headers of the report with what the rows of the key must come to: the sum of a column, or `count`, how many there are.", "{balance: {sum: amount}, lines: count}"),
    key("report", "where", Expression, "", "The rows that count, by an expression of the table's columns.", "posted_on <= cutover"),
    key("report", "tolerance", Number, "0", "How far a sum may be off, with at most the column's decimals.", "0.05"),
    key("report", "encoding", Encoding, "utf-8", "How the report's bytes are characters.", "cp1252"),
    key("report", "delimiter", Character, "`,`", "What stands between its cells.", "\";\""),
    key("report", "quote", Character, "`\"`", "What stands around cells with delimiters in them; `none` if quotes are text.", "none"),
    key("report", "picture", Text, "`YYYY-MM-DD`", "How its dates are written.", "YYYYMMDD"),
    key("report", "decimal", Character, "`.`", "The decimal mark of its numbers.", "comma"),
    key("report", "thousands", Characters, "", "Separators of its numbers that may stand at every third digit.", "[space, nbsp]"),
    key("report", "sign", Words(SIGN_WORDS), "leading", "How the sign of its numbers is written; one style or several.", "any_text"),
    key("report", "on_fail", Word(&["fail", "warn"]), "fail", "What follows where it does not hold: nothing is published, or it is only told.", "warn"),
    key("report", "about", Text, "", "What it is there for.", "The treasurer signed this trial balance."),

    key("comparison", "id", Name, "required", "Its name in findings and reports, behind that of the first table.", "receivables"),
    key("comparison", "compare", Either(&[Map("side"), List("side")]), "required", "A table, or several whose figures are added up for each key.", "[{table: opening, sum: amount, by: account}, {table: activity, sum: amount, by: account}]"),
    key("comparison", "equals", Either(&[Map("side"), List("side")]), "required", "What must come to the same.", "{table: closing, sum: amount, by: account}"),
    key("comparison", "tolerance", Number, "0", "How far both may be apart, with at most the column's decimals.", "0.01"),
    key("comparison", "on_fail", Word(&["fail", "warn"]), "fail", "What follows where it does not hold: nothing is published, or it is only told.", "warn"),
    key("comparison", "limits", Map("rule_limits"), "", "With `on_fail: warn`: above so many findings, or so much at stake, the run publishes nothing after all.", "{amount: 500.00}"),
    key("comparison", "about", Text, "", "What it is there for.", "The subledger is the ledger's control account."),

    key("side", "table", Reference, "required", "A table of any mapping.", "items"),
    key("side", "sum", Reference, "", "Its column of whole numbers or decimals that is added up; all of a rule have as many decimals.", "balance"),
    key("side", "count", Word(&["rows"]), "", "Its rows are counted.", "rows"),
    key("side", "by", Texts, "that of the first table; there the whole table is one key", "The columns of its key, in the order of the first table's; the names may differ.", "[fund, account]"),
    key("side", "where", Expression, "", "Which of its rows, by an expression of its columns.", "status = 'O'"),
    key("side", "minus", Flag, "false", "It is taken off, not added.", "true"),

    key("figure", "sum", Reference, "required", "A column of whole numbers or decimals.", "amount"),

    key("approval", "name", Text, "required", "Who.", "M. Tremblay"),
    key("approval", "role", Text, "", "As what.", "treasurer"),
    key("approval", "on", Value, "required", "When, as `YYYY-MM-DD`.", "2026-12-01"),

    key("accept", "control", Reference, "required", "The control: `mapping.control`; of one beside the files its `id`, or `id.header` for one of its figures.", "journal.batch-total"),
    key("accept", "key", FreeMap, "", "Of a control beside the files: the table's columns of its key, with their values.", "{fund: 100, account: 4010}"),
    key("accept", "difference", Number, "required", "What the control says, less what the records come to: exactly this, in one file or group, or for one key.", "12.34"),
    key("accept", "because", Text, "required", "Why it is accepted; goes into the evidence.", "rounding of 1994"),
    key("accept", "by", Text, "required", "Who accepts it; goes into the evidence.", "M. Tremblay, treasurer"),

    key("parameter", "type", Type, "text", "Its type.", "date"),
    key("parameter", "default", Value, "", "Its value where the command line sets none. Without it, a run without `--set` is refused.", "2026-12-31"),
    key("parameter", "one_of", Values, "", "The values that it may have.", "[north, south]"),
    key("parameter", "range", Pair, "", "Least and most value, both included; `~` for open.", "[2026-01-01, ~]"),
    key("parameter", "personal", Flag, "false", "Its value appears nowhere but in the data; the manifest has its digest. Every column that is computed from it is marked with it.", "true"),
    key("parameter", "title", Either(&[Text, Map("title")]), "", "For people.", "{en: Cutover, fr: Bascule}"),
    key("parameter", "about", Text, "", "Longer words.", "The last day of the old system."),
];

/// The keys of a place; at the top those of a table too, for the short form.
pub fn of(place: &str) -> impl Iterator<Item = &'static Key> {
    let short = (place == "mapping").then_some("table");
    KEYS.iter().filter(move |one| one.place == place || Some(one.place) == short)
}

/// One key of a place.
#[must_use]
pub fn find(place: &str, name: &str) -> Option<&'static Key> {
    of(place).find(|one| one.key == name)
}

/// Keys of a table that no column has: why one stands beside `nest:` in vain, as TL0027 says it.
#[must_use]
pub fn beside_nest(key: &str) -> Option<&'static str> {
    match key {
        "set_aside" => Some("aside_in_list"),
        "rules" | "dedupe" | "limits" | "load" => Some("of_table_in_list"),
        _ => None,
    }
}

/// Where a key that a place has not belongs instead, as TL0027 says it; none where that may be several places.
#[must_use]
pub fn home(place: &str, name: &str) -> Option<&'static str> {
    let near: &[(&str, &str)] = match place {
        "mapping" => &[("source", "in_source"), ("records", "in_records"), ("migration", "in_migration")],
        "source" => {
            &[("records", "in_records"), ("table", "in_table"), ("defaults", "in_defaults"), ("files", "in_files")]
        }
        "records" | "files" => &[("source", "in_source"), ("kind", "in_kind")],
        "kind" => &[("table", "in_table"), ("records", "in_records"), ("source", "in_source"), ("field", "in_field")],
        "field" | "defaults" => &[("column", "in_column"), ("kind", "in_kind")],
        "column" => &[("field", "in_field"), ("lookup", "in_lookup"), ("table", "in_table")],
        "table" => &[("source", "in_source"), ("column", "in_column"), ("load", "in_load")],
        "lookup" => &[("column", "in_column")],
        _ => &[],
    };
    near.iter().find(|(other, _)| find(other, name).is_some_and(|key| !key.later)).map(|(_, home)| *home)
}

/// Whether any place has a key of this name.
#[must_use]
pub fn is_any(name: &str) -> bool {
    KEYS.iter().any(|one| one.key == name)
}

/// Whether what stands behind a key of this name may be any text, with blanks and marks; so where it is no key. Where one
/// place has a name or a reference behind it, it is taken for that.
#[must_use]
pub fn takes_text(name: &str) -> bool {
    let all = || KEYS.iter().filter(|one| one.key == name).map(|one| one.wanted);
    let names = all().any(|wanted| matches!(wanted, Wanted::Name | Wanted::Reference));
    !is_any(name) || !names && all().any(Wanted::is_any_text)
}

impl Wanted {
    fn is_any_text(self) -> bool {
        match self {
            Self::Text | Self::Pattern | Self::Expression | Self::Value => true,
            Self::Either(options) => options.iter().any(|one| one.is_any_text()),
            _ => false,
        }
    }

    /// The words that the key takes, if it takes words.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Word(words) | Self::Words(words) | Self::NamedWords(words) => words,
            Self::Either(options) => options.iter().map(|one| one.words()).find(|w| !w.is_empty()).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The bounds of a whole number, if the key takes one.
    #[must_use]
    pub fn bounds(self) -> Option<(u64, u64)> {
        match self {
            Self::Whole(least, most) => Some((least, most)),
            Self::Either(options) => options.iter().find_map(|one| one.bounds()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_stands_once_at_a_known_place_with_words_and_an_example() {
        let mut seen = BTreeSet::new();
        for one in KEYS {
            assert!(seen.insert((one.place, one.key)), "{} {}", one.place, one.key);
            assert!(PLACES.iter().any(|(place, _)| *place == one.place), "{}", one.place);
            assert!(one.about.ends_with('.'), "{} {}", one.place, one.key);
            assert_eq!(one.example.is_empty(), one.later, "{} {}", one.place, one.key);
        }
        for (place, _) in PLACES {
            assert!(of(place).next().is_some(), "{place}");
        }
    }

    #[test]
    fn the_top_and_a_table_share_no_key() {
        for one in KEYS.iter().filter(|one| one.place == "mapping") {
            assert!(!KEYS.iter().any(|other| other.place == "table" && other.key == one.key), "{}", one.key);
        }
    }

    #[test]
    fn defaults_are_keys_of_fields_that_take_the_same_or_more() {
        for one in KEYS.iter().filter(|one| one.place == "defaults") {
            match (find("field", one.key).map(|field| field.wanted), one.wanted) {
                (Some(Word(more)), Word(words)) => {
                    assert!(words.iter().all(|word| more.contains(word)), "{}", one.key);
                }
                (field, wanted) => assert_eq!(field, Some(wanted), "{}", one.key),
            }
        }
    }

    #[test]
    fn tables_of_words_are_those_of_the_keys() {
        let names =
            |list: &'static [(&'static str, &'static str)]| list.iter().map(|&(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(SIGNS), SIGN_WORDS);
        assert_eq!(names(CHECKS), CHECK_WORDS);
    }
}
