#!/usr/bin/env python3
"""Make a journal as one fixed-width file and one CSV with the same rows: gen_journal.py ROWS DIR

Writes DIR/gl.txt, DIR/gl.csv and two crosswalks (needs numpy; the same rows each time).

gl.txt, 100 bytes and LF: journal 10, line 5, fund 3, department 4, account 6, date YYYYMMDD 8, amount 13 (two implied
decimals, overpunched sign), D or C 1, vendor 8, description 40, user 2.
gl.csv: the same fields under a header; dates as YYYY-MM-DD, amounts as -1234.56. One description in eight is quoted
for its comma, one in sixty-four holds doubled quotes.
accounts.csv and vendors.csv: crosswalks with a new code for each account (3,000) and each vendor (39,999).
"""
import sys
from pathlib import Path

import numpy

BLOCK = 200_000
FIRST_DAY = numpy.datetime64("2010-01-01")
USERS = ("AB", "CD", "EF", "GH")
NAMES = ("jrnl_no", "line_no", "fund", "dept", "account", "post_date", "amount", "dc_flag", "vendor", "descr", "user")
WORDS = (
    "PAYROLL ROAD SALT HYDRO WATER METER LIBRARY ARENA GRANT LEVY TAX REFUND FLEET PARTS FUEL FIRE HALL TRANSIT PERMIT "
    "CULVERT INSURANCE PENSION DEBENTURE RECREATION SEWER LANDFILL BYLAW LICENCE AUDIT LEGAL POSTAGE"
).split()


def blocks(rows):
    """Rows in blocks, as lists of one tuple a row: number, fund, dept, account, date, cents, vendor, description."""
    random = numpy.random.default_rng(20261124)
    for start in range(0, rows, BLOCK):
        n = min(BLOCK, rows - start)
        fund, dept, account = (random.integers(least, end, n) for least, end in ((100, 140), (1000, 1400), (100_000, 103_000)))
        dates = (FIRST_DAY + random.integers(0, 3650, n)).astype(str).tolist()
        cents = random.lognormal(8.5, 2.0, n).astype(numpy.int64) * numpy.where(random.random(n) < 0.5, -1, 1)
        vendor = random.integers(1, 40_000, n)
        words, number = random.integers(0, len(WORDS), (n, 3)).tolist(), random.integers(0, 100_000, n).tolist()
        texts = [f"{WORDS[a]} {WORDS[b]} {WORDS[c]} {d}"[:40] for (a, b, c), d in zip(words, number)]
        yield zip(range(start, start + n), fund.tolist(), dept.tolist(), account.tolist(), dates, cents.tolist(),
                  vendor.tolist(), texts)


def fixed_line(row, fund, dept, account, date, cents, vendor, text):
    digits = f"{abs(cents):013d}"
    last = ("}JKLMNOPQR" if cents < 0 else "{ABCDEFGHI")[int(digits[-1])]
    return (f"{row // 6 + 1:010d}{row % 6 + 1:05d}{fund:03d}{dept:04d}{account:06d}{date.replace('-', '')}{digits[:-1]}{last}"
            f"{'C' if cents < 0 else 'D'}{vendor:08d}{text:<40}{USERS[row & 3]}\n")


def csv_line(row, fund, dept, account, date, cents, vendor, text):
    if row % 64 == 0:
        text = '"' + text.replace(" ", ' ""X"" ', 1) + '"'
    elif row % 8 == 0:
        text = '"' + text.replace(" ", ", ", 1) + '"'
    amount = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    return (f"{row // 6 + 1},{row % 6 + 1},{fund},{dept},{account},{date},{amount},{'C' if cents < 0 else 'D'},{vendor},"
            f"{text},{USERS[row & 3]}\n")


def main():
    rows, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "gl.txt", "w", newline="") as fixed, open(folder / "gl.csv", "w", newline="") as csv:
        csv.write(",".join(NAMES) + "\n")
        for block in blocks(rows):
            block = list(block)
            fixed.writelines(fixed_line(*row) for row in block)
            csv.writelines(csv_line(*row) for row in block)


    with open(folder / "accounts.csv", "w", newline="") as accounts:
        accounts.write("old,new\n")
        accounts.writelines(f"{old},{old // 100:04d}-{old * 7 % 90 + 10}\n" for old in range(100_000, 103_000))
    with open(folder / "vendors.csv", "w", newline="") as vendors:
        vendors.write("no,supplier\n")
        vendors.writelines(f"{no},S-{no * 7919 % 1_000_003:07d}\n" for no in range(1, 40_000))


if __name__ == "__main__":
    main()
