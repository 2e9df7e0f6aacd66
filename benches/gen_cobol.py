#!/usr/bin/env python3
"""Make a file as a mainframe writes it, with what a reader must find in it: gen_cobol.py wide|ledger MB FILE

Needs numpy; the same bytes each time. `wide`: records of one length, as cobol_wide.cpy says; all digits are random.
`ledger`: records of variable length in blocks (RECFM=VB), as cobol_ledger.cpy says: accounts, and under each of them up
to seven charges and three payments. Both in code page 037. FILE.json says how many rows each table must have and what
its columns must come to: a sum and its decimals, or `about` for floats; dates are days since 1970.

This is an implementation of its own of copybooks (one item a line) and of numbers, so that it may be a witness.
"""
import json
import os
import re
import sys
from pathlib import Path

import numpy

HERE = Path(__file__).resolve().parent
SEED = 20261126
BLOCK_SIZE = 27_998
FIRST_DAY = numpy.datetime64("1990-01-01")
WIDE_RECORDS, LEDGER_ACCOUNTS = 4_096, 20_000  # that are made together


class Item:
    """An elementary item: its place, its picture and its usage."""

    def __init__(self, name, clauses, at):
        self.name, self.at = name.lower().replace("-", "_"), at
        found = re.search(r"PIC (\S+)", clauses)
        self.picture = re.sub(r"(.)\((\d+)\)", lambda part: part[1] * int(part[2]), found[1]) if found else ""
        self.usage = next((word for word in ("COMP-1", "COMP-2", "COMP-3", "COMP") if clauses.split()[-1] == word), "")
        self.leading, self.separate = "LEADING" in clauses, "SEPARATE" in clauses
        before, _, behind = self.picture.replace(".", "V").partition("V")
        self.signed = self.picture.startswith("S")
        self.digits = sum(self.picture.count(digit) for digit in "9Z")
        scaled = len(self.picture) - len(self.picture.rstrip("P"))
        self.scale = sum(behind.count(digit) for digit in "9Z") if not scaled else -scaled
        if not scaled and "P" in before:
            self.scale = self.digits + before.count("P")
        self.length = self.bytes()

    def bytes(self):
        if self.usage in ("COMP-1", "COMP-2"):
            return 4 if self.usage == "COMP-1" else 8
        if self.usage == "COMP-3":
            return self.digits // 2 + 1
        if self.usage == "COMP":
            usual = (size for most, size in ((4, 2), (9, 4), (18, 8)) if self.digits <= most)
            return next(usual, ((10**self.digits).bit_length() + 8) // 8)
        return len(re.sub("[SVP]", "", self.picture)) + self.separate


def items(copybook):
    """The elementary items of a copybook, by name; what redefines begins where the other did."""
    found, at, groups = {}, 0, {}
    for line in (HERE / copybook).read_text().splitlines():
        entry = re.match(r"\s+(\d\d)\s+(\S+?)\.?(\s.*?)?\.?$", line) if line[6:7] == " " else None
        if not entry or entry[1] == "01":
            continue
        clauses = entry[3] or ""
        at = groups[clauses.split()[-1]] if "REDEFINES" in clauses else at
        if "PIC" in clauses or "COMP-" in clauses:
            item = found[entry[2]] = Item(entry[2], clauses, at)
            at += item.length
        else:
            groups[entry[2]] = at
    return found


class Sums:
    """What the columns of one table come to."""

    def __init__(self):
        self.rows, self.columns = 0, {}

    def add(self, item, total):
        known = self.columns.get(item.name, (0, item.scale))
        self.columns[item.name] = (known[0] + total, item.scale)

    def about(self, name, total):
        self.columns[name] = ("about", self.columns.get(name, ("about", 0.0))[1] + total)

    def json(self):
        sums = {name: {"about": both[1]} if both[0] == "about" else {"sum": str(both[0]), "scale": both[1]}
                for name, both in self.columns.items()}
        return {"rows": self.rows, "columns": sums}


def ebcdic(text):
    return numpy.frombuffer(text.encode("cp037"), dtype=numpy.uint8)


def digits_of(numbers, width):
    """A digit a byte."""
    made = numpy.empty((len(numbers), width), dtype=numpy.uint8)
    rest = numbers.astype(numpy.uint64)
    for place in range(width - 1, -1, -1):
        rest, digit = rest // 10, rest % 10
        made[:, place] = digit
    return made


def total_of(digits, minus):
    """The exact sum of numbers that are rows of digits."""
    sums = digits.sum(axis=0, dtype=numpy.int64) - 2 * digits[minus].sum(axis=0, dtype=numpy.int64)
    total = 0
    for of_place in sums.tolist():
        total = total * 10 + of_place
    return total


def packed(item, digits, minus):
    rows = len(digits)
    halves = numpy.zeros((rows, 2 * item.length), dtype=numpy.uint8)
    halves[:, -1 - item.digits:-1] = digits
    halves[:, -1] = numpy.where(minus, 0xD, 0xC) if item.signed else 0xF
    return halves[:, ::2] << 4 | halves[:, 1::2]


def zoned(item, digits, minus):
    field = digits | numpy.uint8(0xF0)
    sign = numpy.where(minus, 0xD0, 0xC0).astype(numpy.uint8)
    if item.separate:
        apart = numpy.where(minus, 0x60, 0x4E).astype(numpy.uint8)[:, None]
        return numpy.hstack([apart, field] if item.leading else [field, apart])
    if item.signed:
        place = 0 if item.leading else -1
        field[:, place] = digits[:, place] | sign
    if "." in item.picture:
        point = numpy.full((len(digits), 1), 0x4B, dtype=numpy.uint8)
        field = numpy.hstack([field[:, :-item.scale], point, field[:, -item.scale:]])
    # Signs as people write them: + beside -, or a blank beside -.
    for mark, other in (("+", 0x4E), ("-", 0x40)):
        if mark in item.picture:
            apart = numpy.where(minus, 0x60, other).astype(numpy.uint8)[:, None]
            field = numpy.hstack([apart, field] if item.picture[0] == mark else [field, apart])
    return field


def binary(item, random, rows, sums):
    """Uniform below the largest power of two, or of ten, that the picture holds."""
    if item.length <= 8:
        number = random.integers(0, 10**item.digits, rows, dtype=numpy.int64)
        number = numpy.where(random.random(rows) < 0.5, -number, number) if item.signed else number
        high, low = number >> 32, number & 0xFFFF_FFFF
        sums.add(item, (int(high.sum()) << 32) + int(low.sum()))
        return number.astype(f">i{item.length}").view(numpy.uint8).reshape(rows, item.length)
    bits = (10**item.digits - 1).bit_length() - 1 - 64
    high, low = random.integers(0, 2**max(bits, 0), rows, dtype=numpy.uint64), random.integers(0, 2**64, rows, dtype=numpy.uint64)
    low = low >> numpy.uint64(max(-bits, 0))
    minus = random.random(rows) < 0.5 if item.signed else numpy.zeros(rows, dtype=bool)
    high, low = numpy.where(minus, ~high + (low == 0), high), numpy.where(minus, ~low + numpy.uint64(1), low)
    pieces = [high.view(numpy.int64) >> 32, high & numpy.uint64(0xFFFF_FFFF), low >> numpy.uint64(32), low & numpy.uint64(0xFFFF_FFFF)]
    sums.add(item, sum(int(piece.sum()) << (32 * (3 - place)) for place, piece in enumerate(pieces)))
    return numpy.stack([high, low], axis=1).astype(">u8").view(numpy.uint8).reshape(rows, 16)[:, 16 - item.length:]


def floating(item, random, rows, sums):
    """IBM's base 16, normalized; in eight bytes no more than float64 holds exactly."""
    bits = 24 if item.length == 4 else 56
    mantissa = random.integers(2 ** (bits - 4), 2**bits, rows, dtype=numpy.uint64)
    mantissa &= numpy.uint64(0xFFFF_FFFF_FFFF_FFFF if bits == 24 else 0xFFFF_FFFF_FFFF_FFF0)
    exponent, minus = random.integers(60, 70, rows), random.random(rows) < 0.5
    value = numpy.ldexp(mantissa.astype(numpy.float64), 4 * (exponent - 64) - bits)
    sums.about(item.name, float(numpy.where(minus, -value, value).sum()))
    head = (exponent | numpy.where(minus, 0x80, 0)).astype(numpy.uint64)
    word = head << numpy.uint64(bits) | mantissa
    return word.astype(">u8").view(numpy.uint8).reshape(rows, 8)[:, 8 - item.length:]


def words(random, rows, width):
    """Upper-case words of three letters up to the width, and blanks."""
    text = (random.integers(0, 9, (rows, width), dtype=numpy.uint8) + 1) | numpy.uint8(0xC0)
    text[numpy.arange(width) >= random.integers(min(3, width), width + 1, rows)[:, None]] = 0x40
    return text


def random_field(item, random, rows, sums):
    if item.usage in ("COMP-1", "COMP-2"):
        return floating(item, random, rows, sums)
    if item.usage == "COMP":
        return binary(item, random, rows, sums)
    if item.picture.startswith("X"):
        return words(random, rows, item.length)
    digits = random.integers(0, 10, (rows, item.digits), dtype=numpy.uint8)
    if "Z" in item.picture:
        digits[:, 0] |= 1  # so that no zero is left out
    can_be_minus = item.signed or re.search("[+-]", item.picture)
    return stored(item, digits, random.random(rows) < 0.5 if can_be_minus else numpy.zeros(rows, dtype=bool), sums)


def stored(item, digits, minus, sums):
    sums.add(item, total_of(digits, minus))
    return (packed if item.usage == "COMP-3" else zoned)(item, digits, minus)


def wide(most, out):
    known, sums = items("cobol_wide.cpy"), {"wide": Sums()}
    length = max(item.at + item.length for item in known.values())
    random, count = numpy.random.default_rng(SEED), most // length
    for first in range(0, count, WIDE_RECORDS):
        rows = min(WIDE_RECORDS, count - first)
        block = numpy.empty((rows, length), dtype=numpy.uint8)
        for item in known.values():
            if item.name == "row_no":
                number = numpy.arange(first, first + rows)
                sums["wide"].add(item, int(number.sum()))
                field = number.astype(">i4").view(numpy.uint8).reshape(rows, 4)
            else:
                field = random_field(item, random, rows, sums["wide"])
            block[:, item.at:item.at + item.length] = field
        sums["wide"].rows += rows
        out.write(block.tobytes())
    return sums


class Ledger:
    """Accounts with what stands under them, a number of accounts at a time."""

    def __init__(self):
        self.items = items("cobol_ledger.cpy")
        self.random = numpy.random.default_rng(SEED)
        self.sums = {table: Sums() for table in ("account", "charge", "payment")}
        self.accounts = 0

    def segment(self, table, code, names, rows):
        """Records of one kind, with the words of their lengths."""
        known = [self.items[name] for name in names]
        length = max(item.at + item.length for item in known)
        records = numpy.empty((rows, 4 + length), dtype=numpy.uint8)
        records[:, :5] = (0, 4 + length, 0, 0, ebcdic(code)[0])
        for item in known:
            records[:, 4 + item.at:4 + item.at + item.length] = self.field(item, rows, self.sums[table])
        self.sums[table].rows += rows
        return records

    def field(self, item, rows, sums):
        random = self.random
        if item.name == "account_no":
            number = 100_000_000 + self.accounts + numpy.arange(rows)
            sums.add(item, int(number.sum()))
            return number.astype(">i4").view(numpy.uint8).reshape(rows, 4)
        if item.name in ("opened", "posted", "received"):
            days = random.integers(0, 13_000, rows)
            dates = FIRST_DAY + days
            sums.columns[item.name] = (sums.columns.get(item.name, (0, 0))[0] + int(dates.astype(numpy.int64).sum()), 0)
            number = numpy.char.replace((FIRST_DAY + numpy.arange(13_000)).astype(str), "-", "").astype(numpy.int64)[days]
            digits = digits_of(number, 8)
            return (packed if item.usage else zoned)(item, digits, numpy.zeros(rows, dtype=bool))
        if item.digits > 6:
            cents = random.lognormal(8.5, 2.0, rows).astype(numpy.int64) % 10**item.digits
            return stored(item, digits_of(cents, item.digits), (random.random(rows) < 0.3) & item.signed, sums)
        return random_field(item, random, rows, sums)

    def records(self, accounts):
        """Bytes and lengths of the records of so many accounts, in their order."""
        charges, payments = self.random.integers(0, 8, accounts), self.random.integers(0, 4, accounts)
        numbers = 100_000_000 + self.accounts + numpy.arange(accounts)
        segments = [
            self.segment("account", "A", ("ACCOUNT-NO", "HOLDER", "OPENED", "BALANCE", "CREDIT-LIMIT", "BRANCH"), accounts),
            self.segment("charge", "C", ("CHARGE-NO", "CHARGE-CODE", "POSTED", "AMOUNT", "TAX"), int(charges.sum())),
            self.segment("payment", "P", ("RECEIVED", "PAID", "PAY-METHOD", "BATCH-NO"), int(payments.sum())),
        ]
        for table, times in (("charge", charges), ("payment", payments)):
            self.sums[table].add(self.items["ACCOUNT-NO"], int((numbers * times).sum()))
        self.accounts += accounts
        times = 1 + charges + payments
        place = numpy.arange(times.sum()) - numpy.repeat(numpy.cumsum(times) - times, times)
        kinds = numpy.where(place == 0, 0, numpy.where(place <= numpy.repeat(charges, times), 1, 2))
        return segments, kinds

    def blocks(self, accounts):
        """The same with the words of blocks, each block as full as it may be."""
        segments, kinds = self.records(accounts)
        ends = numpy.cumsum(numpy.array([segment.shape[1] for segment in segments])[kinds])
        starts, first, block = numpy.concatenate([[0], ends[:-1]]), 0, []
        while first < len(ends):
            after = int(numpy.searchsorted(ends, starts[first] + BLOCK_SIZE - 4, "right"))
            block.append((first, after))
            first = after
        of_record = numpy.repeat(numpy.arange(1, len(block) + 1), [after - first for first, after in block])
        starts = starts + 4 * of_record
        made = numpy.empty(int(ends[-1]) + 4 * len(block), dtype=numpy.uint8)
        for kind, segment in enumerate(segments):
            made[starts[kinds == kind][:, None] + numpy.arange(segment.shape[1])] = segment
        for number, (first, after) in enumerate(block):
            length = int(ends[after - 1] - (ends[first - 1] if first else 0)) + 4
            made[int(starts[first]) - 4:int(starts[first])] = (length >> 8, length & 0xFF, 0, 0)
        return made


def ledger(most, out):
    made, written = Ledger(), 0
    while written < most:
        accounts = min(LEDGER_ACCOUNTS, (most - written) // 220 + 1)
        blocks = made.blocks(accounts)
        written += len(blocks)
        out.write(blocks.tobytes())
    return made.sums


def main():
    shape, most, file = sys.argv[1], int(float(sys.argv[2]) * 1e6), Path(sys.argv[3])
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{file}.part", "wb") as out:
        sums = {"wide": wide, "ledger": ledger}[shape](most, out)
    tables = {table: found.json() for table, found in sums.items()}
    Path(f"{file}.json").write_text(json.dumps(tables, indent=1) + "\n")
    os.rename(f"{file}.part", file)


if __name__ == "__main__":
    main()
