"""Reads tables in folders with DuckDB and pyarrow, and compares them with the same table without folders.

usage: folders.py FOLDER, which has a folder `plain` and one for each table that is laid out in folders
"""
import pathlib
import sys

import duckdb
import pyarrow as pa
import pyarrow.dataset as dataset

TYPES = {"id": "BIGINT", "t": "VARCHAR", "small": "SMALLINT", "whole": "BIGINT", "day": "DATE", "flag": "BOOLEAN"}
SCHEMA = {"t": pa.string(), "small": pa.int16(), "day": pa.date32(), "flag": pa.bool_()}
top = pathlib.Path(sys.argv[1])
names = "id, t, small, amount, day, flag, _file, _offset"
wanted = duckdb.sql(f"select {names} from read_parquet('{top}/plain/*.parquet') order by id").fetchall()
for folder in sorted(top.iterdir()):
    if folder.name == "plain":
        continue
    by = folder.name.strip("[]").split(", ")
    types = ", ".join(f"'{name}': {TYPES[name]}" for name in by)
    # A `[` in a path is a pattern of DuckDB's.
    files = [str(path) for path in folder.rglob("*.parquet")]
    folder_is_pattern = "[" in folder.name
    if folder_is_pattern:
        plain = folder.with_name("several")
        folder.rename(plain)
        folder, files = plain, [str(path) for path in plain.rglob("*.parquet")]
    found = duckdb.sql(
        f"select {names} from read_parquet({files!r}, hive_partitioning=true, hive_types={{{types}}}) order by id"
    ).fetchall()
    if found != wanted:
        print("DuckDB", by, found, wanted)
    schema = pa.schema([(name, SCHEMA[name]) for name in by])
    hive = dataset.partitioning(schema, flavor="hive")
    table = dataset.dataset(folder, partitioning=hive).to_table(columns=names.split(", ")).sort_by("id")
    found = [tuple(row.values()) for row in table.to_pylist()]
    if found != wanted:
        print("pyarrow", by, found, wanted)
