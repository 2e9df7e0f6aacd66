#!/usr/bin/env python3
"""Make the files of one shape, with its mapping: shapes.py SHAPE MEGABYTES DIR [COLUMNS]

Besides the journal of gen_journal.py the bench has these shapes (the same bytes each time; needs numpy):

quoted  CSV in CP1252: every field in quotes, one memo in five with line ends inside. Its twin `peers.csv` is UTF-8.
wide-csv, wide-fixed  500 columns of all types, three in ten of some columns empty.
text    CSV in UTF-8 with 20 columns of names, addresses and memos, one in eight with accents.
types   three record types in one fixed-width file: batch headers, entries, trailers; one table each. Tumpline alone.

DIR gets the source, `mapping.yaml` and `columns.json` (what peers.py must know). No block of rows is written twice: some
writers make a row group of the whole file, and a dictionary would find every repetition.
"""
import itertools
import json
import sys
from pathlib import Path

import numpy

BLOCK = 16 << 20
FIRST_DAY = numpy.datetime64("1998-01-01")
GIVEN = "Anne Marc Chloé Jean-François Priya Émile Hélène Thomas Wei Zoë Olga Samuel Noémie Ibrahim Léa Gwen".split()
FAMILY = "Tremblay Smith Côté MacDonald Nguyễn Lévesque Singh Bélanger Wong Fortin Brown Gagné Roy Ouellet Bouchard Li".split()
STREETS = "Main King Church Victoria Elgin Wellington Laurier Sherbrooke Côte-des-Neiges Queen Albert Bloor Grande-Allée".split()
CITIES = "Ottawa Gatineau Québec Sudbury Moncton Kingston Trois-Rivières Halifax Saint-Boniface Timmins Lévis Brandon".split()
WORDS = ("paid by cheque refund of deposit water meter read late notice sent arrears approved council budget transfer from "
         "reserve grant instalment reçu payé solde reporté crédit ajusté selon l'avis levy phased in over three years").split()


class Maker:
    """Columns of random values; the same ones for a block of the same number."""

    def __init__(self, rows, block):
        self.random, self.rows = numpy.random.default_rng([20261126, block]), rows

    def whole(self, least, end):
        return self.random.integers(least, end, self.rows).tolist()

    def pick(self, words):
        return [words[at] for at in self.random.integers(0, len(words), self.rows)]

    def cents(self):
        size = self.random.lognormal(8.0, 2.0, self.rows).astype(numpy.int64)
        return (size * numpy.where(self.random.random(self.rows) < 0.5, -1, 1)).tolist()

    def dates(self):
        return (FIRST_DAY + self.random.integers(0, 10_000, self.rows)).astype(str).tolist()

    def sentence(self, least, most):
        counts, picks = self.random.integers(least, most + 1, self.rows), self.random.integers(0, len(WORDS), (self.rows, most))
        return [" ".join(WORDS[at] for at in row[:count]) for row, count in zip(picks.tolist(), counts.tolist())]

    def holes(self, values, share):
        return ["" if hole else value for value, hole in zip(values, (self.random.random(self.rows) < share).tolist())]


def money(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def person(make):
    return [f"{given} {family}" for given, family in zip(make.pick(GIVEN), make.pick(FAMILY))]


def address(make):
    return [f"{no} {street} {kind}" for no, street, kind in zip(make.whole(1, 9000), make.pick(STREETS), make.pick(["St", "Ave", "rue", "Rd"]))]


def plain(texts):
    """Without accents, but in one of eight: most of an old system's text is ASCII."""
    fold = str.maketrans("àâçéèêëîïôùûüÉÀÈÊễ", "aaceeeeiiouuuEAEEe")
    return [text if at % 8 == 0 else text.translate(fold) for at, text in enumerate(texts)]


TYPES = {  # Tumpline's type, DuckDB's, Polars's by name
    "int": ("int32", "INTEGER"), "long": ("int64", "BIGINT"), "money": ("decimal(15,2)", "DECIMAL(15,2)"), "date": ("date", "DATE"),
    "text": ("text", "VARCHAR"), "flag": ("bool", "BOOLEAN"), "time": ("timestamp", "TIMESTAMP"), "float": ("float64", "DOUBLE"),
}
WIDTHS = {"int": 9, "long": 14, "money": 13, "date": 8, "text": 12, "flag": 1, "time": 19, "float": 12}
CYCLE = ("int", "text", "money", "date", "int", "flag", "text", "long", "money", "text", "time", "int", "float", "money", "text")


def wide_values(make, kind, number):
    if kind == "int":
        return make.whole(0, (10, 1000, 100_000, 100_000_000)[number % 4])
    if kind == "long":
        return make.whole(10**9, 10**13)
    if kind == "money":
        return make.cents()
    if kind == "date":
        return make.dates()
    if kind == "flag":
        return make.pick(["true", "false"])
    if kind == "time":
        return [f"{day} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for day, second in zip(make.dates(), make.whole(0, 86_400))]
    if kind == "float":
        return [f"{value / 1000:.3f}" for value in make.whole(0, 10**8)]
    return plain(make.pick(FAMILY)) if number % 2 else [f"C{code:03d}" for code in make.whole(0, 300)]


def wide_columns(count):
    return [(f"c{number:03d}", CYCLE[number % len(CYCLE)]) for number in range(count)]


def wide(make, columns, fixed):
    filled = []
    for number, (_, kind) in enumerate(columns):
        values = wide_values(make, kind, number)
        if number % 3 == 2 and kind not in ("flag", "float"):
            values = make.holes(values, 0.3)
        if kind == "money":
            as_text = (lambda cents: f"{'-' if cents < 0 else '0'}{abs(cents):012d}") if fixed else money
            values = [value if value == "" else as_text(value) for value in values]
        if fixed and kind == "date":
            values = [value.replace("-", "") for value in values]
        if fixed:
            width, left = WIDTHS[kind], kind in ("text", "time")
            values = [(f"{value:<{width}}" if left else f"{value:>{width}}")[:width] for value in values]
            values = [value.encode("ascii", "replace").decode() for value in values]
        filled.append(values)
    joined = "" if fixed else ","
    return [joined.join(map(str, row)) + "\n" for row in zip(*filled)]


def text_columns():
    kinds = ["name", "address", "city", "memo", "code"] * 4
    return [(f"{kind}_{number}", "text") for number, kind in enumerate(kinds)]


def text(make, columns):
    makers = {
        "name": person, "address": address, "city": lambda make: make.pick(CITIES),
        "memo": lambda make: make.sentence(2, 12), "code": lambda make: [f"K{a}{b:02d}" for a, b in zip(make.whole(1, 9), make.whole(0, 99))],
    }
    filled = [plain(makers[name.split("_")[0]](make)) for name, _ in columns]
    return [",".join(row) + "\n" for row in zip(*filled)]


QUOTED = [("no", "int"), ("name", "text"), ("address", "text"), ("city", "text"), ("opened", "date"), ("balance", "money"), ("memo", "text"), ("clerk", "text")]


def quoted(make):
    memos = make.sentence(3, 14)
    memos = [memo.replace(" ", "\n", 2) if at % 5 == 0 else memo.replace("notice", '""notice""') for at, memo in enumerate(memos)]
    families = make.pick([name for name in FAMILY if name != "Nguyễn"])
    names = [f"{family}, {given}" for family, given in zip(families, make.pick(GIVEN))]
    rows = zip(range(1, make.rows + 1), plain(names), plain(address(make)), plain(make.pick(CITIES)), make.dates(), map(money, make.cents()), plain(memos), make.pick(["AB", "CD", "EF"]))
    return [",".join(f'"{cell}"' for cell in row) + "\n" for row in rows]


def types(make):
    lines, entries = [], zip(make.whole(100_000, 103_000), make.dates(), make.cents(), plain(make.sentence(1, 4)))
    batch, count, total = 0, 0, 0
    for account, day, cents, memo in entries:
        if count == 0:
            batch += 1
            lines.append(f"H{batch:08d}{day.replace('-', '')}{'GL AP AR PR'.split()[batch % 4]:<10}\n")
        count, total = count + 1, total + cents
        lines.append(f"D{batch:08d}{count:05d}{account:06d}{'-' if cents < 0 else '0'}{abs(cents):012d}{memo.encode('ascii', 'replace').decode():<30.30}\n")
        if count == 20:
            lines.append(f"T{batch:08d}{count:05d}{'-' if total < 0 else '0'}{abs(total):012d}\n")
            count, total = 0, 0
    return lines if count == 0 else lines[: lines.index(next(line for line in reversed(lines) if line[0] == "H"))]


def field(name, kind, at=None, more=""):
    place = f", at: {at[0]}-{at[1]}" if at else ""
    reads = {"flag": ", true: 'true', false: 'false'"}.get(kind, "")
    if at:
        reads = {"money": ", sign: leading", "date": ", picture: YYYYMMDD", "flag": ", true: t, false: f"}.get(kind, "")
    blank = ", on_blank: empty" if kind not in ("text",) else ""
    return f"    - {{name: {name}{place}, type: \"{TYPES[kind][0]}\"{reads}{blank}{more}}}\n"


def delimited(columns, encoding):
    head = f"tumpline: 1\nsource:\n  files: source.csv\n  format: delimited\n  encoding: {encoding}\n  delimiter: \",\"\n  fields:\n"
    return head + "".join(field(*column) for column in columns) + "table: bench\n"


def places(columns):
    at = 1
    for name, kind in columns:
        yield name, kind, (at, at + WIDTHS[kind] - 1)
        at += WIDTHS[kind]


def fixed_mapping(columns):
    head = "tumpline: 1\nsource:\n  files: source.txt\n  format: fixed\n  encoding: ascii\n  records: {end: newline, max_length: 65536}\n  defaults: {trim: both, sign: none}\n  fields:\n"
    return head + "".join(field(*place) for place in places(columns)) + "table: bench\n"


TYPES_MAPPING = """tumpline: 1
source:
  files: source.txt
  format: fixed
  encoding: ascii
  defaults: {trim: right, sign: none}
  records:
    end: newline
    kinds:
      - name: batch
        when: {at: 1, is: H}
        fields:
          - {name: batch_no, at: 2-9, type: int32}
          - {name: day, at: 10-17, type: date, picture: YYYYMMDD}
          - {name: origin, at: 18-27}
      - name: entry
        when: {at: 1, is: D}
        fields:
          - {name: batch_no, at: 2-9, type: int32}
          - {name: line_no, at: 10-14, type: int32}
          - {name: account, at: 15-20, type: int32}
          - {name: amount, at: 21-33, type: "decimal(15,2)", sign: leading}
          - {name: memo, at: 34-63}
      - name: trailer
        when: {at: 1, is: T}
        fields:
          - {name: batch_no, at: 2-9, type: int32}
          - {name: entries, at: 10-14, type: int32}
          - {name: total, at: 15-27, type: "decimal(15,2)", sign: leading}
tables:
  - {table: batch, from: batch, load: {trace: false}}
  - {table: entry, from: entry, load: {trace: false}}
  - {table: trailer, from: trailer, load: {trace: false}}
"""


def rows_of(shape, columns, rows, block):
    make = Maker(rows, block)
    if shape == "quoted":
        return quoted(make)
    if shape == "types":
        return types(make)
    if shape == "text":
        return text(make, columns)
    return wide(make, columns, shape == "wide-fixed")


def write(files, header, blocks, size):
    """Writes rows to each file in its encoding, until the first has so many bytes; gives how many rows."""
    outs = [(open(path, "wb"), encoding) for path, encoding in files]
    for out, encoding in outs:
        out.write(header.encode(encoding))
    rows = written = 0
    for row in itertools.chain.from_iterable(blocks):
        for out, encoding in outs:
            out.write(row.encode(encoding))
        rows, written = rows + 1, written + len(row)
        if written >= size:
            break
    for out, _ in outs:
        out.close()
    return rows


def make(shape, size, folder, count=500):
    folder.mkdir(parents=True, exist_ok=True)
    columns = {"quoted": QUOTED, "text": text_columns(), "types": [], "wide-csv": wide_columns(count), "wide-fixed": wide_columns(count)}[shape]
    a_row = len("".join(rows_of(shape, columns, 200, 0))) / 200
    in_block = max(200, int(min(size * 1.02, BLOCK) / a_row))
    blocks = (rows_of(shape, columns, in_block, number) for number in itertools.count())
    is_fixed = shape in ("wide-fixed", "types")
    header = "" if is_fixed else ",".join(f'"{name}"' if shape == "quoted" else name for name, _ in columns) + "\n"
    encoding = "cp1252" if shape == "quoted" else "utf-8"
    files = [(folder / ("source.txt" if is_fixed else "source.csv"), encoding)]
    rows = write(files + ([(folder / "peers.csv", "utf-8")] if shape == "quoted" else []), header, blocks, size)
    mapping = TYPES_MAPPING if shape == "types" else fixed_mapping(columns) if is_fixed else delimited(columns, encoding)
    (folder / "mapping.yaml").write_text(mapping.replace("table: bench\n", "tables:\n  - {table: bench, load: {trace: false}}\n"), encoding="utf-8")
    at = [(name, kind, place) for name, kind, place in places(columns)] if is_fixed else [(name, kind, None) for name, kind in columns]
    (folder / "columns.json").write_text(json.dumps({"rows": rows, "columns": at}))


def spoil(clean, bad):
    """Writes the journal's fixed-width lines with a letter in the amount of each tenth."""
    with open(clean, "rb") as lines, open(bad, "wb") as out:
        for number, line in enumerate(lines):
            out.write(line[:40] + b"?" + line[41:] if number % 10 == 9 else line)


def main():
    shape, megabytes, folder = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
    make(shape, int(megabytes * 1e6), folder, int(sys.argv[4]) if len(sys.argv) > 4 else 500)


if __name__ == "__main__":
    main()
