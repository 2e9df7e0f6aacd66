#!/usr/bin/env python3
"""Load the journal with a peer: peers.py polars|duckdb fixed|csv|made|columns SOURCE OUT.parquet [THREADS]

The fastest way that each peer's own documentation and users know, to zstd Parquet, with the columns and types of
journal_fixed.yaml: whole numbers of 32 bits, dates, decimal(15,2), text without blanks at its end; or, for `made`, those
of journal_made.yaml, where rows that break a rule are left out; or, for `columns`, those of the `columns.json` beside the
source (shapes.py). What would make a
peer slower than it can be has no place here.
"""
import json
import os
import sys

from shapes import TYPES

COLUMNS = (  # name, first byte from 1, bytes, type
    ("jrnl_no", 1, 10, "int"), ("line_no", 11, 5, "int"), ("fund", 16, 3, "int"), ("dept", 19, 4, "int"),
    ("account", 23, 6, "int"), ("post_date", 29, 8, "date"), ("amount", 37, 13, "overpunch"), ("dc_flag", 50, 1, "text"),
    ("vendor", 51, 8, "int"), ("descr", 59, 40, "text"), ("user", 99, 2, "text"),
)
MADE = (  # the columns of journal_made.yaml
    "jrnl_no", "line_no", "centre", "account", "new_account", "post_date", "fiscal_year", "amount", "debit", "vendor",
    "supplier", "descr", "word", "posted_by", "credit", "tax", "quarter", "month_end", "short",
)
PLUS, MINUS = "{ABCDEFGHI", "}JKLMNOPQR"


def duckdb_fixed(source):
    """A line is one text cell; its columns are substrings of it."""
    columns = []
    for name, first, length, kind in COLUMNS:
        piece, last = f"substr(line, {first}, {length})", f"substr(line, {first + length - 1}, 1)"
        if kind == "int":
            value = f"cast({piece} as integer)"
        elif kind == "date":
            value = f"cast(strptime({piece}, '%Y%m%d') as date)"
        elif kind == "overpunch":
            digit = f"translate({last}, '{PLUS}{MINUS}', '01234567890123456789')"
            sign = f"case when {last} in ({', '.join(repr(c) for c in MINUS)}) then -1 else 1 end"
            unscaled = f"cast(concat(substr(line, {first}, {length - 1}), {digit}) as bigint) * {sign}"
            value = f"cast(cast({unscaled} as decimal(15, 0)) * cast(0.01 as decimal(3, 2)) as decimal(15, 2))"
        else:
            value = f"rtrim({piece})"
        columns.append(f'{value} as "{name}"')
    lines = f"read_csv('{source}', header = false, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '')"
    return f"select {', '.join(columns)} from {lines}"


def duckdb_csv(source):
    types = {"int": "INTEGER", "date": "DATE", "overpunch": "DECIMAL(15,2)", "text": "VARCHAR"}
    columns = ", ".join(f"'{name}': '{types[kind]}'" for name, _, _, kind in COLUMNS)
    return f"select * from read_csv('{source}', header = true, columns = {{{columns}}})"


def duckdb_made(source):
    folder = os.path.dirname(source)
    numbers = lambda file, key, value: f"read_csv('{folder}/{file}', columns = {{'{key}': 'INTEGER', '{value}': 'VARCHAR'}})"
    return f"""
        with lines as ({duckdb_fixed(source)}),
        journal as (
            select jrnl_no, line_no, lpad(cast(fund as varchar), 3, '0') || '-' || lpad(cast(dept as varchar), 4, '0') as centre,
                account, "new" as new_account, post_date,
                cast(year(post_date) + case when month(post_date) >= 4 then 1 else 0 end as smallint) as fiscal_year, amount,
                case when dc_flag = 'D' then amount else cast(0 as decimal(15, 2)) end as debit, vendor, supplier, descr,
                split_part(descr, ' ', 1) as word, 'GL' || "user" as posted_by,
                case when dc_flag = 'C' then -amount else cast(0 as decimal(15, 2)) end as credit,
                cast(round(cast(case when dc_flag = 'D' then amount else 0 end as decimal(15, 2)) * 0.13, 2) as decimal(15, 2)) as tax,
                cast(quarter(post_date) as smallint) as quarter, last_day(post_date) as month_end, left(descr, 12) as short
            from lines
            left join {numbers('accounts.csv', 'old', 'new')} accounts on account = accounts.old
            left join {numbers('vendors.csv', 'no', 'supplier')} vendors on vendor = vendors.no)
        select {', '.join(MADE)} from journal
        where ((amount < 0.00) = (debit = 0.00) or amount = 0.00) and abs(amount) <= 99999999.99
            and post_date between date '2010-01-01' and date '2020-12-31' and round(debit * 0.13, 2) <= debit
            and last_day(post_date) >= post_date and line_no between 1 and 6 and left(centre, 1) = '1' and vendor > 0
            and length(descr) > 0 and (debit = 0.00 or credit = 0.00)"""


def columns_of(source):
    """The columns of a shape of shapes.py, and whether they stand at places."""
    with open(os.path.join(os.path.dirname(source), "columns.json"), encoding="utf-8") as file:
        columns = json.load(file)["columns"]
    return columns, columns[0][2] is not None


def duckdb_columns(source):
    columns, fixed = columns_of(source)
    if not fixed:
        types = ", ".join(f"'{name}': '{TYPES[kind][1]}'" for name, kind, _ in columns)
        return f"select * from read_csv('{source}', header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{types}}})"
    values = []
    for name, kind, (first, last) in columns:
        piece = f"trim(substr(line, {first}, {last - first + 1}))"
        values.append({
            "text": f"nullif({piece}, '')",
            "date": f"cast(try_strptime({piece}, '%Y%m%d') as date)",
            "time": f"try_cast({piece} as timestamp)",
            "flag": f"{piece} = 't'",
            "money": f"cast(cast(try_cast({piece} as bigint) as decimal(15, 0)) * cast(0.01 as decimal(3, 2)) as decimal(15, 2))",
        }.get(kind, f"try_cast({piece} as {TYPES[kind][1]})") + f" as {name}")
    lines = f"read_csv('{source}', header = false, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '')"
    return f"select {', '.join(values)} from {lines}"


def polars_columns(polars, source):
    columns, fixed = columns_of(source)
    types = {"int": polars.Int32, "long": polars.Int64, "money": polars.Decimal(15, 2), "date": polars.Date, "text": polars.String,
             "flag": polars.Boolean, "time": polars.Datetime("us"), "float": polars.Float64}
    if not fixed:
        return polars.scan_csv(source, schema={name: types[kind] for name, kind, _ in columns})
    line, cent = polars.col("line"), polars.lit("0.01").cast(polars.Decimal(3, 2))
    def value(kind, first, last):
        piece = line.str.slice(first - 1, last - first + 1)
        stripped = piece.str.strip_chars(" ")
        if kind == "text":
            return stripped
        if kind == "date":
            return piece.str.to_date("%Y%m%d", strict=False)
        if kind == "time":
            return piece.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
        if kind == "flag":
            return piece == "t"
        if kind == "money":
            return (piece.cast(polars.Int64, strict=False).cast(polars.Decimal(17, 0)) * cent).cast(polars.Decimal(15, 2))
        return stripped.cast(types[kind], strict=False)

    lines = polars.scan_csv(source, has_header=False, separator="\x01", quote_char=None, schema={"line": polars.String})
    return lines.select([value(kind, *place).alias(name) for name, kind, place in columns])


def polars_fixed(polars, source):
    """A line is one text cell; its columns are slices of it."""
    lines = polars.scan_csv(source, has_header=False, separator="\x01", quote_char=None, schema={"line": polars.String})
    line, columns = polars.col("line"), []
    for name, first, length, kind in COLUMNS:
        piece = line.str.slice(first - 1, length)
        if kind == "int":
            value = piece.cast(polars.Int32)
        elif kind == "date":
            value = piece.str.to_date("%Y%m%d")
        elif kind == "overpunch":
            last = line.str.slice(first + length - 2, 1)
            look = lambda table: last.replace_strict(table, return_dtype=polars.Int64)
            digit = look({c: n for signs in (PLUS, MINUS) for n, c in enumerate(signs)})
            sign = look({c: factor for signs, factor in ((PLUS, 1), (MINUS, -1)) for c in signs})
            unscaled = (line.str.slice(first - 1, length - 1).cast(polars.Int64) * 10 + digit) * sign
            cent = polars.lit("0.01").cast(polars.Decimal(3, 2))
            value = (unscaled.cast(polars.Decimal(17, 0)) * cent).cast(polars.Decimal(15, 2))
        else:
            value = piece.str.strip_chars_end(" ")
        columns.append(value.alias(name))
    return lines.select(columns)


def polars_made(polars, source):
    folder, col = os.path.dirname(source), polars.col
    cents = lambda text: polars.lit(text).cast(polars.Decimal(15, 2))
    digits = lambda name, width: col(name).cast(polars.String).str.zfill(width)
    def codes(file, names):
        types = dict(zip(names, (polars.Int32, polars.String)))
        return polars.scan_csv(f"{folder}/{file}", has_header=False, skip_rows=1, schema=types)

    journal = polars_fixed(polars, source).with_columns(
        polars.concat_str(digits("fund", 3), digits("dept", 4), separator="-").alias("centre"),
        (col("post_date").dt.year() + (col("post_date").dt.month() >= 4).cast(polars.Int32)).cast(polars.Int16).alias("fiscal_year"),
        polars.when(col("dc_flag") == "D").then(col("amount")).otherwise(cents("0.00")).alias("debit"),
        col("descr").str.splitn(" ", 2).struct.field("field_0").alias("word"),
        polars.concat_str(polars.lit("GL"), col("user")).alias("posted_by"),
        polars.when(col("dc_flag") == "C").then(-col("amount")).otherwise(cents("0.00")).alias("credit"),
        col("post_date").dt.quarter().cast(polars.Int16).alias("quarter"),
        col("post_date").dt.month_end().alias("month_end"),
        col("descr").str.slice(0, 12).alias("short"),
    )
    journal = journal.join(codes("accounts.csv", ("account", "new_account")), on="account", how="left", maintain_order="left")
    journal = journal.join(codes("vendors.csv", ("vendor", "supplier")), on="vendor", how="left", maintain_order="left")
    rate = polars.lit("0.13").cast(polars.Decimal(3, 2))
    journal = journal.with_columns((col("debit").cast(polars.Decimal(19, 4)) * rate).round(2, mode="half_away_from_zero").cast(polars.Decimal(15, 2)).alias("tax"))
    first, last = (polars.lit(text).str.to_date("%Y-%m-%d") for text in ("2010-01-01", "2020-12-31"))
    zero = cents("0.00")
    return journal.filter(
        ((col("amount") < zero) == (col("debit") == zero)) | (col("amount") == zero),
        col("amount").abs() <= cents("99999999.99"),
        col("post_date").is_between(first, last),
        col("tax") <= col("debit"),
        col("month_end") >= col("post_date"),
        col("line_no").is_between(1, 6),
        col("centre").str.starts_with("1"),
        col("vendor") > 0,
        col("descr").str.len_chars() > 0,
        (col("debit") == zero) | (col("credit") == zero),
    ).select(MADE)


def polars_csv(polars, source):
    types = {"int": polars.Int32, "date": polars.Date, "overpunch": polars.Decimal(15, 2), "text": polars.String}
    return polars.scan_csv(source, schema={name: types[kind] for name, _, _, kind in COLUMNS})


def main():
    peer, form, source, out = sys.argv[1:5]
    threads = sys.argv[5] if len(sys.argv) > 5 else str(os.cpu_count())
    if peer == "duckdb":
        import duckdb
        connection = duckdb.connect(config={"threads": int(threads)})
        query = {"fixed": duckdb_fixed, "csv": duckdb_csv, "made": duckdb_made, "columns": duckdb_columns}[form](source)
        connection.execute(f"copy ({query}) to '{out}' (format parquet, compression zstd)")
    else:
        os.environ["POLARS_MAX_THREADS"] = threads  # read when polars is imported
        import polars
        {"fixed": polars_fixed, "csv": polars_csv, "made": polars_made, "columns": polars_columns}[form](polars, source).sink_parquet(out, compression="zstd")


if __name__ == "__main__":
    main()
