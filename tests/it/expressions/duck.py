"""Evaluates expressions with DuckDB and compares each row with what Tumpline says.

usage: duck.py DIFFERENCES < lines of JSON: a table, then expressions over it, and so on
Prints what differs and is not one of the named differences, and how often each of those was met.
"""
import collections
import datetime
import decimal
import fractions
import json
import math
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


def held(number, digits, scale):
    """The number in a decimal of so many digits, or a whole one of 64 bits where they are 0; exactly, or an error."""
    unscaled = number * 10**scale
    if unscaled.denominator != 1:
        raise ValueError("digits are lost")
    if not (abs(unscaled) < 10**digits if digits else -(2**63) <= unscaled < 2**63):
        raise ValueError("Overflow")
    sign, figures = "-" if unscaled < 0 else "", str(abs(int(unscaled))).rjust(scale + 1, "0")
    return f"{sign}{figures[:-scale]}.{figures[-scale:]}" if scale else sign + figures


def exact(operator: str, a: str, b: str, digits: int, scale: int) -> str:
    a, b = fractions.Fraction(a), fractions.Fraction(b)
    if operator in ("/", "//", "%") and b == 0:
        raise ZeroDivisionError
    whole = lambda: math.trunc(a / b)
    number = {
        "+": lambda: a + b,
        "-": lambda: a - b,
        "*": lambda: a * b,
        "/": lambda: a / b,
        "//": lambda: fractions.Fraction(whole()),
        "%": lambda: a - b * whole(),
    }[operator]()
    return held(number, digits, scale)


def rounded(mode: str, kept: int, a: str, b: str, digits: int, scale: int) -> str:
    number = fractions.Fraction(a) / fractions.Fraction(b) * fractions.Fraction(10) ** kept
    away = lambda: (1 if number > 0 else -1) * math.floor(abs(number) + fractions.Fraction(1, 2))
    whole = {"round": away, "round_even": lambda: round(number), "trunc": lambda: math.trunc(number),
             "floor": lambda: math.floor(number), "ceil": lambda: math.ceil(number)}[mode]()
    return held(fractions.Fraction(whole) / fractions.Fraction(10) ** kept, digits, scale)


def compared(operator: str, a: str, b: str) -> bool:
    a, b = fractions.Fraction(a), fractions.Fraction(b)
    return {"=": a == b, "<>": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]


def luhn_valid(text: str) -> bool:
    digits = [c for c in text if c not in " -"]
    if len(digits) < 2 or not all(c in "0123456789" for c in digits):
        return False
    doubled = [int(c) * (1 + place % 2) for place, c in enumerate(reversed(digits))]
    return sum(map(int, "".join(map(str, doubled)))) % 10 == 0


def float_of(text: str) -> float:
    return float(text)


for function in (exact, rounded, compared, luhn_valid, float_of):
    sql.create_function(function.__name__, function)


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


def same(ours, theirs, kind):
    if ours == theirs:
        return True
    if ours is None or theirs is None:
        return False
    if kind == "float":
        return float(ours) == float(theirs)
    return kind == "decimal" and decimal.Decimal(ours) == decimal.Decimal(theirs)


def named(code, ours, value, error, line):
    """The named difference that explains it."""
    if code == "TL0401" and value is None:
        return "failures-are-graver-than-nothing"
    if code == "TL0401":
        return "floats-are-finite" if "float64" in line["ours"] else "duckdb-reorders-sums"
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
        if code is None and error is None and same(ours, value, line["kind"]) or code is not None and error is not None:
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
