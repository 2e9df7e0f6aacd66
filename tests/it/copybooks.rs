//! Copybooks that nobody here wrote, beside the layouts that another reader printed of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tumpline::host::real::RealHost;
use tumpline::inspect::copybook::{CopybookRequest, copybook};
use tumpline::mapping::copybook::{Copybook, Item, Path};

fn read(file: &str) -> Copybook {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance").join(file);
    match copybook(&RealHost, &CopybookRequest { file: file.clone(), ..CopybookRequest::default() }) {
        Ok(copybook) => copybook,
        Err(problem) => panic!("{}: {problem:?}", file.display()),
    }
}

/// First and last byte of every item, from 1. The other reader gives an item that is redefined, and one that redefines, as
/// many bytes as the longest of them has.
fn places(copybook: &Copybook) -> Vec<(String, u64, u64)> {
    let items = copybook.items();
    let mut longest: BTreeMap<(Path, u64), u64> = BTreeMap::new();
    let area = |path: &Path, offset: u64| (Path(path.0[..path.0.len() - 1].to_vec()), offset);
    for (path, item) in &items {
        let end = longest.entry(area(path, item.offset)).or_default();
        *end = (*end).max(item.offset + item.total());
    }
    let is_redefined = |path: &Path, item: u64| {
        let of = area(path, item);
        let same = items.iter().filter(|(other, found)| area(other, found.offset) == of && found.total() > 0);
        same.count() > 1
    };
    let place = |path: &Path, item: &Item| {
        let area = longest[&area(path, item.offset)];
        let end = if is_redefined(path, item.offset) { area } else { item.offset + item.total() };
        (item.name.clone().unwrap_or_default(), item.offset + 1, end)
    };
    items.iter().map(|(path, item)| place(path, item)).collect()
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "../shared/conformance is not here")]
fn every_item_stands_where_another_reader_says() {
    let mut compared = 0;
    for (book, layout) in [
        ("test6_copybook.cob", "test6_expected/test6_layout.txt"),
        ("test7_fillers.cob", "test7_expected/test7_layout.txt"),
        ("test13a_file_header_footer.cob", "test13_expected/test13a_layout.txt"),
        ("test16_fix_len_segments.cob", "test16_expected/test16_layout.txt"),
        ("test17_hierarchical.cob", "test17_expected/test17a_layout.txt"),
        ("test19_display_num.cob", "test19_display_num_expected/test19_layout.txt"),
        ("test40_copybook.cob", "test40_expected/test40_layout.txt"),
    ] {
        let found = places(&read(&format!("cobrix/data/{book}")));
        let layout = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/cobrix/data").join(layout);
        let text = std::fs::read_to_string(layout).unwrap();
        // Level and name, marks, number, first byte, last byte, length; that reader adds copies of fields for its own use.
        let lines = text.lines().skip(2).map(|line| line.split_whitespace().collect::<Vec<_>>());
        let lines: Vec<Vec<&str>> =
            lines.filter(|line| line.len() >= 4 && !line.iter().any(|word| word.ends_with("_debug"))).collect();
        assert_eq!(found.len(), lines.len(), "{book}");
        for (found, line) in found.iter().zip(lines) {
            let [.., first, last, _] = line.as_slice() else { panic!("{line:?}") };
            let want = (first.parse().unwrap(), last.parse().unwrap());
            assert_eq!((found.1, found.2), want, "{book}: {found:?} beside {line:?}");
            compared += 1;
        }
    }
    assert!(compared > 400, "{compared}");
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "../shared/conformance is not here")]
fn every_record_has_the_length_of_the_files_that_it_describes() {
    for (book, length) in [
        ("carddemo/cpy/CVACT01Y.cpy", 300),
        ("carddemo/cpy/CVTRA06Y.cpy", 350),
        ("carddemo/cpy/CVEXPORT.cpy", 500),
        ("cobrix/data/test1_copybook.cob", 2202),
        ("cobrix/data/test3_copybook.cob", 45),
        ("cobrix/data/test4_copybook.cob", 64),
        ("cobrix/data/test5_copybook.cob", 64),
        ("cobrix/data/test8_copybook.cob", 45),
        ("cobrix/data/test9_copybook.cob", 45),
        ("cobrix/data/test14_copybook.cob", 64),
        ("cobrix/data/test21_copybook.cob", 9),
    ] {
        assert_eq!(read(book).records[0].length, length, "{book}");
    }
}
