use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::host::fake::FakeHost;
use crate::run::publish::OutputFolder;

proptest! {
    #[test]
    fn a_key_comes_back_from_its_item(key in proptest::collection::vec(any::<u8>(), 0..=KEY), tag in any::<u64>()) {
        let item = Item::new(&key, tag).unwrap();
        let mut padded = key.clone();
        padded.resize(KEY, 0);
        prop_assert_eq!(item.key().to_vec(), padded);
        let mut bytes = Vec::new();
        item.push(&mut bytes);
        prop_assert_eq!(Item::read(bytes.first_chunk().unwrap()), item);
    }

    #[test]
    fn items_come_sorted_and_whole_whatever_memory_holds(
        keys in proptest::collection::vec((0_u16..400, any::<u64>()), 0..3000),
        run in 1_usize..700,
        held in 0_usize..40_000,
        most in 2_usize..900,
    ) {
        let items: Vec<Item> = keys.iter().map(|(key, tag)| Item::new(&key.to_be_bytes(), *tag).unwrap()).collect();
        let host = FakeHost::new();
        let output = OutputFolder::open(&host, Path::new("out")).unwrap();
        let staging = output.stage("run").unwrap();
        let mut lane = Lane::new(&staging, held);
        items.chunks(run).for_each(|some| lane.add(Run::of(some)).unwrap());
        let closed = lane.close().unwrap();
        let (mut found, mut room) = (Vec::new(), Room::default());
        for partition in 0..PARTITIONS {
            let mut sorted = closed.sorted(partition, most, &staging, &mut room).unwrap();
            while let Some(item) = sorted.next().unwrap() {
                prop_assert_eq!(item.partition(), partition);
                found.push(item);
            }
            sorted.end(&staging, &mut room).unwrap();
        }
        let mut wanted = items;
        wanted.sort_unstable();
        prop_assert_eq!(found, wanted);
    }
}

#[test]
fn a_longer_key_is_no_item() {
    assert_eq!(Item::new(&[7; KEY + 1], 0), None);
}

#[test]
fn many_items_of_few_keys_are_sorted_by_their_tags() {
    let key = |number: u64| Item::new(&(number % 3).to_be_bytes(), number.wrapping_mul(0x9E37_79B9_7F4A_7C15)).unwrap();
    let mut items: Vec<Item> = (0..50_000).map(key).collect();
    let mut wanted = items.clone();
    wanted.sort_unstable();
    sort(&mut items, &mut Vec::new());
    assert_eq!(items, wanted);
}

#[test]
fn tags_are_in_the_order_of_rows() {
    let tags = [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, (1 << 24) - 1, (1 << 27) - 1), (1, 0, 0), (4095, 5, 6)];
    let tags = tags.map(|(mapping, chunk, row)| tag::of(mapping, chunk, row).unwrap());
    assert!(tags.is_sorted());
    assert_eq!(tag::chunk_and_row(tag::of_side(tags[5], 1)), (5, 6));
    assert!(tags.iter().all(|own| tag::side(*own) == 0 && tag::side(tag::of_side(*own, 1)) == 1));
    for (mapping, chunk, row) in [(4096, 0, 0), (0, 1 << 24, 0), (0, 0, 1 << 27)] {
        assert_eq!(tag::of(mapping, chunk, row).unwrap_err().code, Code::Defect);
    }
}
