//! Migrations of one to three small mappings with few distinct values, and rules over them.

use std::fmt::Write;

use serde_json::{Value, json};

/// Numbers that look random; the same ones each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    pub fn one_in(&mut self, most: usize) -> bool {
        self.below(most) == 0
    }

    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// A table that a mapping makes.
pub struct TableMade {
    pub name: String,
    pub mapping: String,
    /// Name and type.
    pub columns: Vec<(&'static str, String)>,
    /// Lines of `rules:`.
    rules: Vec<String>,
}

/// A migration.
#[derive(Default)]
pub struct Made {
    pub tables: Vec<TableMade>,
    /// As the witness reads them.
    pub rules: Vec<Value>,
    /// By mapping: offsets of children with those of their parents.
    pub parents: serde_json::Map<String, Value>,
    sources: Vec<(String, Vec<u8>)>,
    mappings: Vec<(String, String)>,
}

/// What the fields of one mapping are.
struct Fields {
    whole: &'static str,
    number: &'static str,
    amount: &'static str,
    quantity: &'static str,
}

const MOST: &str = "999999999999999999999999999999999999.99";

impl Fields {
    fn random(dice: &mut Dice) -> Self {
        Self {
            whole: dice.pick(&["int16", "int32", "int64"]),
            number: dice.pick(&["int16", "int32", "int64"]),
            amount: dice.pick(&["decimal(38,2)", "decimal(18,2)", "decimal(38,2)"]),
            quantity: dice.pick(&["decimal(9,2)", "decimal(20,2)"]),
        }
    }

    fn types(&self) -> [(&'static str, &'static str); 6] {
        [
            ("k", "text"),
            ("w", self.whole),
            ("d", "date"),
            ("amt", self.amount),
            ("q", self.quantity),
            ("n", self.number),
        ]
    }

    /// Few values of each; nothing now and then, and rubbish.
    fn values(&self, dice: &mut Dice) -> [String; 6] {
        let huge = self.amount.starts_with("decimal(38") && dice.one_in(3);
        let amount = if huge {
            dice.pick(&[MOST, "-MOST", "100000000000000000000.01"])
        } else {
            dice.pick(&["5.00", "-5.00", "0.05", "7.25", "-0.01", "0"])
        };
        let mut values = [
            dice.pick(&["A", "B", "é", "A b", "a", "ß€"]).to_owned(),
            dice.pick(&["1", "2", "-3", "0", "7"]).to_owned(),
            dice.pick(&["2026-01-01", "2026-01-02", "1899-12-31"]).to_owned(),
            amount.replace("MOST", MOST),
            dice.pick(&["1.50", "-1.50", "2", "0.01"]).to_owned(),
            (1 + dice.below(9)).to_string(),
        ];
        for value in &mut values {
            if dice.one_in(8) {
                value.clear();
            }
        }
        if dice.one_in(12) {
            "bad".clone_into(&mut values[3]);
        }
        values
    }
}

/// Bytes of each field in a fixed record.
const WIDTHS: [usize; 6] = [6, 6, 10, 42, 10, 6];

fn fixed_fields(fields: &Fields, first: usize) -> String {
    let mut at = first;
    let listed = fields.types().into_iter().zip(WIDTHS).map(|((name, ty), width)| {
        at += width;
        let more = match ty {
            "text" => String::new(),
            _ if ty.starts_with("decimal") => format!(", type: \"{ty}\", on_blank: empty, decimal: \".\""),
            _ => format!(", type: {ty}, on_blank: empty"),
        };
        format!("{{name: {name}, at: {}-{}{more}}}", at - width, at - 1)
    });
    listed.collect::<Vec<_>>().join(", ")
}

/// In windows-1252, as wide as the fields are.
fn fixed_record(values: &[String; 6], into: &mut Vec<u8>) {
    for (value, width) in values.iter().zip(WIDTHS) {
        let (bytes, _, failed) = encoding_rs::WINDOWS_1252.encode(value);
        assert!(!failed);
        into.extend_from_slice(&bytes);
        into.resize(into.len() + width - bytes.len(), b' ');
    }
}

impl Made {
    pub fn random(dice: &mut Dice) -> Self {
        let mut made = Self::default();
        for number in 0..=dice.below(3) {
            match dice.below(4) {
                0 => made.delimited(number, dice),
                1 => made.fixed(number, dice),
                2 => made.headed(number, dice),
                _ => made.repeated(number, dice),
            }
        }
        for table in 0..made.tables.len() {
            for _ in 0..dice.below(3) {
                made.rule(table, dice);
            }
        }
        made
    }

    /// The mappings, with their rules or without, and the sources.
    pub fn files(&self, with_rules: bool) -> Vec<(String, Vec<u8>)> {
        let mut files = self.sources.clone();
        for (name, mapping) in &self.mappings {
            let mut text = mapping.clone();
            for table in self.tables.iter().filter(|table| table.mapping == *name) {
                let lines = table.rules.iter().fold(String::new(), |text, rule| text + "      - " + rule + "\n");
                let rules =
                    if with_rules && !lines.is_empty() { format!("    rules:\n{lines}") } else { String::new() };
                text = text.replace(&format!("RULES {}\n", table.name), &rules);
            }
            files.push((format!("{name}.yaml"), text.into_bytes()));
        }
        files
    }

    fn table(&mut self, mapping: &str, from: &str, letter: char, columns: &[(&'static str, &str)]) -> String {
        let name = format!("t{}{letter}", &mapping[1..]);
        let listed: Vec<String> = columns
            .iter()
            .map(|(column, _)| match (*column, letter) {
                ("n", 'p') => "{name: n, from: p.number}".to_owned(),
                _ => format!("{{name: {column}}}"),
            })
            .collect();
        let columns = columns.iter().map(|(name, ty)| (*name, (*ty).to_owned())).collect();
        self.tables.push(TableMade { name: name.clone(), mapping: mapping.to_owned(), columns, rules: Vec::new() });
        format!(
            "  - table: {name}\n    from: {from}\n    columns: [{}]\n    limits: {{rejects: 99999}}\nRULES {name}\n",
            listed.join(", ")
        )
    }

    fn delimited(&mut self, number: usize, dice: &mut Dice) {
        let (mapping, fields) = (format!("m{number}"), Fields::random(dice));
        let listed = fields.types().map(|(name, ty)| match ty {
            "text" => format!("{{name: {name}}}"),
            _ => format!("{{name: {name}, type: \"{ty}\", on_blank: empty}}"),
        });
        let mut text = format!(
            "tumpline: 1\nsource:\n  files: {{glob: {mapping}-*.csv, empty: allow}}\n  format: delimited\n  encoding: utf-8\n  delimiter: ';'\n  fields: [{}]\ntables:\n",
            listed.join(", ")
        );
        text += &self.table(&mapping, "record", 'a', &fields.types());
        if dice.one_in(2) {
            let [k, w, _, amt, _, n] = fields.types();
            text += &self.table(&mapping, "record", 'b', &[w, k, n, amt]);
        }
        for file in 0..=dice.below(2) {
            let mut lines = "k;w;d;amt;q;n\n".to_owned();
            for _ in 0..dice.below(25) {
                writeln!(lines, "{}", fields.values(dice).join(";")).unwrap();
            }
            // Two files with the same bytes would fail the run.
            writeln!(lines, "Z{file};;;;;").unwrap();
            self.sources.push((format!("{mapping}-{file}.csv"), lines.into_bytes()));
        }
        self.mappings.push((mapping, text));
    }

    fn fixed(&mut self, number: usize, dice: &mut Dice) {
        let (mapping, fields) = (format!("m{number}"), Fields::random(dice));
        let end = dice.pick(&["newline", "{length: 80}"]);
        let mut text = format!(
            "tumpline: 1\nsource:\n  files: {mapping}.dat\n  format: fixed\n  encoding: cp1252\n  records: {{end: {end}}}\n  fields: [{}]\ntables:\n",
            fixed_fields(&fields, 1)
        );
        text += &self.table(&mapping, "record", 'a', &fields.types());
        let mut bytes = Vec::new();
        for _ in 0..=dice.below(30) {
            fixed_record(&fields.values(dice), &mut bytes);
            if end == "newline" {
                bytes.push(b'\n');
            }
        }
        self.sources.push((format!("{mapping}.dat"), bytes));
        self.mappings.push((mapping, text));
    }

    /// Heads with details under them; both are loaded.
    fn headed(&mut self, number: usize, dice: &mut Dice) {
        let (mapping, fields) = (format!("m{number}"), Fields::random(dice));
        let listed = fixed_fields(&fields, 2);
        let mut text = format!(
            "tumpline: 1\nsource:\n  files: {mapping}.dat\n  format: fixed\n  encoding: cp1252\n  records:\n    end: newline\n    kinds:\n      - {{name: head, when: {{at: 1, is: H}}, fields: [{listed}]}}\n      - {{name: det, when: {{at: 1, is: D}}, under: head, fields: [{listed}]}}\ntables:\n"
        );
        text += &self.table(&mapping, "head", 'h', &fields.types());
        text += &self.table(&mapping, "det", 'd', &fields.types());
        let (mut bytes, mut parents) = (Vec::new(), serde_json::Map::new());
        for _ in 0..=dice.below(8) {
            let head = bytes.len();
            bytes.push(b'H');
            fixed_record(&fields.values(dice), &mut bytes);
            bytes.push(b'\n');
            for _ in 0..dice.below(6) {
                parents.insert(bytes.len().to_string(), head.into());
                bytes.push(b'D');
                fixed_record(&fields.values(dice), &mut bytes);
                bytes.push(b'\n');
            }
        }
        self.parents.insert(mapping.clone(), parents.into());
        self.sources.push((format!("{mapping}.dat"), bytes));
        self.mappings.push((mapping, text));
    }

    /// Records with three amounts each, of which each is a row as well.
    fn repeated(&mut self, number: usize, dice: &mut Dice) {
        let (mapping, fields) = (format!("m{number}"), Fields::random(dice));
        let group = "{name: p, at: 81-104, repeat: {times: 3, width: 8}, fields: [{name: v, at: 1-8, type: \"decimal(7,2)\", on_blank: empty, decimal: \".\"}]}";
        let mut text = format!(
            "tumpline: 1\nsource:\n  files: {mapping}.dat\n  format: fixed\n  encoding: cp1252\n  fields: [{}, {group}]\ntables:\n",
            fixed_fields(&fields, 1)
        );
        let types = fields.types();
        text += &self.table(&mapping, "record", 'a', &types);
        text += &self.table(&mapping, "record.p", 'p', &[types[0], types[1], ("n", "int64")]);
        text =
            text.replace("{name: n, from: p.number}", "{name: n, from: p.number, type: int64}, {name: q, from: p.v}");
        if let Some(table) = self.tables.last_mut() {
            table.columns.push(("q", "decimal(7,2)".to_owned()));
        }
        let mut bytes = Vec::new();
        for _ in 0..=dice.below(15) {
            fixed_record(&fields.values(dice), &mut bytes);
            for _ in 0..3 {
                write!(Bytes(&mut bytes), "{:8}", dice.pick(&["1.50", "-1.50", "0.00", ""])).unwrap();
            }
            bytes.push(b'\n');
        }
        self.sources.push((format!("{mapping}.dat"), bytes));
        self.mappings.push((mapping, text));
    }

    fn rule(&mut self, table: usize, dice: &mut Dice) {
        let other = &self.tables[dice.below(self.tables.len())];
        let id = format!("r{}", self.tables[table].rules.len());
        let (own, kind) =
            (&self.tables[table], dice.pick(&["unique", "references", "sum", "compare", "count", "sequence"]));
        let mut rule = RuleMade {
            own,
            other,
            dice,
            text: String::new(),
            json: json!({"table": own.name, "id": id, "kind": kind}),
        };
        match kind {
            "unique" => rule.unique(),
            "references" => rule.references(),
            "sum" => rule.sum(),
            "compare" => rule.compare(),
            "count" => rule.count(),
            _ => rule.sequence(),
        }
        let RuleMade { mut text, mut json, .. } = rule;
        let condition = dice.pick(&["", "", "", "k = 'A' OR k = 'é'", "w > 0", "k IS NOT NULL", "n IN (1, 2, 3)"]);
        let on_fail = dice.pick(&["fail", "warn", "reject", "reject"]);
        let on_fail = if kind == "sequence" && on_fail == "reject" { "warn" } else { on_fail };
        if !condition.is_empty() {
            write!(text, ", where: \"{condition}\"").unwrap();
            json["where"] = condition.into();
        }
        json["on_fail"] = on_fail.into();
        self.tables[table].rules.push(format!("{{id: {id}{text}, on_fail: {on_fail}}}"));
        self.rules.push(json);
    }
}

/// A rule that is made up.
struct RuleMade<'a> {
    own: &'a TableMade,
    other: &'a TableMade,
    dice: &'a mut Dice,
    /// As the mapping has it.
    text: String,
    /// As the witness reads it.
    json: Value,
}

impl TableMade {
    fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|(column, _)| *column == name)
    }
}

impl RuleMade<'_> {
    /// Up to two columns of the own table, and of the other too if it must have them.
    fn key(&mut self, least: usize, both: bool) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = self.own.columns.iter().map(|(name, _)| *name).collect();
        names.retain(|name| !both || self.other.has(name));
        let wanted = least + self.dice.below(3 - least);
        (0..wanted.min(names.len())).map(|_| names.remove(self.dice.below(names.len()))).collect()
    }

    fn by(&mut self, key: &[&str]) {
        if !key.is_empty() {
            write!(self.text, ", by: [{}]", key.join(", ")).unwrap();
        }
        self.json["key"] = json!(key);
    }

    fn nulls(&mut self) {
        let nulls = self.dice.pick(&["skip", "refuse"]);
        write!(self.text, ", nulls: {nulls}").unwrap();
        self.json["nulls"] = nulls.into();
    }

    fn unique(&mut self) {
        let key = self.key(1, false);
        write!(self.text, ", unique: [{}]", key.join(", ")).unwrap();
        self.json["key"] = json!(key);
        self.nulls();
    }

    fn references(&mut self) {
        let theirs = self.key(1, true);
        let swapped = self.own.has("n") && !theirs.contains(&"n") && self.dice.one_in(3);
        let own: Vec<&str> = theirs.iter().map(|name| if *name == "w" && swapped { "n" } else { name }).collect();
        let named: Vec<String> = theirs.iter().map(|name| format!("{}.{name}", self.other.name)).collect();
        write!(self.text, ", references: [{}]", named.join(", ")).unwrap();
        self.by(&own);
        (self.json["other"], self.json["other_key"]) = (json!(self.other.name), json!(theirs));
        self.nulls();
    }

    fn sum(&mut self) {
        let (key, has_amount) = (self.key(0, false), self.own.has("amt") && self.dice.one_in(2));
        let column = if has_amount {
            "amt"
        } else if self.own.has("q") {
            "q"
        } else {
            "n"
        };
        let (equals, tolerance) = if column == "n" {
            (self.dice.pick(&["0", "6", "10"]), self.dice.pick(&["0", "4"]))
        } else {
            (self.dice.pick(&["0", "5.00", "-1.5", MOST]), self.dice.pick(&["0", "0.05", "7.30", MOST]))
        };
        write!(self.text, ", sum: {column}, equals: {equals}, tolerance: {tolerance}").unwrap();
        self.by(&key);
        (self.json["column"], self.json["equals"], self.json["tolerance"]) =
            (json!(column), json!(equals), json!(tolerance));
    }

    fn compare(&mut self) {
        let (key, both) = (self.key(0, true), |name: &str| self.own.has(name) && self.other.has(name));
        let (column, theirs) = match (both("amt"), both("q")) {
            (true, true) => [("amt", "amt"), ("amt", "q"), ("q", "q")][self.dice.below(3)],
            (true, false) => ("amt", "amt"),
            (false, true) => ("q", "q"),
            (false, false) => ("n", "w"),
        };
        let tolerance = self.dice.pick(if column == "n" { &["0", "4"] } else { &["0", "0.05", "7.30"] });
        let table = &self.other.name;
        let filter = if self.dice.one_in(3) { "w > 1" } else { "true" };
        let wanted = if filter == "true" { String::new() } else { format!(", where: {filter}") };
        write!(self.text, ", sum: {column}, equals: {{table: {table}, sum: {theirs}{wanted}}}, tolerance: {tolerance}")
            .unwrap();
        self.json["other_where"] = json!(filter);
        self.by(&key);
        (self.json["column"], self.json["tolerance"]) = (json!(column), json!(tolerance));
        (self.json["other"], self.json["other_key"], self.json["other_column"]) =
            (json!(table), json!(key), json!(theirs));
    }

    fn count(&mut self) {
        let (key, (least, most)) =
            (self.key(0, false), [(1, Some(1)), (1, Some(2)), (2, None), (0, Some(3))][self.dice.below(4)]);
        let shown = most.map_or("~".to_owned(), |most: u32| most.to_string());
        write!(self.text, ", count: [{least}, {shown}]").unwrap();
        self.by(&key);
        (self.json["least"], self.json["most"]) = (json!(least), json!(most));
    }

    fn sequence(&mut self) {
        let column = if self.own.has("n") { "n" } else { "w" };
        let mut key = self.key(0, false);
        key.retain(|name| *name != column);
        write!(self.text, ", sequence: {column}").unwrap();
        self.by(&key);
        self.json["column"] = column.into();
    }
}

/// Bytes that text of ASCII is written to.
struct Bytes<'a>(&'a mut Vec<u8>);

impl Write for Bytes<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
