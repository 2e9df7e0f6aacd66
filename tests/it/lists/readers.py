"""Takes the lists of a table apart, with pyarrow and with DuckDB, and compares them with tables of the same elements.

usage: readers.py FOLDER/data (see lists.rs: the table r has lists of g, of h within g, and of h's values)
"""
import sys

import duckdb
import pyarrow.parquet

data = sys.argv[1]
sql = duckdb.connect()
for table in "rgh":
    sql.execute(f"create view {table} as from read_parquet('{data}/{table}/*.parquet')")


def rows(query):
    return sorted(sql.execute(query).fetchall())


groups = rows("select id_no, number, m, z from g")
values = rows('select id_no, "of", "at", v from h')
assert len(groups) > 100 and len(values) > 200, (len(groups), len(values))

found = rows("select id_no, e.number, e.m, e.z from (select id_no, unnest(g) e from r)")
if found != groups:
    print("duckdb: g")
found = rows("""select id_no, number, w."at", w.v from
                (select id_no, e.number, unnest(e.h) w from (select id_no, unnest(g) e from r))""")
if found != values:
    print("duckdb: h")
if rows('select id_no, unnest("all") from r') != sorted((row[0], row[3]) for row in values):
    print("duckdb: all")

lists = pyarrow.parquet.read_table(f"{data}/r").to_pylist()
if sorted((row["id_no"], e["number"], e["m"], e["z"]) for row in lists for e in row["g"]) != groups:
    print("pyarrow: g")
found = sorted((row["id_no"], e["number"], w["at"], w["v"]) for row in lists for e in row["g"] for w in e["h"])
if found != values:
    print("pyarrow: h")
if [[w["v"] for e in row["g"] for w in e["h"]] for row in lists] != [row["all"] for row in lists]:
    print("pyarrow: all")
schema = pyarrow.parquet.read_schema(sorted(__import__("pathlib").Path(f"{data}/r").glob("*.parquet"))[0])
if schema.field("g").type.value_field.name != "element" or schema.field("g").nullable:
    print(schema)
