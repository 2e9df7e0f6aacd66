"""A million look-ups in a crosswalk of a hundred thousand rows, one thread, with Polars and DuckDB; see lookup.rs."""
import os
import time

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb  # noqa: E402
import polars as pl  # noqa: E402

ROWS, PROBES, ROUNDS = 100_000, 1_000_000, 7


def account(number):
    return f"{number % 97:02}-{number:06}-{number * 7919 % 10_000:04}"


def best(work):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


probed = [at * 48_271 % (ROWS + ROWS // 16) for at in range(PROBES)]
for rows in (ROWS, 1_000_000):
    crosswalk = pl.DataFrame({"old": [account(row) for row in range(rows)], "new": [f"1-{row % ROWS:08}-00" for row in range(rows)]})
    probes = pl.DataFrame({"acct": [account(row) for row in probed]})

    def polars():
        return probes.join(crosswalk, left_on="acct", right_on="old", how="left", maintain_order="left")["new"]

    taken = polars()
    print(f"Polars {pl.__version__}, text, {rows} rows: {PROBES / best(polars) / 1e6:.1f} M rows/s (builds its table each time), "
          f"{len(taken) - taken.null_count()} found, {taken.str.len_bytes().sum()} bytes taken")
    base = duckdb.connect()
    base.execute("set threads to 1")
    base.execute("create table crosswalk as select * from crosswalk")
    base.execute("create table probes as select * from probes")

    def duck():
        base.execute("create or replace temp table taken as select new from probes left join crosswalk on acct = old")

    seconds = best(duck)
    found = base.execute("select count(new), sum(strlen(new)) from taken").fetchone()
    print(f"DuckDB {duckdb.__version__}, text, {rows} rows: {PROBES / seconds / 1e6:.1f} M rows/s (builds its table each time), {found[0]} found, {found[1]} bytes taken")
