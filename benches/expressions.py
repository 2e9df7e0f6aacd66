#!/usr/bin/env python3
"""Expressions beside Polars and DuckDB: expressions.py PROGRAM, the program of expressions.rs

The same columns of one million rows, one thread each; millions of rows a second, the best of nine rounds. Decimals are
decimals on every side; where a peer has no exact way, its column is empty.
"""
import json
import os
import subprocess
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import numpy
import polars
import pyarrow

ROWS = 1_000_000


def number(salt):
    row = numpy.arange(ROWS, dtype=numpy.uint64)
    return ((row * 2_654_435_761 + salt * 40_503) % 4_294_967_296) >> 8


def decimal(values, precision, scale):
    """An Arrow array of the unscaled numbers."""
    low = values.astype(numpy.int64)
    both = numpy.empty(2 * ROWS, dtype=numpy.int64)
    both[0::2], both[1::2] = low, low >> 63
    return pyarrow.Array.from_buffers(pyarrow.decimal128(precision, scale), ROWS, [None, pyarrow.py_buffer(both)])


def money(salt):
    return decimal((number(salt) % 400_000).astype(numpy.int64) - 100_000, 15, 2)


def texts(salt, width, most):
    return pyarrow.array([f"{value:0{width}}" for value in (number(salt) % most).tolist()])


days = [f"{2000 + of % 27:04}{of // 27 % 12 + 1:02}{of // 324 % 28 + 1:02}" for of in number(6).tolist()]
table = pyarrow.table({
    "amount": money(1), "other": money(2), "rate": decimal(number(3) % 9_999, 5, 4),
    "fund": texts(4, 2, 100), "dept": texts(5, 6, 10_000), "day": pyarrow.array(days),
    "posted": pyarrow.array((number(7) % 20_000 + 5_000).astype(numpy.int32)).cast(pyarrow.date32()),
    "qty": pyarrow.array((number(8) % 999 + 1).astype(numpy.int32)),
})

DUCK = {
    "compare": "amount > other",
    "case": "CASE WHEN amount > 1000 THEN amount * 0.05 WHEN amount < 0 THEN other ELSE 0 END",
    "text": "lpad(fund, 3, '0') || '-' || substring(dept, 1, 4)",
    "strptime": "CAST(strptime(day, '%Y%m%d') AS date)",
    "product": "amount * rate",
    "round": "round(amount * rate, 2)",
    "guard": "amount > 0 AND dept IN ('1000', '2000', '3000') AND posted >= date '2026-01-01'",
    "like": "fund LIKE '1%'",
    "fiscal": "year(posted) + CASE WHEN month(posted) >= 4 THEN 1 ELSE 0 END",
}
c, lit, when = polars.col, polars.lit, polars.when
cents = lit("0.05").str.to_decimal(scale=2)
POLARS = {
    "compare": c("amount") > c("other"),
    "case": when(c("amount") > 1000).then(c("amount") * cents).when(c("amount") < 0).then(c("other")).otherwise(0),
    "text": c("fund").str.zfill(3) + "-" + c("dept").str.slice(0, 4),
    "strptime": c("day").str.to_date("%Y%m%d"),
    "product": c("amount") * c("rate"),
    "round": (c("amount") * c("rate")).round(2),
    "guard": (c("amount") > 0) & c("dept").is_in(["1000", "2000", "3000"]) & (c("posted") >= polars.date(2026, 1, 1)),
    "like": c("fund").str.starts_with("1"),
    "fiscal": c("posted").dt.year() + when(c("posted").dt.month() >= 4).then(1).otherwise(0),
}


def best(work):
    rounds = []
    for _ in range(9):
        start = time.perf_counter()
        work()
        rounds.append(time.perf_counter() - start)
    return ROWS / min(rounds) / 1e6


ours = [json.loads(line) for line in subprocess.run([sys.argv[1]], stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()]
frame = polars.from_arrow(table)
sql = duckdb.connect(config={"threads": 1})
sql.register("arrow", table)
sql.execute("create table t as select * from arrow")
print(f"{'':10}{'tumpline':>10}{'polars':>10}{'duckdb':>10}   million rows a second")
for one in ours:
    name, cells = one["name"], [one["rows_per_second"] / 1e6]
    if name in POLARS:
        try:
            cells.append(best(lambda: frame.select(POLARS[name])))
        except polars.exceptions.PolarsError:
            cells.append(None)
    else:
        cells.append(None)
    # An aggregate that has to look at every value: DuckDB would hand over rows otherwise.
    cells.append(best(lambda: sql.execute(f"select max({DUCK[name]}) from t").fetchall()) if name in DUCK else None)
    print(f"{name:10}" + "".join(f"{cell:>10.1f}" if cell else f"{'':>10}" for cell in cells))
