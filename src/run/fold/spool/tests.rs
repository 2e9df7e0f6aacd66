use std::io::ErrorKind;
use std::path::Path;

use super::*;
use crate::finding::Code;
use crate::host::Host;
use crate::host::fake::FakeHost;
use crate::host::real::RealHost;
use crate::run::publish::OutputFolder;

/// Numbers that look random; the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| [0, 1, 127, 255][self.below(4)]).collect()
    }
}

/// Key, rest, load.
type Parts = (Vec<u8>, Vec<u8>, Vec<u8>);

/// Few keys, many of them the start of another; loads that tell entries apart.
fn entries(dice: &mut Dice, count: usize, longest: usize) -> Vec<Parts> {
    let mut entry = |number: usize| {
        let lengths = [dice.below(3), dice.below(3), dice.below(9)].map(|length| match dice.below(40) {
            0 => dice.below(longest.max(1)),
            _ => length,
        });
        let [key, rest, mut load] = lengths.map(|length| dice.bytes(length));
        load.extend_from_slice(&number.to_be_bytes());
        (key, rest, load)
    };
    (0..count).map(&mut entry).collect()
}

/// In runs of random sizes, some of them empty.
fn spool(spool: &mut Spool<'_>, dice: &mut Dice, mut entries: &[Parts], run: usize) {
    while !entries.is_empty() {
        let (some, more) = entries.split_at(dice.below(run + 1).min(entries.len()));
        let mut gathered = Gathered::default();
        for (key, rest, load) in some {
            gathered.push(key, rest, load);
        }
        spool.add(gathered.sorted()).unwrap();
        entries = more;
    }
}

fn parts(entry: EntryBytes<'_>) -> (u32, Parts) {
    (entry.hash, (entry.key.to_vec(), entry.rest.to_vec(), entry.load.to_vec()))
}

/// All entries of a partition, as they come.
fn merged(spooled: &Spooled, partition: usize) -> Vec<(u32, Parts)> {
    let (mut merge, mut all) = (spooled.merge(partition).unwrap(), Vec::new());
    while let Some(entry) = merge.entry() {
        all.push(parts(entry));
        merge.next().unwrap();
    }
    assert_eq!(merge.entry(), None);
    merge.next().unwrap();
    all
}

/// What a plain sort gives; and what comes of it is in order by what is compared.
fn check(spooled: &Spooled, entries: &[Parts], name: &str) {
    let mut wanted: Vec<(u32, Parts)> =
        entries.iter().map(|parts| (short_hash(&parts.0, &parts.1), parts.clone())).collect();
    wanted.sort();
    let mut all: Vec<(u32, Parts)> = Vec::new();
    for number in 0..PARTITIONS {
        let found = merged(spooled, number);
        assert!(found.iter().all(|(hash, _)| partition(*hash) == number), "{name}");
        assert_eq!(found, merged(spooled, number), "{name}: the same each time");
        all.extend(found);
    }
    let order = |(hash, (key, rest, _)): &(u32, Parts)| (*hash, key.clone(), rest.clone());
    assert!(all.is_sorted_by_key(order), "{name}");
    all.sort();
    assert!(all == wanted, "{name}");
}

#[test]
fn runs_of_any_sizes_come_out_as_a_plain_sort_gives_them() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let (count, run) = ([0, 1, 7, 300, 900][dice.below(5)], [1, 2, 30, 1000][dice.below(4)]);
        let (most, longest) = ([0, 50, 3_000, usize::MAX][dice.below(4)], [0, 300, 3 * BUFFER][dice.below(3)]);
        let host = FakeHost::new();
        let output = OutputFolder::open(&host, Path::new("out")).unwrap();
        let staging = output.stage("A").unwrap();
        let entries = entries(&mut dice, count, longest);
        let mut spool_of = Spool::new(&staging, "entries", most);
        spool(&mut spool_of, &mut dice, &entries, run);
        let spooled = spool_of.close().unwrap();
        let on_disk = host.files().iter().filter(|path| path.contains("held/entries-")).count();
        assert!(on_disk <= WIDTH && (most < usize::MAX || on_disk == 0), "{seed}: {on_disk} files");
        check(&spooled, &entries, &format!("{seed}: {count} entries, runs of {run}, {most} held, {longest} long"));
    }
}

#[test]
fn more_runs_than_are_merged_at_once_are_merged_before() {
    let host = FakeHost::new();
    let output = OutputFolder::open(&host, Path::new("out")).unwrap();
    let staging = output.stage("A").unwrap();
    let mut dice = Dice(1);
    for runs in [WIDTH, WIDTH + 1, 3 * WIDTH + 5] {
        let entries = entries(&mut dice, runs, 100);
        let mut spool = Spool::new(&staging, "many", 0);
        for (key, rest, load) in &entries {
            let mut gathered = Gathered::default();
            gathered.push(key, rest, load);
            spool.add(gathered.sorted()).unwrap();
        }
        let spooled = spool.close().unwrap();
        let files: Vec<String> = host.files().into_iter().filter(|path| path.contains("held/many-")).collect();
        assert!(files.len() <= WIDTH && !files.is_empty(), "{runs}: {}", files.len());
        check(&spooled, &entries, &format!("{runs} runs"));
        let names = files.iter().filter_map(|path| path.rsplit('/').next());
        names.for_each(|name| staging.remove_held(name).unwrap());
    }
}

#[test]
fn a_real_disk_gives_back_what_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let output = OutputFolder::open(&RealHost, folder.path()).unwrap();
    let staging = output.stage("A").unwrap();
    let mut dice = Dice(2);
    let entries = entries(&mut dice, 3_000, 4 * BUFFER);
    let mut spool_of = Spool::new(&staging, "entries", 20_000);
    spool(&mut spool_of, &mut dice, &entries, 40);
    check(&spool_of.close().unwrap(), &entries, "a real disk");
    drop(staging);
    assert_eq!(std::fs::read_dir(folder.path().join(".staging")).unwrap().count(), 0);
}

#[test]
fn a_merge_goes_back_and_forth_to_any_mark() {
    for (seed, most) in (0..40).flat_map(|seed| [(seed, 0), (seed, 4_000), (seed, usize::MAX)]) {
        let mut dice = Dice(seed);
        let host = FakeHost::new();
        let output = OutputFolder::open(&host, Path::new("out")).unwrap();
        let staging = output.stage("A").unwrap();
        let entries = entries(&mut dice, 400, 2 * BUFFER);
        let mut spool_of = Spool::new(&staging, "entries", most);
        spool(&mut spool_of, &mut dice, &entries, 60);
        let spooled = spool_of.close().unwrap();
        for partition in [&[][..], &[255], &[1]].map(|key| partition(short_hash(key, &[]))) {
            let wanted = merged(&spooled, partition);
            let mut merge = spooled.merge(partition).unwrap();
            let (mut at, mut marks) = (0, vec![(0, merge.mark())]);
            for _ in 0..300 {
                match dice.below(8) {
                    0 => marks.push((at, merge.mark())),
                    1 => {
                        let (place, mark) = &marks[dice.below(marks.len())];
                        merge.rewind(mark).unwrap();
                        at = *place;
                    }
                    _ => {
                        merge.next().unwrap();
                        at = (at + 1).min(wanted.len());
                    }
                }
                assert_eq!(merge.entry().map(parts), wanted.get(at).cloned(), "{seed} {most} at {at}");
            }
        }
    }
}

#[test]
fn a_disk_that_fails_stops_the_run_and_a_file_that_shrank_is_told() {
    let entries = entries(&mut Dice(3), 500, 100);
    for (operation, kind, code) in [
        ("create", ErrorKind::PermissionDenied, Code::Io),
        ("open", ErrorKind::PermissionDenied, Code::Io),
        ("write", ErrorKind::StorageFull, Code::DiskFull),
        ("read", ErrorKind::Other, Code::Io),
    ] {
        for after in [0, 3, 500] {
            let host = FakeHost::new();
            let output = OutputFolder::open(&host, Path::new("out")).unwrap();
            let staging = output.stage("A").unwrap();
            host.fail(operation, "held", kind, after);
            let mut spool = Spool::new(&staging, "entries", 0);
            let stored = entries.iter().try_for_each(|(key, rest, load)| {
                let mut gathered = Gathered::default();
                gathered.push(key, rest, load);
                spool.add(gathered.sorted())
            });
            let stop = stored.and_then(|()| {
                let spooled = spool.close()?;
                (0..PARTITIONS).try_for_each(|partition| {
                    let mut merge = spooled.merge(partition)?;
                    while merge.entry().is_some() {
                        merge.next()?;
                    }
                    Ok(())
                })
            });
            assert_eq!(stop.unwrap_err().code, code, "{operation} after {after}");
        }
    }
    let host = FakeHost::new();
    let output = OutputFolder::open(&host, Path::new("out")).unwrap();
    let staging = output.stage("A").unwrap();
    let mut spool_of = Spool::new(&staging, "entries", 0);
    let mut gathered = Gathered::default();
    for (key, rest, load) in &entries {
        gathered.push(key, rest, load);
    }
    spool_of.add(gathered.sorted()).unwrap();
    let mut spooled = spool_of.close().unwrap();
    spooled.runs[0].ends[PARTITIONS - 1] += 1;
    let mut merge = spooled.merge(PARTITIONS - 1).unwrap();
    let stop = loop {
        match merge.next() {
            Ok(()) if merge.entry().is_some() => {}
            ended => break ended.unwrap_err(),
        }
    };
    assert_eq!(stop.code, Code::Io);
    assert!(host.kind(Path::new("out/.staging/A.held")).is_ok());
}
