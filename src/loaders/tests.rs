#![allow(clippy::needless_for_each, clippy::needless_pass_by_value, reason = "short helpers of tests")]
use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal64Array, Decimal128Array, Float64Array, Int32Array,
    Int64Array, ListArray, RecordBatch, StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Schema};
use arrow_select::concat::concat_batches;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Encoding, Type as Physical};
use parquet::file::metadata::ParquetMetaData;

use super::chunk::{ChunkEncoder, Encoded};
use super::part::{Appender, PartRows};
use super::rejects::{
    FindingRow, ParentRow, PlacedFindingRow, RAW_MAX, RejectRow, Rejects, Told, finding_batch, finding_plan, head_plan,
    reject_plan,
};
use super::rows::{Gathered, Rows};
use super::table::{GroupSizes, LoadColumn, LoadList, LoadStructure, TablePlan};
use super::{CREATED_BY, FORMAT_VERSION, Refused};
use crate::arrays::{array_type, constants};
use crate::finding::Code;
use crate::mapping::model::{Title, Type, Value};
use crate::place::Place;

pub(super) fn column(name: &str, ty: Type, required: bool) -> LoadColumn {
    let (title, about, source) = (Title::default(), String::new(), String::new());
    LoadColumn { name: name.to_owned(), ty, required, title, about, source, personal: false }
}

fn decimal(precision: u8, scale: u8) -> Type {
    Type::Decimal { precision, scale }
}

fn numbers() -> TablePlan {
    TablePlan::new(&[column("n", Type::Int32, true), column("word", Type::Text, false)], true, &[]).unwrap()
}

/// Rows `from..to` of [`numbers`].
fn batch(from: i32, to: i32) -> Vec<ArrayRef> {
    let rows = from..to;
    vec![
        Arc::new(Int32Array::from_iter_values(rows.clone())),
        Arc::new(rows.clone().map(|row| (row % 5 > 0).then(|| format!("word {}", row % 7))).collect::<StringArray>()),
        Arc::new(StringArray::from_iter_values(rows.clone().map(|_| "A.TXT"))),
        Arc::new(Int64Array::from_iter_values(rows.map(|row| i64::from(row) * 80))),
    ]
}

fn encode(plan: &TablePlan, batches: Vec<Vec<ArrayRef>>) -> Encoded {
    let mut encoder = ChunkEncoder::new(plan);
    batches.into_iter().for_each(|batch| encoder.push(batch).unwrap());
    encoder.finish().unwrap()
}

/// Rows `from..to` of [`numbers`] as one chunk.
fn chunk(plan: &TablePlan, from: i32, to: i32) -> Encoded {
    encode(plan, (from..to).step_by(8_192).map(|start| batch(start, to.min(start + 8_192))).collect())
}

fn part(plan: &TablePlan, chunks: Vec<Encoded>) -> (Vec<u8>, PartRows) {
    let mut appender = Appender::new(plan, Vec::new()).unwrap();
    chunks.into_iter().for_each(|chunk| appender.append(chunk).unwrap());
    appender.close().unwrap()
}

fn read(bytes: Vec<u8>) -> (RecordBatch, Arc<ParquetMetaData>, Arc<Schema>) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let (metadata, schema) = (Arc::clone(builder.metadata()), Arc::clone(builder.schema()));
    let batches: Vec<_> = builder.build().unwrap().map(Result::unwrap).collect();
    (concat_batches(&schema, &batches).unwrap(), metadata, schema)
}

fn group_rows(metadata: &ParquetMetaData) -> Vec<i64> {
    metadata.row_groups().iter().map(parquet::file::metadata::RowGroupMetaData::num_rows).collect()
}

fn code<T>(result: Result<T, Refused>) -> Option<Code> {
    result.err().map(|(code, _)| code)
}

#[test]
fn every_type_comes_back_as_it_was() {
    let columns = [
        ("text", Type::Text, Arc::new(StringArray::from(vec![Some("é"), None, Some("")])) as ArrayRef),
        ("small", decimal(9, 2), dec64(&[Some(-999_999_999), None, Some(1)], 9, 2)),
        ("money", decimal(15, 2), dec64(&[Some(999_999_999_999_999), Some(-5), None], 15, 2)),
        ("large", decimal(38, 4), dec128(&[Some(i128::from(i64::MAX) * 1_000_000), None, Some(-1)], 38, 4)),
        ("day", Type::Date, Arc::new(Date32Array::from(vec![Some(-1), None, Some(20_000)]))),
        ("at", Type::Timestamp, Arc::new(TimestampMicrosecondArray::from(vec![None, Some(1), Some(-1)]))),
        ("yes", Type::Bool, Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("rate", Type::Float64, Arc::new(Float64Array::from(vec![Some(0.1), None, Some(-0.0)]))),
    ];
    let described: Vec<_> = columns.iter().map(|(name, ty, _)| column(name, *ty, false)).collect();
    let plan = TablePlan::new(&described, false, &[]).unwrap();
    let arrays: Vec<ArrayRef> = columns.iter().map(|(_, _, array)| Arc::clone(array)).collect();
    let (rows, metadata, schema) = read(part(&plan, vec![encode(&plan, vec![arrays.clone()])]).0);
    for (index, (name, ty, array)) in columns.iter().enumerate() {
        let got = rows.column(index);
        match ty {
            Type::Decimal { precision, scale } => {
                let want = DataType::Decimal128(*precision, i8::try_from(*scale).unwrap());
                assert_eq!(schema.field(index).data_type(), &want, "{name}");
                assert_eq!(got.data_type(), &want, "{name}");
                let text = |array: &ArrayRef, row| match array.data_type() {
                    DataType::Decimal64(..) => {
                        i128::from(array.as_primitive::<arrow_array::types::Decimal64Type>().value(row))
                    }
                    _ => array.as_primitive::<Decimal128Type>().value(row),
                };
                for row in 0..3 {
                    assert_eq!(got.is_null(row), array.is_null(row), "{name} {row}");
                    assert!(got.is_null(row) || text(got, row) == text(array, row), "{name} {row}");
                }
            }
            _ => assert_eq!(got.to_data(), array.to_data(), "{name}"),
        }
    }
    let physical: Vec<_> =
        metadata.row_group(0).columns().iter().map(parquet::file::metadata::ColumnChunkMetaData::column_type).collect();
    assert_eq!(physical[1..4], [Physical::INT32, Physical::INT64, Physical::FIXED_LEN_BYTE_ARRAY]);
}

fn dec64(values: &[Option<i64>], precision: u8, scale: i8) -> ArrayRef {
    Arc::new(Decimal64Array::from(values.to_vec()).with_precision_and_scale(precision, scale).unwrap())
}
fn dec128(values: &[Option<i128>], precision: u8, scale: i8) -> ArrayRef {
    Arc::new(Decimal128Array::from(values.to_vec()).with_precision_and_scale(precision, scale).unwrap())
}

#[test]
fn descriptions_stand_in_the_fields_and_in_the_file() {
    let amount = LoadColumn {
        title: Title { en: "Amount".to_owned(), fr: "Montant".to_owned() },
        about: "Signed; \"credits\" are negative.".to_owned(),
        source: "entry.amount at 37-49".to_owned(),
        ..column("amount", decimal(15, 2), true)
    };
    let sin = LoadColumn { personal: true, ..column("sin", Type::Text, false) };
    let metadata = [("tumpline.table".to_owned(), "journal".to_owned())];
    let plan = TablePlan::new(&[amount, sin], true, &metadata).unwrap();
    assert_eq!((plan.fields(), plan.leaves()), (4, 4));
    let arrays: Vec<ArrayRef> = vec![
        dec64(&[Some(100)], 15, 2),
        Arc::new(StringArray::from(vec!["046454286"])),
        Arc::new(StringArray::from(vec!["A.TXT"])),
        Arc::new(Int64Array::from(vec![0])),
    ];
    let (_, metadata, schema) = read(part(&plan, vec![encode(&plan, vec![arrays])]).0);
    assert_eq!(schema.field(0).metadata().get("tumpline.title_fr").map(String::as_str), Some("Montant"));
    assert_eq!(schema.field(0).metadata().get("tumpline.source").map(String::as_str), Some("entry.amount at 37-49"));
    let nullable: Vec<_> = schema.fields().iter().map(|field| field.is_nullable()).collect();
    assert_eq!(nullable, [false, true, false, false]);
    let file = metadata.file_metadata();
    assert_eq!(file.created_by(), Some(CREATED_BY));
    let pairs: Vec<_> = file.key_value_metadata().unwrap().iter().map(|kv| (&*kv.key, kv.value.as_deref())).collect();
    assert_eq!(pairs[0], ("tumpline.format", Some("4")));
    assert_eq!(pairs[1], ("tumpline.table", Some("journal")));
    let json = r#"{"title_en":"Amount","title_fr":"Montant","about":"Signed; \"credits\" are negative.","source":"entry.amount at 37-49"}"#;
    assert_eq!(pairs[2], ("tumpline.column.amount", Some(json)));
    assert_eq!(pairs[3], ("tumpline.column.sin", Some(r#"{"personal":true}"#)));
    assert_eq!(pairs[4].0, "ARROW:schema");
    let group = metadata.row_group(0);
    assert!(group.column(0).statistics().is_some() && group.column(0).column_index_offset().is_some());
    assert!(group.column(1).statistics().is_none(), "a personal column has no minimum and maximum");
    assert!((0..4).all(|leaf| group.column(leaf).offset_index_offset().is_some()));
}

#[test]
fn few_rows_wait_and_go_before_a_whole_group() {
    let plan = numbers();
    let whole = i32::try_from(GroupSizes::DATA.few_rows).unwrap();
    assert!(matches!(chunk(&plan, 0, 0), Encoded::None));
    assert!(matches!(chunk(&plan, 0, whole - 1), Encoded::Few(_, 19_999)));
    assert!(matches!(chunk(&plan, 0, whole), Encoded::Group(_)));
    let waiting = i32::try_from(GroupSizes::DATA.rows).unwrap();
    for (borders, want) in [
        (vec![0, 10], vec![10]),
        (vec![0, 10, 10, 30], vec![30]),
        (vec![0, 10, 30, 30 + whole, 40 + whole], vec![30, 20_000, 10]),
        (vec![0, whole, 2 * whole], vec![20_000, 20_000]),
        ((0..=11).map(|k| k * 10_000).collect(), vec![i64::from(waiting), 10_000]),
        (vec![0, 0, 0], vec![]),
    ] {
        let chunks = borders.windows(2).map(|pair| chunk(&plan, pair[0], pair[1])).collect();
        let (bytes, rows) = part(&plan, chunks);
        let (read, metadata, _) = read(bytes);
        assert_eq!(group_rows(&metadata), want);
        let total = *borders.last().unwrap();
        assert_eq!(rows, PartRows { rows: u64::try_from(total).unwrap(), groups: want.len() as u64 });
        for (array, want) in read.columns().iter().zip(batch(0, total)) {
            assert_eq!(array.to_data(), want.to_data());
        }
    }
}

#[test]
fn evidence_is_encoded_where_a_table_would_wait() {
    let plan = head_plan().unwrap();
    let of = |rows: u64| {
        let (file, head) =
            (vec!["a.txt"; usize::try_from(rows).unwrap()], vec![&b"x"[..]; usize::try_from(rows).unwrap()]);
        encode(&plan, vec![vec![Arc::new(StringArray::from(file)), Arc::new(BinaryArray::from(head))]])
    };
    let GroupSizes { few_rows, rows, .. } = GroupSizes::EVIDENCE;
    assert!(few_rows < GroupSizes::DATA.few_rows && rows < GroupSizes::DATA.rows);
    assert!(matches!(of(few_rows - 1), Encoded::Few(..)));
    assert!(matches!(of(few_rows), Encoded::Group(_)));
    let (_, made) = part(&plan, (0..12).map(|_| of(few_rows - 1)).collect());
    assert_eq!(made, PartRows { rows: 12 * (few_rows - 1), groups: 2 });
}

#[test]
fn rows_that_wait_are_told() {
    let plan = numbers();
    let mut appender = Appender::new(&plan, Vec::new()).unwrap();
    appender.append(chunk(&plan, 0, 300)).unwrap();
    assert_eq!(appender.pending_rows(), 300);
    appender.append(chunk(&plan, 300, 30_000)).unwrap();
    assert_eq!(appender.pending_rows(), 0);
}

#[test]
fn wide_rows_are_encoded_however_few() {
    let plan = TablePlan::new(&[column("text", Type::Text, true)], false, &[]).unwrap();
    let wide = "x".repeat(usize::try_from(GroupSizes::DATA.few_bytes).unwrap() / 4);
    let of =
        |rows: usize| encode(&plan, vec![vec![Arc::new(StringArray::from(vec![wide.as_str(); rows])) as ArrayRef]]);
    assert!(matches!(of(3), Encoded::Few(_, 3)));
    assert!(matches!(of(4), Encoded::Group(_)));
    assert_eq!(of(4).rows(), 4);
    let (_, rows) = part(&plan, (0..40).map(|_| of(3)).collect());
    assert!(rows == PartRows { rows: 120, groups: 4 }, "{rows:?}");
}

#[test]
fn the_same_batches_give_the_same_bytes() {
    let make = || {
        let plan = numbers();
        part(&plan, vec![chunk(&plan, 0, 50), chunk(&plan, 50, 60_000), chunk(&plan, 60_000, 60_100)]).0
    };
    assert_eq!(make(), make());
    let plan = numbers();
    let from_threads: Vec<_> = std::thread::scope(|scope| {
        let spawn = |(from, to)| {
            scope.spawn({
                let plan = &plan;
                move || chunk(plan, from, to)
            })
        };
        let threads: Vec<_> = [(0, 50), (50, 60_000), (60_000, 60_100)].into_iter().map(spawn).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(part(&plan, from_threads).0, make());
}

#[test]
fn each_chunk_is_encoded_by_its_own_first_rows() {
    let plan = TablePlan::new(&[column("n", Type::Int64, true)], false, &[]).unwrap();
    let of = |make: fn(i64) -> i64| {
        let rows = (0..3).map(|batch| {
            vec![Arc::new(Int64Array::from_iter_values((batch * 8_192..(batch + 1) * 8_192).map(make))) as ArrayRef]
        });
        encode(&plan, rows.collect())
    };
    let scattered = |row: i64| row.wrapping_mul(0x5851_F42D_4C95_7F2D);
    let (bytes, _) = part(&plan, vec![of(|row| row % 9), of(|row| row * 3), of(scattered), of(|_| 1)]);
    let (rows, metadata, _) = read(bytes);
    let encodings: Vec<Vec<Encoding>> =
        metadata.row_groups().iter().map(|group| group.column(0).encodings().collect()).collect();
    assert!(encodings[0].contains(&Encoding::RLE_DICTIONARY), "{encodings:?}");
    assert!(encodings[1].contains(&Encoding::DELTA_BINARY_PACKED), "{encodings:?}");
    assert!(!encodings[2].contains(&Encoding::RLE_DICTIONARY), "{encodings:?}");
    assert!(encodings[3].contains(&Encoding::RLE_DICTIONARY), "{encodings:?}");
    assert_eq!(rows.column(0).as_primitive::<Int64Type>().value(24_576 + 5), 15);
    assert_eq!(rows.num_rows(), 4 * 24_576);
}

/// `n`, and lists of a structure: a word, a personal number, and lists of numbers.
fn with_lists() -> TablePlan {
    let list = |name: &str, columns, lists, is_value| LoadList {
        name: name.into(),
        columns,
        structures: Vec::new(),
        lists,
        is_value,
        title: Title { en: name.to_uppercase(), fr: String::new() },
        about: String::new(),
        source: String::new(),
    };
    let secret = LoadColumn { personal: true, ..column("secret", decimal(9, 2), false) };
    let inner = list("inner", vec![column("inner", Type::Int32, true)], Vec::new(), true);
    let outer = list("outer", vec![column("word", Type::Text, true), secret], vec![inner], false);
    TablePlan::nested((&[column("n", Type::Int32, true)], &[], &[outer]), false, &[]).unwrap()
}

/// So many rows of [`with_lists`]; row `n` has `n % 3` elements, each with two numbers.
fn lists(rows: i32) -> Vec<ArrayRef> {
    let plan = with_lists();
    let DataType::List(element) = plan.lists().next().unwrap().data_type().clone() else { panic!() };
    let DataType::Struct(fields) = element.data_type().clone() else { panic!() };
    let DataType::List(number) = fields[2].data_type().clone() else { panic!() };
    let lengths: Vec<usize> = (0..rows).map(|row| usize::try_from(row % 3).unwrap()).collect();
    let all = i32::try_from(lengths.iter().sum::<usize>()).unwrap();
    let numbers: ArrayRef = Arc::new((0..all * 2).map(|at| at.wrapping_mul(1_000_003)).collect::<Int32Array>());
    let of_element = OffsetBuffer::from_lengths(vec![2; usize::try_from(all).unwrap()]);
    let word: ArrayRef = Arc::new(StringArray::from_iter_values((0..all).map(|at| format!("w{}", at % 3))));
    let secret = constants(decimal(9, 2), &vec![Value::Decimal(7); usize::try_from(all).unwrap()]).unwrap();
    let parts = vec![word, secret, Arc::new(ListArray::new(number, of_element, numbers, None)) as ArrayRef];
    let elements = Arc::new(StructArray::new(fields, parts, None));
    let outer = ListArray::new(element, OffsetBuffer::from_lengths(lengths), elements, None);
    vec![Arc::new((0..rows).collect::<Int32Array>()), Arc::new(outer)]
}

#[test]
fn each_column_of_a_list_has_its_own_encoding_statistics_and_description() {
    let plan = with_lists();
    assert_eq!((plan.fields(), plan.leaves()), (2, 4));
    let (rows, metadata, schema) = read(part(&plan, vec![encode(&plan, vec![lists(30_000)])]).0);
    let group = metadata.row_group(0);
    let paths: Vec<String> = (0..4).map(|at| group.column(at).column_path().string()).collect();
    assert_eq!(
        paths,
        ["n", "outer.list.element.word", "outer.list.element.secret", "outer.list.element.inner.list.element"]
    );
    let has = |at: usize, encoding| group.column(at).encodings().any(|one| one == encoding);
    assert!(
        has(1, Encoding::RLE_DICTIONARY) && has(3, Encoding::DELTA_BINARY_PACKED) && !has(3, Encoding::RLE_DICTIONARY)
    );
    let shown = |at: usize| group.column(at).statistics().is_some_and(|it| it.min_bytes_opt().is_some());
    assert_eq!([0, 1, 2, 3].map(shown), [true, true, false, true]);
    let DataType::List(element) = schema.field(1).data_type() else { panic!("{schema}") };
    let DataType::Struct(fields) = element.data_type() else { panic!("{schema}") };
    assert_eq!(*fields[1].data_type(), DataType::Decimal128(9, 2));
    assert_eq!((fields[1].metadata()["tumpline.personal"].as_str(), element.metadata().len()), ("true", 0));
    assert_eq!(schema.field(1).metadata()["tumpline.title_en"], "OUTER");
    assert_eq!(fields[2].metadata()["tumpline.title_en"], "INNER");
    assert_eq!(rows.column(1).as_list::<i32>().value(5).len(), 2);
}

fn structure(name: &str, columns: std::ops::Range<usize>) -> LoadStructure {
    let (title, source) = (Title { en: name.to_uppercase(), fr: String::new() }, String::new());
    LoadStructure { name: name.into(), columns, title, about: String::new(), source }
}

#[test]
fn structures_change_the_schema_and_no_page() {
    let columns: Vec<LoadColumn> = ["n", "a.x", "a.b.y", "a.b.z", "c.w"]
        .into_iter()
        .map(|name| LoadColumn { personal: name == "a.b.y", ..column(name, Type::Int32, name == "n") })
        .collect();
    let structures = [structure("a", 1..4), structure("a.b", 2..4), structure("c", 4..5)];
    let arrays = || -> Vec<ArrayRef> {
        let values = |at: i32| (0..30_000).map(move |row| (row % 7 > 0 || at == 0).then_some(row * at % 1_000));
        (0..5).map(|at| Arc::new(values(at).collect::<Int32Array>()) as ArrayRef).collect()
    };
    let of = |structures: &[LoadStructure]| {
        let plan = TablePlan::nested((&columns, structures, &[]), false, &[]).unwrap();
        read(part(&plan, vec![encode(&plan, vec![arrays()])]).0)
    };
    let ((_, flat, _), (rows, nested, schema)) = (of(&[]), of(&structures));
    let paths = nested.row_group(0).columns().iter().map(|column| column.column_path().string()).collect::<Vec<_>>();
    assert_eq!(paths, ["n", "a.x", "a.b.y", "a.b.z", "c.w"]);
    for (one, other) in flat.row_group(0).columns().iter().zip(nested.row_group(0).columns()) {
        let of = |column: &parquet::file::metadata::ColumnChunkMetaData| {
            let encodings: Vec<_> = column.encodings().collect();
            (column.compressed_size(), column.num_values(), encodings, column.statistics().cloned())
        };
        assert_eq!(of(one), of(other));
    }
    assert_eq!((schema.fields().len(), schema.field(1).metadata()["tumpline.title_en"].as_str()), (3, "A"));
    let within = rows.column(1).as_struct();
    assert!(within.null_count() == 0 && within.column(0).null_count() > 0 && !schema.field(1).is_nullable());
    assert_eq!(within.column(1).as_struct().column(1), &arrays()[3]);
    let said = nested.file_metadata().key_value_metadata().unwrap().iter();
    assert!(said.clone().any(|pair| pair.key == "tumpline.column.a.b"));
    assert!(nested.row_group(0).column(2).statistics().is_none_or(|it| it.min_bytes_opt().is_none()), "personal");
}

#[test]
fn structures_stand_in_elements_of_lists() {
    let list = LoadList {
        name: "l".into(),
        columns: ["k", "s.x", "s.y"].map(|name| column(name, Type::Int32, false)).to_vec(),
        structures: vec![structure("s", 1..3)],
        lists: Vec::new(),
        is_value: false,
        title: Title::default(),
        about: String::new(),
        source: String::new(),
    };
    let plan = TablePlan::nested((&[column("n", Type::Int32, true)], &[], &[list]), false, &[]).unwrap();
    let DataType::List(element) = plan.lists().next().unwrap().data_type().clone() else { panic!() };
    let DataType::Struct(fields) = element.data_type().clone() else { panic!() };
    let values =
        |at: i32| Arc::new((0..6).map(|row| (row != at).then_some(row * at)).collect::<Int32Array>()) as ArrayRef;
    let elements = Arc::new(StructArray::new(fields, vec![values(1), values(2), values(3)], None));
    let lists = ListArray::new(element, OffsetBuffer::from_lengths([2, 0, 4]), elements, None);
    let rows: Vec<ArrayRef> = vec![Arc::new(Int32Array::from(vec![1, 2, 3])), Arc::new(lists)];
    let (rows, _, schema) = read(part(&plan, vec![encode(&plan, vec![rows])]).0);
    let elements = rows.column(1).as_list::<i32>().values().as_struct().clone();
    let within = elements.column_by_name("s").unwrap().as_struct();
    assert_eq!((within.null_count(), within.column(1)), (0, &values(3)));
    let DataType::List(element) = schema.field(1).data_type() else { panic!("{schema}") };
    let DataType::Struct(fields) = element.data_type() else { panic!("{schema}") };
    assert_eq!((fields.len(), fields[1].metadata()["tumpline.title_en"].as_str()), (2, "S"));
}

#[test]
fn rows_with_lists_become_columns_again() {
    let (plan, all) = (with_lists(), lists(40));
    let rows = Rows::of(&all).unwrap();
    let mut gathered = Gathered::default();
    for row in 0..40 {
        let mut bytes = Vec::new();
        rows.push(row, &mut bytes);
        gathered.push(&plan, &bytes).unwrap();
        assert!(Gathered::default().push(&plan, &bytes[..bytes.len() - 1]).is_err());
    }
    assert_eq!(gathered.finish().unwrap(), all);
}

#[test]
fn a_batch_that_is_not_the_plans_is_a_defect() {
    let plan = numbers();
    let wrong = |change: fn(&mut Vec<ArrayRef>)| {
        let mut arrays = batch(0, 10);
        change(&mut arrays);
        code(ChunkEncoder::new(&plan).push(arrays))
    };
    assert_eq!(wrong(|_| ()), None);
    assert_eq!(wrong(|arrays| drop(arrays.pop())), Some(Code::Defect));
    assert_eq!(wrong(|arrays| arrays[1] = arrays[1].slice(0, 9)), Some(Code::Defect));
    assert_eq!(wrong(|arrays| arrays[0] = Arc::clone(&arrays[3])), Some(Code::Defect));
    assert_eq!(wrong(|arrays| arrays[0] = Arc::new(Int32Array::new_null(10))), Some(Code::Defect));
    let nulls = |valid| Some(arrow_buffer::NullBuffer::from(vec![valid; 10]));
    let kept = Arc::new(Int32Array::new((0..10).collect::<Vec<i32>>().into(), nulls(true)));
    let mut arrays = batch(0, 10);
    arrays[0] = kept;
    let other = part(&plan, vec![encode(&plan, vec![arrays])]);
    assert_eq!(other, part(&plan, vec![chunk(&plan, 0, 10)]), "a null buffer without nulls changes nothing");
}

#[test]
fn names_that_stand_twice_are_told() {
    let twice = |names: &[&str]| {
        let columns: Vec<_> = names.iter().map(|name| column(name, Type::Text, false)).collect();
        code(TablePlan::new(&columns, true, &[]))
    };
    assert_eq!(twice(&["a", "b"]), None);
    assert_eq!(twice(&["a", "b", "a"]), Some(Code::DuplicateName));
    assert_eq!(twice(&["_offset"]), Some(Code::DuplicateName));
    assert_eq!(code(TablePlan::new(&[], false, &[])), Some(Code::NothingToLoad));
    let dotted = TablePlan::new(&[column("a.b", Type::Text, false)], false, &[]).unwrap();
    let text: ArrayRef = Arc::new(StringArray::from(vec!["x"; 30]));
    let (rows, metadata, _) = read(part(&dotted, vec![encode(&dotted, vec![vec![text]])]).0);
    assert_eq!((rows.num_rows(), rows.schema().field(0).name().as_str()), (30, "a.b"));
    assert!(metadata.row_group(0).column(0).encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY));
}

#[test]
fn a_writer_that_fails_is_told_by_its_kind() {
    struct Full(usize, io::ErrorKind);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| io::Error::from(self.1))?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let plan = numbers();
    for (kind, want) in [
        (io::ErrorKind::StorageFull, Code::DiskFull),
        (io::ErrorKind::PermissionDenied, Code::Io),
        (io::ErrorKind::Other, Code::Io),
    ] {
        let size = part(&plan, vec![chunk(&plan, 0, 30_000), chunk(&plan, 0, 100)]).0.len();
        for room in (0..size).step_by(41) {
            let run = || -> Result<(), Refused> {
                let mut appender = Appender::new(&plan, Full(room, kind))?;
                appender.append(chunk(&plan, 0, 30_000))?;
                appender.append(chunk(&plan, 0, 100))?;
                appender.close().map(|_| ())
            };
            assert_eq!(code(run()), Some(want), "room for {room} of {size}");
        }
    }
}

fn finding(code: &'static str, args: &[&str]) -> FindingRow {
    let args = args.iter().map(|&arg| arg.to_owned()).collect();
    FindingRow { code, severity: "reject", subject: "entry.amount".into(), args }
}

#[test]
fn rejects_hold_their_bytes_and_all_their_findings() {
    let plan = reject_plan(&[]).unwrap();
    assert_eq!((plan.fields(), plan.leaves()), (10, 18));
    let first = [finding("TL0202", &["12"]), finding("TL0212", &[])];
    let second = [finding("TL0108", &["79", "80"])];
    let large = vec![b'x'; RAW_MAX + 5];
    let place = |record: u64, line| Place { file: 0, record, line, offset: record * 80, length: 79 };
    let raw = Some(&b"H01"[..]);
    let parents = [ParentRow { kind: "head", place: Place { offset: 0, length: 3, ..place(1, 0) }, raw }];
    let row = |place: Place, raw, findings| RejectRow {
        place,
        raw,
        raw_length: 79,
        findings,
        kind: (place.line > 0).then_some("entry"),
    };
    let mut rows = Rejects::default();
    let told = Told::of(&[&first[0], &first[1], &second[0]].map(|finding| (finding, 1))).unwrap();
    let mut batches = Vec::new();
    for _ in 0..2 {
        rows.push(row(place(1, 1), &b"\xFF\x00\""[..], 2), parents.into_iter());
        rows.push(row(place(2, 0), &large, 1), std::iter::empty());
        assert_eq!(rows.bytes(), 3 + RAW_MAX + 3);
        batches.push(rows.take("A.TXT", told.clone(), None).unwrap());
        assert_eq!(rows.bytes(), 0, "nothing is left");
    }
    assert_eq!(batches[0], batches[1]);
    let (read, _, schema) = read(part(&plan, vec![encode(&plan, batches.drain(..1).collect())]).0);
    assert_eq!(read.column(5).as_binary::<i32>().value(0), b"\xFF\x00\"");
    assert_eq!(read.column(5).as_binary::<i32>().value(1).len(), RAW_MAX);
    assert!(read.column(2).is_null(1) && !read.column(2).is_null(0));
    assert_eq!(read.column(3).as_primitive::<Int64Type>().values()[..], [80, 160]);
    let findings = read.column(7).as_list::<i32>();
    let of_first = findings.value(0);
    let of_first = of_first.as_struct();
    assert_eq!(of_first.column(0).as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["TL0202", "TL0212"]);
    let args: Vec<usize> = of_first.column(3).as_list::<i32>().iter().map(|args| args.unwrap().len()).collect();
    assert_eq!(args, [1, 0]);
    let of_second = findings.value(1);
    let args = of_second.as_struct().column(3).as_list::<i32>().value(0);
    assert_eq!(args.as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["79", "80"]);
    let nullable = |name: &str| ["line", "kind"].contains(&name);
    assert!(schema.fields().iter().all(|field| field.is_nullable() == nullable(field.name())));
    assert!(read.column(8).is_null(1) && read.column(8).as_string::<i32>().value(0) == "entry");
    let parents = read.column(9).as_list::<i32>();
    assert_eq!((parents.value(0).len(), parents.value(1).len()), (1, 0));
    assert_eq!(parents.value(0).as_struct().column(5).as_binary::<i32>().value(0), b"H01");
    let none = Told::of::<FindingRow>(&[]).unwrap();
    assert_eq!(rows.take("A.TXT", none.clone(), None).unwrap()[0].len(), 0);
    rows.push(row(place(1, 1), &b"x"[..], 1), std::iter::empty());
    assert_eq!(code(rows.take("A.TXT", none, None)), Some(Code::Defect), "a finding that nobody told");
}

#[test]
fn findings_without_a_record_have_no_place() {
    let plan = finding_plan(&[]).unwrap();
    let finding = finding("TL0503", &["B.TXT"]);
    let row = |file, record| PlacedFindingRow {
        mapping: "journal",
        file,
        record,
        line: record,
        offset: record,
        length: record,
        finding: &finding,
    };
    let rows = [row(Some("A.TXT"), Some(7)), row(Some("A.TXT"), None), row(None, None)];
    let (read, _, _) = read(part(&plan, vec![encode(&plan, vec![finding_batch(&rows).unwrap()])]).0);
    let nulls: Vec<usize> = read.columns().iter().map(arrow_array::Array::null_count).collect();
    assert_eq!(nulls, [0, 1, 2, 2, 2, 2, 0, 0, 0, 0]);
    assert_eq!(read.column(9).as_list::<i32>().value(2).as_string::<i32>().value(0), "B.TXT");
    assert_eq!(code(finding_batch(&[row(None, Some(u64::MAX))])), Some(Code::Defect));
}

#[test]
fn what_threads_hand_on_may_cross_them() {
    fn sent<T: Send>() {}
    fn shared<T: Send + Sync + Clone>() {}
    shared::<TablePlan>();
    sent::<Encoded>();
    sent::<Appender<Vec<u8>>>();
}

#[test]
fn rows_in_any_order_become_columns_again() {
    let types = [
        Type::Text,
        Type::Int16,
        Type::Int32,
        Type::Int64,
        decimal(9, 2),
        decimal(38, 3),
        Type::Date,
        Type::Time,
        Type::Timestamp,
        Type::Bool,
        Type::Float32,
        Type::Float64,
    ];
    let columns: Vec<LoadColumn> = types.iter().map(|ty| column(&format!("{ty:?}"), *ty, false)).collect();
    let plan = TablePlan::new(&columns, false, &[]).unwrap();
    let value = |ty: Type, row: i32| match ty {
        Type::Text => Value::Text("é".repeat(usize::try_from(row).unwrap())),
        Type::Int16 | Type::Int32 | Type::Int64 => Value::Int((-row).into()),
        Type::Decimal { .. } => Value::Decimal(row.into()),
        Type::Date => Value::Date(-row),
        Type::Time => Value::Time(row.into()),
        Type::Timestamp => Value::Timestamp((-row).into()),
        Type::Bool => Value::Bool(row % 2 == 0),
        Type::Float32 | Type::Float64 => Value::Float(f64::from(row)),
    };
    let array = |ty: Type, rows: &[i32]| {
        let one = |row: &i32| match row % 5 {
            3 => arrow_array::new_null_array(&array_type(ty), 1),
            _ => constants(ty, &[value(ty, *row)]).unwrap(),
        };
        let all: Vec<ArrayRef> = rows.iter().map(one).collect();
        arrow_select::concat::concat(&all.iter().map(AsRef::as_ref).collect::<Vec<&dyn Array>>()).unwrap()
    };
    let batch = |rows: &[i32]| -> Vec<ArrayRef> { types.iter().map(|ty| array(*ty, rows)).collect() };
    let all: Vec<i32> = (0..40).collect();
    // A part of a batch has an offset in its buffers.
    let sliced: Vec<ArrayRef> = batch(&all).iter().map(|array| array.slice(7, 20)).collect();
    let rows = Rows::of(&sliced).unwrap();
    let mut gathered = Gathered::default();
    let order = [19, 0, 3, 3, 11];
    for row in order {
        let mut bytes = Vec::new();
        rows.push(row, &mut bytes);
        gathered.push(&plan, &bytes).unwrap();
        assert!(Gathered::default().push(&plan, &bytes[..bytes.len() - 1]).is_err());
    }
    assert_eq!(gathered.rows(), 5);
    assert_eq!(gathered.finish().unwrap(), batch(&order.map(|row| i32::try_from(row).unwrap() + 7)));
}

/// A column more or less is another format: whoever changes these raises the version, and says in its comment what changed.
#[test]
fn this_version_of_the_format_has_these_refused_records_and_findings() {
    let columns = |plan: TablePlan| {
        let fields = plan.arrays().fields().clone();
        fields.iter().map(|field| field.name().clone()).collect::<Vec<_>>().join(" ")
    };
    let found = [reject_plan(&[]), finding_plan(&[]), head_plan()].map(|plan| columns(plan.unwrap()));
    let wanted = [
        "file record line offset length raw raw_length findings kind parents",
        "mapping file record line offset length code severity subject args",
        "file head",
    ];
    assert_eq!((FORMAT_VERSION, found.each_ref().map(String::as_str)), (4, wanted));
}
