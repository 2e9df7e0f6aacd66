#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "values made up for tests"
)]
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Int16Type, Int32Type, Int64Type, Time64MicrosecondType,
    TimestampMicrosecondType,
};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BinaryArray, Date32Array, Decimal64Array, Decimal128Array, Int16Array,
    Int32Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray, Time64MicrosecondArray,
    TimestampMicrosecondArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, Schema};
use arrow_select::concat::{concat, concat_batches};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::{BoundaryOrder, Compression, Encoding};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::super::chunk::{ChunkEncoder, Encoded};
use super::super::part::Appender;
use super::super::table::{PlanField, TablePlan};
use super::super::tests::column;
use super::packing::Way;
use crate::mapping::model::Type;

/// Numbers that look random and are the same each time (Vigna's splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// Values of one column: by the row, and by numbers.
type Make = fn(&[Option<u64>]) -> ArrayRef;

fn text_of(number: u64) -> String {
    match number % 7 {
        0 => String::new(),
        1 => "é".repeat(40) + &number.to_string(),
        2 => "\u{10FFFF}".repeat(17),
        3 => format!("{:0>70}", number % 50),
        _ => format!("HYDRO {number}"),
    }
}

fn columns() -> Vec<(&'static str, Make)> {
    vec![
        ("small", |all| Arc::new(all.iter().map(|n| n.map(|n| n as i16)).collect::<Int16Array>())),
        ("codes", |all| Arc::new(all.iter().map(|n| n.map(|n| (n % 40) as i32)).collect::<Int32Array>())),
        ("numbers", |all| Arc::new(all.iter().map(|n| n.map(|n| n as i32)).collect::<Int32Array>())),
        ("large", |all| Arc::new(all.iter().map(|n| n.map(|n| n as i64)).collect::<Int64Array>())),
        ("row", |all| Arc::new((0..).zip(all).map(|(row, n)| n.map(|_| row)).collect::<Int64Array>())),
        ("one", |all| Arc::new(all.iter().map(|n| n.map(|_| 7)).collect::<Int64Array>())),
        ("day", |all| Arc::new(all.iter().map(|n| n.map(|n| (n % 9_000) as i32)).collect::<Date32Array>())),
        ("cents", |all| {
            let array =
                all.iter().map(|n| n.map(|n| (n % 999_999_999) as i64 - 499_999_999)).collect::<Decimal64Array>();
            Arc::new(array.with_data_type(DataType::Decimal64(9, 2)))
        }),
        ("money", |all| {
            let array = all.iter().map(|n| n.map(|n| (n % 1_000_000_007) as i64)).collect::<Decimal64Array>();
            Arc::new(array.with_data_type(DataType::Decimal64(18, 4)))
        }),
        ("wide", |all| {
            let value = |n: u64| i128::from(n >> 2) * i128::from(n >> 1) * if n.is_multiple_of(2) { 1 } else { -1 };
            let array = all.iter().map(|n| n.map(value)).collect::<Decimal128Array>();
            Arc::new(array.with_data_type(DataType::Decimal128(38, 2)))
        }),
        ("nineteen", |all| {
            let array = all.iter().map(|n| n.map(|n| i128::from(n >> 1) - (1 << 61))).collect::<Decimal128Array>();
            Arc::new(array.with_data_type(DataType::Decimal128(19, 0)))
        }),
        ("few wide", |all| {
            let array = all.iter().map(|n| n.map(|n| i128::from(n % 5) << 90)).collect::<Decimal128Array>();
            Arc::new(array.with_data_type(DataType::Decimal128(38, 0)))
        }),
        ("time", |all| {
            Arc::new(all.iter().map(|n| n.map(|n| (n % 86_400) as i64)).collect::<Time64MicrosecondArray>())
        }),
        ("at", |all| Arc::new(all.iter().map(|n| n.map(|n| n as i64)).collect::<TimestampMicrosecondArray>())),
        ("text", |all| Arc::new(all.iter().map(|n| n.map(text_of)).collect::<StringArray>())),
        ("flag", |all| {
            Arc::new(all.iter().map(|n| n.map(|n| if n % 3 == 0 { "C" } else { "D" })).collect::<StringArray>())
        }),
        ("name", |all| Arc::new(all.iter().map(|n| n.map(|n| text_of(n % 300))).collect::<StringArray>())),
        // Few at first, many later: the dictionary ends in the middle.
        ("late", |all| {
            let text =
                |(row, n): (u64, &Option<u64>)| n.map(|n| format!("{:0>60}", if row < 9_000 { n % 5 } else { n }));
            Arc::new((0..).zip(all).map(text).collect::<StringArray>())
        }),
        ("one text", |all| Arc::new(all.iter().map(|n| n.map(|_| "GLJ2019.TXT")).collect::<StringArray>())),
        ("no bytes", |all| Arc::new(all.iter().map(|n| n.map(|_| "")).collect::<StringArray>())),
        ("one text, then another", |all| {
            let text = |(row, n): (usize, &Option<u64>)| n.map(|_| if row < 30_000 { "TL0202" } else { "TL0301" });
            Arc::new(all.iter().enumerate().map(text).collect::<StringArray>())
        }),
        ("as long as one text", |all| {
            let text =
                |(row, n): (usize, &Option<u64>)| n.map(|_| if row % 7_000 == 6_999 { "TL0202" } else { "TL0301" });
            Arc::new(all.iter().enumerate().map(text).collect::<StringArray>())
        }),
        ("late number", |all| {
            let number = |(row, n): (u64, &Option<u64>)| n.map(|n| if row < 9_000 { n % 5 } else { n } as i64);
            Arc::new((0..).zip(all).map(number).collect::<Int64Array>())
        }),
        ("bytes", |all| {
            Arc::new(all.iter().map(|n| n.map(|n| n.to_be_bytes().repeat(n as usize % 11))).collect::<BinaryArray>())
        }),
    ]
}

struct Case {
    plan: TablePlan,
    schema: Arc<Schema>,
    batches: Vec<Vec<ArrayRef>>,
}

impl Case {
    /// So many rows with a null in `nulls` of a hundred, the first `absent` rows null, in batches of any size.
    fn new(rows: usize, nulls: u64, absent: usize, seed: u64) -> Self {
        let mut numbers = Numbers(seed);
        let made = columns();
        let arrays: Vec<ArrayRef> = made
            .iter()
            .map(|(_, make)| {
                let values: Vec<_> = (0..rows)
                    .map(|row| (row >= absent && numbers.below(100) >= nulls).then(|| numbers.next()))
                    .collect();
                make(&values)
            })
            .collect();
        let is_nullable = nulls > 0 || absent > 0;
        let field =
            |((name, _), array): (&(&str, Make), &ArrayRef)| Field::new(*name, array.data_type().clone(), is_nullable);
        let fields: Vec<Field> = made.iter().zip(&arrays).map(field).collect();
        let plan = TablePlan::of_fields(fields.iter().cloned().map(PlanField::plain).collect(), &[]).unwrap();
        let mut batches = Vec::new();
        let mut start = 0;
        while start < rows {
            let length = (numbers.below(12_000) as usize + 1).min(rows - start);
            batches.push(arrays.iter().map(|array| array.slice(start, length)).collect());
            start += length;
        }
        Self { plan, schema: Arc::new(Schema::new(fields)), batches }
    }

    fn ours(&self) -> Vec<u8> {
        let mut encoder = ChunkEncoder::new(&self.plan);
        self.batches.iter().for_each(|batch| encoder.push(batch.clone()).unwrap());
        let mut appender = Appender::new(&self.plan, Vec::new()).unwrap();
        appender.append(encoder.finish().unwrap_or(Encoded::None)).unwrap();
        appender.close().unwrap().0
    }

    fn theirs(&self) -> Vec<u8> {
        let properties = WriterProperties::builder()
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_max_row_group_row_count(None)
            .build();
        let mut writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&self.schema), Some(properties)).unwrap();
        for batch in &self.batches {
            writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), batch.clone()).unwrap()).unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn whole(&self, column: usize) -> ArrayRef {
        let arrays: Vec<&dyn Array> = self.batches.iter().map(|batch| batch[column].as_ref()).collect();
        concat(&arrays).unwrap()
    }
}

fn read(bytes: &[u8]) -> (RecordBatch, Arc<ParquetMetaData>) {
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(Bytes::from(bytes.to_vec()), options).unwrap();
    let (metadata, schema) = (Arc::clone(builder.metadata()), Arc::clone(builder.schema()));
    let batches: Vec<_> = builder.build().unwrap().map(Result::unwrap).collect();
    (concat_batches(&schema, &batches).unwrap(), metadata)
}

/// Decimals are of 128 bits in one file, and of 64 in the other.
fn plain(array: &ArrayRef) -> ArrayRef {
    match array.data_type() {
        DataType::Decimal64(..) => {
            let wide = array.as_primitive::<Decimal64Type>().iter().map(|value| value.map(i128::from));
            Arc::new(wide.collect::<Decimal128Array>())
        }
        DataType::Decimal128(..) => {
            Arc::new(array.as_primitive::<Decimal128Type>().iter().collect::<Decimal128Array>())
        }
        _ => Arc::clone(array),
    }
}

/// Each page's least and greatest value, or bounds of them where they are texts, and its nulls.
fn pages_are_described(metadata: &ParquetMetaData, column: usize, whole: &ArrayRef, name: &str) {
    let indexes = metadata.page_index_for_row_group(0);
    let (index, locations) = (indexes.column_index(column).unwrap(), indexes.page_locations(column).unwrap());
    let starts: Vec<usize> = locations.iter().map(|page| usize::try_from(page.first_row_index).unwrap()).collect();
    assert!(starts.len() >= whole.len().div_ceil(20_000), "{name}");
    for (page, start) in starts.iter().enumerate() {
        let end = starts.get(page + 1).copied().unwrap_or(whole.len());
        let rows = plain(&whole.slice(*start, end - start));
        assert_eq!(index.null_count(page), Some(rows.null_count() as i64), "{name} {page}");
        assert_eq!(index.is_null_page(page), rows.null_count() == rows.len(), "{name} {page}");
        if index.is_null_page(page) {
            continue;
        }
        match index {
            ColumnIndexMetaData::INT32(index) => {
                let ends = (index.min_value(page).copied(), index.max_value(page).copied());
                assert_eq!(whole_ends(&rows), (ends.0.map(i128::from), ends.1.map(i128::from)), "{name} {page}");
            }
            ColumnIndexMetaData::INT64(index) => {
                let ends = (index.min_value(page).copied(), index.max_value(page).copied());
                assert_eq!(whole_ends(&rows), (ends.0.map(i128::from), ends.1.map(i128::from)), "{name} {page}");
            }
            ColumnIndexMetaData::BYTE_ARRAY(index) => {
                let (least, greatest) = (index.min_value(page).unwrap(), index.max_value(page).unwrap());
                let texts = texts(&rows);
                assert!(
                    texts.iter().all(|text| least <= text.as_slice() && text.as_slice() <= greatest),
                    "{name} {page}"
                );
                assert!(texts.iter().any(|text| text.starts_with(least)), "{name} {page}");
            }
            ColumnIndexMetaData::FIXED_LEN_BYTE_ARRAY(index) => {
                let wide = |bytes: &[u8]| {
                    let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
                    bytes.iter().fold(sign, |sum: i128, byte| sum << 8 | i128::from(*byte))
                };
                let ends = (index.min_value(page).map(wide), index.max_value(page).map(wide));
                assert_eq!(whole_ends(&rows), ends, "{name} {page}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

fn texts(array: &ArrayRef) -> Vec<Vec<u8>> {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().flatten().map(|text| text.as_bytes().to_vec()).collect(),
        _ => array.as_binary::<i32>().iter().flatten().map(<[u8]>::to_vec).collect(),
    }
}

fn whole_ends(array: &ArrayRef) -> (Option<i128>, Option<i128>) {
    fn ends<T: ArrowPrimitiveType>(array: &ArrayRef) -> (Option<i128>, Option<i128>)
    where
        i128: From<T::Native>,
    {
        let values = || array.as_primitive::<T>().iter().flatten().map(i128::from);
        (values().min(), values().max())
    }
    match array.data_type() {
        DataType::Int16 => ends::<Int16Type>(array),
        DataType::Int32 => ends::<Int32Type>(array),
        DataType::Int64 => ends::<Int64Type>(array),
        DataType::Date32 => ends::<Date32Type>(array),
        DataType::Time64(_) => ends::<Time64MicrosecondType>(array),
        DataType::Timestamp(..) => ends::<TimestampMicrosecondType>(array),
        _ => ends::<Decimal128Type>(array),
    }
}

#[test]
fn what_is_written_is_read_and_described_as_arrow_rs_describes_it() {
    for (seed, (rows, nulls, absent)) in [
        (1, 0, 0),
        (2, 50, 0),
        (4_097, 0, 0),
        (20_000, 10, 0),
        (20_001, 0, 0),
        (65_000, 5, 25_000),
        (70_000, 0, 0),
        (9, 100, 0),
    ]
    .into_iter()
    .enumerate()
    {
        let case = Case::new(rows, nulls, absent, seed as u64);
        let (ours, our_meta) = read(&case.ours());
        let (theirs, their_meta) = read(&case.theirs());
        for (at, field) in case.schema.fields().iter().enumerate() {
            let name = format!("{} of {rows} rows", field.name());
            let whole = case.whole(at);
            assert_eq!(&plain(ours.column(at)), &plain(&whole), "{name}");
            assert_eq!(&plain(theirs.column(at)), &plain(&whole), "{name}");
            pages_are_described(&our_meta, at, &whole, &name);
            let (own, other) = (our_meta.row_group(0).column(at), their_meta.row_group(0).column(at));
            assert_eq!(own.statistics(), other.statistics(), "{name}");
            assert_eq!(own.num_values(), other.num_values(), "{name}");
            assert_eq!(own.unencoded_byte_array_data_bytes(), other.unencoded_byte_array_data_bytes(), "{name}");
        }
    }
}

#[test]
fn columns_are_encoded_and_compressed_as_their_values_suggest() {
    let case = Case::new(70_000, 0, 0, 3);
    let (_, metadata) = read(&case.ours());
    for (name, encoding, packed) in [
        ("codes", Encoding::RLE_DICTIONARY, None),
        ("numbers", Encoding::DELTA_BINARY_PACKED, Some(false)),
        ("large", Encoding::DELTA_BINARY_PACKED, Some(false)),
        ("row", Encoding::DELTA_BINARY_PACKED, Some(true)),
        ("wide", Encoding::PLAIN, None),
        ("few wide", Encoding::RLE_DICTIONARY, Some(true)),
        ("text", Encoding::DELTA_LENGTH_BYTE_ARRAY, Some(true)),
        ("name", Encoding::RLE_DICTIONARY, None),
    ] {
        let at = case.schema.index_of(name).unwrap();
        let column = metadata.row_group(0).column(at);
        let encodings: Vec<Encoding> = column.encodings().collect();
        assert!(encodings.contains(&encoding), "{name}: {encodings:?}");
        let is_packed = matches!(column.compression(), Compression::ZSTD(_));
        assert!(packed.is_none_or(|packed| packed == is_packed), "{name}: {is_packed}");
    }
    let late = metadata.row_group(0).column(case.schema.index_of("late").unwrap());
    let encodings: Vec<Encoding> = late.encodings().collect();
    assert!(encodings.contains(&Encoding::RLE_DICTIONARY) && encodings.contains(&Encoding::DELTA_LENGTH_BYTE_ARRAY));
}

/// A file with one column.
fn file_of(plan: &TablePlan, texts: impl Iterator<Item = impl AsRef<str>>) -> Vec<u8> {
    let array: ArrayRef = Arc::new(StringArray::from_iter_values(texts));
    let mut encoder = ChunkEncoder::new(plan);
    encoder.push(vec![array]).unwrap();
    let mut appender = Appender::new(plan, Vec::new()).unwrap();
    appender.append(encoder.finish().unwrap()).unwrap();
    appender.close().unwrap().0
}

/// Pages of 20,000 rows each, all of one column.
fn pages_of(field: PlanField, pages: &[&[&str]]) -> Arc<ParquetMetaData> {
    let texts = pages.iter().flat_map(|texts| (0..20_000).map(|row| texts[row % texts.len()]));
    read(&file_of(&TablePlan::of_fields(vec![field], &[]).unwrap(), texts)).1
}

#[test]
fn the_second_page_tells_whether_a_small_table_is_enough_for_all_others() {
    const STREETS: [&str; 7] = ["Laurier", "Wellington", "Saint-Jean", "Elgin", "Sherbrooke", "Church", "King"];
    let mut numbers = Numbers(7);
    let mut letters =
        |count: usize| -> String { (0..count).map(|_| char::from(b'a' + numbers.below(26) as u8)).collect() };
    // More than a small table remembers.
    let names: Vec<String> = (0..6_000).map(|_| letters(16)).collect();
    let mut numbers = Numbers(8);
    let addresses: Vec<String> = (0..80_000)
        .map(|_| format!("{} {} Street", numbers.below(9_999), STREETS[numbers.below(7) as usize]))
        .collect();
    let people: Vec<&str> = (0..80_000).map(|_| names[numbers.below(6_000) as usize].as_str()).collect();
    let short: Vec<&str> = people.iter().map(|name| &name[..12]).collect();
    let plan = TablePlan::new(&[column("t", Type::Text, true)], false, &[]).unwrap();
    for (file, ways) in [
        (file_of(&plan, addresses.iter()), [Way::Level, Way::Near, Way::Near, Way::Near]),
        (file_of(&plan, people.iter()), [Way::Level, Way::Near, Way::Level, Way::Level]),
        // Pages of less than 256 KiB.
        (file_of(&plan, short.iter()), [Way::Level; 4]),
    ] {
        let (_, metadata) = read(&file);
        let indexes = metadata.page_index_for_row_group(0);
        let places = indexes.offset_index(0).unwrap().page_locations();
        let reader = SerializedFileReader::new(Bytes::from(file.clone())).unwrap();
        let pages = reader.get_row_group(0).unwrap().get_column_page_reader(0).unwrap().map(Result::unwrap);
        let mut told = Vec::new();
        for (page, place) in pages.zip(places) {
            let packed = &file[place.offset as usize..][..place.compressed_page_size as usize];
            let is_by = |way: &Way| packed.ends_with(&way.pack(page.buffer()).unwrap());
            told.push([Way::Level, Way::Near].into_iter().find(is_by));
        }
        assert_eq!(told, ways.map(Some));
    }
}

#[test]
fn pages_are_said_to_stand_in_an_order_only_if_what_is_told_of_them_does() {
    let stem = "a".repeat(61);
    let [first, second, third] = ["bb\u{1D11E}", "\u{1D11E}0", "\u{1D11E}1"].map(|end| format!("{stem}{end}"));
    for (pages, order) in [
        ([["a"].as_slice(), &["b"]], BoundaryOrder::ASCENDING),
        ([["b"].as_slice(), &["a"]], BoundaryOrder::DESCENDING),
        // The texts ascend; cut to 64 bytes of whole characters the second page's least is below the first's.
        ([[first.as_str()].as_slice(), &[&second, &third]], BoundaryOrder::UNORDERED),
    ] {
        let metadata = pages_of(PlanField::plain(Field::new("t", DataType::Utf8, false)), &pages);
        let indexes = metadata.page_index_for_row_group(0);
        assert_eq!(indexes.column_index(0).unwrap().get_boundary_order(), Some(order), "{pages:?}");
    }
}

#[test]
fn of_personal_texts_nothing_is_told_not_even_how_long_they_are() {
    let mut field = PlanField::plain(Field::new("t", DataType::Utf8, false));
    field.personal = vec![true];
    let metadata = pages_of(field, &[&["Tremblay"], &["Singh"]]);
    let (column, indexes) = (metadata.row_group(0).column(0), metadata.page_index_for_row_group(0));
    assert!(column.statistics().is_none() && column.unencoded_byte_array_data_bytes().is_none());
    assert!(indexes.column_index(0).is_none());
    assert_eq!(indexes.offset_index(0).unwrap().unencoded_byte_array_data_bytes(), None);
}

/// Refused records as they might be: lists of structures with lists of texts, some without an element, some nulls among numbers.
fn lists(rows: usize, numbers: &mut Numbers, text: &str) -> (Field, ArrayRef) {
    let element = |ty: DataType, is_nullable| Arc::new(Field::new("element", ty, is_nullable));
    let lengths = |numbers: &mut Numbers, lists: usize| -> Vec<usize> {
        (0..lists).map(|_| [1, 1, 1, 0, 2, 5][numbers.below(6) as usize]).collect()
    };
    let outer = lengths(numbers, rows);
    let elements = outer.iter().sum();
    let inner = lengths(numbers, elements);
    let texts = (0..inner.iter().sum()).map(|_| format!("{text}{}", numbers.below(3_000)));
    let texts: ArrayRef = Arc::new(StringArray::from_iter_values(texts.collect::<Vec<_>>()));
    let inner = ListArray::new(element(DataType::Utf8, false), OffsetBuffer::from_lengths(inner), texts, None);
    let number = (0..elements).map(|_| (numbers.below(4) > 0).then(|| numbers.below(9) as i64));
    let number = Int64Array::from(number.collect::<Vec<_>>());
    let code = (0..elements).map(|_| ["TL0202", "TL0301"][numbers.below(2) as usize]);
    let code = StringArray::from_iter_values(code.collect::<Vec<_>>());
    let fields = Fields::from(vec![
        Field::new("code", DataType::Utf8, false),
        Field::new("args", inner.data_type().clone(), false),
        Field::new("number", DataType::Int64, true),
    ]);
    let structs = StructArray::new(fields, vec![Arc::new(code), Arc::new(inner), Arc::new(number)], None);
    let element = element(structs.data_type().clone(), false);
    let list = ListArray::new(element, OffsetBuffer::from_lengths(outer), Arc::new(structs), None);
    (Field::new("list", list.data_type().clone(), false), Arc::new(list))
}

#[test]
fn lists_of_evidence_are_read_and_described_as_arrow_rs_describes_them() {
    for (seed, rows, text) in [(1, 1, "a"), (2, 3_000, "b"), (3, 45_000, "many "), (4, 2_500, &"long".repeat(300))] {
        let mut numbers = Numbers(seed);
        let (field, whole) = lists(rows, &mut numbers, text);
        let plan = TablePlan::of_fields(vec![PlanField::plain(field.clone())], &[]).unwrap();
        let mut batches = Vec::new();
        let mut start = 0;
        while start < rows {
            let length = (numbers.below(12_000) as usize + 1).min(rows - start);
            batches.push(vec![whole.slice(start, length)]);
            start += length;
        }
        let case = Case { plan, schema: Arc::new(Schema::new(vec![field])), batches };
        let (ours, our_meta) = read(&case.ours());
        let (theirs, their_meta) = read(&case.theirs());
        assert_eq!(ours.column(0), &whole, "{seed}");
        assert_eq!(theirs.column(0), &whole, "{seed}");
        let indexes = our_meta.page_index_for_row_group(0);
        for column in 0..3 {
            let (own, other) = (our_meta.row_group(0).column(column), their_meta.row_group(0).column(column));
            assert_eq!(own.statistics(), other.statistics(), "{seed} {column}");
            assert_eq!(own.num_values(), other.num_values(), "{seed} {column}");
            assert_eq!(
                own.unencoded_byte_array_data_bytes(),
                other.unencoded_byte_array_data_bytes(),
                "{seed} {column}"
            );
            let locations = indexes.page_locations(column).unwrap();
            assert!(locations.len() >= rows.div_ceil(20_000), "{seed} {column}");
            assert!(locations.iter().all(|page| page.compressed_page_size < 3 << 20), "{seed} {column}");
            let index = indexes.column_index(column).unwrap();
            let nulls: Option<i64> = (0..locations.len()).map(|page| index.null_count(page)).sum();
            assert_eq!(nulls.map(i64::cast_unsigned), own.statistics().unwrap().null_count_opt(), "{seed} {column}");
        }
    }
}
