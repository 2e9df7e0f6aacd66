use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::host::fake::FakeHost;
use crate::place::Place;
use crate::run::publish::OutputFolder;
use crate::validate::set::entry::RowPlace;

/// Numbers that look random; the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % most
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(u32::try_from(choices.len()).unwrap())).unwrap()]
    }
}

fn told((file, offset): (u32, u64), dice: &mut Dice) -> Told {
    let key = dice.pick(&["", "a\nb", "é, \"x\" \u{1}", &"long ".repeat(40)]).to_owned();
    let code = dice.pick(&super::super::judging::CODES);
    let place = Place { file, record: offset / 7 + 1, line: 0, offset, length: 7 };
    let args = vec![key.into(), offset.into()];
    Told {
        rule: 0,
        at: RowPlace { mapping: 0, place },
        code,
        args,
        refuses: true,
        stays: false,
        repetition: None,
        signed: Vec::new(),
    }
}

/// Places of some passes, none of them twice, each with one refusal or several.
fn passes(dice: &mut Dice, passes: u32, count: u32) -> Vec<Vec<(Told, usize)>> {
    let mut places = BTreeSet::new();
    let mut pass = |_| {
        let new: BTreeSet<(u32, u64)> =
            (0..count).map(|_| (dice.below(3), u64::from(dice.below(1 << 13)) * 7)).collect();
        let new: Vec<_> = new.into_iter().filter(|place| places.insert(*place)).collect();
        let times = |place| (0..=dice.below(20) / 17).map(move |_| place).collect::<Vec<_>>();
        let all: Vec<_> = new.into_iter().flat_map(times).collect();
        all.into_iter().map(|place| (told(place, dice), dice.pick(&[0, 1, 2, 3, 4, 5]))).collect()
    };
    (0..passes).map(&mut pass).collect()
}

fn of_refusal(refusal: &Refusal) -> (u32, u64, usize, &'static str, &Args) {
    (refusal.file, refusal.offset, refusal.rule, refusal.code().id(), &refusal.args)
}

#[test]
fn any_stretch_of_a_file_gives_the_refusals_of_all_passes_there() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let host = FakeHost::new();
        let output = OutputFolder::open(&host, Path::new("out")).unwrap();
        let staging = output.stage("A").unwrap();
        let (number, count) = (1 + dice.below(4), dice.pick(&[0, 1, 30, 2_500]));
        let mut old: Option<Arc<Refusals>> = None;
        let mut wanted: Vec<(Told, usize)> = Vec::new();
        for (pass, new) in passes(&mut dice, number, count).into_iter().enumerate() {
            let mut writer = Writer::create(&staging, &format!("refused-{pass}"), old.clone()).unwrap();
            for (told, rule) in &new {
                writer.add(told.clone(), (*rule / 3, *rule)).unwrap();
            }
            old = Some(Arc::new(writer.close().unwrap()));
            wanted.extend(new);
        }
        wanted.sort_by_key(|(told, _)| (told.at.place.file, told.at.place.offset));
        let refusals = old.unwrap();
        let stretches = (0..200).map(|_| (dice.below(4), u64::from(dice.below(60_000)), u64::from(dice.below(5_000))));
        let whole = [(0, 0, u64::MAX), (2, 0, u64::MAX), (1, 7, 0)];
        for (file, first, length) in stretches.collect::<Vec<_>>().into_iter().chain(whole) {
            let last = first.saturating_add(length);
            let found = refusals.between(file, first, last).unwrap();
            let here = wanted.iter().filter(|(told, _)| {
                let place = told.at.place;
                place.file == file && (first..=last).contains(&place.offset)
            });
            let here: Vec<_> = here
                .map(|(told, rule)| (told.at.place.file, told.at.place.offset, *rule, told.code.id(), &told.args))
                .collect();
            assert_eq!(found.iter().map(of_refusal).collect::<Vec<_>>(), here, "{seed}: {file} {first}..={last}");
            assert!(found.iter().all(|refusal| refusal.table == refusal.rule / 3));
        }
    }
}

#[test]
fn a_look_at_one_record_among_many_reads_little() {
    let host = FakeHost::new();
    let output = OutputFolder::open(&host, Path::new("out")).unwrap();
    let staging = output.stage("A").unwrap();
    let mut dice = Dice(1);
    let mut writer = Writer::create(&staging, "refused", None).unwrap();
    for offset in 0..100_000 {
        writer.add(told((0, offset * 10), &mut dice), (0, 0)).unwrap();
    }
    let refusals = writer.close().unwrap();
    host.keep_log();
    for offset in [0, 10, 5_000 * 10, 99_999 * 10] {
        assert_eq!(refusals.between(0, offset, offset).unwrap().len(), 1);
    }
    assert!(refusals.between(0, 15, 16).unwrap().is_empty());
    assert!(host.log().len() <= 10, "{}", host.log().len());
}
