//! The commands of docs/first-hour.md, each as it stands there.

use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The blocks of a page: each with its language and its text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let inside = page.split("```").skip(1).step_by(2);
    inside.filter_map(|block| block.split_once('\n')).collect()
}

#[test]
fn every_command_of_the_first_hour_does_what_the_page_says() {
    let page = std::fs::read_to_string(root().join("docs/first-hour.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root().join("samples/receivables/ARITEMS.CSV"), folder.path().join("ARITEMS.CSV")).unwrap();
    let mapping = folder.path().join("ar.yaml");
    let mut commands = Vec::new();
    for (language, text) in blocks(&page) {
        if language == "yaml" {
            let (first, _) = text.split_once('\n').unwrap();
            let before = std::fs::read_to_string(&mapping).unwrap();
            assert!(before.contains(first), "{before}");
            std::fs::write(&mapping, before.replacen(first, text.trim_end(), 1)).unwrap();
            continue;
        }
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            assert_eq!(words[0], "tumpline", "{line}");
            let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
            let done = command.args(&words[1..]).current_dir(folder.path()).output().unwrap();
            assert_eq!(done.status.code(), Some(0), "{line}: {}", String::from_utf8_lossy(&done.stderr));
            commands.push(words[1].to_owned());
        }
    }
    assert!(folder.path().join("out/current/data/ar").is_dir() && folder.path().join("map.csv").is_file());
    for command in ["look", "infer", "check", "run", "explain", "verify"] {
        assert!(commands.iter().any(|one| one == command), "{command}");
    }
}
