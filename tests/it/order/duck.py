"""Keeps one row of each key with DuckDB's row_number(), and compares the ids with those that Tumpline kept.

usage: duck.py < lines of JSON, a table each (see dedupe.rs)
"""
import json
import sys

import duckdb

sql = duckdb.connect()
for line in sys.stdin:
    case = json.loads(line)
    sql.execute("create or replace table t (id int, t varchar, small int, day date, whole int, amount int)")
    if case["rows"]:
        sql.executemany("insert into t values (?, ?, ?, ?, ?, ?)", case["rows"])
    by = ["t", "small"] if case["both"] else ["t"]
    way = "asc" if case["first"] else "desc"
    order = [f"{column} {way} nulls last" for column in (["day", "whole"] if case["ordered"] else [])] + [f"id {way}"]
    whole_key = " and ".join(f"{column} is not null" for column in by)
    rows = f"""select * from t where not ({whole_key}) union all
               select * from (from t where {whole_key}
               qualify row_number() over (partition by {", ".join(by)} order by {", ".join(order)}) = 1)"""
    if case["ruled"]:
        rows = f"with kept as ({rows}) from kept qualify sum(amount) over (partition by whole) = 0"
    found = sorted(row[0] for row in sql.execute(rows).fetchall())
    if found != case["kept"]:
        print(case["seed"], found, case["kept"])
