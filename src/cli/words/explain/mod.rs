//! The words of `tumpline explain`, in both languages.
//!
//! Templates as everywhere; each language is one value of [`Texts`].

mod en;
mod fr;

use super::Language;

impl Language {
    /// The texts of `explain`.
    #[must_use]
    pub const fn explain(self) -> &'static Texts {
        match self {
            Self::En => &en::TEXTS,
            Self::Fr => &fr::TEXTS,
        }
    }
}

texts! {
    // ---- a code ---------------------------------------------------------------------------------------------
    /// Label of what a finding says.
    code_says();
    /// Label of what it means.
    code_means();
    /// Label of what to do.
    code_do();

    // ---- the record -----------------------------------------------------------------------------------------
    /// First line.
    head("record", "file", "line", "first", "last", "length");
    /// A byte was asked for that stands in the record end.
    in_end("at");
    /// The byte is of the length before a record.
    at_length("at", "says");
    /// The same of a block, within a record in segments.
    at_block_length("at", "says");
    /// Which mapping.
    mapping("mapping", "path");
    /// Which run.
    run("run", "outcome", "folder");
    /// Its bytes are not its source's.
    edited("run", "path");
    /// A run is gone that may have been given other bytes of it.
    lost("run");
    /// The source was compared by its size.
    only_size();
    /// The mapping has changed since.
    mapping_differs();
    /// The row has other values than the record gives now.
    row_differs();
    /// The row from which the way led.
    row_asked();
    /// How many personal bytes are left out.
    personal();

    // ---- what becomes of it ---------------------------------------------------------------------------------
    /// It is loaded.
    loaded("tables");
    /// It would be loaded, but the run refused it.
    loaded_alone("tables");
    /// It would be loaded, but all its rows are left out.
    loaded_nothing("tables");
    /// A table, and how many rows.
    rows_of("table", "rows");
    /// Its fields go into its parent's row.
    joined("tables", "record");
    /// It informs others.
    informs();
    /// It is refused.
    refused("findings");
    /// The run refused it, for what is not asked here.
    refused_by_run("run");
    /// The run left a row of it out, for what is not asked here.
    dropped_by_run("run");
    /// It is set aside.
    aside("because");
    /// It is not read.
    skipped("because");
    /// A header line.
    is_header();
    /// A line before the header.
    is_preamble();
    /// A comment.
    is_comment();
    /// It closes a record.
    closes("kind", "record", "line");
    /// It closes nothing.
    closes_nothing("kind");
    /// Rules over several rows that nobody asked.
    not_judged("count", "names");
    /// The same, where a run was asked.
    judged_by_run("count", "names");
    /// Controls.
    controls("count", "names");

    // ---- headings -------------------------------------------------------------------------------------------
    /// What is wrong.
    head_findings();
    /// What the run said of it.
    head_run_findings("run");
    /// The run said the same.
    run_findings_same("run");
    /// The run said nothing.
    run_findings_none("run");
    /// Its kind.
    head_kind("kind");
    /// It is of no kind.
    head_no_kind();
    /// The parents in force.
    head_parents();
    /// Its bytes.
    head_bytes();
    /// Its fields.
    head_fields();
    /// What is made of it.
    head_table("table");
    /// Rules of rows.
    head_rules();

    // ---- kinds and parents ----------------------------------------------------------------------------------
    /// The condition holds.
    yes();
    /// It does not.
    no();
    /// It cannot be told.
    untold();
    /// What stands where a condition looks.
    there_is("found");
    /// Kinds that were not asked.
    unasked("kinds");
    /// A parent.
    parent("kind", "record", "line", "offset");
    /// It was refused.
    parent_refused();

    // ---- bytes ----------------------------------------------------------------------------------------------
    /// Head of the column of offsets.
    hex_offset();
    /// Head of the text.
    hex_text();
    /// Lines that are left out.
    hex_folded("bytes");
    /// Bytes that are left out at the end.
    hex_more("bytes");
    /// The record is longer than what is shown of it.
    hex_first("shown", "length");
    /// What the marks mean.
    hex_legend();
    /// Under the bytes.
    descriptors();
    /// Other bytes are read.
    changed();
    /// Fields that are read from the record, but do not stand in it.
    unread();

    // ---- before it was edited -------------------------------------------------------------------------------
    /// Heading.
    head_before("run");
    /// Lines that are left out.
    before_same("bytes");
    /// What the marks mean.
    before_legend();
    /// It is as long no more.
    before_length("before", "now");
    /// It is too long to be shown.
    before_unshown();

    // ---- fields ---------------------------------------------------------------------------------------------
    /// Head of a column.
    field_name();
    /// Head of a column.
    field_at();
    /// Head of a column.
    field_text();
    /// Head of a column.
    field_value();
    /// A place.
    at_byte("first");
    /// A place.
    at_bytes("first", "last");
    /// A place.
    at_character("first");
    /// A place.
    at_characters("first", "last");
    /// A place.
    at_cell("cell");
    /// A place.
    at_header("header", "cell");
    /// A place.
    at_record();
    /// No value.
    empty();
    /// A personal value.
    hidden();
    /// Fields that are not listed.
    more_fields("more");
    /// Fields whose bytes differ that are not listed.
    more_witness("more");

    // ---- columns --------------------------------------------------------------------------------------------
    /// One repetition.
    repetition("number");
    /// One part of it.
    part("number");
    /// Rows that are not listed.
    more_rows("more");
    /// Why the table leaves a row out.
    left_out("because");
    /// A field of another record.
    from_other("field", "record");
    /// A field.
    from_field("field");
    /// The mapping says it.
    from_constant();
    /// The number of the repetition.
    from_repetition();
    /// The number of the part.
    from_part();
    /// What was divided among parts.
    divided("value");
    /// Before a default or an emptied value.
    before("value");
    /// A row of a crosswalk.
    lookup_row("file", "row", "take");
    /// Rows of a crosswalk, which share.
    lookup_rows("file", "take");
    /// No such row.
    lookup_none("file", "take");
    /// A personal key.
    lookup_hidden("file", "take");
    /// A key of a look-up.
    lookup_key("header", "column", "value");
    /// An operand or an operation with its value.
    equals("name", "value");
    /// An operation that fails.
    fails("name", "why");
    /// A joined or lent record.
    lent("kind", "record", "line", "offset");
    /// There is none.
    lent_none("kind");

    // ---- lists ----------------------------------------------------------------------------------------------
    /// A list, and the element that it stands in.
    list("list", "element", "elements");
    /// An element.
    element("number");
    /// One that is a child.
    element_of("number", "record", "line", "offset");
    /// Elements that are not listed.
    more_elements("more");
    /// Elements that are too many to be listed.
    unshown_elements("more");

    // ---- rules ----------------------------------------------------------------------------------------------
    /// It holds.
    rule_holds();
    /// It does not.
    rule_broken();
    /// It has no value.
    rule_empty();
    /// It could not be computed.
    rule_failed("why");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::words::placeholders;

    #[test]
    fn every_text_names_its_arguments_and_no_others_in_both_languages() {
        for language in [Language::En, Language::Fr] {
            for (name, args, text) in language.explain().all() {
                assert!(!text.is_empty(), "{name}");
                for used in placeholders(text) {
                    assert!(args.contains(&used), "{language:?} {name}: {used}");
                }
                for wanted in args {
                    assert!(placeholders(text).contains(wanted), "{language:?} {name}: {wanted}");
                }
            }
        }
    }
}
