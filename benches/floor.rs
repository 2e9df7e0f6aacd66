//! The floor: how long arrow-rs takes to write the journal as Parquet when nothing else is to be done.
//!
//! In: the fixed-width journal of `gen_journal.py`, or a folder of Parquet files, one row group's rows together; they are
//! decoded into memory first, which is not timed. Out: one Parquet file for each schema, and `{"wall": seconds}` of the writing alone. Same writer properties as a run: zstd 1, statistics,
//! dictionaries, row groups of about 160,000 rows, one worker a thread. It refuses nothing politely: a line that is
//! not the journal's is a panic.
//!
//! usage: floor SOURCE OUT [THREADS]

#![allow(missing_docs, clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Instant;

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use jiff::civil::Date;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

const LINE: usize = 101;
const BATCH: usize = 8_192;
const BATCHES_IN_GROUP: usize = 20;
const PLUS: &[u8] = b"{ABCDEFGHI";
const MINUS: &[u8] = b"}JKLMNOPQR";

type Batch = Vec<ArrayRef>;

fn main() {
    let args: Vec<String> = std::env::args().filter(|word| word != "--bench").collect();
    let [_, source, out, rest @ ..] = args.as_slice() else {
        eprintln!("usage: floor SOURCE OUT [THREADS]");
        return;
    };
    let threads = rest.first().map_or(2, |text| text.parse().expect("a number of threads"));
    if std::path::Path::new(source).is_dir() {
        let tables = read(std::path::Path::new(source));
        let start = Instant::now();
        for (number, (schema, batches)) in tables.iter().enumerate() {
            let groups: Vec<&[Batch]> = batches.iter().map(Vec::as_slice).collect();
            let out = if number == 0 { out.clone() } else { format!("{out}.{number}.parquet") };
            write(schema, &groups, File::create(out).expect("the output"), threads);
        }
        println!("{{\"wall\": {:?}}}", start.elapsed().as_secs_f64());
        return;
    }
    let batches = decode(&std::fs::read(source).expect("the journal"), threads);
    let groups: Vec<&[Batch]> = batches.chunks(BATCHES_IN_GROUP).collect();
    let start = Instant::now();
    write(&schema(), &groups, File::create(out).expect("the output"), threads);
    println!("{{\"wall\": {:?}}}", start.elapsed().as_secs_f64());
}

/// The row groups of the tables of a run, or of any folder of Parquet files: those of one schema are one table.
fn read(folder: &std::path::Path) -> Vec<(SchemaRef, Vec<Vec<Batch>>)> {
    let mut tables: Vec<(SchemaRef, Vec<Vec<Batch>>)> = Vec::new();
    for path in data_files(folder) {
        let open = || {
            let file = File::open(&path).expect("a Parquet file");
            ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file").with_batch_size(BATCH)
        };
        let schema: SchemaRef = Arc::new(Schema::new(open().schema().fields().clone()));
        for group in 0..open().metadata().num_row_groups() {
            let reader = open().with_row_groups(vec![group]).build().expect("a row group");
            let batches = reader.map(|batch| batch.expect("a batch").columns().to_vec()).collect();
            match tables.iter_mut().find(|(known, _)| *known == schema) {
                Some((_, groups)) => groups.push(batches),
                None => tables.push((Arc::clone(&schema), vec![batches])),
            }
        }
    }
    tables
}

/// Parquet files under `data` folders, each once: links are not followed.
fn data_files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            let (path, kind) = (entry.path(), entry.file_type().expect("its type"));
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file()
                && path.extension().is_some_and(|end| end == "parquet")
                && path.components().any(|part| part.as_os_str() == "data")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The columns of every batch, in order.
fn decode(journal: &[u8], threads: usize) -> Vec<Batch> {
    assert_eq!(journal.len() % LINE, 0, "not the journal of gen_journal.py");
    let pieces: Vec<&[u8]> = journal.chunks(BATCH * LINE).collect();
    let share = pieces.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = pieces
            .chunks(share)
            .map(|mine| scope.spawn(move || mine.iter().map(|piece| columns(piece)).collect::<Vec<Batch>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a decoder")).collect()
    })
}

fn columns(piece: &[u8]) -> Batch {
    let cells = |first: usize, bytes: usize| piece.chunks(LINE).map(move |line| &line[first - 1..first - 1 + bytes]);
    let int = |first, bytes| -> ArrayRef {
        Arc::new(cells(first, bytes).map(|cell| i32::try_from(number(cell)).expect("32 bits")).collect::<Int32Array>())
    };
    let text = |first, bytes| -> ArrayRef {
        let trimmed = cells(first, bytes).map(|cell| std::str::from_utf8(cell).expect("ASCII").trim_end_matches(' '));
        Arc::new(trimmed.map(Some).collect::<StringArray>())
    };
    let dates: Date32Array = cells(29, 8).map(|cell| Some(days(cell))).collect();
    let amounts: Decimal128Array = cells(37, 13).map(|cell| Some(overpunched(cell))).collect();
    vec![
        int(1, 10),
        int(11, 5),
        int(16, 3),
        int(19, 4),
        int(23, 6),
        Arc::new(dates),
        Arc::new(amounts.with_precision_and_scale(15, 2).expect("a decimal")),
        text(50, 1),
        int(51, 8),
        text(59, 40),
        text(99, 2),
    ]
}

fn number(cell: &[u8]) -> i64 {
    cell.iter().fold(0, |sum, byte| {
        assert!(byte.is_ascii_digit(), "a digit");
        sum * 10 + i64::from(byte - b'0')
    })
}

fn days(cell: &[u8]) -> i32 {
    let year = i16::try_from(number(&cell[..4])).expect("four digits");
    let part = |from: usize| i8::try_from(number(&cell[from..from + 2])).expect("two digits");
    let date = Date::new(year, part(4), part(6)).expect("a date");
    date.since(Date::constant(1970, 1, 1)).expect("a span of days").get_days()
}

fn overpunched(cell: &[u8]) -> i128 {
    let (last, body) = cell.split_last().expect("thirteen bytes");
    let place = |signs: &[u8]| signs.iter().position(|sign| sign == last).map(|digit| digit as i128);
    let whole = i128::from(number(body)) * 10;
    match (place(PLUS), place(MINUS)) {
        (Some(digit), _) => whole + digit,
        (_, Some(digit)) => -whole - digit,
        _ => panic!("an overpunched digit"),
    }
}

fn schema() -> SchemaRef {
    let types = [
        ("jrnl_no", DataType::Int32),
        ("line_no", DataType::Int32),
        ("fund", DataType::Int32),
        ("dept", DataType::Int32),
        ("account", DataType::Int32),
        ("post_date", DataType::Date32),
        ("amount", DataType::Decimal128(15, 2)),
        ("dc_flag", DataType::Utf8),
        ("vendor", DataType::Int32),
        ("descr", DataType::Utf8),
        ("user", DataType::Utf8),
    ];
    Arc::new(Schema::new(types.map(|(name, ty)| Field::new(name, ty, true)).to_vec()))
}

/// Workers encode whole row groups; this thread puts them into the file in order.
fn write(schema: &SchemaRef, groups: &[&[Batch]], file: File, threads: usize) {
    let properties = Arc::new(
        WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).expect("a level")))
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_max_row_group_row_count(None)
            .build(),
    );
    let parquet = ArrowSchemaConverter::new().convert(schema).expect("a Parquet schema");
    let mut writer = SerializedFileWriter::new(file, parquet.root_schema_ptr(), properties).expect("a writer");
    let encoders = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
    let next = AtomicUsize::new(0);
    let (done, ready) = mpsc::sync_channel(2 * threads);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (done, next, encoders) = (done.clone(), &next, &encoders);
            scope.spawn(move || {
                while let Some((index, group)) = claim(next, groups) {
                    done.send((index, encode(encoders, schema, index, group))).expect("the appender");
                }
            });
        }
        drop(done);
        append_in_order(&mut writer, ready);
    });
    writer.close().expect("the footer");
}

fn claim<'a>(next: &AtomicUsize, groups: &[&'a [Batch]]) -> Option<(usize, &'a [Batch])> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    groups.get(index).map(|group| (index, *group))
}

fn encode(
    encoders: &ArrowRowGroupWriterFactory,
    schema: &Schema,
    index: usize,
    group: &[Batch],
) -> Vec<ArrowColumnChunk> {
    let mut columns = encoders.create_column_writers(index).expect("column writers");
    for batch in group {
        for ((column, field), array) in columns.iter_mut().zip(schema.fields()).zip(batch) {
            for leaf in compute_leaves(field, array).expect("leaves") {
                column.write(&leaf).expect("a page");
            }
        }
    }
    columns.into_iter().map(|column| column.close().expect("a column chunk")).collect()
}

fn append_in_order(writer: &mut SerializedFileWriter<File>, ready: mpsc::Receiver<(usize, Vec<ArrowColumnChunk>)>) {
    let mut waiting = BTreeMap::new();
    let mut turn = 0;
    for (index, chunks) in ready {
        waiting.insert(index, chunks);
        while let Some(chunks) = waiting.remove(&turn) {
            let mut group = writer.next_row_group().expect("a row group");
            for chunk in chunks {
                chunk.append_to_row_group(&mut group).expect("the file");
            }
            group.close().expect("the file");
            turn += 1;
        }
    }
}
