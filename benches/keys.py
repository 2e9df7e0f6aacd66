#!/usr/bin/env python3
"""Rules over many keys, beside DuckDB, in one run: keys.py --tumpline PATH [--rows N] [--rounds R] [--memory M] [--dir DIR]

A file of N rows (fixed-width text, 20 bytes a row) with N distinct keys in one column and a permutation of them in
another. Each side loads it to zstd Parquet and finds the rows whose key is not unique, and those whose reference has no
row, under the same limit of memory and with as many threads; both must find the few that are planted. Prints medians:
wall time in all and for a million rows, processor time, peak resident memory. Run it with a Python that has
requirements.txt, on Linux or macOS.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from bench import measure

PLANTED = 3
MAPPING = """tumpline: 1
source:
  files: keys.txt
  format: fixed
  encoding: ascii
  records: {end: newline}
  fields:
    - {name: id, at: 1-9, type: int32}
    - {name: prev, at: 11-19, type: int32}
table: keys
load: {trace: false}
rules:
  - {id: key, unique: [id], on_fail: warn}
  - {id: known, references: keys.id, by: [prev], on_fail: warn}
"""


def make(folder, rows):
    """The file: row i has a key of its own, but for the last few, which have those of the first."""
    import numpy as np
    folder.mkdir(parents=True)
    (folder / "keys.yaml").write_text(MAPPING)
    with open(folder / "keys.part", "wb") as out:
        for start in range(0, rows, 1_000_000):
            row = np.arange(start, min(rows, start + 1_000_000), dtype=np.int64)
            row[row >= rows - PLANTED] -= rows - PLANTED
            key, other = row * 7919 % rows, row * 104_729 % rows
            other[row < PLANTED] = rows + 7
            text = np.full((len(row), 20), ord("0"), dtype=np.uint8)
            for digit in range(9):
                text[:, 8 - digit] += (key // 10**digit % 10).astype(np.uint8)
                text[:, 18 - digit] += (other // 10**digit % 10).astype(np.uint8)
            text[:, 9], text[:, 19] = ord(" "), ord("\n")
            text.tofile(out)
    os.rename(folder / "keys.part", folder / "keys.txt")


def duckdb_side(source, to, threads, memory):
    """What DuckDB does, in a process of its own."""
    import duckdb
    db = duckdb.connect()
    db.execute(f"set threads={threads}; set memory_limit='{memory}'; set preserve_insertion_order=false")
    db.execute(f"set temp_directory='{to}/spill'")
    db.execute(f"""copy (select cast(substr(line, 1, 9) as int) as id, cast(substr(line, 11, 9) as int) as prev
        from read_csv('{source}', columns={{'line': 'varchar'}}, delim='\\x01', quote='', escape='', header=false, auto_detect=false))
        to '{to}/keys.parquet' (compression zstd)""")
    keys = f"'{to}/keys.parquet'"
    twice = db.execute(f"select coalesce(sum(n), 0) from (select count(*) n from {keys} group by id having n > 1)").fetchone()
    unknown = db.execute(f"select count(*) from {keys} a where not exists (select 1 from {keys} b where b.id = a.prev)").fetchone()
    Path(to, "said.json").write_text(json.dumps([int(twice[0]), int(unknown[0])]))


def said(name, to):
    """Rows whose key is not unique, and rows whose reference has no row."""
    if name == "duckdb":
        return json.loads((to / "said.json").read_text())
    manifest = json.loads(next(to.glob("runs/*/manifest.json")).read_text())
    return [rule["breaches"] for rule in manifest["tables"][0]["rules"]]


def main():
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--tumpline", type=Path, required=True, help="the program, of the profile `dist`")
    read.add_argument("--rows", type=int, default=50_000_000)
    read.add_argument("--rounds", type=int, default=3)
    read.add_argument("--threads", type=int, default=os.cpu_count())
    read.add_argument("--memory", default="1GiB")
    read.add_argument("--dir", type=Path, default=Path("bench-data"))
    args = read.parse_args()
    folder = args.dir / f"keys-{args.rows}"
    if not (folder / "keys.txt").exists():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"making the keys: {args.rows:,} rows", file=sys.stderr)
        make(folder, args.rows)
    source, out, limits = folder / "keys.txt", args.dir / "out", [str(args.threads), args.memory]
    tumpline = [args.tumpline, "run", folder / "keys.yaml", "--out", out / "tumpline-keys"]
    sides = {
        "tumpline": (tumpline + ["--threads", limits[0], "--memory", limits[1]], out / "tumpline-keys"),
        "duckdb": ([sys.executable, __file__, "--as-duckdb", source, out / "duckdb-keys", *limits], out / "duckdb-keys"),
    }
    results = {name: [] for name in sides}
    for _ in range(args.rounds):
        for name, (command, to) in sides.items():
            results[name].append(measure(command, to, [source]))
            # The first and the last rows share keys and point nowhere; three rows point to the keys that the last lost.
            planted = [2 * PLANTED, 3 * PLANTED]
            if said(name, to) != planted:
                raise SystemExit(f"{name} found {said(name, to)}, and {planted} are planted")
    print(f"\n{args.rows:,} rows, memory {args.memory}, {args.threads} threads, medians of {args.rounds} rounds")
    print(f"{'side':<9} {'wall s':>8} {'least':>8} {'s a million':>12} {'cpu s':>8} {'peak MiB':>9} {'x tumpline':>11}")
    ours = statistics.median(run[0] for run in results["tumpline"])
    for name, runs in results.items():
        wall, cpu, peak, _ = (statistics.median(column) for column in zip(*runs))
        least, each = min(run[0] for run in runs), wall / args.rows * 1e6
        print(f"{name:<9} {wall:>8.2f} {least:>8.2f} {each:>12.3f} {cpu:>8.2f} {peak:>9.0f} {wall / ours:>11.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as-duckdb"]:
        duckdb_side(*sys.argv[2:])
    else:
        main()
