//! What the command says of the samples, as its user sees it; docs/explain.md shows it.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn tumpline(line: &[String]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(line).current_dir(root()).env_remove("LC_ALL").env("LANG", "C");
    let Output { status, stdout, stderr } = command.output().unwrap();
    let [out, err] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (out, err, status.code().unwrap())
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_page_shows_what_the_command_says() {
    let path = root().join("docs/explain.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").to_str().unwrap().to_owned();
    let (_, said, code) = tumpline(&[words("run mappings --out"), vec![out.clone()]].concat());
    assert_eq!(code, 0, "{said}");
    let run = regex::Regex::new(r"\d{8}T\d{6}Z-[0-9a-f]{8}").unwrap();
    let mut made = String::new();
    let mut shown = 0;
    let mut rest = page.as_str();
    while let Some((before, after)) = rest.split_once("```text\n$ tumpline ") {
        let (line, block) = after.split_once('\n').unwrap();
        let (_, behind) = block.split_once("```\n").unwrap();
        let args: Vec<String> = words(line)
            .into_iter()
            .map(|word| if word.starts_with("out/") || word == "out" { word.replacen("out", &out, 1) } else { word })
            .collect();
        let (_, said, _) = tumpline(&args);
        let said = said.replace(root().to_str().unwrap(), "…").replace(&out, "out");
        let said = run.replace_all(&said, "20261126T093000Z-5f0c2a11");
        made.extend([before, "```text\n$ tumpline ", line, "\n", said.as_ref(), "```\n"]);
        rest = behind;
        shown += 1;
    }
    made += rest;
    if std::env::var_os("TUMPLINE_WRITE_DOCS").is_some() {
        return std::fs::write(&path, &made).unwrap();
    }
    assert!(shown >= 5, "{shown}");
    // Where lines break depends on how long the machine's paths are.
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat(&page) == flat(&made),
        "docs/explain.md is out of date: run `TUMPLINE_WRITE_DOCS=1 cargo test --test it explain`"
    );
}

#[test]
fn what_is_wrong_with_the_command_is_told_with_an_example() {
    for (line, want) in [
        ("explain", "it is missing; say which code"),
        ("explain TL9999", "no finding has the code `TL9999`; there are TL09"),
        ("explain mappings", "say which record, with `--record`"),
        ("explain mappings --record x", "a whole number is wanted"),
        ("explain mappings --record -3", "a whole number is wanted"),
        ("explain mappings --reject a.txt:3", "a whole number is wanted"),
        ("explain mappings --record 3 --at 4", "it cannot stand beside another option"),
        ("explain mappings --record 3", "which file is meant: there are several mappings"),
        ("explain mappings --record GLJ20.TXT:3", "did you mean `GLJ2024.TXT`?"),
    ] {
        let (_, said, code) = tumpline(&words(line));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code == 2 && said.contains(want), "{line}\n{said}");
    }
}

#[test]
fn json_has_all_of_it_and_nothing_personal() {
    let (out, _, code) = tumpline(&words("explain mappings --record PAY202601.TXT:4 --json --lang fr"));
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &told["command"], &told["record"]["fate"]), (0, &"explain".into(), &"refused".into()));
    assert_eq!(told["record"]["findings"][0]["code"], "TL0306");
    assert!(told["told"][0]["message"].as_str().unwrap().contains("assurance sociale"), "{out}");
    assert_eq!(told["record"]["fields"][1]["value"]["personal"], true);
    assert_eq!(told["record"]["fields"][7]["value"], "2067.61");
    assert!(told["record"]["bytes"].as_str().unwrap().starts_with("30 30 30 30 30 34 ··"), "{out}");
    let (out, ..) = tumpline(&words("explain tl0212 --json"));
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&told["en"]["message"], &told["fr"]["message"]),
        (&"impossible date".into(), &"date impossible".into())
    );
}
