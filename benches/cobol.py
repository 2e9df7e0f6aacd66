#!/usr/bin/env python3
"""COBOL records to Parquet, beside other readers of them: cobol.py --tumpline PATH [--floor PATH] [--ztract PATH] [--mb N] …

Two files of gen_cobol.py in EBCDIC: `wide` (records of 1,493 bytes with 195 items, the torture copybook of Cobrix's own
tests in shape) and `ledger` (RECFM=VB, three segments, three tables). Prints medians of R rounds: wall time, processor
time, megabytes of source a second, in all and a second of processor time (one core's), peak resident memory, output.
In the first round, each side's rows are counted and its columns summed, and compared with what the generator wrote.

- The floor is arrow-rs's plain writer over Tumpline's tables, which are read before its clock starts (floor.rs).
- ztract runs Cobrix's parser in a Java machine, without Spark. It reads a slice of --peer-mb megabytes, so that it ends;
  Tumpline reads such a slice too. It writes lines of JSON: its Parquet fails, since its types do not hold their values.
  What it reads differs in many columns, which is told and not held against its time. It does not read the ledger: it
  takes a block for a record.
- Cobrix on Spark is not run here: the figures are those that it publishes, of one executor on its cluster in 2018
  (github.com/AbsaOSS/cobrix, performance/*.csv: 38,366 MB in 6,111 s; 39,876 MB in 4,243 s; its own files).

Run it with a Python that has requirements.txt; on Linux or macOS only, as bench.py.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bench import measure, parquet_in

HERE = Path(__file__).resolve().parent
SHAPES = ("wide", "ledger")
PUBLISHED = {"wide": (38_366, 6_111), "ledger": (39_876, 4_243)}
LENGTH = 1_493  # of a wide record


def arguments():
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--tumpline", type=Path, required=True, help="the program, of the profile `dist`")
    read.add_argument("--floor", type=Path, help="the program of floor.rs")
    read.add_argument("--ztract", type=Path, help="the program from PyPI; needs Java 11 or later")
    read.add_argument("--mb", type=float, default=1000)
    read.add_argument("--peer-mb", type=float, default=15)
    read.add_argument("--rounds", type=int, default=5)
    read.add_argument("--threads", type=int, default=os.cpu_count())
    read.add_argument("--dir", type=Path, default=Path("bench-data"), help="for the files and the outputs")
    read.add_argument("--shapes", default=",".join(SHAPES), help="which of wide, ledger; both by default")
    read.add_argument("--json", type=Path, help="write every measurement here")
    return read.parse_args()


def file_of(args, shape, megabytes):
    """The source file, made unless it is there, with its mapping and copybook beside it."""
    folder = args.dir / "cobol"
    source = folder / f"{shape}-{megabytes:g}"
    if not source.exists():
        print(f"making {source.name}: {megabytes:,g} MB", file=sys.stderr)
        subprocess.run([sys.executable, HERE / "gen_cobol.py", shape, str(megabytes), source], check=True)
    for beside in (f"cobol_{shape}.cpy", f"cobol_{shape}.yaml"):
        shutil.copy(HERE / beside, folder)
    return source


def ztract_command(args, source, to):
    form = ["--recfm", "F", "--lrecl", str(LENGTH), "--codepage", "cp037"]
    command = [args.ztract, "--quiet", "convert", "--copybook", HERE / "cobol_wide.cpy", "--input", source]
    return [*command, "--output", to / "out.jsonl", *form]


def sides(args, shape):
    """(name, source, command, where it writes, what checks that)."""
    whole = file_of(args, shape, args.mb)
    threads, out = str(args.threads), args.dir / "out"

    def tumpline(source, to):
        mapping = source.parent / f"cobol_{shape}.yaml"
        return [args.tumpline, "run", mapping, "--source", source, "--out", to, "--threads", threads]

    to = out / f"tumpline-{shape}"
    yield "tumpline", whole, tumpline(whole, to), to, tables_of
    if args.floor:
        again = out / f"floor-{shape}"
        yield "floor", whole, [args.floor, to, again, threads], again, None
    if args.ztract and shape == "wide":
        part = file_of(args, shape, args.peer_mb)
        to = out / f"slice-{shape}"
        yield "tumpline, slice", part, tumpline(part, to), to, tables_of
        to = out / f"ztract-{shape}"
        yield "ztract, slice", part, ztract_command(args, part, to), to, lines_of


def total_of(column):
    """The exact sum of a column; a float's as a float."""
    import numpy
    import pyarrow as arrow
    total = Fraction(0)
    for piece in column.chunks:
        if arrow.types.is_floating(column.type):
            total += float(numpy.nansum(piece.to_numpy(zero_copy_only=False).astype(float)))
        elif arrow.types.is_decimal(column.type):
            words = numpy.frombuffer(piece.buffers()[1], dtype="<u4", offset=16 * piece.offset, count=4 * len(piece)).reshape(-1, 4)
            words = words[piece.is_valid().to_numpy(zero_copy_only=False)]
            low = sum(int(words[:, place].sum(dtype=numpy.uint64)) << (32 * place) for place in range(3))
            high = int(words[:, 3].view(numpy.int32).sum(dtype=numpy.int64)) << 96
            total += Fraction(high + low, 10**column.type.scale)
        else:
            whole = piece.cast("int32") if arrow.types.is_date(column.type) else piece
            numbers = whole.drop_null().to_numpy(zero_copy_only=False).astype(numpy.int64)
            total += (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFF_FFFF).sum())
    return total


def tables_of(to, expected):
    """Of each expected table: how many rows there are, and the sums of its columns."""
    import pyarrow.parquet as parquet
    found = {}
    for table, wanted in expected.items():
        files = [parquet.ParquetFile(path) for path in parquet_in(to) if table in path.parts]
        rows, sums = sum(file.metadata.num_rows for file in files), dict.fromkeys(wanted["columns"], 0)
        for file in files:
            for group in range(file.num_row_groups):
                for name in sums:
                    sums[name] += total_of(file.read_row_group(group, [name]).column(name))
        found[table] = (rows, sums)
    return found


def lines_of(to, expected):
    """The same of lines of JSON."""
    rows, sums = 0, {}
    with open(to / "out.jsonl") as lines:
        for line in lines:
            rows += 1
            for name, value in json.loads(line, parse_float=Decimal, parse_int=int).items():
                if isinstance(value, (int, Decimal)):
                    sums[name.lower()] = sums.get(name.lower(), 0) + Fraction(value)
    return {table: (rows, sums) for table in expected}


def same(wanted, found):
    if "about" in wanted:
        return abs(float(found) - wanted["about"]) <= 1e-9 * abs(wanted["about"])
    return Fraction(found) == Fraction(int(wanted["sum"])) / Fraction(10) ** wanted["scale"]


def compared(source, check, to):
    """What differs from what the generator wrote: names of tables and columns."""
    expected = json.loads(Path(f"{source}.json").read_text())
    found, wrong = check(to, expected), []
    for table, wanted in expected.items():
        rows, sums = found[table]
        if rows != wanted["rows"]:
            wrong.append(f"rows of {table}: {rows:,} of {wanted['rows']:,}")
        wrong += [name for name, sum_of in wanted["columns"].items() if not same(sum_of, sums.get(name, 0))]
    return wrong


def checked(name, source, check, to):
    """Tumpline must find everything; what a peer does not is told."""
    if check is None:
        return ""
    wrong = compared(source, check, to)
    if not wrong:
        return f"{name}: all rows and all sums are as generated"
    told = f"{name}: {len(wrong)} answers differ: {', '.join(wrong[:6])}{' …' if len(wrong) > 6 else ''}"
    if name.startswith("tumpline"):
        raise SystemExit(told)
    return told


def table(shape, results, sizes, rounds, megabytes):
    print(f"\n{shape}: {megabytes:,g} MB, medians of {rounds} rounds")
    print(f"{'side':<16} {'MB':>7} {'wall s':>8} {'cpu s':>8} {'MB/s':>8} {'MB/s a core':>12} {'peak MiB':>9} {'output MB':>10}")
    for name, runs in results.items():
        wall, cpu, peak, size = (statistics.median(column) for column in zip(*runs))
        source = sizes[name] / 1e6
        memory, written = "-" if name == "floor" else f"{peak:.0f}", f"{size / 1e6:.1f}" if size else "-"
        print(f"{name:<16} {source:>7.0f} {wall:>8.2f} {cpu:>8.2f} {source / wall:>8.1f} {source / cpu:>12.1f} {memory:>9} {written:>10}")
    size, seconds = PUBLISHED[shape]
    print(f"{'Cobrix on Spark':<16} {size:>7} {seconds:>8} {'-':>8} {size / seconds:>8.1f} {size / seconds:>12.1f} {'-':>9} {'-':>10}  as published, not measured here")


def usable(ztract):
    """The peer, or none with words that say what is missing."""
    if ztract and not ztract.exists():
        print(f"{ztract} is not there (PyPI: pip install ztract): left out", file=sys.stderr)
    elif ztract and not shutil.which("java"):
        print("ztract needs Java, which is not here (Debian: apt-get install default-jre-headless): left out", file=sys.stderr)
    else:
        return ztract
    return None


def main():
    args = arguments()
    args.dir = args.dir.resolve()
    (args.dir / "cobol").mkdir(parents=True, exist_ok=True)
    args.ztract = usable(args.ztract)
    kept = []
    for shape in args.shapes.split(","):
        results, sizes, said = {}, {}, []
        for number in range(args.rounds):
            print(f"{shape}: round {number + 1} of {args.rounds}", file=sys.stderr)
            for name, source, command, to, check in sides(args, shape):
                results.setdefault(name, []).append(measure(command, to, [source]))
                sizes[name] = source.stat().st_size
                if number == 0:
                    said.append(checked(name, source, check, to))
        table(shape, results, sizes, args.rounds, args.mb)
        print("\n".join(filter(None, said)))
        kept += [{"shape": shape, "side": name, "source": sizes[name], "wall": w, "cpu": c, "peak_mib": p, "bytes": b}
                 for name, runs in results.items() for w, c, p, b in runs]
    if args.json:
        args.json.write_text(json.dumps({"threads": args.threads, "runs": kept}, indent=1) + "\n")


if __name__ == "__main__":
    main()
