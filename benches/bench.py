#!/usr/bin/env python3
"""Tumpline beside its peers, in one run: bench.py --tumpline PATH [--floor PATH] [--rows N] [--rounds R] [--dir DIR] [--forms F,…]

Loads the journal of gen_journal.py to zstd Parquet with each side in turn, R rounds over, so that the machine's moods
meet all sides alike. The forms: `fixed` (fixed-width text), `csv`, `made` (the fixed-width text with ten expressions and
two look-ups) and `same` (as many columns as `made`, without them; Tumpline alone). Prints medians: wall time, processor time (user and system),
peak resident memory, size of what was written, and wall time as a multiple of Tumpline's. The floor is arrow-rs's
writer alone on columns that were decoded beforehand; its time is the one that it measures itself, its memory says
nothing. After the first round every output is read and must hold the same rows. Run it with a Python that has
requirements.txt; a process is measured by os.wait4, so on Linux and macOS only.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = {"fixed": "gl.txt", "csv": "gl.csv", "made": "gl.txt", "same": "gl.txt"}
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes on macOS, KiB on Linux


def arguments():
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--tumpline", type=Path, help="the program, of the profile `dist`; left out: only the peers")
    read.add_argument("--floor", type=Path, help="the program of floor.rs")
    read.add_argument("--rows", type=int, default=8_000_000)
    read.add_argument("--rounds", type=int, default=5)
    read.add_argument("--threads", type=int, default=os.cpu_count())
    read.add_argument("--dir", type=Path, default=Path("bench-data"), help="for the journal and the outputs")
    read.add_argument("--forms", default=",".join(FILES), help="which of fixed, csv, made, same; all by default")
    read.add_argument("--json", type=Path, help="write every measurement here")
    return read.parse_args()


def journal_of(args):
    """The folder of the two files, made unless it is there."""
    folder = args.dir / f"journal-{args.rows}"
    if not (folder / "vendors.csv").exists():
        print(f"making the journal: {args.rows:,} rows", file=sys.stderr)
        subprocess.run([sys.executable, HERE / "gen_journal.py", str(args.rows), folder], check=True)
    return folder


def sides(args, folder):
    """(form, name, command, where its Parquet is)."""
    out, threads = args.dir / "out", str(args.threads)
    for form in args.forms.split(","):
        source = folder / FILES[form]
        if args.tumpline:
            to = out / f"tumpline-{form}"
            mapping = shutil.copy(HERE / f"journal_{form}.yaml", folder)
            command = [args.tumpline, "run", mapping, "--source", source, "--out", to, "--threads", threads]
            yield form, "tumpline", command, to
        for peer in ("polars", "duckdb") if form != "same" else ():
            to = out / f"{peer}-{form}" / "journal.parquet"
            yield form, peer, [sys.executable, HERE / "peers.py", peer, form, source, to, threads], to.parent
    if args.floor and "fixed" in args.forms:
        to = out / "floor" / "journal.parquet"
        yield "fixed", "floor", [args.floor, folder / "gl.txt", to, threads], to.parent


def measure(command, to):
    """Runs a command into an empty folder; (wall s, processor s, peak MiB, output bytes). What it tells of its own time goes first."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    words = [str(word) for word in command]
    with open(to.parent / f"{to.name}.log", "w+b") as log:
        start = time.perf_counter()
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        said = log.read().decode(errors="replace")
    if child.returncode:
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


def answer(form, folder):
    """What the rows say; equal for all sides of one form."""
    import duckdb
    files = ", ".join(f"'{path}'" for path in parquet_in(folder))
    own = {
        "same": "sum(fiscal_year)",
        "made": "sum(debit), sum(fiscal_year), sum(hash(centre, new_account, supplier, word, posted_by))",
    }.get(form, 'sum(fund), sum(dept), sum(length(dc_flag || "user"))')
    return duckdb.sql(
        "select count(*), sum(amount), sum(jrnl_no), sum(line_no), sum(account), sum(vendor), min(post_date), "
        f"max(post_date), sum(length(descr)), {own} from read_parquet([{files}])"
    ).fetchall()[0]


def check(form, name, to, rows, answers):
    said = answer(form, to)
    if said[0] != rows or said != answers.setdefault(form, said):
        raise SystemExit(f"{name}, {form}: the rows differ:\n{said}\n{answers[form]}")


def table(results, rounds):
    print(f"\nmedians of {rounds} rounds")
    print(f"{'form':<6} {'side':<9} {'wall s':>8} {'least':>8} {'cpu s':>8} {'peak MiB':>9} {'output MB':>10} {'x tumpline':>11}")
    for (form, name), runs in results.items():
        wall, cpu, peak, size = (statistics.median(column) for column in zip(*runs))
        ours = results.get((form, "tumpline"))
        times = f"{wall / statistics.median(run[0] for run in ours):.2f}" if ours else "-"
        memory = "-" if name == "floor" else f"{peak:.0f}"
        least = min(run[0] for run in runs)
        print(f"{form:<6} {name:<9} {wall:>8.2f} {least:>8.2f} {cpu:>8.2f} {memory:>9} {size / 1e6:>10.1f} {times:>11}")


def cost(results):
    """What the expressions and look-ups cost."""
    of = lambda form: statistics.median(run[0] for run in results[form, "tumpline"]) if (form, "tumpline") in results else 0
    for other, what in (("fixed", "the journal's own eleven columns"), ("same", "as many columns taken from fields")):
        if of("made") and of(other):
            print(f"ten expressions and two look-ups: {of('made') / of(other):.2f} times the time of {what}")


def main():
    args = arguments()
    args.dir.mkdir(parents=True, exist_ok=True)
    folder, results, answers = journal_of(args), {}, {}
    for number in range(args.rounds):
        print(f"round {number + 1} of {args.rounds}", file=sys.stderr)
        for form, name, command, to in sides(args, folder):
            results.setdefault((form, name), []).append(measure(command, to))
            if number == 0:
                check(form, name, to, args.rows, answers)
    table(results, args.rounds)
    cost(results)
    if args.json:
        rows = [{"form": form, "side": name, "wall": w, "cpu": c, "peak_mib": p, "bytes": b}
                for (form, name), runs in results.items() for w, c, p, b in runs]
        args.json.write_text(json.dumps({"rows": args.rows, "threads": args.threads, "runs": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
