//! The reference pages are generated from the definitions; this fails when they have drifted from them.

use std::path::PathBuf;

use tumpline::cli::reference;
use tumpline::mapping::{keys, sql};

#[test]
fn the_reference_is_what_the_definitions_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/reference");
    let write = std::env::var_os("TUMPLINE_WRITE_DOCS").is_some();
    for (name, page) in [
        ("mapping.md", keys::reference()),
        ("mapping.schema.json", keys::json_schema()),
        ("migration.schema.json", keys::migration_schema()),
        ("findings.md", reference::findings_page()),
        ("command.md", reference::command_page()),
        ("exit-codes.md", reference::exit_codes_page()),
        ("sql.md", sql::reference()),
    ] {
        let path = folder.join(name);
        if write {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &page).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == page, "docs/reference/{name} is out of date: run `make docs`");
    }
}
