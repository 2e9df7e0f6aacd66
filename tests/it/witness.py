"""Reads a run's tables with pyarrow and with DuckDB, and compares what they see with the manifest and each other.

usage: witness.py RUN_FOLDER        (prints what differs; nothing if all agree)
"""
import datetime
import decimal
import json
import pathlib
import sys

import duckdb
import pyarrow
import pyarrow.dataset as dataset

run = pathlib.Path(sys.argv[1])
manifest = json.loads((run / "manifest.json").read_text())
sql = duckdb.connect()


def text(value):
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def differs(*what):
    print("differs:", *what)


for table in manifest["tables"]:
    folder = run / "data" / table["table"]
    # Columns that folders have, and no file.
    files = sorted(folder.rglob("*.parquet"))
    kinds = {"text": pyarrow.string(), "int16": pyarrow.int16(), "int32": pyarrow.int32(), "date": pyarrow.date32()}
    types = {column["name"]: kinds.get(column["type"]) for column in table["columns"]}
    hive = [name.split("=")[0] for name in files[0].relative_to(folder).parts[:-1]]
    schema = pyarrow.schema([(name, types[name]) for name in hive])
    parts = dataset.dataset([str(file) for file in files], partitioning=dataset.partitioning(schema, flavor="hive"), partition_base_dir=str(folder))
    arrow = parts.to_table()
    rows = sql.execute(f"select * from read_parquet({[str(file) for file in files]!r}, hive_partitioning={bool(hive)})").fetchall()
    names = [column[0] for column in sql.description]
    if arrow.num_rows != table["rows"] or len(rows) != table["rows"]:
        differs(table["table"], "rows", arrow.num_rows, len(rows), table["rows"])
    for number, column in enumerate(table["columns"]):
        name, wanted = column["name"], column["totals"]
        one = [text(value.as_py()) for value in arrow.column(name)]
        other = [text(row[names.index(name)]) for row in rows]
        if one != other:
            differs(table["table"], name, "values")
        present = [value.as_py() for value in arrow.column(name) if value.is_valid]
        if len(present) != wanted["count"] or arrow.column(name).null_count != wanted["empty"]:
            differs(table["table"], name, "count", len(present), wanted)
        if wanted.get("sum") is not None:
            total = sum(present, decimal.Decimal(0)) if column["type"].startswith("decimal") else sum(present)
            if decimal.Decimal(wanted["sum"]) != total:
                differs(table["table"], name, "sum", total, wanted["sum"])
        declared = column["type"].replace("text", "string").replace("decimal(", "decimal128(").replace(",", ", ")
        seen = str(arrow.schema.field(name).type)
        if declared.startswith(("decimal", "int", "string")) and seen != declared:
            differs(table["table"], name, "type", seen, declared)
        if column["type"] == "date" and seen != "date32[day]":
            differs(table["table"], name, "type", seen)
dataset.dataset(run / "findings.parquet").to_table()
for rejects in (run / "rejects").glob("*.parquet"):
    dataset.dataset(rejects).to_table()
