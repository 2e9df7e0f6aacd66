#!/usr/bin/env python3
"""Load the journal with a peer: peers.py polars|duckdb fixed|csv|made SOURCE OUT.parquet [THREADS]

The fastest way that each peer's own documentation and users know, to zstd Parquet, with the columns and types of
journal_fixed.yaml: whole numbers of 32 bits, dates, decimal(15,2), text without blanks at its end; or, for `made`, those
of journal_made.yaml, where rows that break a rule are left out. What would make a
peer slower than it can be has no place here.
"""
import os
import sys

COLUMNS = (  # name, first byte from 1, bytes, type
    ("jrnl_no", 1, 10, "int"), ("line_no", 11, 5, "int"), ("fund", 16, 3, "int"), ("dept", 19, 4, "int"),
    ("account", 23, 6, "int"), ("post_date", 29, 8, "date"), ("amount", 37, 13, "overpunch"), ("dc_flag", 50, 1, "text"),
    ("vendor", 51, 8, "int"), ("descr", 59, 40, "text"), ("user", 99, 2, "text"),
)
MADE = (  # the columns of journal_made.yaml
    "jrnl_no", "line_no", "centre", "account", "new_account", "post_date", "fiscal_year", "amount", "debit", "vendor",
    "supplier", "descr", "word", "posted_by",
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
                split_part(descr, ' ', 1) as word, 'GL' || "user" as posted_by
            from lines
            left join {numbers('accounts.csv', 'old', 'new')} accounts on account = accounts.old
            left join {numbers('vendors.csv', 'no', 'supplier')} vendors on vendor = vendors.no)
        select * from journal
        where ((amount < 0.00) = (debit = 0.00) or amount = 0.00) and abs(amount) <= 99999999.99
            and post_date between date '2010-01-01' and date '2020-12-31' and round(debit * 0.13, 2) <= debit
            and last_day(post_date) >= post_date"""


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
    )
    journal = journal.join(codes("accounts.csv", ("account", "new_account")), on="account", how="left", maintain_order="left")
    journal = journal.join(codes("vendors.csv", ("vendor", "supplier")), on="vendor", how="left", maintain_order="left")
    first, last = (polars.lit(text).str.to_date("%Y-%m-%d") for text in ("2010-01-01", "2020-12-31"))
    zero, rate = cents("0.00"), polars.lit("0.13").cast(polars.Decimal(3, 2))
    return journal.filter(
        ((col("amount") < zero) == (col("debit") == zero)) | (col("amount") == zero),
        col("amount").abs() <= cents("99999999.99"),
        col("post_date").is_between(first, last),
        (col("debit") * rate).round(2) <= col("debit"),
        col("post_date").dt.month_end() >= col("post_date"),
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
        query = {"fixed": duckdb_fixed, "csv": duckdb_csv, "made": duckdb_made}[form](source)
        connection.execute(f"copy ({query}) to '{out}' (format parquet, compression zstd)")
    else:
        os.environ["POLARS_MAX_THREADS"] = threads  # read when polars is imported
        import polars
        {"fixed": polars_fixed, "csv": polars_csv, "made": polars_made}[form](polars, source).sink_parquet(out, compression="zstd")


if __name__ == "__main__":
    main()
