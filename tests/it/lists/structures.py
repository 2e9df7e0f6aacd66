"""Takes the structures of a table apart, with pyarrow and with DuckDB, and compares them with flat columns of the same.

usage: structures.py NESTED FLAT (see structures.rs: `home`, `work`, `work.place`, `balance`, and `detail` in `months`)
"""
import sys

import duckdb
import pyarrow.parquet

nested, flat = sys.argv[1:]
sql = duckdb.connect()
for name, folder in (("n", nested), ("f", flat)):
    sql.execute(f"create view {name} as from read_parquet('{folder}/*.parquet')")

WAYS = ["home.street", "home.city", "home.zip", "work.street", "work.place.city", "work.place.zip", "work.capitals",
        "balance.amount", "balance.state", "balance.source"]


def rows(query):
    return sql.execute(query).fetchall()


wanted = rows("select id_no, " + ", ".join(f'"{way}"' for way in WAYS) + ", code from f order by id_no")
assert len(wanted) > 100, len(wanted)
if rows("select id_no, " + ", ".join(WAYS) + ", code from n order by id_no") != wanted:
    print("duckdb: structures")
if rows("select count(*) from n where home is null or work is null or work.place is null or balance is null") != [(0,)]:
    print("duckdb: null structures")
if rows("select count(*) from n where home.city is null") != rows('select count(*) from f where "home.city" is null'):
    print("duckdb: nulls within")
months = rows("""select id_no, e.n, e."detail.spent", e."detail.letter", e.note
                 from (select id_no, unnest(months) e from f) order by 1, 2""")
found = rows("""select id_no, e.n, e.detail.spent, e.detail.letter, e.note
                from (select id_no, unnest(months) e from n) order by 1, 2""")
if not months or found != months:
    print("duckdb: structures in lists")

table = pyarrow.parquet.read_table(nested)
for column in ("home", "work", "balance"):
    if table.schema.field(column).nullable or table.column(column).null_count:
        print("pyarrow: null", column)
while any(str(field.type).startswith("struct") for field in table.schema):
    table = table.flatten()
plain = pyarrow.parquet.read_table(flat)
for way in ["id_no", *WAYS, "code", "_file", "_offset"]:
    if table.column(way).to_pylist() != plain.column(way).to_pylist():
        print("pyarrow:", way)
if pyarrow.parquet.read_schema(f"{nested}/part-00000.parquet").field("home").type.names != ["street", "city", "zip"]:
    print("pyarrow: names")
