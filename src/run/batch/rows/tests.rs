//! Rows in columns are the rows that were pushed.

use proptest::prelude::*;

use super::*;

const ORIGIN: Origin = Origin { file: 3, base: 1000, scale: 2, lines: Some(50) };

/// What is pushed: where it stands in the window, its kind, whether it is plain, a ghost, of another zone, unsound, and
/// whether its place is another than its span's.
type Pushed = (u32, u32, Option<KindId>, u8);

fn row(at: usize, (start, len, kind, sort): Pushed) -> Row {
    let span = RecordSpan::new(start as usize, len as usize, (start + len + 1) as usize, start);
    let (offset, length) = (1000 + u64::from(start) * 2, u64::from(len) * 2);
    let place = Place { file: 3, record: 8 + at as u64, line: 51 + u64::from(start), offset, length };
    let (next, sound, zone) = (offset + length + 2, true, Zone::Row);
    let plain =
        Row { place, next, length, end: next, kind, zone, parent: None, ghost: false, stands: false, sound, span };
    match sort {
        0 => Row { ghost: true, stands: at.is_multiple_of(2), place: Place { record: 1, ..place }, ..plain },
        1 => Row { zone: Zone::Header, sound: false, ..plain },
        2 => Row { sound: false, ..plain },
        3 => Row { place: Place { record: 90, offset: 7, ..place }, end: 4, ..plain },
        4 => Row { length: length + 1, ..plain },
        5 => Row { parent: Some(start), ..plain },
        _ => plain,
    }
}

/// Sound neighbours of one kind.
fn runs(rows: &[Row]) -> Vec<(KindId, Range<usize>)> {
    let mut runs: Vec<(KindId, Range<usize>)> = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.sound) {
        match (row.kind, runs.last_mut()) {
            (Some(kind), Some((last, run))) if *last == kind && run.end == at => run.end += 1,
            (Some(kind), _) => runs.push((kind, at..at + 1)),
            (None, _) => {}
        }
    }
    runs
}

proptest! {
    #[test]
    fn rows_are_what_was_pushed_and_changed(
        pushed in prop::collection::vec((0..99_u32, 0..9_u32, prop::option::of(0..3_usize), 0..20_u8), 1..30),
        changed in prop::collection::vec((0..30_usize, 0..3_u8), 0..5),
        plain in 0..5_usize,
    ) {
        let (mut rows, mut want) = (Rows::of(4, ORIGIN), Vec::new());
        for round in 0..2 {
            rows.clear();
            want.clear();
            for (at, of_row) in pushed.iter().enumerate().skip(round) {
                want.push(row(at - round, *of_row));
                rows.push(want[at - round]);
            }
        }
        // Records behind them that are pushed together.
        let more: Vec<Row> = (0..plain).map(|at| row(want.len() + at, (200, 4, Some(at % 2), 9))).collect();
        if rows.goes_on(8 + want.len() as u64) {
            let spans: Vec<_> = more.iter().map(|row| row.span).collect();
            prop_assert_eq!(rows.push_kinds_of(&spans[..plain / 2], |_| Some(0)), plain / 2);
            rows.push_kinds(1, plain - plain / 2);
            rows.push_spans(&spans);
            want.extend(more.iter().enumerate().map(|(at, row)| Row { kind: Some(usize::from(at >= plain / 2)), ..*row }));
        }
        for (at, what) in changed {
            let Some(row) = want.get_mut(at) else { continue };
            match what {
                0 => (row.sound, ()) = (false, rows.set_unsound(at)),
                1 => (row.kind, ()) = (Some(1), rows.set_kind(at, Some(1))),
                _ => (row.parent, ()) = (Some(2), rows.set_parent(at, Some(2))),
            }
        }
        let shown = |rows: &[Row]| format!("{rows:#?}");
        prop_assert_eq!(shown(&rows.iter().collect::<Vec<_>>()), shown(&want));
        prop_assert_eq!(rows.runs().collect::<Vec<_>>(), runs(&want));
        let is_plain = |row: &Row| row.zone == Zone::Row && !row.ghost && row.sound && row.length == row.place.length && row.end == row.next;
        prop_assert!(!rows.are_plain() || want.iter().all(is_plain));
        if rows.are_plain() {
            let bytes = want.iter().map(|row| row.place.offset..row.place.offset + row.place.length);
            prop_assert_eq!(rows.bytes(0..want.len()).collect::<Vec<_>>(), bytes.collect::<Vec<_>>());
        }
        for (at, row) in want.iter().enumerate() {
            prop_assert_eq!((rows.place(at), rows.kind(at), rows.parent(at)), (row.place, row.kind, row.parent));
            prop_assert_eq!((rows.is_ghost(at), rows.stands(at), rows.is_sound(at)), (row.ghost, row.stands, row.sound));
        }
    }
}
