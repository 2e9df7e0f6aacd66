#!/usr/bin/env python3
"""Tumpline beside its peers, in one run: bench.py --tumpline PATH [--floor PATH] [--shape S,…] [--rows N] [--megabytes M] [--rounds R]

Loads each shape to zstd Parquet with each side in turn, R rounds over, so that the machine's moods meet all sides alike.
The shapes of gen_journal.py, of ROWS rows: `fixed` (fixed-width text), `csv`, `made` (the fixed-width text with ten
columns of SQL, ten rules and two look-ups) and `same` (as many columns as `made`, without them; Tumpline alone), `start`
(1,000 rows of CSV: the time from start to finish). Those of shapes.py, of M megabytes: `quoted`, `text`, `wide-csv`,
`wide-fixed`, `types` and `bad`. `journal` are the first four, `all` are all.
Prints medians: wall time, processor time (user and system), peak resident memory, size of what was written, and wall
time as a multiple of Tumpline's. The floor is arrow-rs's writer alone on columns that were decoded beforehand; its time is
the one that it measures itself, its memory says nothing. Of the journal it decodes the source; of other shapes it reads
what Tumpline wrote. After the first round every output is read and must hold the same rows.
Then it runs Tumpline once more with `--timings` on each shape, and prints the seconds of all threads by stage, and a limit: the
wall time if nothing were left but to read, encode, hash and write, shared by all threads, and the other sides as multiples of that.
What `bad` wrote beside its tables it hashes and writes once more, and tells what that takes by itself.
The cache is warm: what a side reads is read once before it begins, since a machine at rest may give pages of files back meanwhile.
`--linear` runs Tumpline alone on `fixed` from a hundredth of ROWS to ROWS, and on `wide-csv` from 10 to 500 columns, and
prints the time of a row and of a value. Run it with a Python that has requirements.txt; a process is measured by os.wait4,
so on Linux and macOS only. What was written before is on the disk when a side begins. With `--rest`, it begins after a rest, too; from two seconds
on, a virtual machine may have given its free pages back to its host, and each page that is taken then, of memory or of a new file, costs
ten times what it costs otherwise.
"""
import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import shapes

HERE = Path(__file__).resolve().parent
FILES = {"fixed": "gl.txt", "csv": "gl.csv", "made": "gl.txt", "same": "gl.txt", "start": "gl.csv", "bad": "bad.txt"}
MADE = ("quoted", "text", "wide-csv", "wide-fixed", "types")  # by shapes.py
GROUPS = {"journal": ("fixed", "csv", "made", "same"), "all": (*FILES, *MADE)}
ALONE = ("same", "bad", "types")  # no peer does it
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes on macOS, KiB on Linux


def arguments():
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--tumpline", type=Path, help="the program, of the profile `dist`; left out: only the peers")
    read.add_argument("--floor", type=Path, help="the program of floor.rs")
    read.add_argument("--rows", type=int, default=8_000_000)
    read.add_argument("--rounds", type=int, default=5)
    read.add_argument("--threads", type=int, default=os.cpu_count())
    read.add_argument("--rest", type=float, default=0, help="seconds of rest before each side")
    read.add_argument("--dir", type=Path, default=Path("bench-data"), help="for the sources and the outputs")
    read.add_argument("--shape", default="journal", help="shapes, or `journal`, or `all`; with commas between them")
    read.add_argument("--megabytes", type=float, default=600, help="of a shape that is not the journal")
    read.add_argument("--linear", action="store_true", help="how the time grows with rows and columns, and nothing else")
    read.add_argument("--json", type=Path, help="write every measurement here")
    return read.parse_args()


def journal_of(args, rows):
    """The folder of the two files, made unless it is there."""
    folder = args.dir / f"journal-{rows}"
    if not (folder / "vendors.csv").exists():
        print(f"making the journal: {rows:,} rows", file=sys.stderr)
        subprocess.run([sys.executable, HERE / "gen_journal.py", str(rows), folder], check=True)
    return folder


def shape_of(args, shape, columns=500):
    """The folder of a shape of shapes.py, made unless it is there."""
    folder = args.dir / f"{shape}-{columns}-{args.megabytes:g}"
    if not (folder / "columns.json").exists():
        print(f"making {shape}: {args.megabytes:g} MB", file=sys.stderr)
        # In a process of its own: what this one took would count as the peak of those that it starts.
        words = [sys.executable, HERE / "shapes.py", shape, str(args.megabytes), folder, str(columns)]
        subprocess.run(words, check=True)
    return folder


class Shape:
    """One shape: where its files are, and what each side is told."""

    def __init__(self, args, name, rows=None, columns=500):
        self.name, self.threads, self.out = name, str(args.threads), args.dir / "out"
        if name in MADE:
            folder = shape_of(args, name, columns)
            said = json.loads((folder / "columns.json").read_text())
            self.rows, self.columns = said["rows"], said["columns"]
            self.source = folder / ("source.txt" if (folder / "source.txt").exists() else "source.csv")
            self.theirs = folder / "peers.csv" if (folder / "peers.csv").exists() else self.source
            self.mapping, self.form = folder / "mapping.yaml", "columns"
        else:
            self.rows, self.columns = rows or (1_000 if name == "start" else args.rows), None
            folder = journal_of(args, self.rows)
            self.form = "csv" if name == "start" else name
            if name == "bad" and not (folder / FILES["bad"]).exists():
                shapes.spoil(folder / "gl.txt", folder / FILES["bad"])
            self.source = self.theirs = folder / FILES[name]
            self.mapping = shutil.copy(HERE / f"journal_{self.form}.yaml", folder)

    def tumpline(self, program):
        to = self.out / f"tumpline-{self.name}"
        return [program, "run", self.mapping, "--source", self.source, "--out", to, "--threads", self.threads], to, [self.source]

    def peer(self, name):
        to = self.out / f"{name}-{self.name}" / "journal.parquet"
        return [sys.executable, HERE / "peers.py", name, self.form, self.theirs, to, self.threads], to.parent, [self.theirs]

    def floor(self, program):
        to = self.out / f"floor-{self.name}"
        if self.name == "fixed":
            return [program, self.source, to / "journal.parquet", self.threads], to, [self.source]
        # What Tumpline wrote in this round.
        written = self.out / f"tumpline-{self.name}"
        return [program, written, to, self.threads], to, parquet_in(written)


def sides(args, shape):
    """(name, command, where its Parquet is, what it reads)."""
    if args.tumpline:
        yield "tumpline", *shape.tumpline(args.tumpline)
    for peer in ("polars", "duckdb") if shape.name not in ALONE else ():
        yield peer, *shape.peer(peer)
    # The journal as CSV has the same rows as the fixed-width one: its floor is the same.
    if args.floor and (shape.name == "fixed" or (shape.name in MADE and args.tumpline)):
        yield "floor", *shape.floor(args.floor)


def warm(files):
    """Brings files into the system's cache. What this process takes for it counts as the peak of those that it starts."""
    room = bytearray(1 << 18)
    for path in files:
        with open(path, "rb", buffering=0) as file:
            while file.readinto(room):
                pass


def measure(command, to, reads=(), refuses=False, rest=0):
    """Runs a command into an empty folder, after so many seconds; (wall s, processor s, peak MiB, output bytes). What it tells of its own
    time goes first."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    os.sync()
    time.sleep(rest)
    warm(reads)
    words = [str(word) for word in command]
    with open(to.parent / f"{to.name}.log", "w+b") as log:
        start = time.perf_counter()
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        said = log.read().decode(errors="replace")
    if child.returncode > (1 if refuses else 0) or child.returncode < 0:
        raise SystemExit(f"{' '.join(words)}\nended with {child.returncode}:\n{said}")
    cpu = used.ru_utime + used.ru_stime
    if said.startswith('{"wall"'):
        own = json.loads(said)
        wall, cpu = own["wall"], own.get("cpu", cpu)
    size = sum(path.stat().st_size for path in parquet_in(to))
    return wall, cpu, used.ru_maxrss * PEAK_UNIT / 2**20, size


def parquet_in(folder):
    """The Parquet files of the table, without those of rejects and findings."""
    found = [path for path in Path(folder).rglob("*.parquet") if not path.is_symlink()]
    inside = [path for path in found if "data" in path.relative_to(folder).parts]
    real = {path.resolve() for path in (inside or found)}  # `current` may lead to the same files again
    return sorted(real)


def answer(shape, folder):
    """What the rows say; equal for all sides of one shape."""
    import duckdb
    if shape.name == "types":
        return (rows_in(folder),)
    files = ", ".join(f"'{path}'" for path in parquet_in(folder))
    if shape.columns:
        said = ", ".join(said_of(name, kind) for name, kind, _ in shape.columns)
    else:
        own = {
            "same": "sum(fiscal_year)",
            "made": "sum(debit), sum(credit), sum(tax), sum(fiscal_year), sum(quarter), max(month_end), "
                    "sum(hash(centre, new_account, supplier, word, posted_by, short))",
        }.get(shape.name, 'sum(fund), sum(dept), sum(length(dc_flag || "user"))')
        said = ("sum(amount), sum(jrnl_no), sum(line_no), sum(account), sum(vendor), min(post_date), max(post_date), "
                f"sum(length(descr)), {own}")
    return duckdb.sql(f"select count(*), {said} from read_parquet([{files}])").fetchall()[0]


def said_of(name, kind):
    """What a column's values come to."""
    of_kind = {"text": "sum(length({0}))", "date": "min({0}), max({0}), count({0})", "time": "min({0}), max({0})", "flag": "count_if({0})",
               "float": "cast(sum(cast({0} as decimal(18,3))) as varchar)"}
    return of_kind.get(kind, "sum({0}), count({0})").format(name)


def rows_in(folder):
    import pyarrow.parquet
    return sum(pyarrow.parquet.read_metadata(path).num_rows for path in parquet_in(folder))


def apart(function, *values):
    """What a function says in a process of its own: what this one takes would count as the peak of those that it starts."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, values)


def check(shape, name, to, answers):
    said = apart(answer, shape, to)
    wanted = shape.rows - shape.rows // 10 if shape.name == "bad" else shape.rows
    if said[0] != wanted or said != answers.setdefault(shape.name, said):
        raise SystemExit(f"{name}, {shape.name}: the rows differ:\n{said[:20]}\n{answers[shape.name][:20]}")


def medians(runs):
    return [statistics.median(column) for column in zip(*runs)]


def table(results, rounds):
    print(f"\nmedians of {rounds} rounds")
    print(f"{'shape':<10} {'side':<9} {'wall s':>8} {'least':>8} {'cpu s':>8} {'peak MiB':>9} {'output MB':>10} {'x tumpline':>11}")
    for (shape, name), runs in results.items():
        wall, cpu, peak, size = medians(runs)
        ours = results.get((shape, "tumpline"))
        times = f"{wall / medians(ours)[0]:.2f}" if ours else "-"
        memory = "-" if name == "floor" else f"{peak:.0f}"
        least = min(run[0] for run in runs)
        print(f"{shape:<10} {name:<9} {wall:>8.2f} {least:>8.2f} {cpu:>8.2f} {memory:>9} {size / 1e6:>10.1f} {times:>11}")


def costs(results):
    """What is measured against another shape."""
    of = lambda shape: medians(results[shape, "tumpline"])[0] if (shape, "tumpline") in results else 0
    for shape, other, what in (
        ("made", "fixed", "expressions, rules and look-ups: {:.2f} times the time of the journal's own eleven columns"),
        ("made", "same", "expressions, rules and look-ups: {:.2f} times the time of as many columns taken from fields"),
        ("bad", "fixed", "one bad record in ten: {:.2f} times the time of clean ones"),
    ):
        if of(shape) and of(other):
            print(what.format(of(shape) / of(other)))


def beside(folder):
    """Hashes and writes again what a run wrote beside its tables, as it stands, in pieces of 256 KiB; (bytes, processor s)."""
    import hashlib
    import resource
    runs = Path(folder) / "runs"
    files = [path for path in runs.rglob("*") if path.is_file() and "data" not in path.relative_to(runs).parts]
    pieces = [[content[at:at + (1 << 18)] for at in range(0, len(content), 1 << 18)] for content in map(Path.read_bytes, files)]
    spent = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    before = spent()
    for number, content in enumerate(pieces):
        digest = hashlib.sha256()
        with open(Path(folder) / f"again-{number}", "wb", buffering=0) as again:
            for piece in content:
                digest.update(piece)
                again.write(piece)
            os.fsync(again.fileno())
    return sum(len(piece) for content in pieces for piece in content), spent() - before


STAGES = (("read",), ("frame",), ("decode", "map"), ("check",), ("encode",), ("hash",), ("write",))
LEFT = ("read", "encode", "hash", "write")  # what no way of reading fields saves


def limits(args, results):
    """Where Tumpline's time goes, and what were left of it."""
    shapes_run = [shape for shape, name in results if name == "tumpline" and shape != "start"]
    print("\nseconds of all threads, one run each; the limit: only what is read, encoded, hashed and written, in wall seconds")
    print(f"{'shape':<10} " + " ".join(f"{stages[0]:>7}" for stages in STAGES) + f" {'limit':>7} {'x polars':>9} {'x duckdb':>9} {'x floor':>8}")
    for name in shapes_run:
        command, to, reads = Shape(args, name).tumpline(args.tumpline)
        measure([*command, "--timings", "--json"], to, reads, name == "bad", args.rest)
        said = "\n" + (to.parent / f"{to.name}.log").read_text()  # the summary, and then the document
        spent = dict.fromkeys((stage for stages in STAGES for stage in stages), 0)
        for thread in json.JSONDecoder().raw_decode(said[said.index("\n{\n") + 1:])[0]["timings"]:
            for stage in spent:
                spent[stage] += thread["nanoseconds"][stage] / 1e9
        limit = sum(spent[stage] for stage in LEFT) / args.threads
        others = [results.get((name, side)) for side in ("polars", "duckdb", "floor")]
        times = [f"{medians(runs)[0] / limit:.2f}" if runs else "-" for runs in others]
        seconds = " ".join(f"{sum(spent[stage] for stage in stages):>7.2f}" for stages in STAGES)
        print(f"{name:<10} {seconds} {limit:>7.2f} {times[0]:>9} {times[1]:>9} {times[2]:>8}")
        if name == "bad":
            size, cpu = apart(beside, to)
            above = [medians(results[shape, "tumpline"])[1] for shape in ("bad", "fixed") if (shape, "tumpline") in results]
            of_all = f" of {above[0] - above[1]:.2f} above clean ones" if len(above) == 2 else ""
            print(f"  to hash and write the {size / 1e6:.0f} MB beside the tables, and nothing else, takes {cpu:.2f} CPU s{of_all}")


def run(args, names):
    """Every side of these shapes, round by round."""
    results, answers = {}, {}
    made = [Shape(args, name) for name in names]
    for number in range(args.rounds):
        print(f"round {number + 1} of {args.rounds}", file=sys.stderr)
        for shape in made:
            for name, command, to, reads in sides(args, shape):
                results.setdefault((shape.name, name), []).append(measure(command, to, reads, shape.name == "bad", args.rest))
                if number == 0:
                    check(shape, name, to, answers)
    return results


def linear(args):
    """How the time grows."""
    made = [(Shape(args, "fixed", rows), 11) for rows in (args.rows // 100, args.rows // 10, args.rows)]
    made += [(Shape(args, "wide-csv", columns=columns), columns) for columns in (10, 50, 100, 500)]
    print(f"{'shape':<10} {'rows':>11} {'columns':>8} {'wall s':>8} {'peak MiB':>9} {'ns a row':>9} {'ns a value':>11}")
    for shape, columns in made:
        command, to, reads = shape.tumpline(args.tumpline)
        wall, _, peak, _ = medians([measure(command, to, reads) for _ in range(args.rounds)])
        row = wall * 1e9 / shape.rows
        print(f"{shape.name:<10} {shape.rows:>11,} {columns:>8} {wall:>8.2f} {peak:>9.0f} {row:>9.0f} {row / columns:>11.1f}")


def main():
    args = arguments()
    args.dir.mkdir(parents=True, exist_ok=True)
    if args.linear:
        return linear(args)
    names = [name for group in args.shape.split(",") for name in GROUPS.get(group, (group,))]
    results = run(args, names)
    table(results, args.rounds)
    costs(results)
    if args.tumpline:
        limits(args, results)
    if args.json:
        rows = [{"shape": shape, "side": name, "wall": w, "cpu": c, "peak_mib": p, "bytes": b}
                for (shape, name), runs in results.items() for w, c, p, b in runs]
        args.json.write_text(json.dumps({"rows": args.rows, "megabytes": args.megabytes, "threads": args.threads, "runs": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
