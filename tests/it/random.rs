//! Mappings and texts that a small generator makes up: whatever they are, the size of blocks, the number of threads and
//! compression do not show. `TUMPLINE_SEED` and `TUMPLINE_ROUNDS` look further than the suite does.

use std::fmt::Write;

use crate::alike::same_told;

/// Numbers that look random; the same ones each time.
pub struct Dice(u64);

impl Dice {
    /// Those of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Self(seed);
        dice.below(2);
        dice
    }

    /// A number from 0 to `most - 1`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    /// True once in so many times.
    pub fn one_in(&mut self, most: usize) -> bool {
        self.below(most) == 0
    }

    /// One of these.
    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// Kinds of lines by their first character. `p` joins `a`, and sometimes `b`; `o` and `q` are lent what stands above.
const LINES: &str = "tumpline: 1
source:
  files: in.*
  format: fixed
  encoding: ascii
  records:
RECORDS    kinds:
      - {name: h, when: {at: 1, is: H}, HEAD}
      - {name: t, when: {at: 1, is: T}, TAIL}
      - {name: p, when: {at: 1, is: P}, PARENT fields: [FIELD]}
      - {name: a, when: {at: 1, is: A}, under: p, JOINED fields: [FIELD]}
      - {name: b, when: {at: 1, is: B}, under: p, fields: [FIELD]}
      - {name: o, when: {at: 1, is: O}, OTHER fields: [FIELD]}
      - {name: q, when: {TOLD}, LEAF fields: [FIELD]}
      - {name: s, when: {at: 1-2, is: S}, skip: such}
ASIDEtables:
  - {table: t, from: p, WITH limits: {rejects: 9999}, columns: [{name: k, range: [0, 40], on_fail: FAIL}COLUMN]}
  - {table: u, from: o, limits: {rejects: 9999}, columns: [{name: k}LENT]}
  - {table: v, from: q, limits: {rejects: 9999}, columns: [{name: k, required: true}]}
";

fn lines_mapping(dice: &mut Dice) -> String {
    let mut mapping = LINES.to_owned();
    for (part, choices) in [
        ("RECORDS", &["RECORDS", "    tabs: 4\nRECORDS"][..]),
        ("RECORDS", &["RECORDS", "    short: pad\nRECORDS"]),
        ("RECORDS", &["RECORDS", "    max_length: 20\nRECORDS", "    max_length: 20\n    long: cut\nRECORDS"]),
        ("RECORDS", &["", "    group_max: 60\n", "    group_max: 30\n"]),
        ("HEAD", &["skip: heads", "fields: [FIELD]", "fields: [FIELD, {name: l, at: 4-5}]"]),
        ("TAIL", &["ends: h, skip: tails", "ends: h, fields: [FIELD]", "under: h, ends: h, fields: [FIELD]"]),
        ("PARENT", &["", "under: h,", "under: h, same: [k],"]),
        ("JOINED", &["", "same: [k],"]),
        (
            "TOLD",
            &[
                "at: 1, is: Q",
                "at: 1, is: Q",
                "field: k, in: [1, 2, 77]",
                "sql: k BETWEEN 1 AND 40",
                "sql: \"c = 'Q' AND 6 / (k - 11) < 3\"",
            ],
        ),
        ("OTHER", &["under: p,", "under: p, same: [k],", "under: a,", ""]),
        ("LEAF", &["under: t,", "under: o,", "under: h,"]),
        ("ASIDE", &["", "  set_aside: [{when: {field: WHOSE, in: [2, 11]}, because: why}]\n"]),
        ("WHOSE", &["h.k", "p.k", "a.k", "o.k", "q.k"]),
        (
            "WITH",
            &["", "with: {a: exactly one},", "with: {a: at most one},", "with: {a: at most one, b: exactly one},"],
        ),
        ("FAIL", &["reject", "warn", "fail"]),
        ("COLUMN", &["", ", {name: a, from: a.k, required: true}"]),
        ("LENT", &["", ", {name: p, from: p.k, range: [0, 30]}"]),
    ] {
        mapping = mapping.replace(part, dice.pick(choices));
    }
    mapping.replace("FIELD", "{name: c, at: 1}, {name: k, at: 2-3, type: int32}")
}

fn line(dice: &mut Dice, text: &mut String) {
    let code = dice.pick(&["H", "T", "P", "P", "A", "A", "A", "B", "B", "O", "O", "Q", "Q", "S", "?", " "]);
    let key = dice.pick(&["01", "01", "01", "02", "11", "35", "77", "x1", "  ", "1", ""]);
    let rest = match dice.below(12) {
        0 => "\t".to_owned(),
        1 => "\t1".to_owned(),
        2 => ".".repeat(dice.below(60)),
        3 if dice.one_in(8) => ".".repeat(66_000 + dice.below(9_000)),
        4 | 5 => "zz".to_owned(),
        _ => String::new(),
    };
    let end = dice.pick(&["\n", "\n", "\n", "\r\n", "\r", "\r\r\n", "\n\n", "\n\u{c}"]);
    write!(text, "{code}{key}{rest}{end}").unwrap();
}

/// Rows under heads, quoted and not; as strict, as lenient.
fn cells_mapping(dice: &mut Dice) -> String {
    let mut options = String::new();
    for choices in [
        &["", "  lenient: true\n"][..],
        &["", "  comment: '#'\n"],
        &["", "  escape: '\\'\n"],
        &["  ragged: pad\n", "  ragged: truncate\n", ""],
        &["  repeated_header: skip\n", "  repeated_header: end\n", ""],
        &["", "  preamble: 1\n", "  preamble: until header\n"],
    ] {
        options += dice.pick(choices);
    }
    let title = if options.contains("preamble") {
        let title = "      - {name: title, place: preamble, when: {TOLD}, fields: [{name: w, index: 2}]}\n";
        title.replace("TOLD", dice.pick(&["index: 1, is: T", "sql: w > 'o'", "field: w, is: one"]))
    } else {
        String::new()
    };
    let from = if title.is_empty() { "" } else { "  - {table: w, from: title, limits: {rejects: 999}}\n" };
    let ends = dice.pick(&["", "      - {name: e, when: {index: 1, is: E}, ends: h, skip: ends}\n"]);
    let join = dice.pick(&["", "with: {j: at most one}, "]);
    let told =
        dice.pick(&["index: 1, is: J", "index: 1, is: J", "sql: \"b > '2' AND b < 'y'\"", "field: b, in: ['3', z]"]);
    let max = dice.pick(&["    max_length: 24\n", "    max_length: 1 MiB\n"]);
    format!(
        "tumpline: 1\nsource:\n  files: in.*\n  format: delimited\n  encoding: utf-8\n  delimiter: ','\n{options}  records:\n{max}    group_max: 64\n    kinds:\n{title}      - {{name: h, when: {{index: 1, is: H}}, fields: [{{name: b, header: b}}]}}\n{ends}      - {{name: j, when: {{{told}}}, under: h, fields: [{{name: b, header: b}}]}}\n      - {{name: d, under: h, fields: [{{name: a, header: a}}, {{name: b, header: b, type: int32}}]}}\ntables:\n  - {{table: t, from: d, limits: {{rejects: 9999}}, columns: [{{name: h, from: h.b}}, {{name: a}}, {{name: b}}]}}\n  - {{table: u, from: h, {join}limits: {{rejects: 9999}}}}\n{from}"
    )
}

fn row(dice: &mut Dice, text: &mut String) {
    let cell = |dice: &mut Dice| {
        dice.pick(&[
            "H", "H", "J", "E", "D", "x", "\"x\"", "\"x\ny\"", "\"x,y\"", "\"\"\"\"", "x\"y", "\"x\"y", "\\,", "#c",
            "", "a",
        ])
    };
    let (first, second) = (cell(dice), dice.pick(&["1", "2", "\"3\"", "\"4\r\n\"", "z", "", "5\\", "b"]));
    let more = dice.pick(&["", "", "", "", ",", ",6", ",,"]);
    let comma = if dice.one_in(12) { dice.pick(&["", ";"]) } else { "," };
    let end = dice.pick(&["\n", "\n", "\n", "\r\n", "\r", "\n\n"]);
    write!(text, "{first}{comma}{second}{more}{end}").unwrap();
    if dice.one_in(40) {
        writeln!(
            text,
            "{}{}",
            dice.pick(&["x,", "\"x\",\"", "\""]),
            "7".repeat(20 + dice.below(20) * dice.below(10_000))
        )
        .unwrap();
    }
}

fn cells_text(dice: &mut Dice) -> String {
    let mut text = dice.pick(&["", "", "\u{FEFF}", "\n"]).to_owned();
    text += dice.pick(&["", "", "", "T,one\n", "T,\"two\" 2\n", "\"open\n", "T\n"]);
    text += dice.pick(&["a,b\n", "a,b\r\n", "b,a\n", "a,b", "a\n"]);
    (0..dice.below(30)).for_each(|_| row(dice, &mut text));
    text
}

/// Records of six bytes.
fn length_mapping(dice: &mut Dice) -> String {
    let under = dice.pick(&["", "under: h, "]);
    let told = dice.pick(&["at: 1, is: D", "sql: n > 1", "field: n, is: 1"]);
    let with = if under.is_empty() { "" } else { dice.pick(&["", "with: {d: at most one}, "]) };
    format!(
        "tumpline: 1\nsource:\n  files: in.*\n  format: fixed\n  encoding: latin1\n  records:\n    end: {{length: 6}}\n    group_max: 40\n    kinds:\n      - {{name: h, when: {{at: 1, is: H}}, fields: [{{name: k, at: 2-6}}]}}\n      - {{name: d, when: {{{told}}}, {under}fields: [{{name: n, at: 2-6, type: int32}}]}}\n      - {{name: z, when: {{all: \"\\0\"}}, skip: free}}\ntables:\n  - {{table: t, from: d, limits: {{rejects: 9999}}}}\n  - {{table: u, from: h, {with}limits: {{rejects: 9999}}, columns: [{{name: k}}]}}\n"
    )
}

fn length_text(dice: &mut Dice) -> String {
    let pieces = [
        "Habcde",
        "Habc\0\0",
        "D00001",
        "D    2",
        "D0000x",
        "D0000\0",
        "\0\0\0\0\0\0",
        "\r\n\u{1a}\0\0\0",
        "?zzzzz",
        "\u{1a}",
    ];
    let mut text: String = (0..dice.below(30)).map(|_| dice.pick(&pieces)).collect();
    if dice.one_in(20) {
        text += &"\0".repeat(70_000 + dice.below(99));
        text += dice.pick(&["", "D00009", "D"]);
    }
    text
}

/// A parent so long that few children are evaluated with it at once.
fn long_parents_text(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..2 {
        (0..dice.below(6)).for_each(|_| line(dice, &mut text));
        writeln!(text, "{}01{}", dice.pick(&["H", "P", "T"]), ".".repeat(1_000_000)).unwrap();
        (0..dice.below(60)).for_each(|_| line(dice, &mut text));
    }
    text
}

/// The text as another encoding writes it, with a few letters that are not ASCII; most often as it is.
fn encoded(dice: &mut Dice, mapping: String, text: String) -> (String, Vec<u8>) {
    let (was, letters) = if mapping.contains("format: delimited") { ("utf-8", true) } else { ("ascii", false) };
    let name = dice.pick(&["utf-16le", "utf-16be", "shift_jis", "iso-2022-jp", "gb18030", "", "", "", ""]);
    if name.is_empty() || mapping.contains("{length:") {
        return (mapping, text.into_bytes());
    }
    // The second bytes of these are a backslash, a bar and a digit, or look like line ends where units are torn.
    let text = if letters { text.replace('x', dice.pick(&["表", "ポ", "\u{a0d}", "x"])) } else { text };
    let characters = name.starts_with("utf-16") && !letters;
    let mapping = mapping.replace(was, name);
    let mapping =
        if characters { mapping.replace("  records:\n", "  records:\n    positions: characters\n") } else { mapping };
    let bytes = match name {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        other => encoding_rs::Encoding::for_label(other.as_bytes()).unwrap().encode(&text).0.into_owned(),
    };
    (mapping, bytes)
}

/// Controls in the files of [`lines_mapping`], if what ends a batch has fields.
fn controlled(dice: &mut Dice, mapping: &str) -> String {
    if !mapping.contains("ends: h, fields") || dice.one_in(4) {
        return mapping.to_owned();
    }
    let mut controls = "  controls:\n".to_owned();
    for (number, figure) in [
        "count: [p, a, o]",
        "count: all",
        "sum: [o.k, p.k]",
        "sum: a.k, where: {field: a.c, is: A}",
        "sum: q.k, where: {sql: 'k / (k - 11) < 9'}",
        "is: h.k",
    ]
    .into_iter()
    .enumerate()
    {
        let says = dice.pick(&["t.k", "t.k", "b.k"]);
        let (says, on_fail) = (if figure.starts_with("is") { "t.k" } else { says }, dice.pick(&["fail", "warn"]));
        let has_head = mapping.contains("is: H}, fields") || !figure.starts_with("is");
        if dice.below(3) > 0 && has_head {
            writeln!(controls, "    - {{id: c{number}, says: {says}, {figure}, on_fail: {on_fail}}}").unwrap();
        }
    }
    controls += "    - {id: c, says: t.k, count: [b], on_fail: warn}\n";
    mapping.replace("tables:\n", &(controls + "tables:\n"))
}

/// `migration.yaml` with a control beside the files about the table `t`, and its report.
pub fn beside(seed: u64, mapping: &str) -> (String, String) {
    let dice = &mut Dice(seed);
    dice.below(2);
    let column = if mapping.contains("header: b") {
        "b"
    } else if mapping.contains("{length:") {
        "n"
    } else {
        "k"
    };
    let key = if dice.one_in(3) { String::new() } else { format!("match: {{key: {column}}}, ") };
    let filter = dice.pick(&["", ", where: COLUMN > 1", ", where: 6 / (COLUMN - 11) < 3"]).replace("COLUMN", column);
    let (fails, tolerance) = (dice.pick(&["fail", "warn"]), dice.pick(&["", ", tolerance: 1"]));
    let migration = format!(
        "tumpline: 1\ncontrols:\n  - {{id: beside, file: report.csv, table: t, {key}compare: {{n: count, s: {{sum: {column}}}}}, on_fail: {fails}{filter}{tolerance}}}\n"
    );
    let mut report = "key,n,s\n".to_owned();
    for key in if key.is_empty() { &[0][..] } else { &[1, 2, 11, 35] } {
        writeln!(report, "{key},{},{}", dice.below(4), dice.below(4) * *key).unwrap();
    }
    (migration, report)
}

/// A head with fields, in [`LINES`].
const HEAD: &str = "is: H}, fields: [{name: c, at: 1}, {name: k, at: 2-3, type: int32}";

/// A mapping that refuses more than another, which is the mended one, and a text for both.
pub fn strict_and_mended(seed: u64) -> (String, String, Vec<u8>, u64) {
    let dice = &mut Dice(seed);
    dice.below(2);
    let block = 8 + 2 * dice.below(60) as u64;
    let (mended, text) = match dice.below(4) {
        0 | 1 => {
            let is_one = |mapping: &String| tumpline::mapping::read("m", mapping).mapping.is_some();
            let mapping = (0..20).map(|_| lines_mapping(dice)).find(is_one).unwrap_or_default();
            let with_controls = (0..20).map(|_| controlled(dice, &mapping)).find(is_one);
            let mapping =
                with_controls.unwrap_or(mapping).replacen(HEAD, &HEAD.replace("int32}", "int32, null_if: x1}"), 1);
            let mut text = String::new();
            (0..dice.below(40)).for_each(|_| line(dice, &mut text));
            (mapping, text)
        }
        2 => (cells_mapping(dice), cells_text(dice)),
        _ => (length_mapping(dice), length_text(dice)),
    };
    let (mended, bytes) = encoded(dice, mended, text);
    let mut strict = mended.clone();
    for (from, to) in [
        // What was refused may have opened a batch.
        (HEAD.replace("int32}", "int32, null_if: x1}").as_str(), HEAD),
        ("{name: k, range: [0, 40], on_fail: warn}", "{name: k, range: [2, 3]}"),
        ("{name: k, range: [0, 40], on_fail: fail}", "{name: k, range: [2, 12]}"),
        ("{name: k, range: [0, 40], on_fail: reject}", "{name: k, range: [2, 12]}"),
        ("columns: [{name: k}, {name: p", "columns: [{name: k, range: [2, 12]}, {name: p"),
        // A number of one sort of records, a text of another.
        (
            "columns: [{name: k}]",
            if mended.contains("table: v") {
                "columns: [{name: k, range: [2, 12]}]"
            } else {
                "columns: [{name: k, one_of: [x]}]"
            },
        ),
        ("columns: [{name: k, required: true}]", "columns: [{name: k, required: true, range: [0, 1]}]"),
        ("columns: [{name: h, from: h.b}, {name: a}", "columns: [{name: h, from: h.b}, {name: a, one_of: [x, H]}"),
    ] {
        if dice.below(3) > 0 {
            strict = strict.replacen(from, to, 1);
        }
    }
    (strict, mended, bytes, block)
}

/// How much a test does, or from which seed: as a variable of the environment says, or as usual.
pub fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn made_up_mappings_and_texts_are_read_the_same_in_blocks_and_in_streams() {
    let seed = number("TUMPLINE_SEED", 1);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..number("TUMPLINE_ROUNDS", crate::rounds(250)) {
        let dice = &mut Dice((seed << 32) + round);
        dice.below(2);
        let mut block = 8 + 2 * dice.below(60) as u64;
        let (mapping, mut text) = match dice.below(40) {
            0 => {
                block = 150_000 + 2 * dice.below(500_000) as u64;
                (lines_mapping(dice).replace("    max_length: 20\n", ""), long_parents_text(dice))
            }
            1..20 => {
                let mut text = String::new();
                let mapping = lines_mapping(dice);
                (0..dice.below(40)).for_each(|_| line(dice, &mut text));
                (mapping, text)
            }
            20..34 => (cells_mapping(dice), cells_text(dice)),
            _ => (length_mapping(dice), length_text(dice)),
        };
        if tumpline::mapping::read("m", &mapping).mapping.is_none() {
            refused += 1;
            continue;
        }
        taken += 1;
        if dice.one_in(3) {
            text += &dice.pick(&["\0", "\u{1a}"]).repeat(dice.below(60));
        }
        if text.len() > 60_000 {
            block = block.max(4_000);
        }
        let (mapping, bytes) = encoded(dice, mapping, text.clone());
        let shown = if text.len() > 3_000 { format!("{} bytes", text.len()) } else { format!("{text:?}") };
        let name = format!("TUMPLINE_SEED={seed}, round {round}\n{mapping}\n{shown}\n");
        same_told(&name, &mapping, &bytes, &[Some(block)]);
    }
    assert!(taken > refused, "{refused} of the mappings are none, {taken} are");
}
