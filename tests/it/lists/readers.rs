//! Other readers see the values that stand in lists: as tables of their own have them.

use std::path::Path;
use std::process::Command;

use super::counted;
use crate::counted::{BOOK, written};
use crate::witness::readers;

/// `make witnesses` installs pyarrow and `DuckDB` where this test looks for them; without them it says so.
#[test]
fn pyarrow_and_duckdb_see_in_lists_what_tables_of_their_own_have() {
    let Some(mut python) = readers("lists") else { return };
    for load in ["", "sort_by: id_no"] {
        let town = tempfile::tempdir().unwrap();
        std::fs::write(town.path().join("r.cpy"), BOOK).unwrap();
        std::fs::write(town.path().join("in.dat"), &written(true).bytes).unwrap();
        std::fs::write(town.path().join("m.yaml"), counted(true, load)).unwrap();
        let mut tumpline = Command::new(env!("CARGO_BIN_EXE_tumpline"));
        let run = tumpline.current_dir(town.path()).args(["run", "m.yaml", "--out", "out"]).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/lists/readers.py");
        let output = python.arg(program).arg(town.path().join("out/current/data")).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && told.is_empty(), "{told}");
        python = readers("lists").unwrap();
    }
}
