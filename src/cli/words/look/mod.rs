//! Words of `look`.
//!
//! Templates are explained in the parent module. Refuses to know where the words are shown.

mod en;
mod fr;

use super::Language;

macro_rules! look_words {
    ($( $(#[doc = $doc:literal])+ $name:ident ( $($arg:literal),* ) ; )+) => {
        /// Every text of `look`; templates where a text has arguments.
        #[derive(Debug)]
        pub struct LookWords { $( $(#[doc = $doc])+ pub $name: &'static str, )+ }

        #[cfg(test)]
        impl LookWords {
            /// Names, arguments and texts.
            fn all(&self) -> Vec<(&'static str, &'static [&'static str], &'static str)> {
                vec![ $( (stringify!($name), &[ $($arg),* ], self.$name), )+ ]
            }
        }
    };
}

impl LookWords {
    /// In a language.
    #[must_use]
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::WORDS,
            Language::Fr => &fr::WORDS,
        }
    }
}

look_words! {
    // ---- the head ------------------------------------------------------------------------------------------
    /// Between two parts of a row.
    between();
    /// Label.
    size();
    /// Bytes of a small file.
    size_small("bytes");
    /// Bytes of a file that is not packed.
    size_plain("bytes", "exact");
    /// Bytes of a packed file; those of the content may be unknown.
    size_packed("bytes", "packing", "content");
    /// All was read.
    read_whole();
    /// From samples.
    read_samples("samples", "read");
    /// From the beginning of a packed file.
    read_beginning("read");
    /// Label.
    content();
    /// What has no records.
    sort_json();
    /// What has no records.
    sort_xml();
    /// What has no records.
    sort_yaml();
    /// What has no records: a mapping.
    sort_mapping();
    /// What has no records: a copybook.
    sort_copybook();
    /// What has no records.
    sort_program();
    /// Label.
    records();
    /// The number of records, or about that number.
    records_counted("records");
    /// From samples.
    records_about("records");
    /// Seen in what was read of a packed file.
    records_seen("records");
    /// How records are told apart.
    by_one_end("end");
    /// How records are told apart: several kinds of line ends.
    by_ends("ends");
    /// No line end at all in a text.
    by_no_end();
    /// The last line has no end.
    unended();
    /// One length.
    by_length("length");
    /// Lengths before records.
    by_words();
    /// Nobody knows.
    by_nothing();
    /// Nothing is there.
    empty();
    /// The file has a byte order mark and nothing else.
    mark_alone();
    /// The file has blanks and line ends and nothing else.
    blanks_alone();
    /// Label.
    lengths();
    /// All are of one length, without line ends.
    lengths_one("length");
    /// Of several lengths.
    lengths_some("shortest", "longest", "usual", "share");
    /// Blank lines among them.
    lengths_blank("count");
    /// Label.
    why();
    /// Why that length.
    fixed_evidence("length", "before", "after", "agreement", "beside");
    /// It divides the size.
    fixed_divides();
    /// It leaves bytes over.
    fixed_left("left");
    /// They stand before the first record.
    fixed_left_before("left");
    /// They stand behind the last record.
    fixed_left_behind("left");
    /// They are the beginning of a record.
    fixed_left_cut("left");
    /// Behind a record that is cut.
    fixed_left_fill("left");
    /// Labels of a tape.
    labels_before("left", "labels");
    /// Labels of a tape.
    labels_behind("left", "labels");
    /// One byte throughout fills the file up.
    filled_up("left", "byte");
    /// One byte throughout, as records are.
    filled_alike("left", "byte");
    /// Other lengths.
    fixed_others("others");
    /// Why lengths before records.
    chain_evidence("records", "bytes");
    /// To the end.
    chain_to_the_end();
    /// As far as was read.
    chain_so_far();
    /// The last record is cut.
    chain_cut("left");
    /// The last block is cut.
    chain_block_cut();
    /// A length that leads nowhere.
    chain_breaks("offset", "bytes");
    /// A length of a block that is wrong.
    chain_breaks_block("offset", "bytes");
    /// Where others lead on.
    chain_again("again", "records", "to");
    /// The chain begins behind a damage.
    chain_begins("again", "offset", "bytes");
    /// The chain begins behind a damage.
    chain_begins_block("again", "offset", "bytes");
    /// A length that leads nowhere, far behind.
    chain_stops("offset", "records", "again");
    /// How the word is made.
    chain_word("order", "place", "itself");
    /// Of the word: its high byte first.
    chain_big();
    /// Of the word: its low byte first.
    chain_little();
    /// Of the word: in its first two bytes.
    chain_leads();
    /// Of the word: in its last two bytes.
    chain_follows();
    /// Of the word: it counts itself.
    chain_itself();
    /// There are two bytes and no word.
    chain_two();
    /// Of the two bytes: they count themselves.
    chain_itself_two();
    /// Of the word: it does not.
    chain_body();
    /// There are blocks.
    chain_blocks("blocks");
    /// Records stand in segments.
    chain_spanned();
    /// Label.
    cells();
    /// What stands between cells.
    cells_found("delimiter", "times", "records", "share");
    /// The tab, as a delimiter.
    cells_tab();
    /// Half pairs of quotes.
    cells_quotes("count", "place");
    /// Label.
    encoding();
    /// Every byte is below 80.
    is_ascii();
    /// UTF-8.
    is_utf8("characters");
    /// UTF-8 with a mark.
    is_utf8_marked();
    /// UTF-8, but for some places.
    is_utf8_broken("count", "offset", "record");
    /// UTF-8 made of UTF-8.
    is_utf8_twice("count");
    /// UTF-16.
    is_utf16("name");
    /// A page.
    is_page("name", "high", "sensible");
    /// Pages that read the file the same.
    is_page_same("names");
    /// Pages that make nearly as much sense.
    is_page_or("name", "sensible", "bytes");
    /// The page that makes the most sense but for the first.
    is_page_next("name", "sensible", "bytes");
    /// A byte that tells two pages apart.
    is_page_decided("byte", "count", "one", "other");
    /// Bytes that a page has not.
    is_page_undefined("count", "name");
    /// Pages that make less sense.
    is_page_not("names");
    /// No page makes sense.
    is_page_unsure("name");
    /// It would be UTF-8, but for some places.
    is_nearly_utf8("count", "offset");
    /// EBCDIC.
    is_ebcdic("blanks", "digits", "letters");
    /// No byte that its pages read in different ways.
    is_ebcdic_any("name");
    /// A page for its letters.
    is_ebcdic_page("name", "sensible");
    /// Bytes that make sense in no page.
    is_ebcdic_unsure("name", "sensible");
    /// More than text.
    is_ebcdic_numbers("bytes");
    /// No text.
    is_binary("odd");
    /// Label.
    ending();
    /// What fills the end.
    padding("count", "byte", "other");
    /// The same, as far as was seen.
    padding_or_more("count", "byte", "other");
    /// Label of the beginning of a mapping.
    mapping();

    // ---- sections ------------------------------------------------------------------------------------------
    /// Heading.
    head_lengths();
    /// Over a histogram of ranges.
    other_lengths("count");
    /// Heading.
    head_values("place");
    /// Values that are not listed.
    more_values("values", "records");
    /// Records that end before.
    short_values("records");
    /// Records that end within.
    partial_values("records");
    /// The unit of a range of lengths without an end.
    and_more("length");
    /// Heading.
    head_high();
    /// Bytes that are not listed.
    more_bytes("count");
    /// Heading.
    head_controls();
    /// Heading of a column.
    column_byte();
    /// Heading of a column.
    column_count();
    /// Heading of a column.
    column_first();
    /// Heading of a column.
    column_value();
    /// Heading of a column.
    column_length();
    /// Heading of a column.
    column_records();
    /// Heading of a column.
    column_size();
    /// Heading of a column.
    column_framing();
    /// Heading of a column.
    column_file();
    /// A place: the record's number and the byte in it.
    place("record", "position");
    /// A place, with what stands around it.
    place_around("place", "around");
    /// A place: the record's number.
    place_record("record");
    /// A place: the record's first byte, and the byte in it.
    place_offset("offset", "position");
    /// A place: the record's first byte.
    place_at("offset");
    /// A place in no record.
    place_nowhere("offset");
    /// Heading.
    head_first();
    /// Heading.
    head_last();
    /// Heading, of the last ones that were read.
    head_last_read();
    /// Heading.
    head_bytes();
    /// Heading.
    head_bytes_last();
    /// What is left out of a record.
    more_of_record("bytes");
    /// Places that are blank in all the records that are shown.
    blank("first", "last");
    /// Heading.
    head_hexadecimal();
    /// Positions count characters.
    in_characters();
    /// Dots are what is no character.
    dots();

    // ---- several files -------------------------------------------------------------------------------------
    /// Heading.
    files("files", "bytes");
    /// Files that are the same.
    same("files");
    /// Files that are the same in all samples.
    same_samples("files");
    /// All are of one shape.
    one_shape();
    /// The others are of one shape.
    others_one_shape();
    /// They are of several shapes.
    some_shapes("shapes");
    /// The others are of several shapes.
    others_some_shapes("shapes");
    /// Heading, of files in one folder.
    folder("files", "folder", "bytes");
    /// One shape.
    shape("files");
    /// Files without records.
    shape_none("files", "sort");
    /// Files that have no other of their shape.
    shape_alone("files");
    /// A header that differs from that of a file with the same delimiter.
    other_header("file", "other", "missing", "extra");
    /// The same names in another order.
    other_order("file", "other");
    /// Look at one.
    look_at_one();
    /// One of the framings, in a table.
    framing_length();
    /// One of the framings, in a table.
    framing_words();
    /// In a table, or behind names.
    framing_two();
    /// In a table, or behind names.
    framing_json();
    /// In a table, or behind names.
    framing_xml();
    /// In a table, or behind names.
    framing_yaml();
    /// In a table, or behind names.
    framing_mapping();
    /// In a table, or behind names.
    framing_copybook();
    /// In a table, or behind names.
    framing_program();
    /// One of the framings, in a table.
    framing_none();
    /// One of the framings, in a table.
    framing_unknown();
    /// Encoding, in a table.
    encoding_binary();
    /// Between the last two of a list.
    and();
    /// How to read all.
    hint_all();
    /// The name of NUL.
    nul();
    /// The name of the tab.
    tab();
    /// The name of 0C.
    form_feed();
    /// The name of 1A.
    ctrl_z();
    /// The name of 1B.
    escape();
    /// A blank value.
    blanks("count");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_text_is_there_in_both_languages_with_exactly_its_arguments() {
        for language in [Language::En, Language::Fr] {
            for (name, args, text) in LookWords::of(language).all() {
                assert!(!text.is_empty(), "{name}");
                let used: BTreeSet<&str> = super::super::placeholders(text).into_iter().collect();
                assert_eq!(used, args.iter().copied().collect(), "{language:?} {name}");
            }
        }
    }
}
