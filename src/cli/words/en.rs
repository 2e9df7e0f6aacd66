//! The words in English. Templates are explained in the parent module.

use super::{Texts, Told};
use crate::finding::Code;

const fn told_as(sentence: &'static str, meaning: &'static str, advice: &'static str) -> Told {
    Told { sentence, several: "", meaning, advice }
}

const fn told_of(sentence: &'static str, several: &'static str, meaning: &'static str, advice: &'static str) -> Told {
    Told { sentence, several, meaning, advice }
}

/// The words of a code.
#[expect(clippy::too_many_lines, reason = "one flat table, one line a code")]
pub const fn told(code: Code) -> Told {
    match code {
        Code::YamlSyntax => told_as(
            "this is not YAML: {problem}",
            "From this place on, the mapping cannot be read as YAML.",
            "Correct the underlined place, or what stands just before it.",
        ),
        Code::UnknownKey => told_as(
            "unknown key `{key}`[; did you mean `{nearest}`?]",
            "The mapping language has no such key at this place.",
            "Correct the key's spelling or its indentation; docs/reference/mapping.md lists the keys of each place.",
        ),
        Code::MissingKey => told_as(
            "the key `{key}` is missing",
            "A key that must be there is not, and there is no safe value to take instead.",
            "Add the key; docs/reference/mapping.md shows what it takes.",
        ),
        Code::WrongShape => told_as(
            "{wanted} is wanted here, not {found}",
            "The value has another shape than the key takes.",
            "Write what the key takes; docs/reference/mapping.md has an example of each key.",
        ),
        Code::NotYet => told_as(
            "`{key}` is not in this version yet",
            "The mapping or the command asks for something that this version cannot do; it is never ignored in silence.",
            "Take it out for now, or wait for a version that has it.",
        ),
        Code::UnknownField => told_as(
            "there is no field `{name}` here[; did you mean `{nearest}`?]",
            "A name is used where a field of the source is wanted, and no field of that kind is called so.",
            "Correct the name; write `kind.field` for a field of another kind. Parameters are declared in the migration.yaml beside the mapping.",
        ),
        Code::UnknownColumn => told_as(
            "there is no column `{name}` here[; did you mean `{nearest}`?]",
            "A name is used where a column of the table is wanted, and no column is called so.",
            "Correct the name, or add the column. Parameters are declared in the migration.yaml beside the mapping.",
        ),
        Code::UnknownKind => told_as(
            "there is no kind `{name}`[; did you mean `{nearest}`?]",
            "A name is used where a kind of record is wanted, and none is called so.",
            "Correct the name, or declare the kind under `records.kinds`.",
        ),
        Code::UnknownEncoding => told_as(
            "unknown encoding `{name}`[; did you mean `{nearest}`?]",
            "The program does not know an encoding of this name.",
            "Take a name from the list in docs/reference/mapping.md; old DOS systems mostly used cp850, cp863 or cp437.",
        ),
        Code::UnknownType => told_as(
            "unknown type `{name}`[; did you mean `{nearest}`?]",
            "The mapping language has no type of this name.",
            "Take one of: text, int16, int32, int64, decimal(p,s), date, time, timestamp, bool, float32, float64.",
        ),
        Code::DuplicateKey => told_as(
            "the key `{key}` stands here twice",
            "One map has the same key twice, so that one of the two values would be lost.",
            "Remove one of the two, or bring their values together.",
        ),
        Code::DuplicateName => told_as(
            "two {sort} of the name `{name}`",
            "Two things of one sort have one name, so that nothing could tell them apart.",
            "Give one of them another name.",
        ),
        Code::UnknownWord => told_as(
            "`{word}` is not a word that this key takes[; did you mean `{nearest}`?] (it takes: {words})",
            "The key takes one of a few words, and this is none of them.",
            "Write one of the words that the message lists.",
        ),
        Code::Conflict => told_as(
            "`{key}` and `{other}` exclude each other",
            "Two settings stand together that contradict each other.",
            "Keep the one that is meant.",
        ),
        Code::BadPosition => told_as(
            "`{text}` is no position: {problem}",
            "A place in the record is not written as one, or lies outside of the record.",
            "Write `12` or `12-20`: positions count from 1 and include the end.",
        ),
        Code::BadVersion => told_as(
            "this program does not read version `{version}` of the mapping language",
            "The first key of a mapping says which version of the language it is written in.",
            "Write `tumpline: 1`, or use the release of the program that knows the other version.",
        ),
        Code::BadPattern => told_as(
            "the pattern cannot be used: {problem}",
            "A pattern is a regular expression, and this one cannot be read as one, or does not give what it is used for.",
            "Correct the pattern; put it between single quotes, so that backslashes stay as they are.",
        ),
        Code::BadPicture => told_as(
            "the picture `{picture}` cannot be read: {problem}",
            "A picture says how a date or a time is written, with letters such as `YYYY`, `MM`, `DD`, `HH`.",
            "Correct the picture; docs/reference/mapping.md lists the letters. `YY` needs `years:`.",
        ),
        Code::LossyType => told_as(
            "a value of type {from} does not become {to} without loss",
            "The column's type could not hold every value of the field exactly.",
            "Leave the column's `type:` out, so that it is the field's; or give it a type that holds all values; or round in words: `sql: round(amount, 0)`.",
        ),
        Code::BadConstant => told_as(
            "`{text}` is not a value of type {type}",
            "A constant of the mapping cannot be read as the type of its field or column.",
            "Write it as the type wants it: dates as 2026-12-31, decimals with a point and at most the type's decimals.",
        ),
        Code::KindNeverMatches => told_as(
            "no record can ever be of kind `{kind}`: `{earlier}` comes before and takes them all",
            "Kinds are tried in their order and the first match wins; an earlier kind matches all that this one would.",
            "Put the narrower kind first, or correct one of the two conditions.",
        ),
        Code::KindUnread => told_as(
            "nothing reads the kind `{kind}`, and no `skip:` says why",
            "No table and no child uses the records of this kind, so that they would be lost without a word.",
            "Use the kind in a table, or say why it is not read: `skip: totals of the batch`.",
        ),
        Code::BytesUncovered => told_as(
            "no field of `{kind}` reads position {ranges}",
            "Some bytes of the record are read by no field; that may be right, or a field may have been forgotten.",
            "Compare with the old system's layout; add the field that is missing, if there is one; else say `filler: blank`, or why it is not read: `ignore:`.",
        ),
        Code::NothingToLoad => told_as(
            "there is no {what}",
            "A part of the mapping is empty, so that nothing could be loaded.",
            "Add what is missing, or remove the empty part.",
        ),
        Code::TableTwice => told_as(
            "the table `{table}` is written by `{other}` too",
            "Two mappings of the migration write one table.",
            "Give one of the two tables another name.",
        ),
        Code::OutOfBounds => told_as(
            "`{value}` is out of bounds[: it must be at least {least}][, at most {most}]",
            "A number of the mapping is smaller or larger than its key takes.",
            "Write a number within the bounds.",
        ),
        Code::KeyMisplaced => told_as(
            "`{key}` has no meaning here: {why}",
            "The key exists, but not for this format, type or place; it would have no effect.",
            "Remove the key, or put it where it belongs.",
        ),
        Code::BadReference => told_as(
            "`{name}` cannot be used here: {why}",
            "The name exists, but what it stands for cannot be used in this place.",
            "Name another one, or change what it stands for.",
        ),
        Code::YamlTooLarge => told_as(
            "the mapping is too large: {limit}",
            "A mapping is far larger or deeper than people write them, so that it was not read further.",
            "Check that this is the right file; split a mapping that is really so large.",
        ),
        Code::SqlSyntax => told_as(
            "the expression cannot be read here: {found}",
            "The text is not an expression of SQL.",
            "Mend the underlined place; texts stand between single quotes, names with blanks between double quotes.",
        ),
        Code::SqlNotHere => told_as(
            "expressions have no {what}",
            "An expression looks at one row at a time and knows the functions of docs/reference/sql.md, nothing else.",
            "Write it with the functions of docs/reference/sql.md; sums and comparisons of tables are rules, codes are looked up with `lookup:`.",
        ),
        Code::SqlTooLarge => told_as(
            "the expression is too large: {limit}",
            "An expression has limits in length and in depth, so that every mapping can be read.",
            "Take it apart: most long expressions are a `lookup:` in a file of codes.",
        ),
        Code::UnknownFunction => told_as(
            "there is no function `{name}`[; did you mean `{nearest}`?]",
            "A function that expressions do not have.",
            "Take one of docs/reference/sql.md.",
        ),
        Code::WrongOperands => told_as(
            "`{operation}` does not take {found}; it takes {takes}",
            "The types of the operands do not fit the operation, and nothing is converted unasked if it could lose something.",
            "Write the conversion: `CAST(x AS …)`, `strptime(x, '%Y%m%d')`; docs/reference/sql.md says what each operation takes.",
        ),
        Code::WrongResult => told_as(
            "the expression is {found}, and {wanted} is wanted",
            "The expression gives another type than its column or rule needs.",
            "Convert the result with `CAST(… AS …)`, or change the column's type.",
        ),
        Code::LosesDecimals => told_as(
            "the expression is {found}, which has more decimals than {wanted}; write `round(…, {scale})`",
            "The result has more decimals than the column, and nothing is rounded unasked.",
            "Say how it is rounded: `round`, `round_even`, `trunc`, `floor` or `ceil`; or give the column more decimals.",
        ),
        Code::NotConstant => told_as(
            "`{operation}` needs {argument} that is written down",
            "This argument is read once with the mapping, so that it must not differ from row to row.",
            "Write the value itself; where it depends on the row, use CASE with one branch for each value.",
        ),
        Code::TooManyDigits => told_as(
            "`{operation}` would need {scale} decimals, and there are at most 38",
            "A decimal has at most 38 digits, all of which may stand after the mark.",
            "Round the operands first, such as `round(a, 6) * b`.",
        ),

        Code::ParameterClash => told_as(
            "`{name}` is a parameter and {other}: it could mean either",
            "An expression names what is a parameter of migration.yaml and a field or column as well; the program does not guess.",
            "Give one of the two another name.",
        ),
        Code::UnknownTable => told_as(
            "no mapping here makes the table `{name}`[; did you mean `{nearest}`?]",
            "A rule needs the rows of another table, and none of the mappings that were named makes a table of this name.",
            "Correct the name. If a mapping of the same folder makes the table, name the folder, such as `tumpline run mappings`: this mapping cannot be proven alone.",
        ),
        Code::KeyLength => told_as(
            "the key has {own:column|columns} here, and {others} in the other table",
            "A rule compares the keys of two tables column by column, so that both have equally many.",
            "Name in `by:` one column for each of the other table's, in the same order.",
        ),
        Code::TypesDiffer => told_as(
            "`{name}` is of type {type}, and `{other}` of type {other_type}",
            "Two columns or fields are compared whose values can never be told equal: their types, or their decimals, are not the same.",
            "Give both one type, with `type:` in the mapping that reads it wrongly.",
        ),
        Code::UnknownControl => told_as(
            "there is no control `{name}`[; did you mean `{nearest}`?]",
            "What is accepted names a control, as `mapping.control`, that the mapping does not have.",
            "Correct the name; the controls stand under `controls:` of the mapping's source.",
        ),
        Code::CopybookText => told_as(
            "{problem}[: `{word}`]",
            "The text of a copybook cannot be read as COBOL data descriptions.",
            "Correct the copybook here, in a copy of it if it is the vendor's.",
        ),
        Code::UnknownClause => told_as(
            "no clause of a data description begins with `{word}`[; `{nearest}` is near]",
            "A word in a data description is none that COBOL has there.",
            "Correct the word. Where a full stop is missing before it, put it there.",
        ),
        Code::ClauseIncomplete => told_as(
            "{clause} stands here without what must follow it",
            "A clause of a data description is cut off.",
            "Complete it. Code beyond column 72 is not read in fixed format; `--format free` reads whole lines.",
        ),
        Code::ClauseTwice => told_as(
            "{clause} stands here a second time",
            "A clause may stand once in a data description; two that differ contradict each other.",
            "Remove the one that is not meant.",
        ),
        Code::CobolPicture => told_as(
            "this picture cannot be read: {problem}[ (character {place})]",
            "A PICTURE has symbols that COBOL does not have, or that do not go together.",
            "Correct the picture. A full stop behind it needs a space after it, or it is a decimal point.",
        ),
        Code::CopyMissing => told_as(
            "COPY {name}: {problem}",
            "A copybook copies another one, and that is needed for the lengths.",
            "Put the book beside the copybook (the name with or without .cpy, .cbl, .cob, .copy), or name its folder with `--copies`.",
        ),
        Code::CopybookItem => told_as(
            "{problem}[: `{name}`][ (`{file}`, line {line})]",
            "A data description cannot stand here as it is, so that places and lengths would be guessed.",
            "Compare the level numbers with the entries above, and correct the one that is wrong.",
        ),
        Code::UsageOfPicture => told_as(
            "{usage} does not go with the picture `{picture}`",
            "A binary or packed number, and one with a SIGN, needs a picture of 9, S, V and P; other usages need their own.",
            "Correct the picture, or the clause that does not go with it.",
        ),
        Code::UnknownItem => told_as(
            "no item here is called `{name}`[; `{nearest}` is near]",
            "A data description refers to an item that is not there, or not yet.",
            "Correct the name. What REDEFINES names must stand directly before, on the same level; what DEPENDING ON names, before the table.",
        ),
        Code::CopybookTooLarge => told_as(
            "too large: {what} {most}",
            "A number or a record is larger than what can be carried exactly.",
            "Check that this is the right copybook, and that no line of it is cut.",
        ),
        Code::CopybookNotOpened => told_as(
            "the copybook {file} {problem}",
            "The mapping takes its fields from a copybook, and that could not be read.",
            "If it is not there, write its path as it is seen from the mapping's folder; `tumpline copybook FILE` shows what is in it, and its mistakes.",
        ),
        Code::CopybookRecord => told_as(
            "the copybook has several records, or none; say which one is meant: {records}",
            "A copybook may describe several records (entries of level 01).",
            "Write `record:` with the name of the one that these records have.",
        ),
        Code::RedefinitionOpen => told_as(
            "the bytes of {item} are described more than once; say which description holds: {items}",
            "The copybook describes the same bytes in several ways (REDEFINES). Which one holds, only who knows the records can say.",
            "Write `redefinition:` with the item's name; where records differ, make a kind for each, with `when:`.",
        ),
        Code::RedefinesNothing => told_as(
            "{name} does not describe bytes that another item describes too",
            "Only items that redefine others, or are redefined, are chosen; all others are read anyway.",
            "Take the name out of `redefinition:`.",
        ),
        Code::CobolLengths => told_as(
            "the records of the kinds have different lengths ({lengths}), and nothing says what ends a record",
            "Without `end:` all records have the length of the copybook's record.",
            "Write `records: end: {length: N}` where all records of the file are equally long, or `{rdw: big}` where each begins with its length.",
        ),
        Code::RecordBeyondEnd => told_as(
            "the copybook's record has {wanted} bytes, and the records have {length}",
            "Its last fields would stand behind the end of every record.",
            "Check that this is the right copybook; `tumpline look FILE` shows which lengths divide the file.",
        ),
        Code::ItemOfTable => told_as(
            "{item} stands in the table `{table}`",
            "An item that OCCURS, or stands under one that does, is there several times in a record; it is a field of the table's rows.",
            "Say it anew under the table: `- {name: …, fields: […]}`, with the table's name, and what you have written here between the brackets.",
        ),
        Code::TableOfTable => told_as(
            "`{table}` stands in the table `{around}`, and is a table of its own",
            "Every table of a copybook has its own rows, those within another one too, so that it is named beside the other and not in it.",
            "Move it one list out, beside the outer table: `- {name: …, fields: […]}`, with what you have written here.",
        ),
        Code::NoConditions => told_as(
            "the values of `{field}` have no names: {why}",
            "Only items with level 88 entries under them have names for their values.",
            "`tumpline copybook FILE` shows the items with their level 88; take the key away, or name another field.",
        ),
        Code::BlockTooSmall => told_as(
            "{records:record|records} of {length:byte|bytes} {records?does|do} not fit into a block of {block:byte|bytes}[, since {needed} are needed]",
            "Blocks of one length hold whole records, and here they are shorter than the records that they should hold.",
            "Correct what is wrong: `block_length:` is at least `records_per_block:` times `length:`.",
        ),
        Code::ListHere => told_as(
            "`{name}` stands for a list of `{from}`, and a single value is wanted",
            "A list has many values in one row, so that no rule, key, order or expression can take it as one.",
            "Make a table of its own of what the list has, with `from:` and the same name, and say it there; the list may stay beside it.",
        ),
        Code::OnlyLists => told_as(
            "`{table}` would have nothing but lists",
            "Rows without a single value cannot be told apart, found again or counted.",
            "Add a column with a value, such as the record's key.",
        ),
        Code::CommaOpen => told_as(
            "by COBOL's rules the comma of `{picture}` (`{item}`) only parts digits: {text} reads as {plain}; if the program says DECIMAL-POINT IS COMMA, it is {point}: say `decimal_comma: true`",
            "The picture is legal with the comma as a decimal mark and without. The clause that decides stands in the program that wrote the file, seldom in the copybook.",
            "Compare a few numbers with the old system. Then say in `copybook:` of the mapping what is right, `decimal_comma: true` or `false`; to `infer` and `copybook`, `--decimal-comma` says it.",
        ),
        Code::AmbiguousItem => told_as(
            "several items here are called `{name}`: {items}",
            "A name of the mapping means one item of the copybook. Which of them this one means cannot be known.",
            "Write the name with that of a group around it, as COBOL does: `NAME OF GROUP`.",
        ),
        Code::ListsClash => told_as(
            "`{other}` makes a row of each `{kind}` with its children, and `{table}` has these records in a list",
            "Records are held together as one group for each row that has children: for the outer row or for the inner one.",
            "In the inner table, leave out `with:` and lists of children; or take the list out of the outer one.",
        ),
        Code::NumberOfTwo => told_as(
            "`{name}` is {meant}; that is `{other}`",
            "In the rows of a repeated group, `number` counts the repetitions, and here a field is called so too. With the group's name before it, it is always the number of the repetition; alone, it is the field.",
            "If that is meant, have a column of the other one too, or give the field another name: of a copybook's item, `{name: line_no, item: NUMBER}` among `fields:`. Else write the other name.",
        ),
        Code::BlanksAreNumbers => told_as(
            "blanks are numbers in {fields}, whatever `on_blank:` says here",
            "Where a number has few bytes, blanks may be one that its picture holds: X'2020' is 8,224. What `defaults:` says of blanks is said of no field in particular, and takes no such number away.",
            "Say it of the field: with `on_blank: empty` or `zero` its blanks are never a number, with `on_blank: number` they are one.",
        ),

        Code::Placeholder => told_as(
            "`{name}` has a placeholder, `{placeholder}`, that COPY … REPLACING fills in; here the name is `{field}`",
            "Programs copy such a text and put a word of their own there, once or several times. Without it, names are shorter, and placeholders in pictures or in OCCURS cannot be read.",
            "If that is meant, go on. Else write a small copybook that copies it, as programs do (`COPY BOOK REPLACING ==:TAG:== BY ==WORD==.`), and name that one.",
        ),
        Code::IdlePhrase => told_as(
            "the REPLACING or REPLACE phrase `{phrase}` (`{file}`, line {line}) matches nothing in the text",
            "A phrase that matches nothing changes nothing. Words are compared whole: `==AMT==` is not in `AMT-1`, but `==5==` is in `X(5)`; text in colons or brackets (`==:TAG:==`), LEADING and TRAILING reach parts of names.",
            "If the copybook has no such text in this version, take the phrase out. Else correct it: the layout that is read here is the one without it.",
        ),
        Code::BookWithoutLines => told_as(
            "`{file}` is EBCDIC, and nobody knows where its lines end: {bytes:byte is|bytes are} not whole records of 80, and no line end stands there",
            "Copybooks stand on a mainframe as records of 80 bytes without line ends. Text of another length has to have ends.",
            "Get the copybook again as text, translated to ASCII; or in binary from a library with records of 80 bytes.",
        ),
        Code::PackedTranslated => told_as(
            "packed fields look translated from EBCDIC to ASCII: {fields}; {share} % of their values decode, {other} % would with the translation undone",
            "A transfer as text translates every byte of a file. Packed and binary numbers (COMP-3, COMP) are no characters: their digits and signs become others, and several bytes may have become one.",
            "Get the file again, transferred in binary, without translation, and draft anew. What decodes as it stands is another number by chance; so is what other signs would let in.",
        ),
        Code::LengthCovers => told_as(
            "`{file}`: the length of record {record}, at byte {offset}, is {bytes:byte|bytes}, and goes on over {records:whole record|whole records} behind its own[; {all} records have such lengths][; the first {looked} MiB were looked at]",
            "The length is damaged, or was written for several records at once. Read so, those behind the first would be lost, and a run of the draft refuses the record (TL0138).",
            "Get the file again. If the records are one on purpose, the copybook lacks a part of it: add what stands there, and draft anew.",
        ),
        Code::StartBreaks => told_as(
            "`{file}` is damaged at its beginning[, behind {records:record|records}][: the length at byte {offset} leads to no record][: the length of the block at byte {block} is wrong][ (X'{bytes}')]; from byte {again} on others lead from record to record",
            "Every record of this file says how long it is, and this length is wrong, or bytes before it were lost. All behind it reads as the draft says, so that neither the copybook nor the draft is to blame.",
            "Look at the file there, and get it again: a run of the draft refuses it from that place on.",
        ),
        Code::NothingNamed => told_as(
            "no item of `{file}` has a name that can be read: all is FILLER",
            "FILLER is room that nobody has a name for, and becomes no column.",
            "Give names to the items that are to be columns, in a copy of the copybook; `PIC X(N)` takes any N bytes as text. Or look for another copybook of the same record: programs often redefine such an area.",
        ),
        Code::LineEndsInNumbers => told_as(
            "records end with line ends, and the bytes of {fields} may be one: {bytes}",
            "Packed, binary and floating numbers hold any byte. One that looks like a line end cuts its record in two, and what is left of it stands elsewhere than it should.",
            "Files with such numbers nearly always have records of one length, or a length before each: leave out `end: newline`, or write `end: {length: N}` or `end: {rdw: big}`. `tumpline infer FILE --copybook COPYBOOK` tries them all. If lines it is, leave `short:` at `reject`, so that a record that was cut is refused.",
        ),

        Code::UnknownRecord => told_as(
            "a record of no declared kind",
            "None of the kinds' conditions holds for this record.",
            "Look at the record among the rejects; add a kind for it, with `skip: reason` if it is not wanted.",
        ),
        Code::Orphan => told_of(
            "`{kind}` without `{parent}` before it",
            "a child[ (`{kind}`)] without its parent[ `{parent}`] before it",
            "A child record has no parent in force: its parent is missing, was closed, or comes later.",
            "Look at the records before it in the source; the parent's condition may be too narrow.",
        ),
        Code::ParentDisagrees => told_of(
            "`{field}` is not that of the parent, record {parent_record}",
            "a key that is not the parent's[: `{field}`]",
            "A child's key differs from its parent's, so that the parent's fields must not be lent to it.",
            "Look for the right parent in the source: it is missing or out of order.",
        ),
        Code::ParentRefused => told_of(
            "the parent was refused: record {parent_record}, byte {parent_offset}",
            "the parent was refused",
            "A child of a refused record is refused with it.",
            "Look for the parent's own finding, and mend that: its children follow it.",
        ),
        Code::WithRefused => told_of(
            "a record that belongs to the row was refused: record {child_record}, byte {child_offset}",
            "a record that belongs to the row was refused",
            "A row that is made of several records is refused if one of them is.",
            "Look for the other record's own finding, and mend that: the row follows it.",
        ),
        Code::WithCount => told_of(
            "{found:record|records} of kind `{kind}`, not {wanted}",
            "not as many records[ of kind `{kind}`] as `with:` says[: {wanted}]",
            "The parent has fewer or more children than `with:` says.",
            "Look at the group in the source; if it is right, let `with:` say so, or give the children their own table.",
        ),
        Code::GroupTooLarge => told_of(
            "a parent with its children is larger than {group_max:bytes}, or has more than {records:record|records}",
            "a parent with its children is too large[: more than {group_max:bytes} or {records:record|records}]",
            "Records that make one row are held together in memory, up to `group_max`, which also says how many they may be.",
            "Look for a missing parent; raise `group_max` if the group is really so large.",
        ),
        Code::ShortRecord => told_of(
            "the record has {length:byte|bytes} where {wanted} are needed",
            "the record is too short[: {wanted:byte is|bytes are} needed]",
            "A line, or a record that says how long it is, ends before the last field of its kind.",
            "If the old system cuts blanks at the end of records, declare `short: pad`; else the record is damaged.",
        ),
        Code::LongRecord => told_of(
            "the record has {length:byte|bytes} where {max_length} are allowed",
            "the record is too long[: {max_length:byte is|bytes are} allowed]",
            "A record is longer than `max_length`; of lines, mostly a line end is missing.",
            "Look at the record; raise `max_length`, or, of lines, declare `long: cut` if what is behind is not wanted.",
        ),
        Code::CounterOutOfRange => told_of(
            "the counter {counter} is no number from {least} to {most}",
            "the counter of a group is no number in its range[: {counter}, from {least} to {most}]",
            "The record says itself how often a group stands in it (OCCURS DEPENDING ON), and what it says cannot be.",
            "Look at the bytes with `tumpline explain`; check the copybook, and whether the record begins where it should.",
        ),
        Code::TabInRecord => told_of(
            "a tab at position {position}",
            "a tab in a fixed-width line[, at position {position}]",
            "A tab in a fixed-width line shifts everything behind it, and nothing says how far.",
            "Declare the tab stops, such as `tabs: 8`, or export again without tabs.",
        ),
        Code::KindUntold => told_of(
            "whether the record is a `{kind}` cannot be told",
            "it cannot be told whether records are of a kind[: `{kind}`]",
            "The kind's condition needs a value that cannot be read or computed in this record; another kind would be a guess.",
            "Look at the record's other finding. Guard the value (`code = 'D' AND amount < 0`), or read the place as a text and use `TRY_CAST`.",
        ),
        Code::FillerNotBlank => told_of(
            "something stands [at bytes {bytes}][at characters {characters}][in the cells {cells}][in the column `{header}`], where the mapping declares blanks",
            "something stands where the mapping declares blanks[: bytes {bytes}][: characters {characters}][: cells {cells}][: column `{header}`]",
            "The mapping says `filler: blank`, and a place that no field reads holds something else than blanks and NULs.",
            "Look at the record: a field may be missing from the mapping, or the record is shifted. If it is not wanted, say why: `ignore:`.",
        ),
        Code::RaggedRecord => told_of(
            "{cells:cell|cells} where {wanted} {wanted?is|are} wanted",
            "fewer or more cells than wanted[: {wanted:cell|cells}]",
            "A row has fewer or more cells than the header or its kind says.",
            "Mostly a delimiter stands in a text that is not quoted; mend the export, or declare `ragged: pad` or `truncate`.",
        ),
        Code::RepeatedHeader => told_as(
            "the header stands inside of the data",
            "Files were joined, and the header of a later one came along.",
            "Declare `repeated_header: skip` if what follows are data, `end` if not.",
        ),
        Code::StrayQuote => told_of(
            "a quote at the wrong place in cell {cell}",
            "a quote at the wrong place[ in cell {cell}]",
            "A quote stands inside of a cell that is not quoted, or text follows a closing quote.",
            "Mend the export, declare `quote: none`, or read as a person would with `lenient: true`.",
        ),
        Code::UnclosedQuote => told_of(
            "the quote that opens in cell {cell} is never closed",
            "a quote that is never closed[, in cell {cell}]",
            "From this record on the source cannot be cut into records: all that follows is in the quote.",
            "Mend the record in the source, or read as a person would with `lenient: true`.",
        ),
        Code::PartialRecord => told_of(
            "the last record has {length:byte|bytes} of {wanted}[; {why}][; these are {padding}, with which files are filled up: if they are no record, pass over them, and over whole records of it before them: `file_trailer: {length}`, or more]",
            "the last record is cut off[: {wanted:byte is|bytes are} needed][; {why}][; these are {padding}, with which files are filled up: if they are no record, pass over them, and over whole records of it before them: `file_trailer: N`, or more]",
            "A source of records of one length ends in the middle of one.",
            "The file was cut off, or the length is another one: get the file again, or correct `end: {length: …}`.",
        ),
        Code::QuoteRepaired => told_of(
            "a stray quote in cell {cell} was read as text",
            "a stray quote was read as text[ in cell {cell}]",
            "Lenient reading: a quote closes a cell only before a delimiter or a record end.",
            "Compare some of these records with the old system; nothing else is needed.",
        ),
        Code::CellsDropped => told_of(
            "{cells:empty cell|empty cells} at the end {cells?was|were} dropped",
            "empty cells at the end were dropped[: {cells} each time]",
            "Lenient reading: the row has more cells than the header, and those at its end are empty.",
            "Nothing is lost; mend the export if it should not be so.",
        ),
        Code::DelimiterRepaired => told_of(
            "the row was read with the delimiter `{delimiter}`",
            "the row was read with another delimiter[: `{delimiter}`]",
            "Lenient reading: the row has only one cell with the declared delimiter, and the right number with this one.",
            "Compare some of these records with the old system; nothing else is needed.",
        ),
        Code::EndWithoutStart => told_of(
            "`{kind}` without an open `{parent}`",
            "the end[ (`{kind}`)] of a parent[ `{parent}`] that is not open",
            "A record that closes its parent came where no parent was open.",
            "Look at the records before it in the source: the head is missing, or was refused.",
        ),
        Code::RecordCut => told_of(
            "the line of {length:byte|bytes} was cut to {max_length}",
            "the line was cut[ to {max_length:byte|bytes}]",
            "The mapping declares `long: cut`, and what is behind `max_length` was not read.",
            "Compare some of these records with the old system; nothing else is needed.",
        ),

        Code::DataEnded => told_of(
            "the data end here, as declared: {bytes:byte is|bytes are} passed over",
            "the data end at a repeated header[: {bytes:byte is|bytes are} passed over]",
            "The mapping declares `repeated_header: end`; the header and all that follows it in the file is not read.",
            "Look at what follows the header in the file; if there are rows, declare `repeated_header: skip`.",
        ),
        Code::LostLength => told_of(
            "nothing can be read from byte {offset}[ (X'{bytes}')] on: {why}[; with `{hint}` the first {records} records follow one another][; these bytes are {padding}, with which files are filled up: if all is to the end, pass over it: `file_trailer: N`, with N bytes]",
            "a place from which on nothing can be read[, byte {offset}][; with `{hint}` the first {records} records follow one another][; these bytes are {padding}, with which files are filled up: if all is to the end, pass over it: `file_trailer: N`, with N bytes]",
            "Every record or block of this source says how long it is; what stands here is no length that can be, so that nothing after it can be found.",
            "If the file was read well up to here, it is damaged, or was joined of several: get it again. If it was not, correct `end:`; `tumpline look FILE` shows which lengths lead through a file.",
        ),
        Code::BelowMinLength => told_of(
            "the record has {length:byte|bytes} where {min_length} are the least",
            "the record is too short[: {min_length:byte is|bytes are} the least]",
            "A record says that it is shorter than `min_length`.",
            "Look at the record; lower `min_length` if such records are right.",
        ),
        Code::RecordOfFill => told_of(
            "the record is {byte} throughout, as what fills up a block or a file: if it is no record, say `{key}`",
            "a record that is one byte[, {byte},] throughout, as what fills up a block or a file[: if it is none, say `{key}`]",
            "Nothing tells such a record from what a system fills up the last block or the end of a file with; with values that may be empty, rows would be made of it.",
            "Compare the number of records with the old system. Where blocks are filled up, say with what: `block_fill: low_values`, `blanks` or `high_values`; where the file is, how many bytes that are: `file_trailer: N`.",
        ),
        Code::CoversOthers => told_of(
            "its length of {bytes:byte|bytes} goes on behind its layout: from position {from} on {records:whole record follows|whole records follow}, each with a length of its own",
            "a length that goes on over whole records behind its own[: {records}]",
            "The length before the record is damaged, or was written for several records at once. Read so, those behind the first would be lost.",
            "Get the file again. If the records are one on purpose, the copybook lacks a part of it: add what stands there.",
        ),
        Code::KindEndsEarly => told_of(
            "{short} of {of:record|records} of kind `{kind}` end too early: most have {length:character|characters}[, so that field `{field}` is not whole], and the kind's last field ends at {wanted}",
            "records of a kind that end before its last field[: {kind}]",
            "Most records of this kind are shorter than its fields, and a record that is too short is refused.",
            "Old programs leave blanks out at the end of a line: then write `records: {short: pad}`. Else correct the `at:` of the kind's last fields, or its `when:`, which may take records of another kind.",
        ),
        Code::CompressedDamaged => told_of(
            "the compressed file `{file}` {what}: from the {stored:byte|bytes} of it that were read came {read:byte|bytes}[ ({problem})]",
            "a compressed file that cannot be read to its end[: it {what}]",
            "The file could not be decompressed to its end. One that ends too early was cut on its way, or copied before it was written to its end.",
            "A transfer may have broken off: compare its size with that of the original, and get the file again.",
        ),
        Code::LastRecordCut => told_of(
            "`{file}` ends within a record: {rest:byte stands|bytes stand} behind {records:record|records} of {length:byte|bytes}",
            "a file that ends within a record[ of {length:byte|bytes}]",
            "All records have one length, and the file's size is no multiple of it; what is left is no padding. A run refuses what is left as a short record.",
            "If the file was cut, get it again. If records have another length, correct `length:`; if something else stands at its end, say `file_trailer:`.",
        ),
        Code::EdgesMissing => told_of(
            "the file has {bytes:byte|bytes} where its header and trailer alone have {wanted}",
            "the file is too short for its header and trailer[: {wanted:byte is|bytes are} needed]",
            "The mapping declares `file_header:` or `file_trailer:`, and the file has not even these.",
            "Get the file again, or correct the two.",
        ),
        Code::FloatsOdd => told_of(
            "most floats (COMP-1, COMP-2) look as nobody writes them: read as `{declared}`, they have many digits, or odd sizes; with `floats: {with}` under `copybook:` they are simple",
            "most floats (COMP-1, COMP-2) look as nobody writes them[, read as `{declared}`][; with `floats: {with}` under `copybook:` they are simple]",
            "All bytes decode as floats of every format, so that nothing is refused where they are made in another way.",
            "Compare a few amounts with the old system. If they are wrong, correct `floats:`; if they are right, nothing need be done.",
        ),
        Code::ReadsOtherwise => told_of(
            "{share} % of the values decode; with `{with}` {other} % would ({records:record was|records were} tried)",
            "as declared, values hardly decode[; with `{with}` {other} % would]",
            "Many records were refused, or could not be told apart, and the file reads far better in another way: another encoding, other record ends, another dialect, or bytes before the first record.",
            "Correct these keys of the source and run again; `tumpline infer FILE --copybook COPYBOOK` shows all ways that were tried.",
        ),
        Code::Blank => told_as(
            "nothing in a field that must have a value",
            "The field is blank, and the mapping does not say that it may be.",
            "If a blank means that there is no value, declare `on_blank: empty`; if it means zero, `on_blank: zero`.",
        ),
        Code::InvalidByte => told_of(
            "the byte[ {byte}] at position {position} does not exist in the encoding",
            "a byte that the encoding does not have[: {byte}]",
            "The declared encoding has no character for these bytes; the text would be damaged.",
            "If names with accents look wrong, correct `encoding:` (try cp850, cp1252 or utf-8); if few records have it, mend them in the source.",
        ),
        Code::NotANumber => told_of(
            "not a number at position {position}",
            "not a number[, at position {position}]",
            "A character stands there that no number of this type has.",
            "Check the field's position, then `decimal`, `thousands`, `currency` and `sign`; a text that means that there is no number goes into `null_if`.",
        ),
        Code::NumberTooLarge => told_of(
            "a number too large for {type}",
            "a number too large[ for {type}]",
            "The number is right, but its type cannot hold it.",
            "Give the field a larger type, such as int64 or a decimal of more digits.",
        ),
        Code::TooManyDecimals => told_of(
            "{decimals:decimal|decimals} where the type has {scale}",
            "more decimals than the type has[: {scale}]",
            "The number has more decimals than its type; nothing is rounded unless the mapping says how.",
            "Give the type more decimals, or declare `round: half_up`, `half_even` or `truncate`.",
        ),
        Code::BadSign => told_of(
            "a sign that is not as declared, at position {position}",
            "a sign that is not as declared[, at position {position}]",
            "A sign stands where none is declared, is missing where one must be, or is written in another style.",
            "Declare the style with `sign:`, such as `overpunch`, `trailing`, `minus_after`, `cr_db` or `parentheses`.",
        ),
        Code::BadGrouping => told_of(
            "a thousands separator at the wrong place, position {position}",
            "a thousands separator at the wrong place[, position {position}]",
            "Thousands separators may stand at every third digit only; elsewhere it may be a decimal mark.",
            "Check `decimal` and `thousands`; look at the value in the source.",
        ),
        Code::NotByPicture => told_of(
            "not written as the picture says, at position {position}",
            "not written as the picture says[, at position {position}]",
            "The text does not follow the field's date or time picture.",
            "Correct `picture:`; if the text means that there is no date, such as 00000000, declare `null_if: [00000000]` on the field.",
        ),
        Code::ImpossibleDate => told_as(
            "impossible date",
            "The text follows the picture, but no calendar has this day.",
            "If the text means that there is no date, such as 00000000, declare `null_if: [00000000]` on the field; else correct it in the old system.",
        ),
        Code::ImpossibleTime => told_as(
            "impossible time",
            "The text follows the picture, but no clock shows this time.",
            "If the text means that there is no time, such as 999999, declare `null_if: [999999]` on the field; else correct it in the old system.",
        ),
        Code::NotABoolean => told_as(
            "neither a word for true nor one for false",
            "The field has another text than the declared words for true and false.",
            "Add the word to `true` or `false`, or to `null_if` if it means that nothing is known.",
        ),
        Code::PatternUnmatched => told_as(
            "the field's pattern does not match",
            "The field is what the first group of its pattern finds, and the pattern finds nothing.",
            "Correct the pattern, or tell these records apart as a kind of their own.",
        ),
        Code::NotAFloat => told_of(
            "not a floating-point number, at position {position}",
            "not a floating-point number[, at position {position}]",
            "The text cannot be read as a number such as 1.5 or 1.5E-3.",
            "Check the field's position, and `decimal:` if a comma stands for the point.",
        ),
        Code::HoldsBlanks => told_as(
            "blanks where a packed or binary number, or a text of another encoding, is declared",
            "The program filled the field with the blanks of the text around it; read as declared they would be a large number, or characters, that nobody wrote.",
            "If blanks mean that there is no value, declare `on_blank: empty`; if they mean zero, `on_blank: zero`; if they are the digits of a COMP-6 or binary number, `on_blank: number`. If nearly every record has them, the field stands elsewhere.",
        ),
        Code::LowValues => told_as(
            "low-values: every byte is `X'00'`",
            "The program never gave the field a value, or filled it with LOW-VALUES.",
            "If this means that there is no value, declare `on_low_values: empty`; if it means zero, `on_low_values: zero`.",
        ),
        Code::HighValues => told_as(
            "high-values: every byte is `X'FF'`",
            "The program filled the field with HIGH-VALUES, often to mark the end of something.",
            "If this means that there is no value, declare `on_high_values: empty`; if the record is an end mark, tell it apart with `when:` or `set_aside:`.",
        ),
        Code::BlankInNumber => told_of(
            "a blank among the digits, at position {position}",
            "a blank among the digits[, at position {position}]",
            "A zoned number has a digit in each of its bytes; left out, the blank would make another number.",
            "Check the field's position; if the old program wrote blanks for zeros before the number, say `on_bad: empty` of the item, and read its places as a field of their own: `{name: …, at: 3-7, type: int32}`.",
        ),
        Code::NotZoned => told_of(
            "not a digit at position {position}",
            "not a digit[, at position {position}]",
            "The byte there is no digit of a zoned number in this alphabet.",
            "Check the field's position, and whether the file is EBCDIC or was translated to ASCII; binary and packed fields (COMP, COMP-3) do not survive a translation.",
        ),
        Code::BadZonedSign => told_of(
            "a sign that is not as declared, at position {position}",
            "a sign that is not as declared[, at position {position}]",
            "The byte with the sign has neither a sign nor a digit as the picture, `SIGN` and `signs:` have it.",
            "Check `SIGN LEADING`, `TRAILING` and `SEPARATE` in the copybook; where the old machine took other signs too, declare `signs: any`.",
        ),
        Code::NotPacked => told_of(
            "not a packed digit in half byte {half}",
            "not a packed digit[ in half byte {half}]",
            "Each half byte of a packed number is a digit from 0 to 9, but for the sign in the last one.",
            "Check the field's position and length, and that the file was transferred in binary, without translation.",
        ),
        Code::BadPackedSign => told_of(
            "a packed number with a sign that is not as declared[: {sign}]",
            "a packed number with a sign that is not as declared[: {sign}]",
            "The last half byte is the sign: C, D or F; in a field without a sign C or F. A, B and E count only where they are declared.",
            "A digit there, 0 to 9, is no sign: check the field's position and length, and whether it is COMP-6, which has none. Where the old machine took A, B and E as signs too, declare `signs: any`.",
        ),
        Code::PackedTooLong => told_as(
            "a packed number with one digit more than its picture",
            "A packed number with an even number of digits has a zero in its first half byte; here something else stands there.",
            "Check the picture in the copybook, and the field's position.",
        ),
        Code::MinusUnsigned => told_as(
            "a minus in a field without a sign",
            "The picture has no S, so that the field cannot be below zero; the sign would be lost.",
            "If the field may be below zero, give its picture an S, in the copybook or in a copy of it; else correct the value in the old system.",
        ),
        Code::BeyondPicture => told_of(
            "more than the {digits:digit|digits} of the picture",
            "a number with more digits than its picture[: {digits}]",
            "The binary number is larger than its picture says; the old program would have cut its first digits off.",
            "If the program was compiled so that all bits count (TRUNC(BIN), COMP-5), declare it so; else check the field's position and the order of its bytes.",
        ),
        Code::NumberCut => told_of(
            "the record ends inside of the number: {bytes} of {wanted:byte|bytes}",
            "the record ends inside of the number[: {bytes} of {wanted} bytes]",
            "Only a part of the field's bytes is there; what they would read as is another number.",
            "Check the record's length and the field's position.",
        ),
        Code::NotFinite => told_as(
            "no finite number",
            "The bytes are an infinity, or a mark that there is no number (NaN).",
            "Check the form of the floats (IBM hexadecimal or IEEE) and the order of their bytes; if it means that there is no value, declare `on_bad: empty`.",
        ),
        Code::FloatTooSmall => told_of(
            "a number too near to zero for {type}",
            "a number too near to zero[ for {type}]",
            "The number is not zero, but its type has nothing so small; it would be rounded to zero or lose digits.",
            "Give the field the type float64; if it already has it, check the form of the floats (IBM hexadecimal or IEEE).",
        ),
        Code::Untrimmed => told_of(
            "blanks around the value, which `trim: {trim}` leaves there",
            "blanks around the value, which `trim` leaves there[: `trim: {trim}`]",
            "Without the blanks before or behind it the text would be a value; `trim:` of the field, or of `defaults:`, says that they stay.",
            "If they mean nothing, say `trim: both` of the field, or take `trim:` out of `defaults:`; where nothing is said, they are taken off numbers, dates and times.",
        ),
        Code::OffPicture => told_of(
            "position {position} does not fit the picture `{picture}`, which has there {allowed}[ `{symbol}`][; {other}]",
            "a number that does not fit its picture[ `{picture}`][, at position {position}][, which has there {allowed}][ `{symbol}`][; {other}]",
            "A program that moves a number to such an item stores one text for each number. This is none of them, as where the copybook is a byte off: what could be read here would be another number.",
            "Check the field's position, and the copybook's version. If the program that wrote the file has another picture, correct it; if numbers are written freely there, say how at the field (`sign:`, `decimal:`, `thousands:`), and the picture is not asked.",
        ),

        Code::Required => told_as(
            "no value in a required column",
            "The column says `required: true`, and this record has no value for it.",
            "Complete it in the old system, give the column a `default`, or take `required` away if it may be empty.",
        ),
        Code::OutOfRange => told_as(
            "a value out of range[: at least {least}][, at most {most}]",
            "The value is right as such, but outside of what the column's `range` allows.",
            "Correct it in the old system, or widen the range if the value is right.",
        ),
        Code::BadLength => told_of(
            "a text of {length:character|characters}[, at least {least}][, at most {most}]",
            "a text too short or too long[: at least {least}][, at most {most}]",
            "The text is shorter or longer than the column's `length` allows.",
            "Correct it in the old system, or widen `length` if the text is right.",
        ),
        Code::PatternFailed => told_as(
            "a text that the column's pattern does not match",
            "The text does not look as the column's `pattern` says.",
            "Correct it in the old system, or the pattern if the text is right.",
        ),
        Code::NotOneOf => told_as(
            "a value that is not one of those declared[: {values}]",
            "The column's `one_of`, or level 88 of the copybook, lists the values that there are, and this is none of them. Where level 88 names only some of the values that programs use, `conditions: off` of the item, or of the whole copybook, leaves it out of account.",
            "Correct it in the old system, or add the value to those that are declared.",
        ),
        Code::RuleBroken => told_as(
            "a row that does not keep the rule",
            "The rule's expression is false for this row.",
            "Look at the row's record; correct it in the old system, or the rule if it is too strict. Where the rule only warns, the row is loaded.",
        ),
        Code::CheckFailed => told_of(
            "not a valid {check}",
            "a number that its check refuses[: {check}]",
            "The number's length, form or check digit is wrong.",
            "Correct it in the old system; declare `on_fail: warn` if such records are to be loaded.",
        ),
        Code::DoesNotFit => told_of(
            "a value that does not fit {type}",
            "a value that does not fit[ {type}]",
            "The field's value cannot be held by the column's narrower type.",
            "Give the column a wider type.",
        ),
        Code::NotInCrosswalk => told_of(
            "no such key in the crosswalk `{crosswalk}`",
            "no such key in the crosswalk[ `{crosswalk}`]",
            "The crosswalk has no row for this key.",
            "Add the key to the crosswalk: `tumpline crosswalk` lists what is missing. Or say what else becomes of it: for a look-up a `default:`, `unmatched: empty` or `on_fail: warn`, for a split `unmatched: keep`.",
        ),
        Code::NotOnThatDay => told_of(
            "the crosswalk `{crosswalk}` has this key, but not for this day[; nearest period: from {from}][; until {to}]",
            "a key that the crosswalk[ `{crosswalk}`] has, but not for this day",
            "The crosswalk has rows for this key, and none that holds on this day: there is a hole between its periods, or the day is before the first or after the last.",
            "Close the hole: let a period begin earlier or end later, or add one. `tumpline crosswalk` lists the holes.",
        ),

        Code::Overflow => told_as(
            "the result of `{operation}` does not fit {type}[, in `{part}`]",
            "Whole numbers have 64 bits and decimals at most 38 digits; a result beyond that is refused, never cut or wrapped.",
            "Look at the record's values; where they are right, CAST an operand to a wider decimal.",
        ),
        Code::DivisionByZero => told_as(
            "`{operation}` divides by zero[, in `{part}`]",
            "A quotient by zero has no value.",
            "Guard it: `CASE WHEN b <> 0 THEN a / b END`, or `a / NULLIF(b, 0)`.",
        ),
        Code::BadCast => told_as(
            "a text that is no {type}[, in `{part}`]",
            "The text does not read as a value of this type: blanks around it and thousands separators count as well.",
            "Clean it first (`trim`, `replace`), or use TRY_CAST, which gives no value where the text is none.",
        ),
        Code::LostDigits => told_as(
            "the result of `{operation}` has more than {scale:decimal|decimals}[, in `{part}`]",
            "The exact result has digits that its type has no place for, and nothing is rounded unasked.",
            "Say how it is rounded: `round(a / b, 2)`, `round_even`, `trunc`, `floor` or `ceil`.",
        ),
        Code::NoSuchDate => told_as(
            "`{operation}` gives a date that does not exist[, in `{part}`]",
            "No calendar has this date, or it is outside of the years 1 to 9999.",
            "Look at the record's values, and guard the expression with CASE.",
        ),
        Code::BadArgument => told_as(
            "`{operation}` cannot use this {argument}[, in `{part}`]",
            "An argument is outside of what the function takes; docs/reference/sql.md says what that is.",
            "Look at the record's values, and guard the expression with CASE.",
        ),
        Code::NotByFormat => told_as(
            "a text that does not follow the format {format}[, in `{part}`]",
            "The text has other characters than the format says, or the date does not exist.",
            "Correct the format, or use try_strptime, which gives no value where the text is none.",
        ),
        Code::TextTooLong => told_as(
            "the result of `{operation}` is longer than {most:bytes}[, in `{part}`]",
            "A text that grows so long is a mistake in the expression or in the record.",
            "Look at the arguments of `repeat`, `lpad` and `rpad`.",
        ),
        Code::LostTime => told_as(
            "`{operation}` would lose the time of day[, in `{part}`]",
            "A timestamp becomes a date without loss only at midnight.",
            "Say so: `CAST(date_trunc('day', x) AS date)`.",
        ),

        Code::CrosswalkHeader => told_as(
            "`{file}` does not have {header}[; did you mean {nearest}?]",
            "A look-up, or a control beside the files, names headers that its file does not have.",
            "Correct the headers in `match`, `take`, `valid` or `compare`; capitals and blanks count. If there is one header too few, check `delimiter`.",
        ),
        Code::CrosswalkHeaderTwice => told_as(
            "the header `{header}` stands twice in `{file}`",
            "A look-up, or a control beside the files, names a header that its file has twice, so that it is not clear which is meant.",
            "Rename one of the two in the file.",
        ),
        Code::CrosswalkLine => told_as(
            "line {line} of `{file}` cannot be read: {problem}[ `{header}`][ ({cells} instead of {wanted})]",
            "A line of the file is not cut into as many cells as its header has.",
            "Check `delimiter` and `quote`; mend the line. A cell with the delimiter in it, such as `1,234.56`, stands in quotes.",
        ),
        Code::CrosswalkValue => told_as(
            "line {line} of `{file}`, `{header}`: {why}",
            "A cell is no value of its type: a key has the type of the column that it is matched with, a taken value that of the column that takes it, a figure that of the sum.",
            "Correct the cell; check `encoding`, `picture`, `decimal`, `thousands` and `sign`, and the types of the columns.",
        ),
        Code::CrosswalkNoKey => told_as(
            "line {line} of `{file}` has no `{header}`",
            "A row of a crosswalk has an empty key, so that nothing could ever match it; or a line of a report has no figure.",
            "Complete the line, or remove it.",
        ),
        Code::CrosswalkTwice => told_as(
            "`{file}` has the key of line {line}[ ({header})] on line {first} already",
            "Two rows of a crosswalk or a report have one key, so that it is not clear which is meant.",
            "Remove one of the two, or add them up; if each holds at its time, add the days and declare `valid`.",
        ),
        Code::CrosswalkOverlap => told_as(
            "line {line} of the crosswalk `{file}` holds on days[ ({header})] on which line {other} holds for the same key",
            "The periods of two rows of one key overlap; the first and the last day are both included.",
            "Let the earlier period end on the day before the later one begins.",
        ),
        Code::CrosswalkBackwards => told_as(
            "the period[ ({header})] on line {line} of the crosswalk `{file}` ends before it begins",
            "The last day of a row of the crosswalk is before its first day.",
            "Correct the days; look whether day and month were exchanged.",
        ),
        Code::CrosswalkEmpty => told_as(
            "`{file}` has no row",
            "The file has nothing but its header, or nothing at all, so that no key could match.",
            "Check that this is the right file, and that its export was complete.",
        ),
        Code::CrosswalkUnreadable => told_as(
            "the crosswalk `{file}` cannot be read: {problem}",
            "The file is damaged, is not what its name says, or has columns of a type that no mapping has.",
            "Write it again as Parquet with flat columns, without compression, with Snappy or with Zstandard; or as CSV.",
        ),
        Code::CrosswalkMore => told_as(
            "{more:mistake|mistakes} more in `{file}`",
            "The file has more mistakes than are listed.",
            "Mend those that are listed, and check again.",
        ),
        Code::CrosswalkBlanks => told_as(
            "{count:value begins or ends|values begin or end} with a blank under `{header}` of the crosswalk `{file}`, first on line {line}",
            "Values of a crosswalk are compared and taken as they are; one with a blank too many matches nothing.",
            "Remove the blanks in the crosswalk if they are not meant.",
        ),
        Code::CrosswalkUnused => told_as(
            "no look-up uses {count:header|headers} of the crosswalk `{file}`: {header}",
            "A crosswalk has columns that no look-up matches or takes; that may be right.",
            "Nothing, if they are there for people only.",
        ),
        Code::SplitShare => told_as(
            "line {line} of the crosswalk `{file}` has no share above zero[ under {header}]",
            "A part of a split has no share, or one that is zero or less.",
            "Give it its share, or remove the line.",
        ),
        Code::SplitSum => told_as(
            "the shares[ ({header})] of the key on line {line} of the crosswalk `{file}` are {sum} together, not 100",
            "The shares of one key, on the same days, are percents: together they are exactly 100, or amounts would grow or shrink.",
            "Correct the shares; thirds are 33.34, 33.33 and 33.33. Where the numbers are weights, say `weights: true`.",
        ),
        Code::SplitTwice => told_as(
            "line {line} of the crosswalk `{file}` splits its key into the same[ ({header})] as line {first}",
            "Two parts of one split take the same values: one of them is too many, or is meant to be another.",
            "Make one line of the two, or correct what one of them takes.",
        ),
        Code::SplitParts => told_as(
            "the key[ ({header})] on line {line} of the crosswalk `{file}` is split into {parts:part|parts}; {most} is the most",
            "A row would become more rows than may be held in memory together.",
            "Split it in the new system, or look whether the key is complete.",
        ),

        Code::NoFiles => told_of(
            "no file matches `{pattern}`",
            "no file matches[ `{pattern}`]",
            "The mapping's pattern, taken from the mapping's folder, finds no file.",
            "Check `files:` in the mapping: it is taken from the mapping's folder, and capitals count. `--source` reads another file.",
        ),
        Code::FileCount => told_of(
            "{found:file|files} found, {wanted} expected",
            "not as many files as expected[: {wanted}]",
            "The mapping says with `expect:` how many files there must be.",
            "Look for the file that is missing or too many; correct `expect:` if the number changed.",
        ),
        Code::SameFile => told_of(
            "the same bytes as `{other}`",
            "the same bytes as another file[: `{other}`]",
            "Two files of the source are equal, so that every record would be loaded twice.",
            "Remove one of the two; get the file that was meant.",
        ),
        Code::HeaderMissing => told_of(
            "{count:header is|headers are} missing: {header}[; did you mean {nearest}?]",
            "headers are missing[: {header}]",
            "The mapping names headers that the file does not have.",
            "Correct the fields' `header:`, or declare `header_match: trim` or `fold`; if the export changed, ask why.",
        ),
        Code::HeaderExtra => told_of(
            "{count:header|headers} that the mapping does not name: {header}",
            "headers that the mapping does not name[: {header}]",
            "The file has columns that no field reads; a field may have been forgotten, or the export has changed.",
            "Add a field for each; if its values are not wanted, say why: `ignore: [{header: …, because: …}]`.",
        ),
        Code::HeaderTwice => told_of(
            "the header `{header}` stands twice",
            "a header that stands twice[: `{header}`]",
            "Two columns of the file have the same header, so that the name does not tell which one is meant.",
            "Name the field's cell by `index:`.",
        ),
        Code::HeaderNotFound => told_of(
            "no line holds all declared headers[; line {line} comes nearest: it lacks {missing}][, and has {others} besides][; none of these is there: {wanted}]",
            "no line holds all declared headers",
            "No line of the file has all the headers that the mapping names. Where one line has at least half of them, it is named.",
            "Correct the fields' `header:`, or declare `header_match: fold`; where no header is found at all, check `delimiter:` and `encoding:`.",
        ),
        Code::SourceEnded => told_of(
            "the source ended here: {unread:byte|bytes} could not be read",
            "the source ended before its end",
            "The rest of the file could not be cut into records, so that nothing of it was loaded.",
            "Mend the place that the finding before it names.",
        ),
        Code::NoRecords => told_as(
            "not a single record",
            "The file is empty, or has nothing but a header, separators and blank lines.",
            "Check that the export ended well; where a file may be empty, say so: `files: {glob: …, empty: allow}`.",
        ),
        Code::BadCompression => told_of(
            "the compressed file {what}: from the {stored:byte|bytes} of it that were read came {read:byte|bytes}[ ({problem})]",
            "a compressed file that cannot be read to its end[: it {what}]",
            "The file could not be decompressed to its end. One that ends too early was cut on its way, or copied before it was written to its end.",
            "A transfer may have broken off: compare its size with that of the original, and get the file again.",
        ),
        Code::OtherEncoding => told_of(
            "the file says that it is {found}, the mapping says {declared}",
            "the file says that its encoding is another one[: {found}]",
            "The file begins with the mark of another encoding than the declared one.",
            "Correct `encoding:`, or export again.",
        ),

        Code::LeadsNowhere => told_of(
            "`{path}` is listed in its folder, and leads nowhere",
            "a name that leads nowhere[: `{path}`]",
            "The mapping's pattern matches a link whose target is not there, such as a disk that is not connected, or a file that was removed meanwhile. Without it the tables would lack records.",
            "Connect the disk or the share and run it again; if the link is not needed, remove it or narrow `files:`.",
        ),
        Code::RunAsSource => told_of(
            "`{file}` was written by a run: it stands in `{folder}`",
            "a file that a run wrote[: `{file}`]",
            "The mapping's pattern finds files in an output folder; they are never a source.",
            "Name an `--out` outside of the folders that `files:` searches, or narrow `files:`.",
        ),
        Code::UnreadNotBlank => told_of(
            "{records} of {of:record has|records have} something [at bytes {bytes}, which no field reads][at characters {characters}, which no field reads][in the cells {cells}, which no field reads][in the column `{header}`, which no field reads][in the slack bytes {slack} of SYNCHRONIZED, which no compiler clears, and which need no field]",
            "something stands where no field reads",
            "Some records that were loaded, or that inform others, hold more than the mapping reads. A column that nobody mapped is lost. What stands there is not shown: it may be personal.",
            "Look at the first record: add a field, or say why it is not wanted: `ignore: [{at: …, because: …}]`, for CSV with `header:` or `index:`. Where blanks alone may stand, `filler: blank` refuses the records with anything else, if the mapping does not say so already.",
        ),
        Code::TooManyRejects => told_as(
            "{rejects:reject|rejects} in the table `{table}`, where {limit} {limit?is|are} allowed",
            "More records were refused than the mapping allows, so that nothing was published.",
            "Mend the records or the mapping; or, if the treasurer accepts the loss, allow them: `limits: {rejects: …}`.",
        ),
        Code::TooMuchRefused => told_of(
            "{amount} of `{column}` refused, where {most} is allowed",
            "more money refused than is allowed",
            "The refused records hold more money than the mapping allows, so that nothing was published. Every amount counts without its sign: what is owed does not pay for what is due.",
            "Mend the records or the mapping; or, if the treasurer accepts the loss, allow it: `limits: {amount: {of: …, most: …}}`.",
        ),
        Code::AmountUnknown => told_of(
            "`{column}` of {records:refused record|refused records} cannot be told; it may be above the {most} allowed",
            "refused records whose amount cannot be told",
            "The mapping limits the money that may be refused, and these records were refused before their amount could be read. An amount that nobody knows is above every limit.",
            "rejects/*.parquet has these records: mend what keeps their amount from being read, in the mapping or in the source.",
        ),
        Code::RuleTooOften => told_of(
            "{breaches:breach|breaches} of `{rule}`, where {limit} {limit?is|are} allowed",
            "a rule broken more often than it allows",
            "A rule was broken more often than its own `limits:` allows, so that nothing was published.",
            "Mend what breaks the rule; its findings are in findings.parquet. Or, if the treasurer accepts them, raise `breaches` in the rule's `limits:`.",
        ),
        Code::RuleTooMuch => told_of(
            "{amount} at stake in `{rule}`, where {most} is allowed",
            "a rule with more at stake than it allows",
            "The amount at stake in what breaks a rule is above the rule's own `limits:`, so that nothing was published.",
            "Mend what breaks the rule; its findings are in findings.parquet. Or, if the treasurer accepts it, raise `amount` in the rule's `limits:`.",
        ),
        Code::TooManyFolders => told_as(
            "the table `{table}` would have {folders:folder|folders}, one for each {columns}, where {most} are allowed",
            "`partition_by:` makes a folder for each value. So many folders make every reader slow, and mean that the column tells single rows apart.",
            "Partition by a column with fewer values, such as the year, and name this one in `sort_by:`.",
        ),

        Code::NotUnique => told_of(
            "{key} stands in[ record {record} of] `{file}` too",
            "a key that stands in more than one row[: {key}]",
            "The rule says that no two rows have the same key, and this row's key stands in another one too.",
            "Look at both records; only people know which is right. Correct the old system, or add to `unique:` the column that tells the rows apart.",
        ),
        Code::NoReference => told_of(
            "{key} is not in `{table}` ({columns})",
            "a key that is not[ in `{table}`][ ({columns})][: {key}]",
            "The row refers to a row of another table, and no row that was loaded there has this key.",
            "Look among the rejects for the row that is meant; if there is none, correct the old system, or exempt such rows with `where:`.",
        ),
        Code::SumDiffers => told_of(
            "{key} adds up to {sum} in {rows:row|rows}, and should to {wanted}",
            "a sum that is not what it should be[, {wanted}][: {key}][ (it is {sum})][ (of {rows:row|rows})]",
            "The rows of this key do not add up to what the rule says.",
            "Look at the key's rows, and among the rejects for one that is missing. `tolerance:` allows a small difference.",
        ),
        Code::SumsDiffer => told_of(
            "{key} adds up to {sum} here, and to {other} in `{table}`",
            "a sum that is not the same[ in `{table}`][: {key}][ (here {sum})][ (there {other})]",
            "Two tables that must agree do not, for this key. A side that has no rows of the key adds up to 0.",
            "Look at the key's rows in both tables, and among the rejects of both. `tolerance:` allows a small difference.",
        ),
        Code::SidesDiffer => told_of(
            "{key}: {own} comes to {sum}, and {others} to {other}",
            "tables that do not come to the same[: {own}][ and {others}][; {key}][ ({sum})][ ({other})]",
            "The rule of migration.yaml says that both sides come to the same for each key, and for this one they do not. A side that has no rows of the key comes to 0.",
            "Look at the key's rows in all these tables, and among their rejects. `tolerance:` allows a small difference.",
        ),
        Code::CountOutside => told_of(
            "{key} has {rows:row|rows}[; wanted are at least {least}][; wanted are at most {most}]",
            "too few or too many rows of one key[, at least {least}][, at most {most}][: {key}][ ({rows:row|rows})]",
            "The rule says how many rows have the same key, and of this one there are fewer or more.",
            "Look at the key's rows, and among the rejects for one that is missing.",
        ),
        Code::SequenceGap => told_of(
            "{key} lacks the number {from}[, and all up to {to}]",
            "a number that is missing[: {key}][, {from}][, and all up to {to}]",
            "The column counts up by one, and before this row it leaves something out.",
            "Look among the rejects for the number. If the old system never gave it, or cancelled it, tell the auditor, and let the rule warn: `on_fail: warn`.",
        ),
        Code::SequenceTwice => told_of(
            "{key} has the number {number} in[ record {record} of] `{file}` too",
            "a number that stands twice[: {key}][, {number}]",
            "The column counts up by one, and another row has this row's number.",
            "Look at both records; only people know which is right.",
        ),
        Code::KeyEmpty => told_as(
            "a part of the key is empty",
            "The rule says `nulls: refuse`, so that every row must have its whole key, and this one does not.",
            "Correct the old system; or write `nulls: skip` if there may be rows without a key.",
        ),
        Code::OtherColumn => told_as(
            "not one key is in `{columns}` of `{table}`, but {matches:is|are} in its `{nearest}`",
            "A whole column refers to nothing, and another column of the same table has what it refers to. The rule may name the wrong column, or a field be read at the wrong place.",
            "See whether that other column is what is meant, and whether both columns come from the right fields.",
        ),
        Code::KeysEmpty => told_as(
            "`{columns}` of `{table}` is empty in {rows:row|rows}, which is all there are, so the rule proves nothing[; its `{nearest}` has {matches:key|keys} of `{target}`]",
            "A rule that refers to another table looks for the keys that there are. Here there is none: the rule holds for want of anything to look at. The field may be read at the wrong place, or the old system may keep its keys in another column.",
            "See whether the column comes from the right field. Where the keys stand in another column, name that one under `by:`; where they may be empty, `nulls: refuse` tells of each row.",
        ),
        Code::NotSettled => told_as(
            "after {passes:pass|passes} the rules still refuse more records",
            "A record that one rule refuses may be the one that another rule needs. So the rules are judged again after every refusal, and this went on for longer than a run may take.",
            "Write `on_fail: fail` instead of `reject` for the rules that refuse most, and look first at what they find.",
        ),
        Code::ReadOnce => told_as(
            "`{file}` can be read only once, and records of it may be refused, or rows left out, when all were read",
            "What a rule over several rows refuses, and `dedupe:` leaves out, is known at the end, and is taken out of the source that is read again. A stream, or a pipe, is gone by then.",
            "Write it into a file and read that; or let the rule be `on_fail: fail` or `warn`, and the repeated rows be dropped before.",
        ),
        Code::NotJudged => told_as(
            "{rules:rule or control|rules and controls} {rules?was|were} not judged, because of `{option}`",
            "A rule over several rows needs all of them, as a control does, and a run with this option reads or makes only a part. In a replay whose repaired rows should stand in place of old ones (`dedupe:`), rules would look at both.",
            "Nothing to mend; but run the whole migration before you rely on it.",
        ),
        Code::Duplicate => told_of(
            "{key}: the row in[ record {record} of] `{file}` is kept[, {stays}]",
            "a row that was left out, since another one of its key is kept[: {key}]",
            "The mapping says that of rows with the same key one is kept. This is one of the others: it is counted, and not loaded.",
            "Nothing to mend, if the right one was kept; else change `keep:` or `order_by:`.",
        ),
        Code::NoFolderName => told_of(
            "the value cannot be the name of a folder: {problem}[ ({bytes:byte|bytes}; at most {most})]",
            "values that cannot be the name of a folder[: {problem}][ ({bytes:byte|bytes}; at most {most})]",
            "The column is one of `partition_by`, so that each of its values is the name of a folder. No file system takes a name of more than 255 bytes, and characters other than letters and digits may need three.",
            "Mend the value, shorten it in an expression (`sql: left(name, 60)`), or lay the table out by another column.",
        ),
        Code::OldRowsRefused => told_as(
            "{rows:row|rows} of the run {run}, which is mended, would have to be taken out[: {cause}]",
            "A rule refuses old rows: together with repaired records, or alone where the rule itself is another one now; or a repaired row would be kept in place of an old one (`dedupe:`). Old rows are not taken out by a replay, so nothing is published.",
            "See the findings about them. Mend the repaired record otherwise, or put it back as it was, in `rejects/*.raw` of that run, and give the same command again. If the old row is the wrong one, correct the export, and run the migration anew.",
        ),
        Code::OldRowsFail => told_as(
            "{findings:finding|findings} about rows of the run {run} {findings?fails|fail} this one as well",
            "A replay keeps the rows of that run as they are, and what was found out about them: it cannot lift it.",
            "Correct the export or the mapping, and run the migration anew with `tumpline run`.",
        ),
        Code::RepairedRowsFail => told_as(
            "{findings:finding fails|findings fail} this replay of the run {run}, and repaired records may have a part in {findings?it|them}",
            "Records that were repaired are rows of this refused run now, and stand no more among its rejects.",
            "Mend them otherwise in `rejects/*.raw` of that run, or change the mapping, and give the same command again. If it is old rows alone that break a rule, correct the export, and run the migration anew.",
        ),
        Code::RepairDropped => told_of(
            "the run {run} has this record as a replay repaired it (from `{raw}`; {how}); here it is refused again",
            "records that a replay repaired[, as the run {run} has them][ (from `{raw}`)][, {how}], and that are refused here again",
            "`current` led to that run, and leads to this one now. A run reads the sources, which nobody mended; what was mended in the rejects of an earlier run it does not know.",
            "Mend the record in this run's `rejects/*.raw` too, or the mapping as it was mended then, and replay the output folder. That run stays where it is.",
        ),
        Code::RepairLost => told_of(
            "the run {run}, to which `current` leads, has this record as a replay repaired it (from `{raw}`; {how}); here it would be refused again",
            "records that a replay repaired[, as the run {run} has them, to which `current` leads][ (from `{raw}`)][, {how}], and that would be refused here again",
            "This replay begins from an older run, or from one that does not have what was mended since. Published, it would take the repaired record out of what people read.",
            "Replay the newest run: `tumpline replay` with the output folder, or with the folder of that run. Or mend this record here too, as it was mended then. To leave it out on purpose, run the migration anew with `tumpline run`.",
        ),
        Code::RepairsUntold => told_as(
            "{records:record that was|records that were} repaired in the run {run} cannot be looked for here: {why} `{what}`",
            "`current` leads to that run, and this one would take its place. Nobody can tell record by record whether it has all that was repaired there.",
            "Compare the two runs. Where something lacks, mend it in the rejects of this run, and replay the output folder.",
        ),
        Code::ControlDiffers => told_of(
            "the control does not hold[: it says {says}][, the records come to {found}][, a difference of {difference}]",
            "a control that does not hold[: it says {says}][, the records come to {found}][, a difference of {difference}]",
            "The old system wrote a figure into the file, and what was read of it comes to another one: records are missing, are there twice, or were changed.",
            "Ask for the export again. If the old system itself is wrong and the treasurer accepts it, sign the difference off under `accept:` in migration.yaml.",
        ),
        Code::ControlMissing => told_of(
            "there is no record of `{kind}`[ that closes the `{opened}`]",
            "control records that are missing[: none of `{kind}`][ closes the `{opened}`]",
            "The control's figure stands in a control record, and these records have none: nobody says whether they are all there.",
            "Look whether the file was cut off; ask for the export again.",
        ),
        Code::ControlOutside => told_of(
            "a record of `{kind}`, and no `{opened}` is open",
            "control records where nothing is open[: of `{kind}`][, and no `{opened}`]",
            "The control record says something of the records since one that opens them, and there is none before it.",
            "Look at the records before it in the source; a header may be missing.",
        ),
        Code::ControlUnknown => told_of(
            "the control cannot be proved: {unknown:value|values} cannot be read[; it says {says}][, the others come to {found}][, a difference of {difference}]",
            "controls that cannot be proved, since values cannot be read[: {unknown:value|values}][; it says {says}][, the others come to {found}][, a difference of {difference}]",
            "Records that the control is about were refused, and the values that it counts or sums could not be read in them. So nobody knows what they come to.",
            "Mend these records, which are among the rejects; or correct how the mapping reads the field.",
        ),
        Code::ControlTwice => told_of(
            "another record of `{kind}`: record {record} is one already",
            "more control records than one[: of `{kind}`][, after record {record}]",
            "There is one control record for these records, and here is another one: the files of several days may have been joined.",
            "Look at the file; if one control record is for a part of it, the mapping must say so with `ends:`.",
        ),
        Code::ControlUnread => told_of(
            "the control cannot be proved: `{field}` has no value that can be read",
            "controls that cannot be proved, since a field has no value that can be read[: `{field}`]",
            "The figure, or what it is compared with, is empty or does not decode.",
            "Look at the record in the source; correct how the mapping reads the field. If the record that has it was refused, mend that one and run `tumpline replay`.",
        ),
        Code::ControlUnlike => told_of(
            "the control does not hold: it does not repeat `{field}`[, which is {is}][; it says {says}]",
            "a control that does not hold[: it does not repeat `{field}`][, which is {is}][; it says {says}]",
            "The control record repeats a value of the record that it belongs to, and the two are not the same: records may be missing between them.",
            "Look at both records in the source; ask for the export again.",
        ),
        Code::ControlAccepted => told_of(
            "a difference of {difference} that {by} accepted: {because}[; the control says {says}][, the records come to {found}]",
            "a difference that was accepted[: {difference}][ by {by}][: {because}][; it says {says}][, the records come to {found}]",
            "The control does not hold, and migration.yaml signs exactly this difference off.",
            "Nothing to mend; the evidence has who accepted it, and why.",
        ),
        Code::AcceptUnused => told_of(
            "`{control}`: line {line} of migration.yaml accepts a difference of {difference}, and {why}",
            "differences that are accepted, and that were not found[: `{control}`][, {difference}][, line {line}][: {why}]",
            "What was accepted is not what was found; another difference is not covered by it.",
            "Take it out of `accept:`, or sign off the difference that there is now.",
        ),
        Code::AcceptRepeated => told_of(
            "`{control}`: line {line} of migration.yaml accepts a difference of {difference} once more, as line {first} does",
            "differences that are accepted once more[: `{control}`][, {difference}][, line {line}][, as line {first} does]",
            "Each entry signs off one difference. One entry is of this one already, and there is no other like it.",
            "Take one of the two out of `accept:`. The same entry stands there twice only where two files or batches differ by the same.",
        ),
        Code::ReportDiffers => told_of(
            "{key}: `{header}` of `{file}` (line {line}) is {says}, and `{table}` comes to {found}[, less by {less}][, more by {more}][; {rejected} of that was refused][; {aside} of that was set aside]",
            "figures of a report that are others[: `{header}`][ of `{file}`][, and `{table}`][; {key}][ (line {line})][ is {says}][, and comes to {found}][, less by {less}][, more by {more}][; {rejected} was refused][; {aside} was set aside]",
            "The old system printed a figure for this key, and the rows that were read come to another one: rows are missing, are there twice, or were changed.",
            "Look at the key's rows. If the report itself is wrong and the treasurer accepts it, sign the difference off under `accept:` in migration.yaml, with its `key:`.",
        ),
        Code::NotInReport => told_of(
            "{key}: `{file}` does not have it, and `{table}` comes to {found} (`{header}`)",
            "keys that a report does not have[: `{file}`][, and `{table}`][ (`{header}`)][; {key}][ comes to {found}]",
            "The table has rows of a key that the old system's report does not have. A key whose rows come to 0 may be missing there.",
            "Ask whether the report is of the same day and whole. `where:` leaves rows out that it is not about.",
        ),
        Code::NoRowsOfReport => told_of(
            "{key}: `{header}` of `{file}` (line {line}) is {says}, and `{table}` has no row of it",
            "keys of a report without rows[: `{header}`][ of `{file}`]",
            "The old system's report has a key of which nothing was read. A figure of 0 may be without rows.",
            "Ask for the export again; its rows may be in another file. Look whether the key is written the same way on both sides.",
        ),
        Code::ReportUnknown => told_of(
            "[{key}: ]`{header}` of `{file}` cannot be proved: of {unknown:row|rows} of `{table}` the value or the key cannot be read[; it says {says}][, the others come to {found}]",
            "figures of a report that cannot be proved[: `{header}`][ of `{file}`][ and `{table}`][; {key}][: {unknown:row|rows}][; it says {says}][, the others come to {found}]",
            "Records were refused of which the value or the key could not be read. So nobody knows what their rows come to, or to which key they belong.",
            "Mend these records, which are among the rejects; or correct how the mapping reads the field.",
        ),
        Code::ReportAccepted => told_of(
            "{key}: a difference of {difference} that {by} accepted: {because} (`{header}` of `{file}`)",
            "differences of a report that were accepted[: {difference}][ by {by}][: {because}][ (`{header}`)][ of `{file}`][; {key}]",
            "The figure is another one, and migration.yaml signs exactly this difference off.",
            "Nothing to mend; the evidence has who accepted it, and why.",
        ),

        Code::EvidenceMissing => told_as(
            "`{file}` is missing",
            "The manifest names a file of the run that is not there.",
            "Get the file back from a copy, or run the migration again.",
        ),
        Code::EvidenceHash => told_as(
            "`{file}` is not what the run wrote[: {edited}][ {replay}]",
            "The file's bytes have another SHA-256 than the manifest says: it was changed or damaged.",
            "Get the file back from a copy, or run the migration again; find out who changed it.",
        ),
        Code::EvidenceTotal => told_as(
            "{what}[ of {of}]: {found}, where the manifest says {manifest}",
            "A count or a total, computed again from the files, is not the manifest's.",
            "Get the run back from a copy, or run the migration again; find out who changed it.",
        ),
        Code::SourceDiffers => told_as(
            "the source `{file}` is not what was read",
            "The source's bytes have another SHA-256 than when the run read them.",
            "If the new file is the right one, run the migration again.",
        ),
        Code::SourceGone => told_as(
            "the source `{file}` is not there any more",
            "The source could not be checked; the run's own files are not affected. Its folder is there.",
            "Put the source back if it must be checked.",
        ),
        Code::EvidenceUnreadable => told_as(
            "`{file}` cannot be read: {problem}[, line {line}]",
            "A file of the run's evidence is damaged, or written by another release.",
            "Get the file back from a copy, or run the migration again.",
        ),
        Code::EvidenceExtra => told_as(
            "`{file}` is not a file of the run",
            "The run's folder holds a file that the manifest does not know; readers may take it for data.",
            "Move the file elsewhere.",
        ),
        Code::SourceUnreadable => told_as(
            "the source `{file}` cannot be read: {problem}",
            "The source is there, and could not be checked; the run's own files are not affected.",
            "Get the permission to read it, or have someone verify who has it.",
        ),
        Code::ManifestKeyMissing => told_as(
            "manifest.json has no `{key}`",
            "The manifest was changed or cut: a key that every manifest of this version has is missing.",
            "Get the run back from a copy, or run the migration again; find out who changed it.",
        ),
        Code::ManifestKeyUnknown => told_as(
            "manifest.json has a key `{key}` that no manifest of this version has",
            "The manifest was changed after the run wrote it.",
            "Get the run back from a copy, or run the migration again; find out who changed it.",
        ),
        Code::ManifestValue => told_as(
            "manifest.json: `{key}` cannot have this value",
            "The manifest was changed after the run wrote it: the key has a value of another sort.",
            "Get the run back from a copy, or run the migration again; find out who changed it.",
        ),
        Code::ManifestConflict => told_as(
            "manifest.json: `{key}` does not agree with `{other}`",
            "Of two statements of the run's evidence, one must be wrong.",
            "Get the run back from a copy, or run the migration again; find out who changed it.",
        ),

        Code::SourceUnread => told_as(
            "the source `{file}` was not read to its end by the run, and is not compared",
            "With `--limit` a run reads the first records only; there is no hash of the whole file.",
            "Nothing; a run without `--limit` can be compared with its sources.",
        ),
        Code::SourceElsewhere => told_as(
            "the source `{file}` is not on this machine: there is no folder of `{path}`",
            "The run was made on another machine, or the disk with its sources is not connected. The run's own files are not affected.",
            "Verify the run where it was made, or connect the disk, if the source must be checked.",
        ),
        Code::Io => told_as(
            "cannot {doing} `{path}`: {problem}",
            "The system refused something that the command must do with a file.",
            "Check that the path is right, the disk there and the permission given; then try again.",
        ),
        Code::SourceChanged => told_as(
            "`{path}` changed while it was read",
            "A source was written to during the run, so that what was read is neither the old nor the new file.",
            "Wait until the export has ended, then run it again.",
        ),
        Code::OutputBusy => told_as(
            "another run is at work in `{path}`",
            "Two runs may not write into one output folder at the same time.",
            "Wait until the other run has ended, or name another `--out`.",
        ),
        Code::MemoryTooSmall => told_as(
            "{needed:mebibytes} of memory are needed, {allowed:bytes} allowed",
            "Even with one thread the computed bound is above what `--memory` allows.",
            "Give `--memory` at least what is needed, which `tumpline check` says too, or split a very wide table.",
        ),
        Code::NotConserved => told_as(
            "of the {size:byte|bytes} of `{file}`, {classified} were accounted for",
            "Not every byte is accounted for: this is a defect of the program, and the run was stopped for it.",
            "Report it with the mapping and the sizes, without data; then run it again with `--threads 1`.",
        ),
        Code::Interrupted => told_as(
            "interrupted",
            "The run was stopped by the user or by the system.",
            "Run it again when you are ready; it starts from the beginning.",
        ),
        Code::DiskFull => told_as(
            "no space left for `{path}`",
            "The disk, or the share of it that you may use, is full.",
            "Free some space, or name an `--out` on another disk; then run it again.",
        ),
        Code::NoSuchPath => told_as(
            "`{path}` does not exist",
            "The command or the mapping names a path where there is nothing.",
            "Correct the path; it is taken from the folder in which you are, in a mapping from the mapping's folder.",
        ),
        Code::WrongPath => told_as(
            "`{path}` is not {wanted}",
            "There is something at the path, but not what is wanted.",
            "Correct the path.",
        ),
        Code::BadOption => told_as(
            "`{option}[ {value}]`: {problem}[; did you mean `{nearest}`?]",
            "The command cannot be understood.",
            "`tumpline --help` shows the commands, and `tumpline COMMAND --help` the options of each.",
        ),
        Code::Defect => told_as(
            "a defect of this program: {what}",
            "Something happened that the program takes for impossible.",
            "Report it with this line and the mapping, without data; then run it again.",
        ),
        Code::HeldTooMuch => told_as(
            "`{file}` goes on without the end of a record: {held:bytes} of it wait on the disk, {free:bytes} are free",
            "Of a packed file or a stream, what belongs to one record, or may be padding at the end, waits on the disk of `--out`; there is not enough room. A small packed file may hold terabytes of zeros.",
            "Look at the file: it may be damaged, or of another format. If it is right, name an `--out` on a larger disk.",
        ),
        Code::RulesNeedDisk => told_as(
            "rules over several rows and sorted tables need about {needed:mebibytes} more on the disk, where {free:mebibytes} are free",
            "Keys and rows that memory does not hold wait on the disk of `--out` until all rows were read. What is still needed is reckoned from what was read so far.",
            "Free some room, or name an `--out` on a larger disk, and run it again.",
        ),
        Code::ParameterUnset => told_as(
            "the parameter `{name}` ({type}) has no value; set one, such as `--set {name}={example}`",
            "migration.yaml declares a parameter without a `default:`, so that the command line must set it.",
            "Add `--set NAME=VALUE` to the command, or give the parameter a `default:` in migration.yaml.",
        ),
        Code::ParameterType => told_as(
            "`--set {name}[={value}]` is not a value of type {type}; write it as in `--set {name}={example}`",
            "A parameter is set to what its type does not have.",
            "Write it as mappings write their constants: dates as 2026-12-31, decimals with a point and at most the type's decimals.",
        ),
        Code::ParameterNotOneOf => told_as(
            "`--set {name}[={value}]` is none of the parameter's values[: {values}][; did you mean `{nearest}`?]",
            "migration.yaml says by `one_of:` which values the parameter may have, and this is none of them.",
            "Set one of its values, or add this one in migration.yaml.",
        ),
        Code::ParameterOutOfRange => told_as(
            "`--set {name}[={value}]` is out of the parameter's range[: at least {least}][, at most {most}]",
            "migration.yaml says by `range:` which values the parameter may have, and this is not among them.",
            "Set a value within the range, or widen it in migration.yaml.",
        ),
        Code::BaseDiffers => told_as(
            "the run {run} is not as it was written: {differences:difference|differences}; the first is {what} `{first}`",
            "A replay takes over the rows of a run, so that run must still be what its manifest says. Only the bytes of rejects may be edited.",
            "`tumpline verify` with the run's folder says what differs. Get the files back from a copy, or run the migration anew.",
        ),
        Code::BaseTrial => told_as(
            "the run {run} is a trial, and cannot be mended",
            "A trial may have read only a part of the sources, so that its rows and rejects are not all there are.",
            "Run the whole migration with `tumpline run`, then replay what it refused.",
        ),
        Code::BaseTooOld => told_as(
            "the rejects of the run {run} cannot be read again without their sources",
            "Another version of the program wrote them: without the parents, headers and values of controls that they need, or in another version of the output's format.",
            "Run the migration anew with `tumpline run`.",
        ),
        Code::RawRecords => told_as(
            "`{file}` was edited and holds {found:record|records}, where {wanted:record was|records were} refused; from number {number} on they do not fit[: there record {record} of `{source}` stood]",
            "Each record in the file takes the place of the one that was refused, in the same order; so there must be as many.",
            "Edit records, but do not add, join or remove any; each line ends as it did, and where a record says its length, it says the new one. A record that is to stay out is left as it was.",
        ),
        Code::RawMarked => told_as(
            "`{file}` begins with a byte order mark ({mark}), which the record of a source in {encoding} did not have: an editor put it there",
            "An editor that writes such a mark mostly writes all other characters otherwise too, so that records may have other bytes than they had.",
            "Save the file without a mark, in the source's encoding; many editors call it ANSI, or `without BOM`. Or put each record back from the column `raw` of rejects/*.parquet, and edit it with a tool that leaves other bytes alone.",
        ),
        Code::CutOtherwise => told_as(
            "the mended mapping `{mapping}` cuts record {record} of `{file}` otherwise than it was cut",
            "Where a record begins and ends is no longer the same (quotes, line ends, record lengths), so the old rows may be wrong too.",
            "Run the migration anew with `tumpline run`.",
        ),
        Code::ReplayChanges => told_as(
            "this replay would change {what} `{name}`[ (record {record})][; that run has: {given}]",
            "A replay keeps the rows of the old run as they are; what changes their meaning or their columns makes them wrong.",
            "Take the change back, or run the migration anew with `tumpline run`.",
        ),
        Code::LaterRepairs => told_as(
            "the later run {later} was given edited records that the run {run} does not have",
            "It stands upon that run. What was repaired in it would be lost, without a word.",
            "Replay the newest run: `tumpline replay` with the output folder. To begin again from the older one, carry the edits over into its `rejects/*.raw` and take the later runs out of the output folder; or run the migration anew.",
        ),
        Code::OldCrosswalk => told_as(
            "the crosswalk `{crosswalk}` is not as the run {run} read it, so that old rows were made with another one",
            "Rows that stand keep the values that they were given; only repaired records are looked up in the crosswalk as it is now. So one old key may have two new ones.",
            "If rows were added for keys that lacked, all is well. If others were changed, run the migration anew.",
        ),
        Code::ReplayParameter => told_as(
            "the parameter `{name}` had another value in the run that is mended",
            "Rows of the old run were made with that value, and stay.",
            "Leave out `--set` for it, or, if its value is personal, give the same again; for another value, run the migration anew.",
        ),
        Code::UnknownRecordEnd => told_as(
            "nothing shows where the records of `{path}` end",
            "There are no line ends, no length repeats, and no lengths before the records lead from one to the next.",
            "Where there is a copybook, `tumpline infer FILE --copybook COPYBOOK` finds the way. Else look at the file with `tumpline look`, and ask the old system's keeper how long its records are.",
        ),
        Code::FilesDiffer => told_as(
            "`{path}` and `{other}` do not read in one way",
            "A mapping reads all its files in one way: the same ends of records, the same encoding, the same fields at the same places.",
            "Draft a mapping for each of them.",
        ),
        Code::EncodingUntold => told_as(
            "the encoding of `{path}` cannot be told, or is none that a mapping has[: it is EBCDIC, and `--encoding {page}` reads its letters best]",
            "Nothing is guessed where bytes may be anything; the pages of EBCDIC differ in few letters and signs.",
            "Name it: `--encoding cp850`, or `--encoding cp037` for EBCDIC; `docs/reference/mapping.md` has the list. Where there is a copybook, `tumpline infer FILE --copybook COPYBOOK` finds the page itself.",
        ),
        Code::OutExists => told_as(
            "`{path}` is there already[ and is {sort}], and is not written over",
            "A draft or a field map would be written over a file that somebody may have worked on.",
            "Give the draft another name, or say `--force` if it shall replace the mapping that stands there.",
        ),
        Code::IsThere => told_as(
            "`{path}` is there already, and `init` writes new files alone",
            "A new folder would have a file of this name; the one that was found stays as it is, and nothing was written.",
            "Name a folder that is new or empty, or move the file away.",
        ),
        Code::NoSuchRecord => told_as(
            "nothing to explain at {wanted} of `{file}`: {problem}[ {other}][; it says {length}]",
            "The file has no such record, byte, refused record or row.",
            "Records and rows are counted from 1, bytes from 0, in the file as it is when it is not compressed.",
        ),
        Code::WhichSource => told_as(
            "which file is meant[ by `{name}`]: {problem}[ ({sources})][; did you mean `{nearest}`?]",
            "The mappings read several files, or none that is called so.",
            "Put the file's name, or the end of it, before the number: `--record GLJ2024.TXT:17`; the mapping's name before that: `--record journal=GLJ2024.TXT:17`. `--at` and `--reject` are written so too.",
        ),
        Code::NotTraced => told_as(
            "nothing leads back from `{path}`: {problem}",
            "The way from a row or a refused record back to its bytes is broken.",
            "Give a file under `data/` of a run's folder, where it was written, of a table that has `_file` and `_offset`; or give the mapping and `--record`.",
        ),
        Code::MappingGone => told_as(
            "the mapping `{mapping}` of the run is not at `{path}`",
            "A run's evidence says what its mapping was, not where; it was sought beside the source.",
            "Say where it is: `--mapping PATH`.",
        ),
        Code::UnknownCode => told_as(
            "no finding has the code `{code}`[; there are {nearest}]",
            "The codes of findings are those of the reference.",
            "docs/reference/findings.md lists every code.",
        ),
        Code::OtherHeader => told_as(
            "`{path}` has other headers than `{first}`",
            "One mapping reads files of one layout, and these two have different columns, or the same in another order.",
            "Infer a mapping from each sort of files by itself.",
        ),
        Code::NothingToInfer => told_as(
            "nothing stands in `{path}` from which a mapping could be drafted[: {what}]",
            "The files are empty, or hold nothing but blank lines and padding.",
            "Ask for the export again, or name a file that has records.",
        ),
        Code::LayoutUnread => told_as(
            "the layout `{path}` cannot be read: {problem}",
            "A layout is a table of fields (name, start, length or end, type), a Frictionless table schema, or a JSON Schema.",
            "Give the table a line of headers such as `name,start,length,type`, or save the schema as JSON.",
        ),
        Code::LayoutMistake => told_as(
            "line {line} of the layout `{path}`: {problem}[ (`{value}`)]",
            "A field of the layout has no name or no place, or one that cannot be.",
            "Mend the line, or take it out. Positions count from 1, and an end is included.",
        ),
        Code::LayoutContradicted => told_as(
            "the layout[ of `{field}`] and the data do not agree: {problem}[; {n:record|records}][, the first in record {first}]",
            "The field is drafted so that nothing is lost, and a comment beside it says what the layout wants.",
            "Look at the place that is named. Mend the layout, or ask who wrote it which edition of the export it describes.",
        ),
        Code::FieldsOverlap => told_as(
            "`{field}` and `{other}` both read position {places}, and neither lies within the other",
            "Two fields share a part of their places; one of the two probably begins or ends one place off.",
            "Compare both `at:` with the old system's layout. If the one is meant to be a part of the other, let it lie within it.",
        ),
        Code::PictureTooWide => told_as(
            "the picture `{picture}` has {letters:letter|letters}, and the field {places:place|places}",
            "A value that follows the picture would not fit into the field, so that none ever does.",
            "Write the picture as the values are written, marks included, such as `YYYYMMDD` for 20261231; or correct `at:`.",
        ),
        Code::EndsNoParent => told_as(
            "`{kind}` ends `{ended}`, under which nothing stands; did you mean `{nearest}`?",
            "A kind ends another one of which no kind is a child, while there is a parent that is never ended.",
            "Name the parent of the records that this one closes: `ends: head`. If it is meant as it stands, nothing has to be done.",
        ),
        Code::NeverTrue => told_as(
            "a comparison with NULL never holds",
            "In SQL nothing is equal to NULL, nor unequal: such a comparison has no value in any row.",
            "Ask with `IS NULL` or `IS NOT NULL`.",
        ),
        Code::FieldsBlank => told_as(
            "{fields} of `{kind}` {count?is|are} blank in all {records:record|records} read",
            "A field holds nothing in any of the first records: it is not used, or it stands elsewhere.",
            "If the old system uses it, compare its place with the layout; else nothing has to be done.",
        ),
        Code::FieldFails => told_as(
            "{failed} of {values:value|values} of `{field}` cannot be read ({file}, record\u{a0}{record})[; with `{key}: {value}`, {good} of {of} can]",
            "Most of the first values of a field are not what its type wants: its place, its picture or its sign is another one.",
            "Compare with the old system's layout, and with the record that is named. What was tried is only a proposal: it fits the records that were read.",
        ),
        Code::NeverMet => told_as(
            "none of {values:value|values} of `{column}` meets its `{key}:` ({file}, record\u{a0}{record})",
            "A check of a column holds for none of the first values, so that the check or the field is probably wrong.",
            "Look at the record that is named; then correct the check, or the place and the type of the field.",
        ),
        Code::KindNotThere => told_as(
            "none of {records:record|records} read is of kind `{kind}`[; {untold} are of no kind, and have at that place: {found}]",
            "Among the first records there is none of this kind: its condition may be wrong, or such records come later.",
            "Compare `when:` with the records: its place counts from 1, and it compares as many characters as `at:` has places.",
        ),
        Code::LinesShort => told_as(
            "{lines} of {of:line|lines} read end before their last field: most have {length} characters, and the field ends at {wanted}",
            "Most lines are shorter than the fields of their kind, and a line that is too short is refused.",
            "Old programs leave blanks out at the end of a line: then write `records: {short: pad}`. Else correct the last field's `at:`.",
        ),
        Code::LengthOff => told_as(
            "the records are not {length} bytes long[; with {fits} bytes they can be read][; a line end stands after every {line} bytes: write `end: newline`][; {ends:line end stands|line ends stand} in the first bytes, at uneven distances: write `end: newline`]",
            "Cut at this length, hardly a record can be read: the length is another one, or the file has line ends.",
            "Write the length that the layout says, line ends not counted. Where a line end follows each record, write `records: {end: newline}`.",
        ),
        Code::EncodingOff => told_as(
            "read as {encoding}, {before} of {of} bytes beyond ASCII are letters; as {name}, {after} are",
            "The bytes beyond ASCII of the first records hardly ever are letters in the declared encoding, and nearly always in another.",
            "Look at a name with accents in the tables of a trial run, under both encodings.",
        ),
        Code::NeverThere => told_as(
            "no record can have `{text}` there: [it has {letters:character|characters}, and the place {places}][{problem}]",
            "A condition compares a text that can never be equal to what stands where it looks: no record meets it, or with `not:` every one.",
            "Give the place as many positions as the text has characters, or compare the text that stands there.",
        ),
        Code::NulInText => told_as(
            "{count:NUL character stands|NUL characters stand} in the text of `{file}`, the first[ in line {line},] at byte {offset}",
            "A byte 00 stands where a character is expected. Programs hide it; in a table it is a part of the value, so that the value equals no other.",
            "Look at the place with `tumpline look`. Ask for the export again; or, where the old system wrote 00 for a blank, replace it in a copy of the file.",
        ),
        Code::NoLineEnd => told_as(
            "`{file}` has no line end among its first {bytes:byte|bytes}: they are all of one record[; with records of {length} bytes it can be cut]",
            "The mapping reads lines, and nothing ends a line: the whole file is one record, and all but the first of its rows are lost.",
            "Look at the file with `tumpline look`. Where its records are all of one length, write `records: {end: {length: 80}}` with that length.",
        ),
        Code::SameFileGiven => told_as(
            "`{file}`[ has the same bytes as `{other}`, and the draft does not name it][ was named {times} times]: it counts once",
            "The same bytes twice show nothing twice, and a run refuses them. Of large files samples were compared.",
            "Find out which export is the right one; the other may be an old copy under a new name.",
        ),
        Code::OtherLength => told_as(
            "`{file}` is cut into records of {length:byte|bytes}, and {others} would do nearly as well",
            "The file has no line ends: nothing but what comes back after so many bytes shows how long its records are.",
            "Look at the first records under the layout that the old system has of them, and say the length at `end:`.",
        ),
        Code::DelimiterNotThere => told_as(
            "`{delimiter}` stands nowhere in `{file}`: every line is one cell",
            "The delimiter was named for the files, but none of them has it.",
            "Leave `--delimiter` out, and look at what `tumpline look` finds between the cells.",
        ),
        Code::RecordsTooWide => told_as(
            "most lines of `{file}` are too long for fixed width: up to {bytes:byte|bytes}, where old systems had at most {most}",
            "No delimiter cuts the lines into cells, and no system wrote records of fixed width that are as long.",
            "Look with `tumpline look` how records end: it may be a character other than the line end, or a length before each. Name what stands between cells with `--delimiter`.",
        ),
        Code::QuoteUnclosed => told_as(
            "record {record} of `{file}`, at line {line}, opens a quote in cell {cell} that is never closed[: {bytes:byte|bytes} from there on cannot be read]",
            "From this record on the source cannot be cut into records, and a run refuses it: all that follows is in the quote.",
            "Mend the record in the source; read as a person would with `lenient: true`; or, where quotes are text in this source, say `quote: none`.",
        ),
        Code::EndsDiffer => told_as(
            "the lines of `{file}` end in different ways: {ends}",
            "Files that were joined, or went through several machines, have such ends. A run cuts at each of them, and so does a draft.",
            "Look whether a CR or an LF stands within a record: its rest would be a record of its own, shorter than the others.",
        ),
        Code::FilesDisagree => told_as(
            "at the places of `{field}`, `{file}` reads otherwise[ than `{other}`]",
            "Each file was drafted alone as well: this one has other borders there, or writes its days in another way. What all files together seem to have would be wrong for one of them, and is text.",
            "Draft a mapping for each of the files, and compare them. Files of different layouts need a mapping each.",
        ),
        Code::MoreCells => told_as(
            "{n} of {of:record|records} have {cells:cell|cells}, and {expected} {expected?is|are} expected[; cells {left} and {right} look like one number that its own mark cut]",
            "A number or a name probably has the delimiter in it, and no quotes around it; or the header lacks a name, and then its names may stand over the wrong cells.",
            "Look at some of these records. If it is so, ask for the export with quotes or with another delimiter. Where the draft has a kind for them, it reads all cells; from a number on that may be cut, as text without a name.",
        ),
        Code::LikeTotals => told_as(
            "{n:row is called a total|rows are called totals}, and no sum proves that {n?it is one|they are}[: {n?record|records} {places}][ and {more} more][; the records above record {place} come to {sum}][; {skipped} of them {skipped?is|are} skipped, since the text is no value of its column]",
            "Rows that are called totals are skipped where their figures are the sum of other rows. Others are read as records: a firm may be called so. If they are totals, their money is loaded twice.",
            "Look at these rows. If they are totals, give them a kind with `when:` and `skip:` before the others, and ask why the sums differ.",
        ),
        Code::OtherWidths => told_as(
            "{of:row|rows} should have {expected:cell|cells}[, and {short} {short?has|have} fewer][, and {long} {long?has|have} more][, the first in record {first}][: a run refuses {refused} of them][; what is missing in {padded} of them is read as blank]",
            "Rows of another number of cells may lack their last cells, or have a delimiter within a text or a number; then the cells behind it stand under other names.",
            "Look at some of them. If nothing but blank cells at the end is missing, `ragged: pad` reads them; if nothing but blank cells is too much, `ragged: truncate`. Else ask for the export with quotes.",
        ),
        Code::CutEvenly => told_as(
            "no header says that rows have {cells:cell|cells}, and some cells look like one number that its own mark cut: {pairs}",
            "A number with a decimal comma, or with commas between its thousands, and without quotes is two cells. Where all rows have it, nothing but a header would show it.",
            "Look at some rows. If it is so, ask for the export with quotes or with another delimiter. If each cell has a number of its own, give it the type that stands in the comment: these cells are text in the draft.",
        ),
        Code::EitherWay => told_as(
            "`{file}` is drafted as fixed width, and commas would cut each of its lines into {cells} cells as well",
            "All lines have one length and their commas at the same places: they may stand between cells, or be the marks of numbers.",
            "Look at some lines. If commas stand between cells, draft again with `--delimiter ,`.",
        ),
        Code::ChainBreaks => told_as(
            "`{file}` reads so over its first {records:record|records}[, up to byte {offset}, and no further: what stands there leads to no record][, up to the block at byte {block}, and no further: its length is wrong][ (X'{bytes}')][; from byte {again} on others lead to the end]",
            "Every record of this file says how long it is, and this length, or the one before it, is wrong; or something stands there that is no record. All before it reads as the draft says, so that neither the copybook nor the draft is to blame.",
            "Look at the file there, and get it again: a run of the draft refuses it from that place on. If it was joined of several files, run these one by one.",
        ),
        Code::TooManyCells => told_as(
            "rows of `{file}` have {cells:cell|cells}, where a table has at most {most}",
            "What cuts the lines into cells leaves far more of them than any table has columns: the records end somewhere else.",
            "Look with `tumpline look` how records end: it may be a character other than the line end.",
        ),
        Code::NoWayReads => told_as(
            "`{file}` does not read by `{copybook}` in any way that was tried[; `{with}` comes nearest: {share} % of the values decode][; {length:byte is|bytes are} too few for the copybook's record, which has {wanted}]",
            "Record ends, code pages, dialects and places of the first byte were tried, and in none of them enough values decode.",
            "The copybook may be that of another file or of another release, or the file may be damaged by a transfer as text. Look at it with `tumpline look`; `--record NAME` names one record of several, `--encoding` and `--dialect` say what you know.",
        ),
        Code::ReadsPartly => told_as(
            "`{with}` comes nearest, and {share} % of the values decode so[; these fail: {fields}]",
            "The draft is the best way that was found, and some fields still fail: a run refuses the records in which a number does; texts that nobody can read, such as control characters, are loaded as they are.",
            "Compare the copybook with the program that wrote the file: a field may be of another usage, or the file of another release.",
        ),
        Code::DraftRefuses => told_as(
            "a run of the draft refuses {refused} of the first {records:record|records} of `{file}`[: {why}]",
            "The draft is the best way that was found for the first file, and it was tried as a run would read these records.",
            "`tumpline explain CODE` says what a reason means, and a `--trial` which records these are: a field may be of another usage, or the file of another kind or release.",
        ),
        Code::RestOfRecord => told_as(
            "[the rest of {end:byte|bytes} of `{file}` begins like a record: the file may be cut][the first {start:byte|bytes} of `{file}` {start?ends|end} like a record: its beginning may be missing][the last line of `{file}` has no line end and {line:byte|bytes}, fewer than others: the file may be cut][the last {fill:byte|bytes} of `{file}` {fill?is|are} {byte} throughout, as whole records elsewhere are: they may be records, or fill the file up][`{block}` ends within a block: the file may be cut]",
            "A file that was cut on its way ends within a record. So the draft does not pass over what may be a piece of one: a run refuses it, or reads it as records.",
            "Compare the file's size and number of records with the original, and get the file again if it was cut. Only where these bytes are no record, pass over them: `file_trailer: N`.",
        ),
        Code::ReadsEitherWay => told_as(
            "the file reads as well in two ways, with other values: the draft has `{with}`, and `{other}` holds too",
            "Nothing in the values that were looked at decides between the two.",
            "Compare a few numbers or names with the old system, and correct the draft where it is wrong.",
        ),
        Code::RecordsShift => told_as(
            "from record {record} of `{file}` on (offset {offset}) all stands {bytes:byte|bytes} further {side} than before",
            "Records are of one length, and those before this one read well where they stand; those behind it read well only so many bytes beside. Bytes were lost or added on the way, in the record before it as a rule. A run refuses what follows, or reads it wrongly; the draft says nothing of it.",
            "Get the file again, as binary and with its record length; compare its size with the original's.",
        ),
        Code::FieldsSlide => told_as(
            "from `{field}` on the values stand {bytes:byte|bytes} further {side} than the copybook says: {share} % of them decode now, {other} % would there",
            "All before this field decodes where it is said to be, and all from it on somewhere else: the copybook has fewer or more bytes before it than the file.",
            "Find the copybook of the release that wrote the file; or mend the item before this field.",
        ),
        Code::HoldsNothing => told_as(
            "there is no record in `{file}`: {what}",
            "A file without records is most often an export that failed.",
            "Check that the export ended well; where a file may be empty, say so: `files: {glob: …, empty: allow}`.",
        ),
    }
}

/// The words for an argument that is a stable word; none if it is not known.
#[expect(clippy::too_many_lines, reason = "one flat table")]
pub fn word(code: Code, arg: &str, word: &str) -> Option<&'static str> {
    Some(match (code, arg, word) {
        (Code::HoldsNothing | Code::NothingToInfer, "what", "empty") => "it has no byte",
        (Code::HoldsNothing | Code::NothingToInfer, "what", "mark") => "it has a byte order mark alone",
        (Code::HoldsNothing | Code::NothingToInfer, "what", "blank") => "it has nothing but blanks, NULs and line ends",
        (Code::LayoutUnread, _, "no_places") => "it gives no places, and nothing stands between cells in the file",
        (Code::LayoutUnread, _, "large") => "it is larger than 16 MiB",
        (Code::LayoutUnread, _, "no_json") => "it is not JSON",
        (Code::LayoutUnread, _, "no_schema") => "it has neither `fields` nor `properties`",
        (Code::LayoutUnread, _, "encoding") => "its bytes are no text",
        (Code::LayoutUnread, _, "no_table") => "it is no table of cells",
        (Code::LayoutUnread, _, "no_headers") => {
            "no line says which column is the name and which the place or the type"
        }
        (Code::LayoutUnread, _, "no_fields") => "it has no field",
        (Code::LayoutMistake, _, "name") => "the field has no name",
        (Code::LayoutMistake, _, "place") => "the field has no place that can be",
        (Code::LayoutContradicted, "problem", "fails") => "values do not read as it says",
        (Code::LayoutContradicted, "problem", "never") => "no value reads as it says",
        (Code::LayoutContradicted, "problem", "picture") => "its dates are written another way",
        (Code::LayoutContradicted, "problem", "decimals") => "its numbers have more decimals",
        (Code::LayoutContradicted, "problem", "unread") => "its type is none of the mapping language",
        (Code::LayoutContradicted, "problem", "missing") => "the file has no such column",
        (Code::LayoutContradicted, "problem", "extra") => "only the file has this column",
        (Code::LayoutContradicted, "problem", "border") => "its end cuts words",
        (Code::LayoutContradicted, "problem", "short") => "records end inside of it",
        (Code::LayoutContradicted, "problem", "past") => "every record ends before it",
        (Code::LayoutContradicted, "problem", "twice") => "it has two fields of this name",
        (Code::LayoutContradicted, "problem", "right") => {
            "from this field on every border fits better one place further right"
        }
        (Code::LayoutContradicted, "problem", "left") => {
            "from this field on every border fits better one place further left"
        }
        (Code::LayoutContradicted, "problem", "sign") => "the field beside it has its sign, and both are read together",
        (Code::LayoutContradicted, "problem", "open_sign") => {
            "a sign stands between it and another number, and nothing says whose it is: both are text"
        }
        (Code::LayoutContradicted, "problem", "punched") => {
            "its last digits are letters, as a sign in the last digit is, and the layout has no sign"
        }
        (Code::LayoutContradicted, "problem", "letters") => {
            "`C` and `D` behind it may be its sign, which is not read: let the column say it, as `CASE WHEN … = 'C' THEN -… END`"
        }
        (Code::LayoutContradicted, "problem", "beyond") => "something stands behind it, where the layout has no field",
        (Code::YamlSyntax, _, "documents") => "a mapping is one document, without `---` in between",
        (Code::YamlSyntax, _, "alias") => "a plain text may not begin with `*`",
        (Code::YamlSyntax, _, "anchor") => "a plain text may not begin with `&`",
        (Code::YamlSyntax, _, "tag") => "a plain text may not begin with `!`",
        (Code::YamlSyntax, _, "key") => "a key must be a plain text",
        (Code::YamlSyntax, _, "escape") => "a backslash before a letter that it does not go with",
        (Code::YamlSyntax, _, "quote") | (Code::CopybookText, "problem", "open_literal") => {
            "the quote that opens here is never closed"
        }
        (Code::YamlSyntax, _, "after_quote") => "something stands behind a closing quote",
        (Code::YamlSyntax, _, "tab") => "a tab where only spaces may stand",
        (Code::YamlSyntax, _, "blank") => "a blank that is not a space, such as word processors and web pages write",
        (Code::YamlSyntax, _, "bracket") => "a comma, a bracket or a brace is missing",
        (Code::YamlSyntax, _, "bracket_open") => "the bracket or brace that opens here is never closed",
        (Code::YamlSyntax, _, "flow_colon") => "a second `: ` in one entry",
        (Code::YamlSyntax, _, "indentation") => "the line's indentation does not fit the lines above it",
        (Code::YamlSyntax, _, "no_dash") => "the lines of this list begin with `-`, and this one does not",
        (Code::YamlSyntax, _, "indented_more") => {
            "the line is indented more than the one above, which has its value already"
        }
        (Code::YamlSyntax, _, "no_colon") => "a colon is missing",
        (Code::YamlSyntax, _, "no_space") => "there is no space behind the colon",
        (Code::YamlSyntax, _, "colon") => "a colon where none may stand",
        (Code::YamlSyntax, _, "colon_in_text") => "a second `: ` on one line",
        (Code::YamlSyntax, _, "directive") => "a line may not begin with `%`",
        (Code::YamlSyntax, _, "character") => "a plain text may not begin with this character",
        (Code::YamlSyntax, _, "syntax") => "something is missing or too much",

        (Code::WrongShape, _, "text") => "a text",
        (Code::WrongShape, _, "number") => "a whole number",
        (Code::WrongShape, _, "share") => "a share such as `0.1%`, with at most four decimals",
        (Code::WrongShape, _, "list") => "a list",
        (Code::WrongShape, _, "map") => "a map of keys",
        (Code::WrongShape, _, "word") => "a word",
        (Code::EvidenceTotal, "manifest" | "found", "") => "nothing",
        (Code::WrongShape, _, "character") => "one character",
        (Code::WrongShape, _, "name") => "a name without dots",
        (Code::WrongShape, _, "years") => "a window such as `1950-2049`",
        (Code::WrongShape, _, "table_name") => "a name of letters, digits and `_`",
        (Code::WrongShape, _, "parameter_name") => {
            "a name of letters, digits and `_` that begins with a letter and is no word of SQL"
        }
        (Code::WrongShape, _, "pair") => "a list of two, the least and the most",
        (Code::WrongShape, _, "text_or_list") => "a text or a list of texts",
        (Code::WrongShape, _, "table_column") => "a table and its column, such as `accounts.account`,",

        (Code::DuplicateName, _, "mapping") => "mappings",
        (Code::DuplicateName, _, "migration") => "files of a migration",
        (Code::DuplicateName, _, "file") => "source files",
        (Code::DuplicateName, _, "field") => "fields",
        (Code::DuplicateName, _, "header") => "headers",
        (Code::DuplicateName, _, "kind") => "kinds",
        (Code::DuplicateName, _, "table") => "tables",
        (Code::DuplicateName, _, "column") => "columns",
        (Code::DuplicateName, _, "rule") => "rules",
        (Code::DuplicateName, _, "control") => "controls",
        (Code::MissingKey, _, "sum_or_count") => "sum` or `count",
        (Code::MissingKey, _, "figure") => "count`, `sum` or `is",
        (Code::MissingKey, _, "test") => "row`, `unique`, `references`, `sum`, `count` or `sequence",

        (Code::NoFolderName, "problem", "too_long") => "it is too long",
        (Code::NoFolderName, "problem", "means_empty") => "readers would take it for no value",

        (Code::BadPosition, "problem", "counts_from_1") => "positions count from 1",
        (Code::BadPosition, "problem", "backwards") => "the end comes before the start",
        (Code::BadPosition, "problem", "no_range") => "write `12` or `12-20`",
        (Code::BadPosition, "problem", "too_large") => "the number is too large",
        (Code::BadPosition, "problem", "one_cell") => "a field is one cell",
        (Code::BadPosition, "problem", "long_length") => {
            "a length has 18 digits at most, or 8 bytes if it is no text; a code has 64"
        }
        (Code::BadPosition, "problem", "short_for_codes") => "a code of `lengths:` is longer",
        (Code::BadPosition, "problem", "behind_header") => "it lies behind the end of `header:`",
        (Code::BadPosition, "problem", "beyond_end") => "it lies behind the end of the record",
        (Code::BadPosition, "problem", "beyond_repetition") => "it lies behind the end of one repetition",
        (Code::BadPosition, "problem", "not_times_width") => "its length is not times × width",

        (Code::NeverThere, "problem", "blanks") => "`trim:` takes the blanks at its ends off the field",
        (Code::NeverThere, "problem", "shorter") => {
            "with `trim: none` the field keeps its blanks, and is longer than the text"
        }

        (Code::BadPattern, _, "no_group") => "it has no group in parentheses, and the first group is the field",
        (Code::BadPattern, _, "too_large") => "it is too large",
        (Code::BadPattern, _, "escape") => "nothing follows its last escape character",
        (Code::BadPattern, _, "syntax") => "it is not a regular expression",

        (Code::SqlNotHere, _, "subquery") => "subqueries",
        (Code::SqlNotHere, _, "aggregate") => "sums and counts over rows",
        (Code::SqlNotHere, _, "window") => "windows over rows",
        (Code::SqlNotHere, _, "parameter") => "parameters such as `?` or `$1`",
        (Code::SqlNotHere, _, "star") => "`*`",
        (Code::SqlNotHere, _, "named_argument") => "arguments with names",
        (Code::SqlNotHere, _, "operator") => "operator of this sort",
        (Code::SqlNotHere, _, "quoted_text") => "texts quoted like this; write 'text'",
        (Code::SqlNotHere, _, "array") => "lists, maps and structures",
        (Code::SqlNotHere, _, "function_form") => "functions written like this",
        (Code::SqlNotHere, _, "zone") => "time zones",
        (Code::SqlNotHere, _, "interval") => "intervals of this form; write `interval '3' month`",
        (Code::SqlNotHere, _, "interval_alone") => "intervals of their own; add one to a date",
        (Code::SqlNotHere, _, "syntax") => "such construct",
        (Code::SqlNotHere, _, "comment") => "`--` in a text of one line; write `- -1`, or a comment as `/* … */`",
        (Code::SqlNotHere, _, "type") => "such type",
        (Code::SqlTooLarge, _, "length") => "it has more than 64 KiB",
        (Code::SqlTooLarge, _, "depth") => "its parts stand more than 100 levels deep",
        (Code::SqlTooLarge, _, "parts") => "what CASE, IN and BETWEEN compare is written out more than 100,000 times",
        (Code::SqlTooLarge, _, "tokens") => "it has more than 2,000 operators",
        (Code::NotConstant, _, "pattern") => "a pattern",
        (Code::NotConstant, _, "format") => "a format",
        (Code::NotConstant, _, "unit") => "a unit",
        (Code::NotConstant, _, "scale") => "a number of decimals",
        (Code::NotConstant, _, "escape") => "an escape character, one and only one,",
        (Code::NotConstant, _, "group") => "the number of a group",
        (Code::NotConstant, _, "month") => "a month",
        (Code::BadArgument, _, "length") => "length",
        (Code::BadArgument, _, "position") => "position",
        (Code::BadArgument, _, "count") => "count",
        (Code::BadArgument, _, "text") => "text",
        (Code::BadArgument, _, "month") => "month",
        (Code::BadArgument, _, "pattern") => "pattern",
        (Code::BadArgument, _, "number") => "number",

        (Code::BadPicture, "problem", "unknown_letter") => "it has a letter that stands for nothing",
        (Code::BadPicture, "problem", "no_year") => "it has no year",
        (Code::BadPicture, "problem", "no_day") => "it has no day or no month",
        (Code::BadPicture, "problem", "no_time") => "it has no hour, or parts that are no time",
        (Code::BadPicture, "problem", "years_missing") => "`YY` needs a window, such as `years: 1950-2049`",
        (Code::BadPicture, "problem", "empty" | "format_empty") | (Code::CobolPicture, "problem", "empty") => {
            "it is empty"
        }
        (Code::BadPicture, "problem", "format_letter") => "it has a letter after `%` that stands for nothing",
        (Code::BadPicture, "problem", "format_century") => "`%y` leaves the century open; write `%Y`, four digits",
        (Code::BadPicture, "problem", "format_part_twice") => "it has one part of the date twice",
        (Code::BadPicture, "problem", "format_without_year") => "it has no year, `%Y`",
        (Code::BadPicture, "problem", "format_without_day") => "it needs month and day, or the day of the year alone",
        (Code::BadPicture, "problem", "format_without_hour") => "it has minutes or seconds, but no hour",

        (Code::OffPicture, "other", "clause") => {
            "it fits where DECIMAL-POINT IS COMMA (`decimal_comma: true` of `copybook:`)"
        }
        (Code::OffPicture, "other", "point") => "it fits without DECIMAL-POINT IS COMMA (`decimal_comma: false`)",
        (Code::OffPicture, "other", "marks") => {
            "with the other of `.` and `,` for its decimal mark it fits: the program has another picture, or say `decimal:` at the field"
        }
        (Code::OffPicture, "allowed", "end") => "nothing, since it ends before",
        (Code::OffPicture, "allowed", "digit") => "a digit",
        (Code::OffPicture, "allowed", "overpunch") => "a digit with the sign in it",
        (Code::OffPicture, "allowed", "blank") => {
            "blanks before the number, then its digits, the first of them no zero"
        }
        (Code::OffPicture, "allowed", "asterisk") => {
            "asterisks before the number, then its digits, the first of them no zero"
        }
        (Code::OffPicture, "allowed", "float") => "blanks before the number, then its digits; right before it",
        (Code::OffPicture, "allowed", "float_plus") => {
            "blanks before the number, then its digits; right before it a plus or a minus"
        }
        (Code::OffPicture, "allowed", "float_minus") => {
            "blanks before the number, then its digits; right before it a minus, if it is below zero"
        }
        (Code::OffPicture, "allowed", "always") => "always",
        (Code::OffPicture, "allowed", "always_blank") => "always a blank",
        (Code::OffPicture, "allowed", "within") => "a blank before the number, and in it",
        (Code::OffPicture, "allowed", "within_float") => {
            "a blank before the number, or what stands right before it, and in it"
        }
        (Code::OffPicture, "allowed", "within_asterisks") => "an asterisk before the number, and in it",
        (Code::OffPicture, "allowed", "asterisk_or_blank") => "an asterisk before the number, and in it a blank",
        (Code::OffPicture, "allowed", "point") => "the decimal mark",
        (Code::OffPicture, "allowed", "plus") => "a plus or a minus",
        (Code::OffPicture, "allowed", "minus") => "a minus, or a blank",
        (Code::OffPicture, "allowed", "below") => "two blanks, or of a number below zero",

        (Code::CopybookText, "problem", "open_pseudo_text") => "the `==` that opens here is never closed",
        (Code::CopybookText, "problem", "no_period") => "a full stop is missing here",
        (Code::CopybookText, "problem", "not_an_entry") => {
            "this is no data description, which begins with a level number"
        }
        (Code::CopybookText, "problem", "level") => "COBOL has no such level (1 to 49, 66, 77, 78, 88)",
        (Code::CopybookText, "problem", "name") => {
            "a name has at least one letter; was the line before cut at column 72?"
        }
        (Code::CopybookText, "problem", "number") => "this is no number",
        (Code::CopybookText, "problem", "comma_number") => {
            "this is a number only where DECIMAL-POINT IS COMMA (here `decimal_comma: true` or `--decimal-comma`)"
        }
        (Code::CopybookText, "problem", "directive") => {
            "this line says what is compiled under a condition, which cannot be known here"
        }
        (Code::CopybookText, "problem", "copy_phrase") => {
            "this phrase of COPY may change what it brings in, and is not read here; REPLACING LEADING and TRAILING change names"
        }
        (Code::CopybookText, "problem", "nothing") => "there is no data description in this text",
        (Code::CopybookText, "problem", "reference") => {
            "read in fixed and in free format, this text means two different things; say which with `--format`"
        }
        (Code::CobolPicture, "problem", "symbol") => "a symbol that no picture has",
        (Code::CobolPicture, "problem", "repeat") => "the brackets must hold a number above zero",
        (Code::CobolPicture, "problem", "place") => "a symbol stands twice, or where it may not",
        (Code::CobolPicture, "problem", "point") => {
            "no compiler takes it so, but it does where the decimal mark is the other of `.` and `,` (DECIMAL-POINT IS COMMA; here `decimal_comma: true` or `--decimal-comma`)"
        }
        (Code::CobolPicture, "problem", "mixed") => "its symbols do not go together",
        (Code::CopyMissing, "problem", "missing") => "this book is not there",
        (Code::CopyMissing, "problem", "itself") => "it copies itself",
        (Code::CopyMissing, "problem", "unreadable") => "this book cannot be read",
        (Code::CopybookItem, "problem", "no_parent") => "no item above has a smaller level number",
        (Code::CopybookItem, "problem", "picture_of_group") => "an item with a PICTURE has others under it",
        (Code::CopybookItem, "problem", "nothing_in_it") => "an item without a PICTURE has nothing under it",
        (Code::CopybookItem, "problem", "redefines") => {
            "another item stands between this one and the one that it redefines"
        }
        (Code::CopybookItem, "problem", "ambiguous") => "several items have this name; say which with OF",
        (Code::CopybookItem, "problem", "counter") => {
            "what counts the elements must be a whole number that stands before the table"
        }
        (Code::CopybookItem, "problem", "counter_elsewhere") => {
            "what counts the elements of a table stands in another record, and in no byte of this one"
        }
        (Code::CopybookItem, "problem", "table_moves") => {
            "a table with DEPENDING ON stands in a description by REDEFINES, so that what follows it there has no place: items stand behind those bytes, or several descriptions of them are read"
        }
        (Code::CopybookItem, "problem", "bounds") => {
            "OCCURS needs a number above zero, and behind TO one that is no smaller"
        }
        (Code::CopybookText, "problem", "of_occurs") => "this belongs directly behind OCCURS, before any other clause",
        (Code::CopybookItem, "problem", "occurs_here") => "OCCURS may not stand on level 01 or 77",
        (Code::CopybookItem, "problem", "belongs_66") => "an entry 66 stands behind a record that it renames a part of",
        (Code::CopybookItem, "problem", "belongs_88") => {
            "an entry 88 stands behind the item whose values it names, and has a name"
        }
        (Code::CopybookItem, "problem", "renames") => "what RENAMES names ends before it begins",
        (Code::CopybookTooLarge, "what", "digits") => "a number may have at most this many digits:",
        (Code::CopybookTooLarge, "what", "record") => "a record may have at most this many bytes:",
        (Code::CopybookNotOpened, "problem", "missing") => "is not there",
        (Code::CopybookNotOpened, "problem", "unreadable") => "cannot be read",
        (Code::CopybookNotOpened, "problem", "broken") => "has mistakes",

        (Code::OutExists, "sort", "mapping") => "no mapping",
        (Code::OutExists, "sort", "map") => "no field map",

        (Code::NothingToLoad, _, "kind") => "kind",
        (Code::NothingToLoad, _, "header") => "header",
        (Code::NothingToLoad, _, "field") => "field",
        (Code::NothingToLoad, _, "table") => "table",
        (Code::NothingToLoad, _, "column" | "columns") => "column",

        (Code::KeyMisplaced, "why", "fixed") => "the source is fixed-width",
        (Code::KeyMisplaced, "why", "delimited") => "the source is delimited",
        (Code::KeyMisplaced, "why", "nested") => "this is inside of a repeated group",
        (Code::KeyMisplaced, "why", "no_number") => "this is not a number",
        (Code::KeyMisplaced, "why", "no_bare_digits") => {
            "its value `number` is of COMP-6 and binary numbers alone, of which blanks may be digits"
        }
        (Code::KeyMisplaced, "why", "zero_of_low_values") => {
            "X'00' is the number zero there; `null_if: [0]` makes it empty"
        }
        (Code::KeyMisplaced, "why", "number_of_high_values") => {
            "X'FF' is a number there, of one with a sign -1; `null_if:` with it makes it empty"
        }
        (Code::KeyMisplaced, "why", "counts") => {
            "the item says how often a table stands in the record, and what is empty says no number: with `zero` there is no element"
        }
        (Code::NumberOfTwo, "meant", "element") => "the number of the element, and not the field of that name",
        (Code::NumberOfTwo, "meant", "field") => "the field of that name, and not the number of the element",
        (Code::KeyMisplaced, "why", "no_date") => "this is not a date or time",
        (Code::KeyMisplaced, "why", "no_text") => "this is not a text",
        (Code::KeyMisplaced, "why", "no_bool") => "this is not a boolean",
        (Code::KeyMisplaced, "why", "no_parent") => "the kind has no parent",
        (Code::KeyMisplaced, "why", "no_repeat") => "there is no repeated group",
        (Code::KeyMisplaced, "why", "parent_or_end") => {
            "a kind that has children, closes a parent or is closed is told by raw bytes alone: write `at:` or `index:` with `is:`"
        }
        (Code::KeyMisplaced, "why", "before_parent") => {
            "a later kind has children, closes a parent or is closed, and is told by raw bytes before values are looked at: put this kind behind it"
        }
        (Code::KeyMisplaced, "why", "preamble") => "the record stands before the header",
        (Code::KeyMisplaced, "why", "behind_table") => {
            "the item stands behind a table that the record counts itself, and kinds are told before"
        }
        (Code::KeyMisplaced, "why", "no_cobol") => "only records described by a copybook have it (format: cobol)",
        (Code::KeyMisplaced, "why", "own_place") => "the field says its own place",
        (Code::KeyMisplaced, "why", "stored") => "the copybook says how this number stands in its bytes",
        (Code::KeyMisplaced, "why", "in_table") => "the copybook says where the items of a table stand",
        (Code::KeyMisplaced, "why", "repeat") => "this is a repeated group",
        (Code::KeyMisplaced, "why", "float") => "this is a floating-point number",
        (Code::KeyMisplaced, "why", "parquet") => "a Parquet file says itself how it is read",
        (Code::KeyMisplaced, "why", "only_by") => "it goes with `references:`, `sum:`, `count:` and `sequence:`",
        (Code::KeyMisplaced, "why", "only_nulls") => "it goes with `unique:` and `references:`",
        (Code::KeyMisplaced, "why", "only_sum") => "it goes with `sum:`",
        (Code::KeyMisplaced, "why", "summed") => "the sum itself is the amount at stake",
        (Code::KeyMisplaced, "why", "no_difference") => {
            "the control repeats a value (`is:`), and has no difference that could be signed off"
        }
        (Code::KeyMisplaced, "why", "no_amount") => "the rule has no amount at stake",
        (Code::KeyMisplaced, "why", "only_sets") => "it goes with rules over several rows",
        (Code::KeyMisplaced, "why", "only_count") => "it goes with `count:`",
        (Code::KeyMisplaced, "why", "only_report") => "it goes with controls beside the files",
        (Code::KeyMisplaced, "why", "only_counted") => "it goes with `count:` and `sum:`",
        (Code::KeyMisplaced, "why", "one_kind") => "it goes with one kind, or with one group of it",
        (Code::KeyMisplaced, "why", "no_split") => "the table has no `split:`",
        (Code::KeyMisplaced, "why", "fixed_length") => "all records have one length",
        (Code::KeyMisplaced, "why", "described") => "records say how long they are",
        (Code::KeyMisplaced, "why", "no_lengths") => "it goes with `end: {length: …}`, `{rdw: …}` and `{length_at: …}`",
        (Code::KeyMisplaced, "why", "only_rdw") => "it goes with `rdw:`",
        (Code::KeyMisplaced, "why", "only_bdw") => "it goes with `bdw:`",
        (Code::KeyMisplaced, "why", "only_length_at") => "it goes with `length_at:`",
        (Code::KeyMisplaced, "why", "only_told") => "it goes with `rdw:` and `length_at:`",
        (Code::KeyMisplaced, "why", "computed") => "the expression says the length, and may add to it",
        (Code::KeyMisplaced, "why", "even_blocks") => {
            "it goes with `length: N` in blocks of one length (of these two keys, `rdw:` takes `block_length:` alone)"
        }
        (Code::KeyMisplaced, "why", "only_header") => "it goes with `length_at:` and `length: {sql: …}`",
        (Code::KeyMisplaced, "why", "no_header") => {
            "a length in the record itself counts the record; there is no `header:`"
        }

        (Code::BadReference, "why", "is_read") => "it is ignored, and a field or a condition reads it",
        (Code::BadReference, "why", "own_ancestor") => "the kind would be its own ancestor",
        (Code::BadReference, "why", "ends_ancestor") => "a kind with children cannot end what stands above it",
        (Code::BadReference, "why", "no_child") => "it is no child of the table's kind",
        (Code::BadReference, "why", "no_parent") => {
            "it is neither the table's kind, nor above it, nor joined by `with:`"
        }
        (Code::BadReference, "why", "no_field") => "it names no field, so it is about no record",
        (Code::BadReference, "why", "other_kind") => {
            "a kind is told by its own fields; what a record is lent by a parent is known only after its kind"
        }
        (Code::BadReference, "why", "no_repeat") => "it is not a repeated group",
        (Code::BadReference, "why", "outer_table") => {
            "of the table around this one, only its number (`.number`) can be named here"
        }
        (Code::PartialRecord, "why", "counted") => {
            "records count their tables, and each is read as long as the longest"
        }
        (Code::NoConditions, "why", "none") => "it has no level 88",
        (Code::NoConditions, "why", "type") => "its level 88 names no value that its type can have",
        (Code::NoConditions, "why", "edited") => "its level 88 names texts, and it is read as a number",
        (Code::NoConditions, "why", "trimmed") => {
            "its level 88 tells values apart by blanks before them, which its `trim` takes away"
        }
        (Code::BadReference, "why", "skipped") => "records of this kind are skipped",
        (Code::BadReference, "why", "float_key") => "floating-point numbers are not safe to compare",
        (Code::BadReference, "why", "no_date") => "it is no date",
        (Code::BadReference, "why", "circle") => "the column would be looked up by its own value",
        (Code::BadReference, "why", "twice") => "the key has it already",
        (Code::BadReference, "why", "no_sum") => "only whole numbers and decimals are added up",
        (Code::BadReference, "why", "no_count") => "a count is a whole number",
        (Code::BadReference, "why", "not_above") => {
            "its kind is neither closed by the control record nor above it; say `under:` of the control record's kind if it stands below"
        }
        (Code::BadReference, "why", "not_lent") => "it is neither of the kind that is counted nor of one above it",
        (Code::BadReference, "why", "no_whole") => "only whole numbers count up",
        (Code::BadReference, "why", "other_table") => "all columns of one reference are of one table",
        (Code::BadReference, "why", "no_folder") => {
            "only texts, whole numbers, dates and truths can be the names of folders"
        }
        (Code::BadReference, "why", "personal_folder") => {
            "it is personal, and the name of a folder is seen by everybody"
        }

        (Code::CrosswalkLine, _, "few") => "there is no cell for",
        (Code::CrosswalkLine, _, "many") => "there are more cells than headers",
        (Code::CrosswalkLine, _, "quote") => "a quote is not at its place in",
        (Code::CrosswalkLine, _, "unclosed") => "a quote is never closed in",
        (Code::CrosswalkValue, "why", "TL0201") => "a byte that the encoding does not have",
        (Code::CrosswalkValue, "why", "TL0202") => "not a number",
        (Code::CrosswalkValue, "why", "TL0203") => "a number that is too large",
        (Code::CrosswalkValue, "why", "TL0204") => "more decimals than the type has",
        (Code::CrosswalkValue, "why", "TL0205") => "a sign that is not at its place",
        (Code::CrosswalkValue, "why", "TL0211") => "not written as `picture` says",
        (Code::CrosswalkValue, "why", "TL0212") => "an impossible date",
        (Code::CrosswalkValue, "why", "TL0213") => "an impossible time",
        (Code::CrosswalkValue, "why", "TL0214") => "neither `true` nor `false`",
        (Code::CrosswalkValue, "why", "TL0216") => "not a floating-point number",
        (Code::CrosswalkUnreadable, _, "Parquet") => "it is no Parquet that can be read here",
        (Code::CrosswalkUnreadable, _, "size") => "it is larger than 1 GiB",
        (Code::CrosswalkUnreadable, _, "type") => "a column has a type that no mapping has",

        (Code::YamlTooLarge, _, "bytes") => "it has too many bytes",
        (Code::YamlTooLarge, _, "depth") => "it is too deep",

        (Code::EvidenceTotal, "what", "identity") => "the digest of what went in (mappings, sources, parameters)",
        (Code::EvidenceTotal, "what", "rows") => "the rows",
        (Code::EvidenceTotal, "what", "bytes") => "the bytes",
        (Code::EvidenceTotal, "what", "count") => "the number of values",
        (Code::EvidenceTotal, "what", "empty") => "the number of empty values",
        (Code::EvidenceTotal, "what", "min") => "the least value",
        (Code::EvidenceTotal, "what", "max") => "the greatest value",
        (Code::EvidenceTotal, "what", "sum") => "the sum",
        (Code::EvidenceUnreadable, _, "JSON") => "it is damaged, or was changed by hand",
        (Code::EvidenceUnreadable, _, "Parquet") => "it is not a whole Parquet file",

        (Code::WithCount, "wanted", "exactly one") => "exactly one",
        (Code::WithCount, "wanted", "at most one") => "at most one",

        (Code::CheckFailed, _, "sin") => "social insurance number",
        (Code::CheckFailed, _, "bn") => "business number",
        (Code::CheckFailed, _, "luhn") => "number with a Luhn check digit",
        (Code::CheckFailed, _, "aba") => "ABA routing number",
        (Code::CheckFailed, _, "iban") => "IBAN",
        (Code::CheckFailed, _, "ca_postal_code") => "Canadian postal code",
        (Code::CheckFailed, _, "ca_transit") => "Canadian transit number",

        (Code::Io, "doing", "open") => "open",
        (Code::Io, "doing", "read") => "read",
        (Code::Io, "doing", "write") => "write",
        (Code::Io, "doing", "create") => "create",
        (Code::Io, "doing", "rename") => "rename",
        (Code::Io, "doing", "list") => "list",
        (Code::Io, "doing", "lock") => "lock",
        (Code::Io, "doing", "sync") => "bring to the disk",
        (Code::Io, "doing", "remove") => "remove",

        (Code::Io, "problem", "Permission denied (os error 13)" | "Access is denied. (os error 5)") => {
            "permission denied"
        }
        (Code::Io, "problem", "Read-only file system (os error 30)") => "it is on a disk that may only be read",
        (Code::Io, "problem", "No such file or directory (os error 2)") => "there is nothing of this name",
        (Code::Io, "problem", "Is a directory (os error 21)") => "it is a folder",
        (Code::Io, "problem", "Not a directory (os error 20)") => "a part of the path is a file, not a folder",
        (Code::ParameterClash, "other", "field") => "a field",
        (Code::ParameterClash, "other", "column") => "a column",
        (Code::WrongPath, _, "mapping") => "a mapping: it says what the mappings of its folder share",
        (Code::WrongPath, _, "mappings") => "a folder with a mapping in it",
        (Code::WrongPath, _, "run") => "a run, nor an output folder that has one",
        (Code::WrongPath, _, "UTF-8") => "a text in UTF-8",
        (Code::WrongPath, _, "folder") => "a folder",
        (Code::WrongPath, _, "file") => "a file",
        (Code::WrongPath, _, "no pipe" | "no stream") => "a file: it is a pipe or a device",
        (Code::WrongPath, _, ".yaml") => "a mapping by its name, which must end in `.yaml`",
        (Code::WrongPath, _, "Unicode") => "a name in Unicode, as a mapping's must be",
        (Code::WrongPath, _, "link") => "a link to a run: it is a folder",
        (Code::ReplayChanges, "what", "no_mapping") => "what is run: not given is the mapping",
        (Code::ReplayChanges, "what", "new_mapping") => "what is run: that run does not have the mapping",
        (Code::EvidenceHash, "edited", "edited") => {
            "these bytes of refused records were edited, and no replay took them yet"
        }
        (Code::EvidenceHash, "edited", "replayed") => {
            "these bytes of refused records were edited, and went into the replay"
        }
        (Code::EvidenceHash, "edited", "refused") => {
            "these bytes of refused records were edited, and a replay took them and was refused: the run"
        }
        (Code::AcceptUnused, "why", "none") => "there is no such difference",
        (Code::AcceptUnused, "why", "open") => "whether there is one cannot be proved",
        (Code::RepairDropped | Code::RepairLost, "how", "edited") => "its bytes stand there as they were edited",
        (Code::RepairDropped | Code::RepairLost, "how", "again") => "other bytes stand there by now",
        (Code::RepairDropped | Code::RepairLost, "how", "mapping") => "by another mapping",
        (Code::RepairsUntold, "why", "source") => "there are other bytes now, or none, in the source",
        (Code::RepairsUntold, "why", "gone") => "the refused records cannot be read any more of the run",
        (Code::RepairsUntold, "why", "edited") => {
            "they are here as the sources have them, and some of them had been edited in"
        }
        (Code::Duplicate, "stays", "old") => "and this old row would have to be taken out",
        (Code::OldRowsRefused, "cause", "repaired") => "repaired records have a part in it",
        (Code::OldRowsRefused, "cause", "rule") => "no repaired record has a part in it, only what the rule says now",
        (Code::BaseDiffers, "what", "TL0801") => "a file that is gone,",
        (Code::BaseDiffers, "what", "TL0802") => "a file that was changed,",
        (Code::BaseDiffers, "what", "TL0806") => "a file that cannot be read,",
        (Code::BaseDiffers, "what", "TL0807") => "a file that nothing of the run is called,",
        (Code::BaseDiffers, "what", _) => "a figure that is not what the files come to,",
        (Code::ReplayChanges, "what", "table") => "the list of tables, at",
        (Code::ReplayChanges, "what", "column") => "the columns of a table, at",
        (Code::ReplayChanges, "what", "kind") => "the kinds that records of the old run are of, at",
        (Code::ReplayChanges, "what", "field") => "what was counted of the field",
        (Code::ReplayChanges, "what", "reason") => "what is set aside, or left out as repeated, for the reason",
        (Code::ReplayChanges, "what", "control") => "what is counted by the control",
        (Code::ReplayChanges, "what", "controls") => "the list of controls, at",
        (Code::ReplayChanges, "what", "batches") => {
            "the parents or batches of old records, by a record that opens, closes or joins something, in"
        }
        (Code::ReplayChanges, "what", "joined") => {
            "the row of a parent that stands, by a record that is joined into it (`with:`), in"
        }
        (Code::ReplayChanges, "what", "ignore") => "what is ignored (`ignore:`) of the kind",
        (Code::ReplayChanges, "what", "kept") => {
            "what is left out as repeated (`dedupe:`): among the edited records is one that was kept for others, in"
        }
        (Code::ReplayChanges, "what", "folders") => "the folders (`partition_by:`) of the table",
        (Code::ReplayChanges, "what", "dedupe") => {
            "which rows are kept (`dedupe:`), where no `_file` and `_offset` say it, of the table"
        }
        (Code::ReplayChanges, "what", "head") => "how the head is read of",
        (Code::BadOption, _, "no_table") => "no mapping here writes a table of this name",
        (Code::BadOption, _, "no_mapping") => "there is no mapping of this name here",
        (Code::BadOption, _, "no_parameter") => "migration.yaml declares no parameter of this name",
        (Code::BadOption, _, "no_parameters") => "there is no migration.yaml here that declares parameters",
        (Code::BadOption, _, "set") => "a name and a value are wanted, as in `--set cutover=2026-12-31`",
        (Code::BadOption, _, "set_twice") => "this parameter is set twice",
        (Code::BadOption, _, "unknown") => "there is no such option",
        (Code::BadOption, _, "unknown_command") => "there is no such command",
        (Code::BadOption, _, "too_many") => "one argument too many",
        (Code::BadOption, _, "missing_path") => "it is missing; say which mapping, or which folder of mappings",
        (Code::BadOption, _, "missing_out") => "it is missing; say which folder the tables go to",
        (Code::BadOption, _, "missing_dir") => "it is missing; say which run, or which output folder",
        (Code::BadOption, _, "missing_file") => "it is missing; say which file",
        (Code::BadOption, _, "missing_folder") => "it is missing; say which folder is to be made",
        (Code::BadOption, _, "shell") => "the shells are `bash`, `zsh`, `fish` and `powershell`",
        (Code::BadOption, _, "positions") => "bytes of a record are wanted, counted from 1, such as `5` or `1-2`",
        (Code::BadOption, _, "no_value") => "a value must follow it",
        (Code::BadOption, _, "invalid") => "this value cannot be used",
        (Code::BadOption, _, "language") => "the languages are `en` and `fr`",
        (Code::BadOption, _, "conflict") => "it cannot stand beside another option",
        (Code::BadOption, _, "repeated") => "it may be given once only",
        (Code::BadOption, _, "size") => "a size is wanted, such as `512MiB` or `2GB`",
        (Code::BadOption, _, "number") => "a whole number of at least 1 is wanted",
        (Code::BadOption, _, "MAPPING=") => "with several mappings, say which one reads the file",
        (Code::BadOption, _, "missing_which") => {
            "it is not enough; say which record, with `--record`, `--at`, `--reject` or `--row`"
        }
        (Code::BadOption, _, "missing_what") => "it is missing; say which code, mapping, run or Parquet file",
        (Code::BadOption, _, "which") => {
            "a whole number is wanted, after the file's name and a colon where one is needed"
        }
        (Code::NoSuchRecord, _, "file") => "as a whole it is not as the mapping says, which is told before this",
        (Code::NoSuchRecord, _, "first") => "the first one has the number 1",
        (Code::NoSuchRecord, _, "zero") => "they are counted from 1 to",
        (Code::NoSuchRecord, _, "records") => "the number of its last record is",
        (Code::NoSuchRecord, _, "rows") => "the number of its last row is",
        (Code::NoSuchRecord, _, "rejects") => "the number of its refused records is",
        (Code::NoSuchRecord, _, "block_word") => "the length of a block (BDW) stands there, before record",
        (Code::NoSuchRecord, _, "between") => "a separator stands there, such as a blank line, before record",
        (Code::NoSuchRecord, _, "mark") => "its byte order mark stands there, before record",
        (Code::NoSuchRecord, _, "file_header") => "its declared `file_header` stands there, before record",
        (Code::NoSuchRecord, _, "file_trailer") => "its declared `file_trailer` stands there, after record",
        (Code::NoSuchRecord, _, "lost") => "a length leads nowhere, so that nothing is read from there on: record",
        (Code::BadCompression | Code::CompressedDamaged, "what", "cut") => "ends too early",
        (Code::BadCompression | Code::CompressedDamaged, "what", "damaged") => "is damaged",
        (Code::FieldsSlide | Code::RecordsShift, "side", "right") => "right",
        (Code::FieldsSlide | Code::RecordsShift, "side", "left") => "left",
        (Code::NoSuchRecord, _, "padding") => "what fills up its end stands there, after record",
        (Code::NoSuchRecord, _, "bytes") => "the number of its bytes is",
        (Code::NoSuchRecord, _, "skipped") => {
            "its data end before, as declared, at the repeated header that would be record"
        }
        (Code::NoSuchRecord, _, "unclosed") => "a quote is never closed, so that nothing is read from there on: record",
        (Code::NoSuchRecord, _, "unread") => "it cannot be read on in record",
        (Code::WhichSource, _, "none") => "no file of the mappings is called so",
        (Code::WhichSource, _, "no_mapping") => "no mapping is called so",
        (Code::WhichSource, _, "several") => "there are several",
        (Code::WhichSource, _, "mappings") => "there are several mappings",
        (Code::NotTraced, _, "columns") => "it has no columns `_file` and `_offset`, or no value in them",
        (Code::NotTraced, _, "parquet") => "it is no Parquet file that can be read",
        (Code::NotTraced, _, "no_run") => "no run's manifest.json stands above it",
        (Code::NotTraced, _, "mapping") => "the manifest does not know the mapping that it names",
        (Code::NotTraced, _, "source") => "the manifest does not know its source, or not where it was",
        (Code::NotTraced, _, "edited") => {
            "a replay read the record as it was edited there, and the file was edited again since"
        }
        _ => return None,
    })
}

const FORMATS: &str = "Correct the format; docs/reference/sql.md says at strptime and strftime what it may have.";

/// What to do about a stable word; none where the code's own advice says it.
#[expect(clippy::too_many_lines, reason = "one flat table")]
pub fn advice(code: Code, arg: &str, word: &str) -> Option<&'static str> {
    Some(match (code, arg, word) {
        (Code::BadPicture, "problem", word) if word.starts_with("format_") => FORMATS,
        (Code::ReplayChanges, "what", "no_mapping" | "new_mapping") => {
            "Give all mappings of that run, and no others; a new mapping needs a run with `tumpline run`."
        }
        (Code::UnreadNotBlank, "slack", word) if !word.is_empty() => {
            "SYNCHRONIZED moves binary numbers to even places; what stands in the bytes before them is left from other programs. Nothing is to be done, but to silence it: `ignore: [{at: …, because: …}]`."
        }
        (Code::RestOfRecord, "start", "bytes") => {
            "Look at the first bytes: if the file was cut out of a larger one, get all of it. Only where these bytes are no record, pass over them: `file_header: N`."
        }
        (Code::LayoutUnread, _, "no_places") => {
            "Add the places of the fields to the layout, as columns `start` and `length`; or say what stands between the cells: `--delimiter`."
        }
        (Code::NotTraced, _, "edited") => {
            "Put the file back as the replay read it (its manifest has the SHA-256: `edited_sha256`), or replay. What the record was before is in the column `raw` of the `rejects/`."
        }
        (Code::NoSuchRecord, _, "file") => {
            "Mend what is told before; `tumpline check` shows how the file would be read."
        }
        (Code::EvidenceHash, "edited", "edited") => {
            "If somebody edited them for a replay, go on with `tumpline replay`: its manifest tells both SHA-256 under `mends`. Else get the file back from a copy."
        }
        (Code::EvidenceHash, "edited", "replayed") => {
            "Nothing to mend: verify that replay, which tells both SHA-256 under `mends`. Its rows are the ones that hold now."
        }
        (Code::EvidenceHash, "edited", "refused") => {
            "That run's findings say why. Mend the records here otherwise, and replay; or put them back as they were: the column `raw` of rejects/MAPPING.parquet has each."
        }
        (Code::AcceptUnused, "why", "open") => {
            "Mend what cannot be read first: the findings about this control say which records. Leave the entry until then."
        }
        (Code::RepairsUntold, "why", "edited") => {
            "Where the edited bytes are the right ones, correct the source, and run the migration anew; or go on with the run that has them: `tumpline replay` with its folder publishes its rows again."
        }
        (Code::Duplicate, "stays", "old") => {
            "A replay takes no old row out: mend the repaired record otherwise, or put it back as it was. If the repaired record is right, correct the export, and run the migration anew."
        }
        (Code::NotJudged, "option", "dedupe:") => "They are judged as soon as no old row would have to be taken out.",
        (Code::OldRowsRefused, "cause", "rule") => {
            "Take the change of the rule back, or let it be `on_fail: warn`, and give the same command again. If the rule is right as it is now, run the migration anew: a run takes such rows out."
        }
        (Code::YamlSyntax, _, "documents") => "Take the line `---` out, or make two files of it.",
        (Code::YamlSyntax, _, "alias") => "Put the text between quotes: '*.TXT'.",
        (Code::YamlSyntax, _, "anchor") => "Put the text between quotes: '&'.",
        (Code::YamlSyntax, _, "tag") => "Put the text between quotes: '!'.",
        (Code::YamlSyntax, _, "key") => "Write the key as one word before the colon, without brackets or braces.",
        (Code::YamlSyntax, _, "escape") => {
            "Between double quotes a backslash is special: use single quotes instead, as in 'C:\\exports\\x.txt', or write it twice."
        }
        (Code::YamlSyntax, _, "quote") => {
            "Put the same quote at the end of the text. Between single quotes an apostrophe is written twice: 'l''an'."
        }
        (Code::YamlSyntax, _, "after_quote") => {
            "Put the whole text between the quotes, or look for an earlier quote that is missing. Between single quotes an apostrophe is written twice: 'l''an'."
        }
        (Code::YamlSyntax, _, "tab") => {
            "Put spaces in its place; let the editor write spaces when you press the tab key."
        }
        (Code::YamlSyntax, _, "blank") => "Delete the blanks before the first word of this line, and type spaces.",
        (Code::YamlSyntax, _, "bracket") => {
            "Between `[` and `]` and between `{` and `}`, put commas between the items, and close each with its like."
        }
        (Code::YamlSyntax, _, "bracket_open") => "Close it at the end of its list: `[` with `]`, `{` with `}`.",
        (Code::YamlSyntax, _, "flow_colon") => {
            "If a new key begins here, put a comma before it; if the colon belongs to a text, put the text between quotes."
        }
        (Code::YamlSyntax, _, "indentation") => {
            "Begin the line exactly under the first letter of the keys, or under the `-` of the items, that it belongs with."
        }
        (Code::YamlSyntax, _, "no_dash") => {
            "If it is an item of the list, put `- ` before it; if it belongs to the item above, begin it under that item's first letter."
        }
        (Code::YamlSyntax, _, "indented_more") => "Begin the line exactly under the first letter of the key above.",
        (Code::YamlSyntax, _, "no_colon") => "Write a key, a colon, a space and a value: `format: fixed`.",
        (Code::YamlSyntax, _, "no_space") => "Put a space behind the colon: `format: fixed`.",
        (Code::YamlSyntax, _, "colon") => {
            "If the colon belongs to a text, put the text between quotes; else compare the indentation with the line above."
        }
        (Code::YamlSyntax, _, "colon_in_text") => {
            "If the colon belongs to the text, put the text between quotes: system: 'GL: 1994'."
        }
        (Code::YamlSyntax, _, "directive") => "Put the text between quotes: '%'.",
        (Code::YamlSyntax, _, "character") => "Put the text between quotes: '@', '`', '?'.",
        (Code::YamlSyntax, _, "syntax") => {
            "Compare the underlined line, and the one above, with an example in docs/mapping.md."
        }
        (Code::WrongShape, "wanted", "list") => {
            "Begin each item with a dash and a space, on a line of its own, or write them as `[one, two]`."
        }
        (Code::WrongShape, "found", "nothing") => {
            "Write a value after the colon; put it between quotes if it begins with `#`, which begins a comment: '#'."
        }
        (Code::Io, _, "Permission denied (os error 13)" | "Access is denied. (os error 5)") => {
            "Ask for the right to read or write there, or name another place."
        }
        (Code::EvidenceTotal, _, "identity") => {
            "The manifest was changed after the run; get it back from a copy, or run the migration again."
        }
        (Code::OutExists, "sort", "mapping") => "Give the draft another name: `--force` replaces mappings alone.",
        (Code::OutExists, "sort", "map") => "Give the field map another name: it replaces field maps alone.",
        (Code::PartialRecord, "why", "counted") => {
            "Where nothing but the counters says how long a record is, write `records: {end: counters}`; where a length stands before each, `{end: {rdw: big}}`. If all records do have that length, the file was cut off: get it again."
        }
        (Code::NoConditions, "why", "type") => {
            "Dates, times and truths have no such names, and SPACE, LOW-VALUE and HIGH-VALUE are no values: take the key away, or leave the field the type that its picture gives it."
        }
        (Code::NoConditions, "why", "edited") => {
            "Say `type: text` and `trim: right` of the field; a column can still have its number: `sql: \"try_cast(trim(amount) as decimal(9,2))\"`."
        }
        (Code::NoConditions, "why", "trimmed") => "Say `trim: right` of the field, so that the blanks stay.",
        (Code::Conflict, "key", "on_fail: reject") => {
            "A number that is missing has no record that could be refused: write `on_fail: fail` or `on_fail: warn`. A second rule, `unique:` with `on_fail: reject`, refuses numbers that stand twice."
        }
        (Code::KeyMisplaced, "why", "summed") => {
            "Remove the key: a rule with `sum:` has its whole difference at stake."
        }
        (Code::KeyMisplaced, "why", "no_difference") => {
            "Take the entry out. Where the values are known to differ and someone answers for it, write `on_fail: warn` at the control in its mapping, and why under its `about:`; each record that differs is then told and the run publishes."
        }
        (Code::KeyMisplaced, "why", "no_amount") => {
            "Give the rule the column: `amount: …` beside its test. A rule about each row has none; the table's `limits:` can limit the money that it refuses."
        }
        (Code::KeyMisplaced, "why", "only_sets") => {
            "Remove the key. What a rule about each row is about stands in its `row:`, such as `status <> 'A' OR amount > 0`."
        }
        (Code::BadReference, "why", "twice") => "Name each column once.",
        (Code::BadReference, "why", "outer_table") => {
            "Make a table of the outer one as well, and take its `.number` in both: they are joined by it and by the record's key."
        }
        (Code::ParameterClash, "other", "field") => {
            "Write `kind.field` for the field; or rename the parameter, in migration.yaml and in every expression that means it."
        }
        (Code::ParameterClash, "other", "column") => {
            "Rename the parameter, in migration.yaml and in every expression that means it; or rename the column."
        }
        (Code::WrongPath, _, "mapping") => "Name the folder, or one of the mappings in it.",
        (Code::WrongPath, _, "mappings") => {
            "Name a mapping, or the folder that directly holds the mappings: files that end in .yaml; its subfolders are not searched."
        }
        (Code::WrongPath, _, "run") => {
            "Name the folder given as `--out`, or a run's own folder under `runs`, `refused` or `trial`."
        }
        (Code::WrongPath, _, "UTF-8") => "Save the mapping in UTF-8: the editor's `Save as` has a choice of encodings.",
        (Code::WrongPath, _, "folder") => "Name a folder; if it is not there yet, it is made.",
        (Code::WrongPath, _, "file") => "Name a file.",
        (Code::WrongPath, _, "no stream") => "Write what it gives to a file, and look at that.",
        (Code::WrongPath, _, "no pipe") => {
            "Name it with `--source`, which reads it from front to back; or narrow `files:` so that it is not meant."
        }
        (Code::WrongPath, _, ".yaml") => {
            "Let its name end in .yaml if it is a mapping; else move it out of the folder."
        }
        (Code::WrongPath, _, "Unicode") => "Rename the file.",
        (Code::WrongPath, _, "link") => {
            "The output folder was copied, and the copy followed its link: remove `current` or rename it; the runs stay under `runs`."
        }
        (Code::BadOption, _, "no_table") => "`tumpline check` lists the tables of each mapping.",
        (Code::BadOption, _, "no_mapping") => {
            "A mapping's name is its file's name without `.yaml`; write `--source MAPPING=FILE`."
        }
        (Code::BadOption, _, "no_parameter" | "no_parameters") => {
            "`tumpline check` lists the parameters; they stand under `parameters:` in the migration.yaml beside the mappings."
        }
        (Code::BadOption, _, "set") => {
            "If the value has spaces in it, put the whole between quotes: --set \"town=New Town\"."
        }
        (Code::BadOption, _, "unknown_command") => "`tumpline --help` lists the commands and says what each does.",
        (Code::BadOption, _, "too_many") => "If the path has spaces in it, put it between quotes.",
        (Code::BadOption, _, "missing_path" | "missing_out") => "Such as: tumpline run mappings --out out",
        (Code::BadOption, _, "missing_which" | "which") => "Such as: tumpline explain mappings --record GLJ2024.TXT:17",
        (Code::BadOption, _, "missing_what") => "Such as: tumpline explain TL0212",
        (Code::BadOption, _, "missing_dir") => "Such as: tumpline verify out",
        (Code::BadOption, _, "language") => {
            "Write `--lang en` or `--lang fr`; without it, the language is the system's."
        }
        (Code::BadOption, _, "repeated" | "set_twice") => "Keep the one that is meant.",
        (Code::BadOption, _, "size") => "Write a whole number and its unit: kB, MB, GB, or KiB, MiB, GiB.",
        (Code::BadOption, _, "number") => "Write it in digits, such as `--threads 4` or `--limit 1000`.",
        (Code::BadOption, _, "MAPPING=") => {
            "Write `--source MAPPING=FILE`, where MAPPING is the mapping's file name without `.yaml`."
        }
        _ => return None,
    })
}

/// All other texts.
pub static TEXTS: Texts = Texts {
    error: "error",
    warning: "warning",
    help: "what to do",
    write: "write",
    see_also: "this belongs to it",
    severity_fail: "refuses the run",
    severity_reject: "refuses the record",
    severity_warn: "warning",
    severity_note: "note",
    outcome_published: "published",
    outcome_refused: "refused",
    outcome_trial: "trial",

    published: "Published in {time}: {rows:row|rows} in {tables:table|tables}, {rejects:record|records} refused",
    refused: "Refused after {time}; nothing was published: {rejects:record|records} refused, {rows:row|rows} in {tables:table|tables} kept for a look",
    trial: "Trial ended after {time}; nothing was published: {rejects:record|records} refused, {rows:row|rows} in {tables:table|tables} kept for a look",
    with_parameters: "[{title}; ]with {parameters}",
    parameter: "{name} = {value}",
    parameter_default: "{name} = {value} (default)",
    speed: "run {run}, {rate}/s, {records:record|records}/s, {threads:thread|threads}, at most {memory} of memory",
    head_table: "table",
    head_rows: "rows",
    head_read: "read",
    head_loaded: "loaded",
    head_rejected: "rejected",
    head_allowed: "allowed",
    head_totals: "totals",
    head_rule: "rule",
    head_keys: "keys",
    head_findings: "findings",
    head_at_stake: "at stake",
    rules_hold: "{count:rule|rules} over several rows {count?holds|hold}",
    rules_broken: "{broken} of {count:rule|rules} over several rows {broken?is|are} broken",
    unread: "What no field reads, and is not blank: {places:place|places}",
    unread_bytes: "bytes {place}",
    unread_characters: "characters {place}",
    unread_cells: "cells {place}",
    unread_header: "column {place}",
    unread_slack: "slack bytes {place} of SYNCHRONIZED",
    unread_found: "in {not_blank} of the {records:record that reaches|records that reach} so far; the first: {file}, record {record}",
    more_unread: "and {more:place|places} more, all in {file}",
    more_rules: "and {more:rule|rules} more, all in {file}",
    head_set_aside: "set aside",
    head_source: "source",
    head_bytes: "bytes",
    head_informing: "informing",
    head_skipped: "skipped",
    head_unread: "bytes unread",
    controls: "Controls (says − difference − rejected − set aside − informing = loaded)",
    head_control: "control",
    head_says: "says",
    head_difference: "difference",
    head_unknown: "unreadable",
    head_holds: "holds",
    control_yes: "yes",
    control_no: "no",
    control_signed: "signed off",
    control_fails: "does not hold in {differing} of {all:file or batch|files or batches}[, {signed}]",
    control_same: "the same value in {records:record|records}",
    control_unlike: "does not hold in {differing} of {records:record|records}",
    control_units: "in units of {unit}: read {read}[ − rejected {rejected}][ − set aside {aside}][ − informing {informing}][ = loaded {loaded}]",
    control_digits: "the last {unit:digit|digits} of {read}[ − rejected {rejected}][ − set aside {aside}][ − informing {informing}][ = loaded {loaded}]",
    control_digits_each: "the last {unit:digit|digits} of each of {sums:sum|sums}; together read {read}[ − rejected {rejected}][ − set aside {aside}][ − informing {informing}][ = loaded {loaded}]",
    control_keys: "{file}: {equal:key is|keys are} equal[, {different:differs|differ}][, {missing:is not in the report|are not in the report}][, {without:has no row|have no row}][, {unknown:cannot be proved|cannot be proved}]",
    approved_by: "Approved by",
    approval: "{name}[, {role}], {on}",
    key_all_rows: "the whole table",
    key_personal: "a key that is personal (not shown)",
    value_personal: "(personal, not shown)",
    value_empty: "(empty)",
    more_controls: "and {more:control|controls} more, all in {file}",
    set_aside: "Set aside, as the mappings say",
    left_out: "Rows left out of tables, as the mappings say: their records count above as loaded, and in controls as set aside",
    aside: "{because}[ ({sums})]",
    findings_fail: "Why nothing is published",
    findings_fail_trial: "Why nothing would be published",
    findings_reject: "Refused: {rejects:record|records}, {groups:reason|reasons} (how often, and where first)",
    findings_warn: "Warnings (nothing is refused for them)",
    findings_note: "Repaired, or done as declared (nothing is refused for them)",
    finding: "[{where}: ]{what}[; {file}][ record\u{a0}{record}][ (line\u{a0}{line})][ at byte\u{a0}{offset}][: {example}]",
    more_findings: "and {more:reason|reasons} more, all in {file}",
    findings_follow: "{records:record|records} of these only followed another that was refused (TL0104, TL0105)",
    amount_refused: "refused of `{column}`: {amount}, where {most} is allowed[; of {unknown:record|records} it cannot be told]",
    more_totals: "and {more:total|totals} more, all in {file}",
    more_reasons: "and {more:reason|reasons} more, all in {file}",
    every_byte: "Every byte accounted for",
    every_byte_but: "Every byte accounted for, but not every byte could be read",
    every_byte_asked: "Every byte accounted for; --limit left the rest unread",
    gone: "Attention: `current` shows {count:table|tables} less than before",
    gone_tables: "Not in this run, and so not shown any more: {tables}",
    gone_where: "The run before still has {count?it|them}: {folder}",
    gone_advice: "If {count?it is|they are} wanted, run all the mappings together: a run replaces all that `current` shows.",
    output: "Where it is",
    output_tables: "tables",
    output_kept: "tables, not published",
    output_run: "this run",
    output_holds: "[{rejects}, ]findings.parquet (all findings), manifest.json (evidence)",
    output_before: "the run before",
    output_rejects: "rejects/ (refused records)",
    people_severity: "how grave",
    people_mapping: "mapping",
    people_file: "file",
    people_line: "line",
    people_record: "record",
    people_records: "records, or rows of the table",
    people_subject: "field or rule",
    people_code: "code",
    people_what: "what is wrong",
    people_advice: "what to do",
    people_reconciliation: "Reconciliation",
    people_run: "run",
    people_started: "started (UTC)",
    people_outcome: "outcome",
    people_sources: "Sources: read = loaded + rejected + set aside + informing + skipped",
    people_tables: "Tables",
    people_refused_money: "Money in refused records",
    people_controls: "Controls: read = rejected + set aside + informing + loaded; says − compared = difference",
    people_rules: "Rules over several rows",
    people_signatures: "Signatures",
    people_total: "total",
    people_reason: "reason",
    people_field: "field or column",
    people_refused: "amount refused",
    people_scopes: "files, batches or keys",
    people_differing: "of these not holding",
    people_counted: "counted in",
    people_units: "units of {unit}",
    people_digits: "last {unit:digit|digits} of each sum",
    people_compared: "compared",
    people_accepted: "difference accepted",
    people_because: "because",
    people_by: "accepted by",
    people_name: "name",
    people_role: "role",
    people_date: "date",
    people_signature: "signature",
    people_wrong: "{name}: {what}",
    people_as_for: "as for record {record}",
    people_as_for_in: "as for record {record} of {file}",
    people_more: "and {rows:row|rows} more, all in {file}",
    output_people: "for people",
    people_left: "findings.csv leaves out {rows:finding|findings}; findings.parquet has all",
    next: "What to do next",
    next_rejects: "{rejects:record was|records were} refused, as the limits allow; rejects/*.parquet has each with its findings. Once the mapping or rejects/*.raw is mended, `tumpline replay` brings them in.",
    next_doubts: "What the mapping leaves open ({codes}) was read as `tumpline check {mapping}` says.",
    next_crosswalk: "Crosswalks lack {keys:key|keys}: `tumpline crosswalk {out}` shows which, with rows and money, and where to fill them in.",
    next_verify: "To check at any time that nothing was changed:",
    next_refused: "Mend the mapping or the sources, as said above, and run it again; where only records were refused, `tumpline replay` runs those alone.",
    next_refused_replay: "Mend the records otherwise in {folder}/rejects/*.raw, or the mapping, as said above, and replay {dir} again. A replay does not read the sources: where these are wrong, correct them, and run the migration anew.",
    next_nothing: "Not a single record could be loaded: {mappings}. Is it the right file, the right mapping, the right encoding?",
    next_limits: "If the treasurer accepts the loss, raise `rejects` under `limits` in the mapping instead.",
    next_trial: "Look at the findings, mend the mapping, and run it again without --trial, --limit and --only to publish.",
    next_current: "Whatever was published before stays as it is.",
    nothing_published: "Nothing was published; what was published before stays as it is.",
    replayed: "Of {refused:record|records} that the run {run} refused, {repaired} {repaired?is|are} repaired or accounted for, and {left} {left?is|are} still refused",
    replayed_same: "Nothing changes: {refused:record|records} that the run {run} refused {refused?is|are} refused again. No new run was made",
    replayed_known: "Nothing changes: the replay {known} of the run {run} was the same as this one. No new run was made",
    replayed_unused: "Not used: {file} was edited after this run was made of it. Put these edits into {folder}/rejects/*.raw; or replay that run by its own folder.",
    replayed_nothing: "Nothing changes: the run {run} refused no record",
    repaired_rows: "Repaired rows",
    replayed_newest: "It is the newest run of these mappings here ({outcome}; begun {started}). Another one is replayed by its own folder.",
    next_replay: "Mend the mapping further, or edit the bytes in {folder}/rejects/*.raw, and replay again.",

    progress_bar: "[pass {pass}: ]{done}[ of {total}], {rate} records/s, {rejects:reject|rejects}[, {left} left]",
    progress_bar_short: "{done}, {rate}/s, {rejects:reject|rejects}[, {left} left]",
    progress_line: "[pass {pass}: ][{percent}%, ]{done}[ of {total}], {records:record|records}, {rate}/s, {rejects:reject|rejects}[, {left} left]",
    reading_bar: "{done}[ of {total}], {rate} records/s[, {left} left]",
    reading_bar_short: "{done}, {rate}/s[, {left} left]",
    reading_line: "[{percent}%, ]{done}[ of {total}], {records:record|records}, {rate}/s[, {left} left]",

    check_sound: "{path}: no mistakes",
    check_doubts: "{path}: no mistakes, {count:doubt|doubts}",
    check_mistakes: "{path}: {count:mistake|mistakes}",
    check_sources: "{path}: {count:mistake|mistakes} in its sources",
    check_looked_head: "looked at",
    check_looked_whole: "all {records:record|records} of {files:file|files}",
    check_looked_some: "the first {records:record|records}, of {files} of {of:file|files}",
    check_looked_none: "no record: a pipe or the standard input can be read only once, by the run",
    plan_title: "title",
    plan_parameters: "parameters",
    plan_parameter_set: "{value}, by --set",
    plan_parameter_default: "{value}, the default",
    plan_parameter_unset: "to be set: --set {name}={example}",
    plan_source: "source",
    plan_files: "{files:file|files}, {bytes}, in {encoding}",
    plan_more_files: "and {more:file|files} more",
    plan_reading: "read as",
    plan_lines: "lines of fixed-width fields; positions are counted in {positions}",
    plan_bytes: "bytes",
    plan_characters: "characters",
    plan_short_reject: "a line that ends before its kind's last field is refused",
    plan_short_pad: "a line that ends before its kind's last field is filled up with blanks",
    plan_long_reject: "a line of more than {most:bytes} is refused",
    plan_long_cut: "a line of more than {most:bytes} is cut",
    plan_no_tabs: "a line with a tab is refused",
    plan_tabs: "tab stops every {every:column|columns}",
    plan_fixed: "records of {length:byte|bytes}, without a separator",
    plan_counted: "records of {longest:byte|bytes} at most, whose length follows from what they count themselves",
    plan_rdw: "records with a descriptor word (RDW, {order}) before each",
    plan_spanned: "records with a descriptor word (RDW, {order}) before each, or in segments that are joined",
    plan_length_at: "records whose length stands at {first}-{last}[ of a header of {header:byte|bytes}]",
    plan_even: "in blocks of {length:byte|bytes}[, of which {filled} have records]",
    plan_computed: "records whose length is computed: {sql}[, with a header of {header:byte|bytes} before each]",
    plan_blocks: "in blocks with a descriptor word (BDW, {order}) before each",
    plan_counts_less: "that length does not count the {before:byte|bytes} that it stands in",
    plan_adjusted: "{adjust} is added to that length",
    plan_big: "high byte first",
    plan_little: "low byte first",
    plan_short_reject_record: "a record that ends before its kind's last field is refused",
    plan_short_pad_record: "a record that ends before its kind's last field is filled up with blanks",
    plan_lengths: "a record[ of less than {least:byte|bytes} or] of more than {most:byte|bytes} is refused",
    plan_edges: "of every file, {header:byte|bytes} at its start and {trailer:byte|bytes} at its end are passed over",
    plan_delimited: "cells separated by `{delimiter}`[, quoted with `{quote}` where needed]",
    plan_headers: "{lines:line|lines} of header",
    plan_no_header: "no header",
    plan_preamble: "{lines:line|lines} before the header, passed over",
    plan_until_header: "what stands before the line with all the headers is passed over",
    plan_match_exact: "names must match exactly",
    plan_match_trim: "names match but for blanks around them",
    plan_match_fold: "names match but for blanks and capitals",
    plan_lenient: "broken rows are read as a person would, and each repair is listed",
    plan_ragged_reject: "a row with fewer or more cells than it should have is refused",
    plan_ragged_pad: "a row with fewer cells than it should have is filled up with empty ones",
    plan_ragged_truncate: "a row with more cells than it should have loses those at its end",
    plan_repeated_reject: "the header again among the rows is refused",
    plan_repeated_skip: "the header again among the rows is passed over",
    plan_repeated_end: "the header again among the rows ends the source",
    plan_comment: "lines that begin with `{start}` are comments",
    plan_group: "a parent with its children has at most {most:bytes}; a larger group is refused",
    plan_kinds: "kinds",
    plan_rest: "every other record",
    plan_every: "every record",
    plan_in_preamble: "before the header",
    plan_under: "under {parent}",
    plan_ends: "ends {parent}",
    plan_skipped: "skipped: {reason}",
    plan_fields: "{count:field|fields}",
    plan_filler: "blanks elsewhere",
    plan_ignored: "{count:place|places} ignored",
    plan_record: "the record",
    plan_byte: "position {at}",
    plan_byte_range: "position {first}-{last}",
    plan_cell: "cell {at}",
    plan_is: "{what} is {values}",
    plan_one_of: "{what} is one of {values}",
    plan_not: "{what} is not {values}",
    plan_all: "{what} is all `{letter}`",
    plan_matches: "{what} matches {pattern}",
    plan_cells: "{count:cell|cells}",
    plan_aside: "set aside",
    plan_aside_line: "{because}, where {when}",
    plan_controls: "controls",
    plan_control_every: "every record",
    plan_control_count: "{id}: `{says}` counts {of}[ in units of {per}][, where {when}][, of each `{opened}`]",
    plan_control_sum: "{id}: `{says}` adds up {of}[ (its last {digits} digits)][, where {when}][, of each `{opened}`]",
    plan_control_is: "{id}: `{says}` repeats {of}",
    plan_table: "table {table}[: {title}]",
    plan_from: "one row for each {from}",
    plan_with_one: "with exactly one {kind}",
    plan_with_most_one: "with at most one {kind}",
    plan_limit: "{limit:reject|rejects} allowed",
    plan_limit_share: "{share} of the records may be refused",
    plan_limit_amount: "with at most {most} of {column}",
    plan_trace: "_file and _offset say where each row came from",
    plan_dedupe_last: "of rows with the same {by}, the last one[ by {order}]",
    plan_dedupe_first: "of rows with the same {by}, the first one[ by {order}]",
    plan_sorted: "sorted by {columns}",
    plan_partitioned: "a folder for each {columns}",
    plan_required: "required",
    plan_optional: "may be empty",
    plan_personal: "personal",
    plan_rules: "rules",
    plan_rule_row: "each row: {row}",
    plan_rule_unique: "no two rows have the same {columns}",
    plan_rule_references: "the {columns} of each row {count?is|are} in {table} ({others})",
    plan_rule_sum: "{column} adds up to {equals}[, within {tolerance}][, for each {by}]",
    plan_rule_compare: "{column} adds up to what {other} of {table} adds up to[ where {filter}][, within {tolerance}][, for each {by}]",
    plan_rule_sides: "{own} comes to {others}[, within {tolerance}][, for each {by}]",
    plan_rule_report: "as {file} says: {figures}[, for each {by}]",
    plan_figure_sum: "{column} adds up to `{header}`[, within {tolerance}]",
    plan_figure_count: "there are `{header}` rows",
    plan_side_sum: "{column} of {table}[ where {filter}]",
    plan_side_count: "the rows of {table}[ where {filter}]",
    plan_rule_count_exact: "{rows:row|rows}[ for each {by}]",
    plan_rule_count_least: "at least {rows:row|rows}[ for each {by}]",
    plan_rule_count_most: "at most {rows:row|rows}[ for each {by}]",
    plan_rule_count_range: "{least} to {rows:row|rows}[ for each {by}]",
    plan_rule_sequence: "{column} counts up by one, without a gap[, for each {by}]",
    plan_rule_nulls: "{rule}, none of them empty",
    plan_rule_where: "{rule}, where {filter}",
    plan_rejects: "{keys} (else refused)",
    plan_warns: "{keys} (only warns)",
    plan_fails: "{keys} (else nothing is published)",
    plan_constant: "always {value}",
    plan_empty: "always empty",
    plan_repeat_number: "number of the repetition",
    plan_list: "list of {from}",
    plan_structure: "structure of {from}",
    plan_lookup: "looked up in `{crosswalk}` by {keys}",
    plan_split_taken: "`{header}` of the split",
    plan_part_number: "number of the part",
    plan_split: "rows are split by {keys} as `{crosswalk}` says, {amounts} divided to the cent",
    plan_crosswalk: "crosswalk",
    plan_crosswalk_file: "`{file}`, {rows:row|rows}, {bytes:bytes}; {memory:mebibytes} of memory",
    plan_memory: "memory",
    plan_memory_bound: "at most {memory}, with a thread for each core; files are read in blocks of {block}",

    verified: "Run {run} is intact: {files:file|files} as the run wrote them, {rows:row|rows} counted again, {sources:source|sources} as the run read them",
    not_verified: "Run[ {run}] is not intact: {count:difference|differences}",
    verified_more: "and {more:difference|differences} more; --json lists all",
    verified_rest: "What is intact: {files:file|files} as the run wrote them, {rows:row|rows} counted again, {sources:source|sources} as the run read them",

    which_current: "the one that `current` leads to[; a newer one stands in {newer}]",
    which_newest: "the newest in this folder, whatever became of it",

    coverage_head: "Run {run} ({outcome}): what its crosswalks cover, of all rows that were looked up",
    coverage_none: "Run {run} ({outcome}) looks nothing up in a crosswalk",
    coverage_mends: "This run is a replay: only the records that ran again are counted here. What was looked up before stands in the run {run}: `tumpline crosswalk` with its folder.",
    coverage_of: "`{subject}`, from `{crosswalk}`: {used} of {keys:key|keys} used",
    coverage_matched: "found",
    coverage_unmatched: "not there",
    coverage_outside: "not for that day",
    coverage_no_key: "no key",
    coverage_rows: "rows",
    coverage_amount: "{column}",
    coverage_gross: "without signs",
    coverage_reject: "refused",
    coverage_warn: "only warned of",
    coverage_fail: "fails the run",
    coverage_default: "got the default",
    coverage_empty: "left empty",
    coverage_keep: "kept whole",
    coverage_unknown: "{rows:row has|rows have} no amount",
    coverage_whole: "every key was found",
    coverage_largest: "{missing:key is|keys are} missing[; the largest {shown}]:",
    coverage_personal: "{missing:key is|keys are} missing; they are personal, so that none is shown or listed",
    coverage_key: "key",
    coverage_days: "missing days",
    coverage_example: "for example",
    coverage_hole: "[from {from}] [to {to}]",
    coverage_place: "{file}, record {record}",
    coverage_fill: "to be filled in: {path}",

    about: "Carries financial records from an old system's exports into validated Parquet",
    about_run: "Read the sources, map and check them, and publish the tables",
    about_check: "Find what is wrong in mappings, and say what they would do",
    about_replay: "Run what a run refused again, under the mended mapping or as it was edited",
    about_verify: "Check a run's evidence against its files",
    about_crosswalk: "Say what the crosswalks of a run cover, and list the keys that are missing",
    about_infer: "Draft a mapping from files that nobody described, with its reasons as comments",
    about_look: "Show what an unknown file is: its records, lengths, encoding, odd bytes and values",
    about_init: "Make a folder with a small mapping, its source and an editor's settings",
    about_explain: "Say what a finding means, or what becomes of one record, byte by byte and column by column",
    about_copybook: "Show the layout that a COBOL copybook describes",
    about_schema: "Print the JSON Schema of the mapping language, for editors",
    about_completions: "Print what completes the command in a shell",
    about_man: "Print the manual page",
    help_paths: "A mapping (a YAML file), or a folder of mappings",
    help_out: "The output folder; analysts read DIR/current/data",
    help_source: "Read this file or folder instead of the one that the mapping names; may be repeated",
    help_only: "Make this table alone (nothing is published, as with --trial); may be repeated",
    help_set: "Set a parameter that migration.yaml declares; may be repeated",
    help_threads: "Worker threads; as many as cores if not given",
    help_memory: "Most memory to use, such as 512MiB or 2GB; threads are fewer if it does not suffice",
    help_limit: "Read so many records of each mapping (nothing is published, as with --trial)",
    help_trial: "Publish nothing, whatever happens; the tables are kept under DIR/trial",
    help_round_trip: "Encode the values that were read again, and count where that gives other bytes; refuses nothing",
    help_lang: "Language of the messages; the environment's if not given",
    help_timings: "Say how fast it was, and where the time went",
    help_no_sources: "Do not open the sources, which need not be there; without it their first records are read and judged",
    help_fix: "Mend in the mappings what has only one right text, and show which lines changed",
    help_csv: "Write the field map: for each column its field, place, type, checks and rules, for a spreadsheet",
    help_json: "Print one JSON document to the standard output",
    help_shape: "Files of one shape",
    help_draft: "Where the mapping is written; without it, the standard output",
    help_force: "Write over a file that is there",
    help_layout: "Fields by name, start and length as a vendor gives them (CSV), a Frictionless schema or a JSON Schema; `none`: no published layout either",
    help_delimiter: "What stands between cells, if you know it: `;`, tab, pipe and so on",
    help_encoding: "How bytes are characters, if you know it: cp850, cp1252, cp037 and so on",
    help_dir: "A run's folder, or an output folder",
    help_files: "A file of which nothing is known; several are compared",
    help_positions: "Count the values at these bytes of every record, such as 1 or 1-2; may be repeated",
    help_all: "All of it: `look` reads large files whole, not samples; `explain` shows every byte and row",
    help_folder: "The folder to be made; files that are there already are not touched",
    help_shell: "The shell: bash, zsh, fish or powershell",
    help_man_of: "The command whose page is wanted; that of the program if not given",
    help_what: "A finding's code, such as TL0212; or a mapping, a folder of mappings, a run's folder; with --row, a Parquet file of a run",
    help_record: "The record of this number, from 1",
    help_at: "The record that has this byte, from 0",
    help_reject: "The refused record of this number, from 1: of a run's rejects, or of the mapping's source",
    help_row: "The record that this row of the Parquet file comes from; rows are counted from 1",
    help_mapping: "The mapping of the run, where it is not beside its sources any more",
    help_show_personal: "Show personal values too",
    help_book: "A copybook, or a COBOL program with a data division",
    help_dialect: "Whose COBOL it is: `ibm` (the default), `micro-focus` or `gnucobol`",
    help_format: "Where code stands on a line: `fixed` (columns 8 to 72) or `free`; without it, what the text fits",
    help_described_by: "The COBOL copybook that describes the file: says which way the file reads by it",
    help_level_01: "The record of the copybook that is meant, where it has several of level 01",
    help_drafts: "Draft a whole mapping instead; what the copybook does not say is marked",
    help_data: "The files of records, as the drafted mapping is to name them",
    help_comma: "The decimal mark is a comma (DECIMAL-POINT IS COMMA)",
    help_copies: "A folder with books that it copies; repeat it for several",
    help_help: "Show this help",
    help_version: "Show the version",
    head_usage: "Usage",
    head_commands: "Commands",
    head_arguments: "Arguments",
    head_options: "Options",
};
