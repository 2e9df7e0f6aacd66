//! The floor: how long arrow-rs takes to write the same tables as Parquet when nothing else is to be done.
//!
//! In: the fixed-width journal of `gen_journal.py`, or a folder with the tables of a run; it is decoded into memory
//! first, which is not timed. Out: one Parquet file, or as many as there are, and `{"wall": seconds, "cpu": seconds}` of
//! the writing alone (`cpu` on Linux only). Same writer properties as a run: zstd 1, statistics, dictionaries, row groups
//! of about 160,000 rows or those of the tables, one worker a thread. It refuses nothing politely: a line that is not
//! the journal's is a panic.
//!
//! usage: floor SOURCE OUT [THREADS]

#![allow(missing_docs, clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use jiff::civil::Date;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

#[path = "floor/tables.rs"]
mod tables;

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
    let took = if Path::new(source).is_dir() {
        again(Path::new(source), Path::new(out), threads)
    } else {
        let batches = decode(&std::fs::read(source).expect("the journal"), threads);
        let groups: Vec<&[Batch]> = batches.chunks(BATCHES_IN_GROUP).collect();
        timed(|| write(&schema(), &groups, File::create(out).expect("the output"), threads))
    };
    let cpu = took.cpu.map_or(String::new(), |cpu| format!(", \"cpu\": {:?}", cpu.as_secs_f64()));
    println!("{{\"wall\": {:?}{cpu}}}", took.wall.as_secs_f64());
}

/// What the writing took: time, and time of processors.
#[derive(Default)]
struct Took {
    wall: Duration,
    cpu: Option<Duration>,
}

fn timed(work: impl FnOnce()) -> Took {
    let (start, before) = (Instant::now(), processor_time());
    work();
    let cpu = processor_time().zip(before).map(|(after, before)| after.saturating_sub(before));
    Took { wall: start.elapsed(), cpu }
}

/// Of this process, in the hundredths of seconds that Linux tells.
fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut behind_name = stat.rsplit_once(") ")?.1.split(' ');
    let user: u64 = behind_name.nth(11)?.parse().ok()?;
    let system: u64 = behind_name.next()?.parse().ok()?;
    Some(Duration::from_millis(10 * (user + system)))
}

/// Writes the tables of a run again, one file after the other, so that one at most stands in memory.
fn again(folder: &Path, out: &Path, threads: usize) -> Took {
    let mut all = Took::default();
    for (number, path) in tables::files(folder).iter().enumerate() {
        let (schema, groups) = tables::row_groups(path);
        let groups: Vec<&[Batch]> = groups.iter().map(Vec::as_slice).collect();
        let to = File::create(out.join(format!("{number}.parquet"))).expect("the output");
        let took = timed(|| write(&schema, &groups, to, threads));
        all.wall += took.wall;
        all.cpu = took.cpu.map(|cpu| cpu + all.cpu.unwrap_or_default());
    }
    all
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
