"""Evaluates expressions with DuckDB and compares each row with what Tumpline says.

usage: duck.py DIFFERENCES < lines of JSON: a table, then expressions over it, and so on
Prints what differs and is not one of the named differences, and how often each of those was met.
"""
import collections
import datetime
import decimal
import json
import re
import sys

import duckdb

names = {}
for line in open(sys.argv[1], encoding="utf-8"):
    if line.strip() and not line.startswith("#"):
        name, _, reason = line.partition(":")
        names[name.strip()] = reason.strip()
met = collections.Counter()
equal = 0
wrong = []
sql = duckdb.connect()
rows = 0


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


def evaluated(expression):
    """A list of (value, None) or (None, error)."""
    try:
        found = sql.execute(f"select {expression} from t order by row_number").fetchall()
        return [(text(row[0]), None) for row in found]
    except duckdb.Error as error:
        if type(error) in (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
            return error
    outcomes = []
    for row in range(rows):
        try:
            outcomes.append((text(sql.execute(f"select {expression} from t where row_number = {row}").fetchone()[0]), None))
        except duckdb.Error as error:
            outcomes.append((None, error))
    return outcomes


def same(ours, theirs, is_decimal):
    if ours == theirs:
        return True
    if ours is None or theirs is None:
        return False
    try:
        return is_decimal and decimal.Decimal(ours) == decimal.Decimal(theirs)
    except decimal.InvalidOperation:
        return False


def is_near(ours, theirs):
    """Whether one is the other with fewer decimals."""
    try:
        return abs(decimal.Decimal(ours) - decimal.Decimal(theirs)) < decimal.Decimal("0.01")
    except (decimal.InvalidOperation, TypeError):
        return False


def named(code, ours, value, error, line):
    """The named difference that explains it."""
    if code == "TL0401":
        return "failures-are-graver-than-nothing" if value is None else "duckdb-reorders-sums"
    if code is not None:
        return {
            "TL0402": "division-by-zero",
            "TL0403": "casts-are-strict",
            "TL0404": "casts-do-not-round",
            "TL0405": "years-1-to-9999",
            "TL0406": "arguments-are-checked",
            "TL0407": "formats-are-strict",
            "TL0408": "texts-are-bounded",
            "TL0409": "casts-keep-the-time",
        }.get(code)
    if error is not None and ("TRY_CAST" in line["ours"] or "try_strptime" in line["ours"]):
        return "casts-are-strict"
    if error is not None:
        if re.search(r"\b(AND|OR|IN|CASE|coalesce|BETWEEN)\b", line["ours"]):
            return "duckdb-evaluates-eagerly"
        if "ecimal" in str(error) or "DECIMAL" in str(error) or "Overflow" in str(error):
            return "duckdb-decimals-are-narrower"
        return None
    # Beyond 38 digits DuckDB rounds, or takes floats; what depends on such a number differs too.
    if re.search(r"huge|decimal\(38|decimal\(20", line["ours"]) and (not line["decimal"] or is_near(ours, value)):
        return "duckdb-decimals-are-narrower"
    if "date_diff('week'" in line["ours"]:
        return "weeks-before-1970"
    if "TRY_CAST" in line["ours"] or "try_strptime" in line["ours"]:
        return "casts-are-strict"
    return None


for line in sys.stdin:
    line = json.loads(line)
    if "table" in line:
        rows = len(line["table"][0]["values"])
        columns = ", ".join(f'{column["name"]} {column["type"]}' for column in line["table"])
        sql.execute(f"create or replace table t (row_number bigint, {columns})")
        values = [[number, *(column["values"][number] for column in line["table"])] for number in range(rows)]
        sql.executemany(f"insert into t values ({', '.join('?' * (len(line['table']) + 1))})", values)
        continue
    theirs = evaluated(line["duck"])
    if isinstance(theirs, duckdb.Error):
        met["duckdb-refuses-the-types"] += 1
        if "duckdb-refuses-the-types" not in names or len(wrong) < 0:
            wrong.append(f"{line['duck']}\n  {theirs}")
        elif not re.search(r"ECIMAL|ecimal|ambiguous|Could not choose|overload", str(theirs)):
            wrong.append(f"{line['duck']}\n  {theirs}")
        continue
    for number, (ours, (value, error)) in enumerate(zip(line["rows"], theirs)):
        code = ours["code"] if isinstance(ours, dict) else None
        if code is None and error is None and same(ours, value, line["decimal"]) or code is not None and error is not None:
            equal += 1
            continue
        name = named(code, ours, value, error, line)
        if name in names:
            met[name] += 1
        else:
            wrong.append(f"{line['ours']}\n  row {number}: ours {ours!r}, DuckDB's {value!r} {str(error)[:200] if error else ''}")

for one in wrong[:200]:
    print(one)
print(f"{equal} rows equal or refused by both; differences with a name: {dict(met)}")
sys.exit(1 if wrong or equal < sum(met.values()) * 3 else 0)
