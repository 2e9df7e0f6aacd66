#!/usr/bin/env python3
"""Make the samples: the records of a fictional town, Portage Narrows, as its old systems exported them.

usage: generate.py [--rows N] [--out DIR]     write the files, MISTAKES.md and TOTALS.json
       generate.py --verify [--out DIR]       read the files again, by other code, and compare with TOTALS.json

`--rows` is the size of the journal (3,000 by default, at least 1,000); the other files grow with it. The same N gives
the same bytes. Nothing is held but counters, so that any size works. Standard library only.

The mistakes stand near the start of each file, at the same places for every N, so that the mappings' limits hold for
every N. TOTALS.json is what a correct load shows. It is counted while the records are made, not by reading them. Its
`records` hold the title lines and the header of the CSV files (`heading`); its sums are those of decimal columns, and
of the decimal fields of what is set aside; `counts` are empty and defaulted values by column; `rules` are the findings of
rules over several rows, with their places and arguments, and the amount at stake; a rule that is not there holds.
"""
import argparse
import calendar
import json
import random
from collections import Counter
from pathlib import Path

ROWS = 3_000
TABLES = {
    "journal": ["journal"],
    "balances": ["balance", "period_activity"],
    "receivables": ["receivable"],
    "vendors": ["vendor"],
    "invoices": ["open_invoice"],
    "cheques": ["cheque"],
    "taxroll": ["property", "assessment", "school_support", "owner", "destination"],
    "levies": ["tax_levy"],
    "payroll": ["pay_line"],
    "utilities": ["metered_account", "flat_account", "utility_bill", "utility_charge"],
}
IN_DOLLARS = {"tax_levy.as-assessed"}  # rules about columns without cents
BAD_BYTE = "\ue000"  # stands for 0x81, which Windows-1252 does not have


# ---- how old systems write values ------------------------------------------------------------------------------
def overpunch(cents, width):
    """The sign is in the last digit: `{A-I` for 0 to 9, `}J-R` where the number is negative."""
    digits = f"{abs(cents):0{width}d}"
    return digits[:-1] + ("}JKLMNOPQR" if cents < 0 else "{ABCDEFGHI")[int(digits[-1])]


def trailing(cents, width):
    """Digits, then a sign of its own; a blank is a plus."""
    return f"{abs(cents):0{width - 1}d}" + ("-" if cents < 0 else " ")


def comma(cents):
    """`-1 234,56` with a no-break space."""
    whole = f"{abs(cents) // 100:,}".replace(",", "\u00a0")
    return f"{'-' if cents < 0 else ''}{whole},{abs(cents) % 100:02d}"


def packed(value, digits, signed=True):
    """Two digits a byte, the sign in the last half byte: C and D, or F where the picture has no S."""
    width = digits + 1 - digits % 2
    return bytes.fromhex(f"{abs(value):0{width}d}" + ("F" if not signed else "D" if value < 0 else "C"))


def csv_row(cells, delimiter=";"):
    """Cells with quotes where they are needed."""
    return delimiter.join('"' + c.replace('"', '""') + '"' if any(x in c for x in f'{delimiter}"\r\n') else c for c in cells)


def changed_cell(index, text, delimiter=";"):
    """A change of one cell, counted from 1."""
    def change(cells):
        return csv_row(cells[:index - 1] + [text] + cells[index:], delimiter)
    return change


def money(cents):
    """Cents as the decimal text of TOTALS.json."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def day_of(year, share):
    """(month, day) at that share, from 0 to 1, of a year."""
    month = min(int(share * 12), 11) + 1
    last = calendar.monthrange(year, month)[1]
    return month, min(int((share * 12 - month + 1) * last) + 1, last)


def julian(year, month, day):
    """YYDDD."""
    ordinal = sum(calendar.monthrange(year, m)[1] for m in range(1, month)) + day
    return f"{year % 100:02d}{ordinal:03d}"


def luhn_digit(digits):
    """The ninth digit of a SIN or a business number."""
    total = 0
    for i, c in enumerate(digits):
        n = int(c) * (1 + i % 2)
        total += n - 9 if n > 9 else n
    return str(-total % 10)


# ---- people, places and things of the town ---------------------------------------------------------------------
FIRST = ["Marie-Ève", "John", "Hélène", "Robert", "Zoé", "Agnès", "Peter", "François", "Nora", "Gisèle", "William", "Désirée",
         "André", "Emily", "Benoît", "Margaret", "Joséphine", "Thomas", "Rosalie", "Kwame"]
LAST = ["Tremblay", "MacDonald", "Bélanger", "Singh", "Lefèbvre", "O'Connor", "Côté", "Nguyen", "Gagné", "Whitefish", "Thériault",
        "Kowalski", "Desjardins", "Hébert", "Campbell", "Savard", "Ouellette", "Müller", "Beauséjour", "Sinclair"]
TRADE = ["Quincaillerie", "Excavation", "Électricité", "Plomberie", "Sablière", "Garage", "Ferronnerie", "Imprimerie",
         "Épicerie", "Menuiserie", "Transport", "Marina", "Hardware", "Road Salt", "Septic", "Well Drilling"]
SUFFIX = ["et fils", "Ltée", "inc.", "& Sons", "Ltd.", "du Nord", "des Érables", "& Frères"]
STREETS = ["MAIN ST", "RUE PRINCIPALE", "PORTAGE RD", "CH DE L'ÉGLISE", "NARROWS DR", "RUE DES PINS", "VOYAGEUR CRES",
           "MILL ST", "CH DU QUAI", "STATION RD"]
TOWNS = ["Portage Narrows", "Baie-des-Érables", "Lac-à-la-Perche", "Saint-Aimé", "Pickerel Landing", "Mattawa"]
POSTAL = ["P0X 1C0", "P0H 1V0", "P0H 2H0", "K1A 0B1", "P1B 8G3", "J8X 3X7", "P3E 4S1"]
WORDS = ["SEL DE VOIRIE", "HYDRO", "EAU POTABLE", "LIBRARY", "ARÉNA", "GRANT", "LEVY", "REMBOURSEMENT", "FLEET PARTS", "FUEL",
         "POMPIERS", "TRANSIT", "PERMIS", "PONCEAU", "INSURANCE", "PENSION", "DÉBENTURE", "LOISIRS", "ÉGOUT", "LANDFILL",
         "BYLAW", "LICENCE", "VÉRIFICATION", "LEGAL", "POSTAGE"]


def pick(rng, words):
    """One of them; always one step of the generator, so that sizes do not shift what follows."""
    return words[int(rng.random() * len(words))]


def amount(rng):
    """Cents: mostly small sums, now and then a large one."""
    return int(10 ** (2.5 + 4.5 * rng.random())) + 1


FUNDS = ("100", "110", "120", "130")
RECEIVABLES = "011500"  # the account of each fund that its sub-ledger explains


def account(i):
    """Fund, department and account of the chart's line i, from 0; the first line of each fund is its receivables."""
    code = RECEIVABLES if i < 4 else f"{100_000 + i * 7 % 900_000:06d}"
    return FUNDS[i % 4], f"{1000 + 10 * (i // 4 % 90)}", code


def account_title(i):
    if i < 4:
        return "ACCOUNTS RECEIVABLE/COMPTES CL"
    return f"{WORDS[i % len(WORDS)]} - {['Ventes', 'Achats', 'Recettes', 'Frais généraux', 'Coûts prévus'][i // 25 % 5]}"


# Lines of the chart that became several accounts, with their percents; all others became one.
SPLIT = {13: ("60", "40"), 22: ("33.34", "33.33", "33.33")}


def parts_of(i, cents):
    """The parts of an amount: rounded down without its sign, the rest to the largest remainders, of equal ones to the first."""
    percents = [int(percent.replace(".", "")) * (1 if "." in percent else 100) for percent in SPLIT.get(i, ("100",))]
    parts = [abs(cents) * percent // 10_000 for percent in percents]
    behind = sorted(range(len(parts)), key=lambda at: (-(abs(cents) * percents[at] % 10_000), at))
    for at in behind[:abs(cents) - sum(parts)]:
        parts[at] += 1
    return [part if cents > 0 else -part for part in parts]


def vendor_no(i):
    return f"F{i + 1:05d}"


def vendor_name(i):
    return f"{TRADE[i % len(TRADE)]} {LAST[i // len(TRADE) % len(LAST)]} {SUFFIX[i * 5 // 3 % len(SUFFIX)]}"


def vendor_count(rows):
    """Numbers have five digits."""
    return min(99_999, max(60, rows // 15))


NO_VENDOR = "F00000"  # a number that the old system never gave


def is_inactive(i):
    return i % 13 == 5 and i + 1 not in VENDOR_MISTAKES and i + 1 not in VENDOR_WARNINGS


def vendor_of(rng, count):
    """One that is loaded."""
    i = int(rng.random() * count)
    while is_inactive(i) or i + 1 in VENDOR_MISTAKES:
        i = (i + 1) % count
    return i


def business_no(i):
    digits = f"{10_000_000 + i * 7919 % 80_000_000:08d}"
    return f"{digits}{luhn_digit(digits)}RT0001"


def sin(i):
    digits = f"{(1, 4, 5, 6, 7)[i % 5]}{i * 48_271 % 10_000_000:07d}"
    return digits + luhn_digit(digits)


# ---- writing, counting ------------------------------------------------------------------------------------------
class Output:
    """A file that grows by records and knows the place of the next one."""

    def __init__(self, path, encoding, end):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.name, self.encoding, self.end = path.name, encoding, end
        self.file = open(path, "wb", buffering=1 << 20)
        self.record, self.line, self.offset = 0, 1, 0

    def put(self, text, end=None):
        """Write a record; gives its (file, record, line, byte offset)."""
        data = b"\x81".join(piece.encode(self.encoding) for piece in text.split(BAD_BYTE))
        return self.put_bytes(data + (self.end if end is None else end))

    def described(self, data):
        """Write a record behind its descriptor word, which counts itself; such files have no lines."""
        place = self.put_bytes(bytes([0, len(data) + 4, 0, 0]) + data)
        self.line = 1
        return place

    def put_bytes(self, data):
        self.record += 1
        place = (self.name, self.record, self.line, self.offset)
        self.file.write(data)
        self.line += data.count(b"\n")
        self.offset += len(data)
        return place

    def tail(self, data):
        """Bytes that are no record, such as Ctrl-Z."""
        self.file.write(data)
        self.offset += len(data)

    def close(self):
        self.file.close()


class Tally:
    """What a correct load of one mapping shows."""

    def __init__(self, mapping, mistakes):
        self.mapping, self.mistakes = mapping, mistakes
        self.files = self.bytes = self.records = self.loaded = self.rejected = self.informing = self.skipped = 0
        self.heading = 0
        self.rows, self.refused, self.findings, self.counts = Counter(), Counter(), Counter(), Counter()
        self.sums, self.aside, self.aside_sums = Counter(), Counter(), Counter()
        self.rules = {}

    def load(self, table, **sums):
        """One record that becomes a row of a table."""
        self.loaded += 1
        self.row(table, **sums)

    def row(self, table, **sums):
        """One row; the record is counted elsewhere."""
        self.rows[table] += 1
        for column, cents in sums.items():
            self.sums[table, column] += cents

    def set_aside(self, reason, **sums):
        self.aside[reason] += 1
        for field, cents in sums.items():
            self.aside_sums[reason, field] += cents

    def drop(self, place, words, reason, **sums):
        """One record whose row is left out, since another of its key is kept."""
        self.loaded += 1
        self.set_aside(reason, **sums)
        self.findings["TL0714"] += 1
        self.mistakes.append((self.mapping, *place, "TL0714", "dedupe", words, "left out"))

    def reject(self, place, tables, code, field, words):
        """One record refused; `code` may name several findings of it."""
        self.rejected += 1
        self.refused.update(tables)
        for each in code.split():
            self.findings[each] += 1
        self.mistakes.append((self.mapping, *place, code, field, words, "refused"))

    def warn(self, place, code, field, words):
        self.findings[code] += 1
        self.mistakes.append((self.mapping, *place, code, field, words, "loaded, with a warning"))

    def broken(self, place, tables, found, words):
        """One record that rules over several rows refuse: (code, rule, arguments, amount at stake) each."""
        self.reject(place, tables, " ".join(code for code, *_ in found), " ".join(rule for _, rule, *_ in found), words)
        for each in found:
            self.of_rule(place, tables[0], *each)

    def told(self, place, table, code, rule, args, words, at_stake=None):
        """A finding of a rule over several rows that warns."""
        self.warn(place, code, rule, words)
        self.of_rule(place, table, code, rule, args, at_stake)

    def of_rule(self, place, table, code, rule, args, at_stake=None):
        """`at_stake` is in the column's smallest unit; a rule may have none."""
        rule = self.rules.setdefault(f"{table}.{rule}", {"at_stake": None, "found": []})
        if at_stake is not None:
            rule["at_stake"] = (rule["at_stake"] or 0) + abs(at_stake)  # what is owed does not pay for what is due
        rule["found"].append((*place[:2], code, "; ".join(str(arg) for arg in args)))

    def close(self, output):
        output.close()
        self.files += 1
        self.bytes += output.offset
        self.records += output.record

    def totals(self):
        whole = {("assessment", "phase_in"), ("assessment", "total"), ("destination", "start"), ("destination", "amount"),
                 ("value", "phase_in"), ("value", "total"), ("school_support", "value"), ("tax_levy", "assessed"),
                 ("value", "assessed")}
        show = lambda key, cents: str(cents) if key in whole else money(cents)
        aside = {}
        for reason, records in self.aside.items():
            sums = {f: show(("value", f), c) for (r, f), c in self.aside_sums.items() if r == reason}
            aside[reason] = {"records": records, "sums": sums}
        tables = {}
        for table in TABLES[self.mapping]:
            sums = {c: show((table, c), n) for (t, c), n in sorted(self.sums.items()) if t == table}
            tables[table] = {"rows": self.rows[table], "rejected": self.refused[table], "totals": sums}
        return {
            "files": self.files, "bytes": self.bytes, "records": self.records, "heading": self.heading, "loaded": self.loaded,
            "rejected": self.rejected, "informing": self.informing, "skipped": self.skipped, "set_aside": aside,
            "tables": tables, "findings": dict(sorted(self.findings.items())), "counts": dict(sorted(self.counts.items())),
            "rules": {rule: self.rule(rule) for rule in sorted(self.rules)},
        }

    def rule(self, name):
        """Its findings in order, and the sum of what is at stake."""
        at_stake, found = self.rules[name]["at_stake"], self.rules[name]["found"]
        shown = at_stake if at_stake is None else str(at_stake) if name in IN_DOLLARS else money(at_stake)
        return {"at_stake": shown, "found": [f"{file} {record} {code}: {args}" for file, record, code, args in sorted(found)]}


# ---- the ledger's journal ---------------------------------------------------------------------------------------
def entry_line(f):
    """One detail of 124 characters."""
    return (f"D{f['journal_no']}{f['line_no']}{f['fund']}{f['dept']}{f['account']}{f['posted']}{f['due']}{f['amount']}"
            f"{f['side']}{f['vendor_no']:<6}{f['vendor_name']:<30}{f['description']:<30}{f['status']}")


def part_of(line, start, text):
    """The line with `text` from that position, counted from 1."""
    return line[:start - 1] + text + line[start - 1 + len(text):]


# (file, detail in its file) -> (code, field, words, change of the line)
JOURNAL_MISTAKES = {
    ("GLJ2024.TXT", 5): ("TL0212", "posted", "30 February", lambda s: part_of(s, 28, "20240230")),
    ("GLJ2024.TXT", 12): ("TL0205", "amount", "sign of the other overpunch alphabet", lambda s: part_of(s, 56, "p")),
    ("GLJ2024.TXT", 19): ("TL0202", "amount", "letter O for a zero", lambda s: part_of(s, 47, "O")),
    ("GLJ2024.TXT", 26): ("TL0110", "", "a tab in the description", lambda s: part_of(s, 99, "\t")),
    ("GLJ2024.TXT", 33): ("TL0108", "", "cut off after 100 bytes", lambda s: s[:100]),
    ("GLJ2024.TXT", 40): ("TL0305", "side", "neither D nor C", lambda s: part_of(s, 57, "X")),
    ("GLJ2024.TXT", 47): ("TL0304", "fund", "a letter in the fund", lambda s: part_of(s, 15, "A10")),
    ("GLJ2024.TXT", 54): ("TL0301", "account", "no account", lambda s: part_of(s, 22, "      ")),
    ("GLJ2024.TXT", 61): ("TL0302", "posted_on", "a year before the files' years", lambda s: part_of(s, 28, "1924")),
    ("GLJ2025.TXT", 80): ("TL0212", "posted", "zeros, which are declared for the due date only", lambda s: part_of(s, 28, "00000000")),
    ("GLJ2025.TXT", 87): ("TL0200", "posted", "no date", lambda s: part_of(s, 28, " " * 8)),
    ("GLJ2025.TXT", 94): ("TL0200", "amount", "no amount", lambda s: part_of(s, 44, " " * 13)),
    ("GLJ2025.TXT", 101): ("TL0212", "due", "month 13", lambda s: part_of(s, 36, "20251301")),
    ("GLJ2025.TXT", 108): ("TL0109", "", "six bytes too many", lambda s: s + "EXTRA!"),
    ("GLJ2025.TXT", 115): ("TL0202", "journal_no", "a letter in the number", lambda s: part_of(s, 4, "B")),
    ("GLJ2025.TXT", 122): ("TL0202", "line_no", "reversed, but it does not decode: refused, not set aside",
                           lambda s: part_of(part_of(s, 10, "A"), 124, "R")),
    ("GLJ2026.TXT", 9): ("TL0211", "posted", "month as letters", lambda s: part_of(s, 28, "2026OCT1")),
    ("GLJ2026.TXT", 17): ("TL0202 TL0212", "amount posted", "two mistakes, one record",
                          lambda s: part_of(part_of(s, 28, "20260631"), 46, "?")),
    ("GLJ2026.TXT", 25): ("TL0305", "status", "a status that nobody knows", lambda s: part_of(s, 124, "Q")),
    ("GLJ2026.TXT", 33): ("TL0304", "vendor_no", "a vendor of the system before", lambda s: part_of(s, 58, "V00012")),
}
JOURNAL_WARNINGS = {("GLJ2024.TXT", 70), ("GLJ2025.TXT", 129), ("GLJ2026.TXT", 41)}
REFUSED_BATCH = ("GLJ2025.TXT", 7)
# (file, journal in its file) -> what rules over several rows find there
JOURNALS_OUT_OF_BALANCE = {("GLJ2024.TXT", 45), ("GLJ2025.TXT", 47)}
JOURNALS_SENT_TWICE = {("GLJ2024.TXT", 52)}
JOURNALS_WITH_A_GAP = {("GLJ2026.TXT", 46)}
JOURNALS_OF_VENDORS = {("GLJ2025.TXT", 51): (NO_VENDOR, "a vendor that nobody knows"),
                       ("GLJ2026.TXT", 50): (vendor_no(5), "a vendor no longer used, which is not loaded")}
SAME_BATCH_NO = ("GLJ2026.TXT", 31)  # it has the number of the batch before
BATCH_LINES = 15
ORPHANS_AFTER = {("GLJ2024.TXT", 9): 1, ("GLJ2026.TXT", 8): 2}
UNKNOWN_IN = {("GLJ2024.TXT", 11), ("GLJ2026.TXT", 10)}


def journal(out, rows, mistakes):
    tally = Tally("journal", mistakes)
    chart, vendors = max(60, rows // 40), vendor_count(rows)
    for n, year in enumerate((2024, 2025, 2026)):
        share = rows // 3 + (rows % 3 if n == 2 else 0)
        journal_year(Output(out / f"ledger/GLJ{year}.TXT", "cp850", b"\r\n"), tally, year, share, chart, vendors)
    return tally


def journal_year(output, tally, year, rows, chart, vendors):
    rng = random.Random(year)
    name, batch, journal_no, done = output.name, 0, year % 100 * 3_000_000, 0
    first_journal, lines_of = journal_no, BatchLines(tally, year)
    output.put(f"1TOWN OF PORTAGE NARROWS / VILLE DE PORTAGE NARROWS   {year}")
    tally.skipped += 1
    while done < rows:
        batch += 1
        batch_no = batch - 1 if (name, batch) == SAME_BATCH_NO else batch
        refused = (name, batch) == REFUSED_BATCH
        month, day = day_of(year, done / rows)
        posted = f"{year}{month:02d}{day:02d}"
        origin, clerk = pick(rng, ["AP", "AR", "PAY", "TAX", "GEN"]), f"{pick(rng, FIRST)} {pick(rng, LAST)}"
        created = f"{year}0230" if refused else posted
        place = output.put(f"H{batch_no:08d}{created}{origin:<3}{clerk:<30}")
        head = place[1]
        if refused:
            tally.reject(place, ["journal"], "TL0212", "created", "30 February: the header, and so its details")
        else:
            tally.informing += 1
        details, debits, credits = 0, 0, 0
        for _ in range(1 + int(rng.random() * 3)):
            journal_no += 1
            key = (name, journal_no - first_journal)
            size = 2 + int(rng.random() * 4)
            reversed_, nothing = rng.random() < 0.03, rng.random() < 0.02
            if is_planted(key):
                reversed_ = nothing = False
            cents = [0 if nothing else amount(rng) for _ in range(size - 1)]
            cents.append(-sum(cents) + 900 * (key in JOURNALS_OUT_OF_BALANCE))
            lines = []
            for line, value in enumerate(cents, 1 + (key in JOURNALS_WITH_A_GAP)):
                fields = entry_fields(rng, journal_no, line if lines else 1, posted, year, value, chart, vendors)
                if not lines and key in JOURNALS_OF_VENDORS:
                    fields["vendor_no"] = JOURNALS_OF_VENDORS[key][0]
                lines.append((fields, value))
            lines += lines[-1:] * (key in JOURNALS_SENT_TWICE)
            loaded = []
            for fields, value in lines:
                details, done = details + 1, done + 1
                debits, credits = debits + max(value, 0), credits + max(-value, 0)
                loaded += entry(output, tally, fields, value, done, head if refused else 0, reversed_)
                if details == 1 and (name, batch) in UNKNOWN_IN:
                    tally.reject(output.put(f"*** END OF SCREEN {batch} ***"), ["journal"], "TL0101", "", "a line of no kind")
            lines_of.add(batch_no, settle_journal(tally, key, loaded))
        output.put(f"T{batch_no:08d}{details:07d}{overpunch(debits, 15)}{overpunch(credits, 15)}")
        tally.skipped += 1
        for line in range(1, ORPHANS_AFTER.get((name, batch), 0) + 1):
            fields = entry_fields(rng, journal_no + 1, line, posted, year, 4_200, chart, vendors)
            tally.reject(output.put(entry_line(fields)), ["journal"], "TL0102", "", "a detail after its batch's trailer")
    lines_of.end()
    if year == 2025:
        output.tail(b"\x1a")
    tally.close(output)


def is_planted(journal):
    return any(journal in planted for planted in (JOURNALS_OUT_OF_BALANCE, JOURNALS_SENT_TWICE, JOURNALS_WITH_A_GAP,
                                                  JOURNALS_OF_VENDORS))


def entry_fields(rng, journal_no, line, posted, year, cents, chart, vendors):
    fund, dept, code = account(int(rng.random() * chart))
    payable, due = rng.random() < 0.5, rng.random() < 0.6
    vendor = vendor_of(rng, vendors)
    return {
        "journal_no": f"{journal_no:08d}", "line_no": f"{line:05d}", "fund": fund,
        "dept": "    " if rng.random() < 0.02 else dept, "account": code, "posted": posted,
        "due": f"{year}{posted[4:6]}28" if payable and due else "00000000", "amount": overpunch(cents, 13),
        "side": "C" if cents < 0 else "D", "vendor_no": vendor_no(vendor) if payable else "",
        "vendor_name": vendor_name(vendor)[:30] if payable else "",
        "description": f"{pick(rng, WORDS)} {pick(rng, WORDS)}"[:30], "status": "P",
    }


def entry(output, tally, fields, cents, number, refused_head, reversed_):
    """Write one detail; gives it in a list if a rule over several rows is all that may refuse it."""
    key = (output.name, number)
    wrong = JOURNAL_MISTAKES.get(key)
    if wrong:
        code, field, words, change = wrong
        tally.reject(output.put(change(entry_line(fields))), ["journal"], code, field, words)
        return []
    warned = key in JOURNAL_WARNINGS
    if warned:
        fields["description"] = "D?BENTURE, INT?R?TS"
        if cents == 0 or reversed_:
            raise SystemExit(f"{key}: a warning on an entry that is not loaded")
    elif reversed_:
        fields["status"] = "R"
    place = output.put(entry_line(fields))
    if refused_head:
        tally.reject(place, ["journal"], "TL0104", "", f"its header, record {refused_head}, was refused")
    elif reversed_:
        tally.set_aside("reversed before the year's end", amount=cents)
    elif cents == 0:
        tally.set_aside("entries of nothing", amount=0)
    else:
        return [(place, fields, cents, warned)]
    return []


def settle_journal(tally, journal, entries):
    """Refuse a journal that is not whole, or count its rows; gives the places of these."""
    if not entries:
        return []
    key, total = int(entries[0][1]["journal_no"]), sum(cents for _, _, cents, _ in entries)
    found = [[] for _ in entries]
    for n, (_, fields, cents, _) in enumerate(entries):
        others = [m for m, other in enumerate(entries) if m != n and other[1]["line_no"] == fields["line_no"]]
        if others:
            args = (f"{key}, {int(fields['line_no'])}", *entries[others[0]][0][:2])
            found[n].append(("TL0701", "once", args, cents))
        if total:
            args = (key, money(total), "0.00", len(entries))
            found[n].append(("TL0703", "balanced", args, 0 if n else abs(total)))
    words = ("9.00 out of balance: two digits were exchanged" if journal in JOURNALS_OUT_OF_BALANCE
             else "a line that was sent twice, and so its journal" if journal in JOURNALS_SENT_TWICE
             else "the rest of a journal whose other lines were refused")
    for (place, fields, cents, warned), broken in zip(entries, found):
        if broken:
            if warned:
                raise SystemExit(f"{journal}: a warning on an entry that is refused")
            tally.broken(place, ["journal"], broken, words)
            continue
        tally.load("journal", amount=cents)
        tally.counts["journal.dept defaulted"] += fields["dept"] == "    "
        tally.counts["journal.due_on empty"] += fields["due"] == "00000000"
        tally.counts["journal.vendor_no empty"] += fields["vendor_no"] == ""
        if warned:
            tally.warn(place, "TL0304", "description", "question marks where accents were")
    if any(found):
        return []
    if journal in JOURNALS_OF_VENDORS:
        number, words = JOURNALS_OF_VENDORS[journal]
        place, _, cents, _ = entries[0]
        tally.told(place, "journal", "TL0702", "vendor", (number, "vendor", "vendor_no"), words, cents)
    if journal in JOURNALS_WITH_A_GAP:
        tally.told(entries[1][0], "journal", "TL0706", "no-line-missing", (key, 2, ""), "line 2 was taken out in the old system")
    return [place for place, _, _, _ in entries]


class BatchLines:
    """The rows of each batch number, one number after the other."""

    def __init__(self, tally, year):
        self.tally, self.year, self.number, self.rows = tally, year, 0, []

    def add(self, number, places):
        if number != self.number:
            self.end()
            self.number = number
        self.rows += places

    def end(self):
        if len(self.rows) > BATCH_LINES:
            args = (f"{self.year}, {self.number}", len(self.rows), "", BATCH_LINES)
            self.tally.told(self.rows[0], "journal", "TL0705", "batch-lines", args, "two batches of one number")
        self.rows = []


# ---- the balance master -----------------------------------------------------------------------------------------
BALANCE_MISTAKES = {
    14: ("TL0205", "periods.amount", "period 3: sign of the other overpunch alphabet", lambda s: part_of(s, 61 + 3 * 13 - 1, "q")),
    17: ("TL0200", "periods.amount", "period 12 is blank", lambda s: part_of(s, 61 + 11 * 13, " " * 13)),
    28: ("TL0202", "opening", "a letter in the number", lambda s: part_of(s, 52, "S")),
    39: ("TL0302", "fiscal_year", "a year before the files' years", lambda s: part_of(s, 14, "1925")),
    50: ("TL0301", "title", "no title", lambda s: part_of(s, 18, " " * 30)),
    61: ("TL0212", "changed", "31 November", lambda s: part_of(s, 218, "20251131")),
    72: ("TL0305", "status", "neither A nor C", lambda s: part_of(s, 217, "?")),
    83: ("TL0304", "account", "letters in the account", lambda s: part_of(s, 8, "10XX07")),
}


CONTROL_DIFFERS = ("130", 12_500)  # the fund, and how much its account has that the sub-ledger has not


def balances(out, rows, mistakes, owed):
    """`owed` is what the sub-ledger of receivables says: by fund, all of it and what of it is loaded."""
    tally = Tally("balances", mistakes)
    output = Output(out / "ledger/GLBAL.DAT", "cp850", b"")
    rng, number, trial = random.Random(7), 0, Trial(tally)
    tables, chart = TABLES["balances"], max(60, rows // 40)
    for i in range(chart):
        fund, dept, code = account(i)
        opening = amount(rng) * (1 if rng.random() < 0.5 else -1)
        closed = rng.random() < 0.05 and 4 <= i < chart - 4
        last = i >= chart - 4  # it takes what the fund's other accounts leave
        if closed or last:
            opening = 0 if closed else -trial.posted[fund, 2024, 0]
        for year in (2024, 2025, 2026):
            number += 1
            months = [0 if rng.random() < 0.25 else amount(rng) * (1 if rng.random() < 0.5 else -1) for _ in range(12)]
            if closed or last:
                months = [0 if closed else -trial.posted[fund, year, m] for m in range(1, 13)]
            elif i < 4 and year == 2025:
                wanted = owed[fund].all + (CONTROL_DIFFERS[1] if fund == CONTROL_DIFFERS[0] else 0)
                months[11] = wanted - opening - sum(months[:11])
            changed = "99999999" if rng.random() < 0.05 else f"{year}{1 + int(rng.random() * 12):02d}15"
            record = (f"{fund}{dept}{code}{year}{account_title(i)[:30]:<30}{overpunch(opening, 13)}"
                      f"{''.join(overpunch(m, 13) for m in months)}{'C' if closed else 'A'}{changed}")
            trial.post(fund, year, [opening, *months])
            wrong = BALANCE_MISTAKES.get(number)
            if wrong:
                code_, field, words, change = wrong
                tally.reject(output.put(change(record)), tables, code_, field, words)
            elif closed:
                output.put(record)
                tally.set_aside("closed accounts", opening=opening)
            else:
                place = output.put(record)
                tally.load("balance", opening=opening)
                trial.load(place, fund, year, opening)
                if i < 4 and year == 2026 and opening != owed[fund].loaded:
                    words = ("a journal by hand that the sub-ledger never saw" if fund == CONTROL_DIFFERS[0]
                             else "items of the sub-ledger that were refused")
                    args = (fund, money(opening), money(owed[fund].loaded), "receivable")
                    tally.told(place, "balance", "TL0704", "receivables", args, words, abs(opening - owed[fund].loaded))
                for month in months:
                    if month:
                        for part in parts_of(i, month):
                            tally.row("period_activity", amount=part)
                    else:
                        tally.set_aside("no activity in the period", amount=0)
                tally.counts["balance.changed_on empty"] += changed == "99999999"
            opening += sum(months)
            if number % 40 == 0:
                output.put("*" * 225)
                tally.skipped += 1
    trial.end()
    tally.close(output)
    return tally


class Trial:
    """The trial balance of each fund and year."""

    def __init__(self, tally):
        self.tally, self.posted, self.loaded, self.rows, self.first = tally, Counter(), Counter(), Counter(), {}

    def post(self, fund, year, amounts):
        """An account's opening and its twelve months, as the old system has them."""
        for m, cents in enumerate(amounts):
            self.posted[fund, year, m] += cents

    def load(self, place, fund, year, opening):
        self.first.setdefault((fund, year), place)
        self.rows[fund, year] += 1
        self.loaded[fund, year] += opening

    def end(self):
        for (fund, year), place in self.first.items():
            total = self.loaded[fund, year]
            if total:
                args = (f"{fund}, {year}", money(total), "0.00", self.rows[fund, year])
                self.tally.told(place, "balance", "TL0703", "trial-balance", args, "an account of the fund was refused", abs(total))


# ---- receivables ------------------------------------------------------------------------------------------------
RECEIVABLE_HEADER = ["Fund", "Customer", "Name", "Invoice", "Date", "Due", "Amount", "Status"]
# Items of fund 110, so that the control accounts of the others agree.
RECEIVABLE_MISTAKES = {
    10: ("TL0212", "dated", "29 February of a year that has none", changed_cell(5, "02/29/2025", ",")),
    18: ("TL0301", "customer_no", "no customer", changed_cell(2, "", ",")),
    26: ("TL0202", "amount", "a word for a number", changed_cell(7, "see file", ",")),
    34: ("TL0305", "status", "a status that nobody knows", changed_cell(8, "?", ",")),
    42: ("TL0111", "", "a cell too few", lambda c: csv_row(c[:-1], ",")),
}


class Owed:
    """Cents that a fund's customers owe."""

    def __init__(self):
        self.all = self.loaded = 0


def receivables(out, rows, mistakes):
    """The tally, and what is owed by fund."""
    tally, owed = Tally("receivables", mistakes), {fund: Owed() for fund in FUNDS}
    output = Output(out / "receivables/ARITEMS.CSV", "latin1", b"\n")
    rng, count, total = random.Random(29), max(80, rows // 20), 0
    output.put(csv_row(RECEIVABLE_HEADER, ","))
    tally.heading = output.record
    for i in range(count):
        fund, month = FUNDS[i % 4], 1 + int(rng.random() * 11)
        cents = amount(rng) * (-1 if rng.random() < 0.08 else 1)
        written_off = rng.random() < 0.04
        shown = f"{abs(cents) // 100:,}.{abs(cents) % 100:02d}{'CR' if cents < 0 else ''}"
        cells = [fund, f"C{1 + int(rng.random() * count):06d}", f"{pick(rng, LAST)}, {pick(rng, FIRST)}", f"R{i + 1:07d}",
                 f"{month:02d}/{1 + int(rng.random() * 28):02d}/2025", f"{month + 1:02d}/28/2025", shown,
                 "W" if written_off else "O"]
        total += cents
        wrong = RECEIVABLE_MISTAKES.get(i + 1)
        if wrong:
            code, field, words, change = wrong
            cells[7] = "O"
            owed[fund].all += cents
            tally.reject(output.put(change(cells)), ["receivable"], code, field, words)
            continue
        output.put(csv_row(cells, ","))
        if written_off:
            tally.set_aside("written off", amount=cents)
            continue
        owed[fund].all += cents
        owed[fund].loaded += cents
        tally.load("receivable", amount=cents)
    output.put(f"Total,{count},{money(total)}")
    tally.informing += 1  # the control reads it
    tally.close(output)
    return tally, owed


# ---- vendors and open invoices ----------------------------------------------------------------------------------
VENDOR_HEADER = ["Fournisseur", "Nom", "Adresse", "Ville", "Province", "Code postal", "Contact", "Langue", "No TPS/TVH",
                 "Limite de crédit", "Actif", "Depuis", "Modifié"]
VENDOR_MISTAKES = {
    4: ("TL0111", "", "a cell too few", lambda c: csv_row(c[:-1])),
    9: ("TL0111", "", "a delimiter in the name, not quoted", lambda c: csv_row(c[:2] + ["succ. Nord"] + c[2:])),
    14: ("TL0113", "name", "text after a closing quote", lambda c: csv_row(c[:1]) + ';"GARAGE "CHEZ PAUL" INC.";' + csv_row(c[2:])),
    19: ("TL0113", "address", "quotes inside of a cell that is not quoted",
         lambda c: csv_row(c[:2]) + ';Route "B" Ouest;' + csv_row(c[3:])),
    24: ("TL0201", "name", "byte 0x81, which Windows-1252 does not have", changed_cell(2, f"Th{BAD_BYTE}riault inc.")),
    29: ("TL0306", "gst_no", "a business number with a wrong check digit", changed_cell(9, "123456789RT0001")),
    34: ("TL0305", "province", "two letters O", changed_cell(5, "OO")),
    39: ("TL0214", "active", "neither yes nor no", changed_cell(11, "X")),
    44: ("TL0213", "changed", "25 o'clock", changed_cell(13, "2026-10-30 25:10:00")),
    49: ("TL0301", "name", "no name", changed_cell(2, "")),
    52: ("TL0304", "vendor_no", "a number of the system before", changed_cell(1, "V-0053")),
    54: ("TL0302", "credit_limit", "above every limit that the town gave", changed_cell(10, "9\u00a0999\u00a0999,99")),
    56: ("TL0212", "since", "31 November", changed_cell(12, "31-11-2019")),
    58: ("TL0303", "name", "a name of one letter", changed_cell(2, "X")),
}
VENDOR_WARNINGS = {21: "POX 1C0", 31: "P0X-1C0", 41: "D0X 1C0"}
SAME_BUSINESS = (12, 47)  # the second has the business number of the first


def vendors(out, rows, mistakes):
    tally = Tally("vendors", mistakes)
    output = Output(out / "payables/VENDORS.CSV", "cp1252", b"\r\n")
    rng = random.Random(11)
    for title in ("Town of Portage Narrows / Ville de Portage Narrows", "Vendors / Fournisseurs", "2026-11-02"):
        output.put(title)
    output.put(csv_row(VENDOR_HEADER))
    tally.heading = output.record
    count, same, older = vendor_count(rows), [], None
    for i in range(count):
        address = f"{1 + int(rng.random() * 900)} {pick(rng, STREETS)}"
        if rng.random() < 0.15:
            address += "\r\n" + ("C.P. 12" if rng.random() < 0.5 else 'Unit "B"; 2nd floor')
        inactive, language, limited = is_inactive(i), rng.random(), rng.random()
        cells = [vendor_no(i), vendor_name(i), address, pick(rng, TOWNS), "QC" if rng.random() < 0.2 else "ON", pick(rng, POSTAL),
                 f"{pick(rng, FIRST)} {pick(rng, LAST)}", "" if language < 0.1 else "F" if language < 0.5 else "E",
                 business_no(SAME_BUSINESS[0] - 1 if i + 1 == SAME_BUSINESS[1] else i),
                 "s.o." if limited < 0.1 else "" if limited < 0.2 else comma(int(rng.random() * 200) * 100_000 // 10),
                 "N" if inactive else "O" if rng.random() < 0.9 else "Oui",
                 f"{1 + int(rng.random() * 28):02d}-{1 + int(rng.random() * 12):02d}-{1990 + int(rng.random() * 30)}",
                 "" if rng.random() < 0.1 else f"2026-{1 + int(rng.random() * 10):02d}-17 {8 + int(rng.random() * 9):02d}:05:00"]
        wrong = VENDOR_MISTAKES.get(i + 1)
        if wrong:
            code, field, words, change = wrong
            cells[10] = "O"
            tally.reject(output.put(change(cells)), ["vendor"], code, field, words)
            continue
        warned = VENDOR_WARNINGS.get(i + 1)
        if warned:
            cells[5] = warned
        place = output.put(csv_row(cells))
        if i + 1 in SAME_BUSINESS:
            same.append(place)
        limit = 0 if cells[9] in ("", "s.o.") else int(cells[9].replace("\u00a0", "").replace(",", ""))
        if inactive:
            tally.set_aside("vendors no longer used", credit_limit=limit)
            continue
        tally.load("vendor", credit_limit=limit)
        if i > 60 and cells[12] and limit and not older:
            older = cells[:2] + ["12 Main St"] + cells[3:12] + ["2025-01-17 08:05:00"], limit
        tally.counts["vendor.language defaulted"] += cells[7] == ""
        tally.counts["vendor.credit_limit empty"] += cells[9] in ("", "s.o.")
        tally.counts["vendor.changed_at empty"] += cells[12] == ""
        if warned:
            tally.warn(place, "TL0306", "postal_code", "no postal code of Canada")
    for place, other in zip(same, reversed(same)):
        args = (business_no(SAME_BUSINESS[0] - 1), *other[:2])
        tally.told(place, "vendor", "TL0701", "same-business", args, "two vendors of one business number")
    cells, limit = older
    tally.drop(output.put(csv_row(cells)), "an older version of a vendor, behind the others", "replaced by a later version",
               credit_limit=limit)
    output.put(f"Total;{count + 1}")
    tally.skipped += 1
    tally.close(output)
    return tally


INVOICE_HEADER = ["Fournisseur", "Facture", "Date", "Échéance", "Libellé", "Brut", "Solde", "Devise", "Statut"]
INVOICE_MISTAKES = {
    5: ("TL0206", "balance", "the thousands are grouped wrongly", changed_cell(7, "1\u00a02345,00")),
    10: ("TL0204", "gross", "three decimals", changed_cell(6, "12,345")),
    15: ("TL0202", "balance", "a word for a number", changed_cell(7, "inconnu")),
    20: ("TL0203", "gross", "more digits than the type has", changed_cell(6, "12345678901,00")),
    25: ("TL0211", "dated", "another order of the date", changed_cell(3, "2026/01/05")),
    30: ("TL0212", "dated", "30 February", changed_cell(3, "30-02-2026")),
    35: ("TL0200", "balance", "no amount", changed_cell(7, "")),
    40: ("TL0201", "description", "byte 0x81 behind a quoted newline", changed_cell(5, f"Sel\r\n{BAD_BYTE}t\u00e9 2026")),
    45: ("TL0113", "description", "text after a closing quote",
         lambda c: csv_row(c[:4]) + ';"Tuyau "2 po" noir";' + csv_row(c[5:])),
    50: ("TL0111", "", "a cell too many", lambda c: csv_row(c + ["?"])),
    55: ("TL0305", "status", "a status that nobody knows", changed_cell(9, "Z")),
    60: ("TL0205", "balance", "a minus behind the number", changed_cell(7, "123,45-")),
    70: ("TL0301", "invoice_no", "no number", changed_cell(2, "")),
    75: ("TL0302", "invoiced_on", "a date in the future", changed_cell(3, "05-01-2062")),
}
REPEATED_HEADER_AFTER = 65
SAME_INVOICE = (84, 85)
INVOICES_OF_VENDORS = {90: (NO_VENDOR, "a vendor that nobody knows"), 95: (vendor_no(3), "a vendor that was refused"),
                       100: (vendor_no(5), "a vendor no longer used, which is not loaded")}


def invoices(out, rows, mistakes):
    tally = Tally("invoices", mistakes)
    output = Output(out / "payables/OPENINV.CSV", "cp1252", b"\r\n")
    rng, total, same = random.Random(13), 0, []
    suppliers, count = vendor_count(rows), max(120, rows // 7)
    for title in ("Ville de Portage Narrows;;;;;;;;", "Comptes à payer au 2026-10-31;;;;;;;;"):
        output.put(title)
    output.put(csv_row(INVOICE_HEADER))
    tally.heading = output.record
    for i in range(count):
        gross = amount(rng) * (-1 if rng.random() < 0.06 else 1)
        paid, cancelled = rng.random(), rng.random() < 0.04
        if i + 1 in SAME_INVOICE or i + 1 in INVOICES_OF_VENDORS:
            paid, cancelled = 1.0, False
        balance = 0 if paid < 0.05 else gross // 2 if paid < 0.15 else gross
        total += balance
        words = f"{pick(rng, WORDS)} {pick(rng, WORDS)}".capitalize()
        if rng.random() < 0.12:
            words += "\r\n" + ("réf. \"A-12\"" if rng.random() < 0.5 else "lot 4; phase 2")
        month = 1 + int(rng.random() * 10)
        due = rng.random()
        cells = [vendor_no(vendor_of(rng, suppliers)), f"{2026}-{i + 1:04d}", f"{1 + int(rng.random() * 28):02d}-{month:02d}-2026",
                 "0000-00-00" if due < 0.05 else "" if due < 0.1 else f"2026-{month + 1:02d}-15", words, comma(gross), comma(balance),
                 "" if rng.random() < 0.8 else "CAD" if rng.random() < 0.8 else "USD",
                 "A" if cancelled else "L" if rng.random() < 0.05 else "O"]
        wrong = INVOICE_MISTAKES.get(i + 1)
        if wrong:
            code, field, words, change = wrong
            cells[8] = "O"
            if cells[6] == "0,00":
                cells[6] = cells[5]
            tally.reject(output.put(change(cells)), ["open_invoice"], code, field, words)
            continue
        if i + 1 == SAME_INVOICE[1]:
            cells[:2] = same[0][1]
        of_vendor = INVOICES_OF_VENDORS.get(i + 1)
        if of_vendor:
            cells[0] = of_vendor[0]
            found = ("TL0702", "vendor", (cells[0], "vendor", "vendor_no"), balance)
            tally.broken(output.put(csv_row(cells)), ["open_invoice"], [found], of_vendor[1])
            continue
        place = output.put(csv_row(cells))
        if i + 1 in SAME_INVOICE:
            same.append((place, cells[:2], balance))
        if i + 1 == REPEATED_HEADER_AFTER:
            tally.reject(output.put(csv_row(INVOICE_HEADER)), ["open_invoice"], "TL0112", "", "the header again: two days' lists in one file")
        if cancelled:
            tally.set_aside("cancelled in the old system", gross=gross, balance=balance)
        elif balance == 0:
            tally.set_aside("nothing left to pay", gross=gross, balance=0)
        else:
            tally.load("open_invoice", gross=gross, balance=balance)
            tally.counts["open_invoice.currency defaulted"] += cells[7] == ""
            tally.counts["open_invoice.due_on empty"] += cells[3] in ("", "0000-00-00")
    for (place, cells, balance), (other, *_) in zip(same, reversed(same)):
        args = (", ".join(cells), *other[:2])
        tally.told(place, "open_invoice", "TL0701", "once", args, "an invoice that was keyed twice", balance)
    output.put(f"Total;{count};{comma(total)}")
    tally.skipped += 1
    tally.close(output)
    return tally


# ---- cheques ----------------------------------------------------------------------------------------------------
CHEQUE_MISTAKES = {
    13: ("TL0212", "dated", "30 February", lambda s: part_of(s, 13, "260230")),
    21: ("TL0202", "amount", "letter O for a zero", lambda s: part_of(s, 55, "O")),
    28: ("TL0305", "status", "a status that nobody knows", lambda s: part_of(s, 66, "X")),
    62: ("TL0202", "cheque_no", "a letter in the number", lambda s: part_of(s, 8, "A")),
    69: ("TL0304", "bank", "letters for the bank account", lambda s: part_of(s, 2, "TRST")),
}
CHEQUES_LEFT_OUT = {34: 1, 46: 3}  # so many numbers before this one are in no list
SAME_CHEQUE_NO, CASHED_EARLY, CHEQUE_OF_NOBODY = 50, 75, 56


def cheques(out, rows, mistakes):
    tally = Tally("cheques", mistakes)
    output = Output(out / "payables/CHEQUES.TXT", "cp850", b"\n")
    rng, count, total = random.Random(31), max(90, rows // 25), 0
    suppliers, given, loaded = vendor_count(rows), {"0101": 40_000, "0202": 7_000}, {}
    for i in range(1, count + 1):
        bank = "0202" if i % 7 == 4 else "0101"
        given[bank] += 1 + CHEQUES_LEFT_OUT.get(i, 0) - (i == SAME_CHEQUE_NO)
        void, cashed = rng.random() < 0.05, rng.random() < 0.8
        if i in (CASHED_EARLY, SAME_CHEQUE_NO, CHEQUE_OF_NOBODY) or i in CHEQUE_MISTAKES:
            void, cashed = False, True
        month, day, vendor = 1 + int(rng.random() * 9), 1 + int(rng.random() * 28), vendor_of(rng, suppliers)
        cents = 0 if void else amount(rng)
        total += cents
        later = month - 1 if i == CASHED_EARLY else month + 1
        number = NO_VENDOR if i == CHEQUE_OF_NOBODY else vendor_no(vendor)
        line = (f"C{bank}{given[bank]:07d}26{month:02d}{day:02d}{number}{vendor_name(vendor)[:30]:<30}{cents:011d}"
                f"{'V' if void else 'C' if cashed else 'O'}{f'26{later:02d}05' if cashed and not void else '000000'}")
        wrong = CHEQUE_MISTAKES.get(i)
        if wrong:
            tally.reject(output.put(wrong[3](line)), ["cheque"], *wrong[:3])
            continue
        place = output.put(line)
        tally.load("cheque", amount=cents)
        tally.counts["cheque.cashed_on empty"] += void or not cashed
        in_sequence(tally, place, (bank, given[bank]), loaded, i in CHEQUES_LEFT_OUT)
        if i == CHEQUE_OF_NOBODY:
            args = (number, "vendor", "vendor_no")
            tally.told(place, "cheque", "TL0702", "vendor", args, "a vendor that nobody knows", cents)
        if i == CASHED_EARLY:
            tally.warn(place, "TL0320", "cashed-after", "cashed before it was written")
    output.put(f"Z{count:07d}{total:013d}")
    tally.skipped += 1
    tally.close(output)
    return tally


def in_sequence(tally, place, cheque, loaded, is_left_out):
    """Count what the numbers of a bank account leave out, or give twice; `loaded` has the last one of each."""
    bank, number = cheque
    before, other = loaded.get(bank, (number - 1, place))
    if number == before:
        args = (bank, number, *other[:2])
        tally.told(place, "cheque", "TL0707", "every-number", args, "a number that was given twice")
    elif number > before + 1:
        words = "numbers that no list has" if is_left_out else "the cheque before it was refused"
        first, last = before + 1, number - 1
        tally.told(place, "cheque", "TL0706", "every-number", (bank, first, last if last > first else ""), words)
    loaded[bank] = (number, place)


# ---- the tax roll -----------------------------------------------------------------------------------------------
FEEDS = {"AA": TABLES["taxroll"], "BB": ["property"], "JJ": ["property"], "KK": ["property"], "GG": ["owner"],
         "PA": ["assessment"], "PB": ["school_support"], "PI": ["destination"]}
# property -> kind -> (code, field, words, change of the line); `more` are further lines of it
ROLL_MISTAKES = {
    3: {"PA": ("TL0202", "total", "a letter in the value", lambda s: part_of(s, 75, "Z"))},
    6: {"GG": ("TL0202", "owner_no", "a blank and a letter in the owner's number", lambda s: part_of(s, 23, "0X1"))},
    9: {"PB": ("TL0202", "split.value", "the second share is no number", lambda s: part_of(s, 33, "N/A       "))},
    12: {"PA": ("TL0305", "class", "a class that nobody knows", lambda s: part_of(s, 36, "W"))},
    15: {"PI": ("TL0103", "roll", "the roll number of another property", lambda s: part_of(s, 16, "9999"))},
    18: {"GG": ("TL0103", "roll", "the roll number of another property", lambda s: part_of(s, 16, "9999"))},
    21: {"PA": ("TL0302", "total", "a property of no value that is not exempt", lambda s: part_of(s, 72, "0" * 10))},
    24: {"GG": ("TL0301", "name", "no name", lambda s: part_of(s, 26, " " * 28))},
    27: {"PI": ("TL0200", "destination", "no value", lambda s: part_of(s, 42, " " * 10))},
    30: {"GG": ("TL0302", "birth_year", "an owner born in 1066", lambda s: part_of(s, 61, "1066"))},
}
ROLL_BAD_NUMBER, ROLL_NO_STREET, ROLL_BAD_LOT, ROLL_WARNING = 13, 16, 19, 22
ROLL_UNKNOWN_AFTER = {10, 25}
ROLL_REFUSED = {ROLL_BAD_NUMBER, ROLL_NO_STREET, ROLL_BAD_LOT}


def taxroll(out, rows, mistakes):
    tally = Tally("taxroll", mistakes)
    output = Output(out / "taxroll/TAXROLL.TXT", "latin1", b"\r\n")
    rng = random.Random(17)
    orphan = output.put(f"{'5766010000000010000GG 001LA MUNICIPALITÉ DE PORTAGE':<100}")
    tally.reject(orphan, ["owner"], "TL0102", "", "an owner before any property")
    count = max(40, rows // 30)
    for i in range(1, count + 1):
        lines, facts = roll_lines(rng, i)
        last = i == count
        put_property(output, tally, i, lines, facts, last)
        if i in ROLL_UNKNOWN_AFTER:
            place = output.put(f"{lines[0][0][:19]}ZZ{'RESERVED':<79}")
            tally.reject(place, TABLES["taxroll"], "TL0101", "", "a code that the layout does not have")
    tally.close(output)
    return tally


def roll_lines(rng, i):
    """(line, kind, facts) of a property; every line is 100 characters long."""
    roll = f"5766{i // 4000 % 1000:03d}{i // 100 % 40:03d}{i % 100_000:05d}0000"
    ward, value = f"{1 + i % 4:02d}", (50 + int(rng.random() * 900)) * 1000
    start = value * (70 + int(rng.random() * 30)) // 100
    classes = "E" if rng.random() < 0.05 else pick(rng, ["R", "R", "R", "M", "C", "I", "F"])
    frontage = int(rng.random() * 20_000)
    lot, owners, mail, second = rng.random() < 0.9, 1 + (rng.random() < 0.4), rng.random() < 0.95, rng.random() < 0.2
    share = value * int(rng.random() * 5) // 4 if rng.random() < 0.8 else 0
    share = min(share, value)
    lines = []

    def add(kind, body, **facts):
        lines.append((f"{roll}{kind}{body:<79}"[:100], kind, facts))

    previous = "0" * 19 if rng.random() < 0.7 else f"{roll[:15]}0001"
    add("AA", f"{ward}{10 + i % 30:03d}{' ' * 22}{previous}", previous=previous)
    if lot:
        area = int(rng.random() * 2_000_000)
        code = pick(rng, ["301", "313", "322", "400"])
        add("BB", f"{frontage:06d}{area:07d}{' ' * 8}{code}", frontage=frontage, area=area)
    add("CC", "1  D/C060B1942")
    for n in range(1, owners + 1):
        person = f"{pick(rng, LAST)}, {pick(rng, FIRST)}".upper()[:28]
        born = "0000" if rng.random() < 0.2 else f"{1930 + int(rng.random() * 70)}"
        add("GG", f" {n:03d}{person:<28}{' ' * 7}{born}", born=born)
    add("HH", f"{1 + int(rng.random() * 900)} {pick(rng, STREETS)}")
    if mail:
        city = pick(rng, TOWNS).upper() + " ON"
        add("JJ", f"{city[:21]:<21}{pick(rng, POSTAL)}")
    civic = "     " if rng.random() < 0.05 else f"{1 + int(rng.random() * 9000):05d}"
    add("KK", f"{civic}{' ' * 6}{pick(rng, STREETS):<17}"[:28], civic=civic)
    pieces = [value] if not second else [value * 3 // 4, value - value * 3 // 4]
    for n, piece in enumerate(pieces):
        kind = classes if n == 0 else "T"
        phase = start * piece // value
        add("PA", f"{n + 1}{phase:010d}{' ' * 3}{kind}T{' ' * 34}{piece:010d}"[:79], phase_in=phase, total=piece, exempt=kind == "E")
    add("PB", f"1{share:010d}{value - share:010d}{0:010d}", splits=[share, value - share, 0])
    add("PI", f"{start:010d}{value:010d}{value:010d}", start=start, destination=value)
    return lines, {"civic": civic, "mail": mail, "lot": lot}


def put_property(output, tally, i, lines, facts, last):
    """Write a property's lines, and count what a correct load makes of each."""
    wrongs = ROLL_MISTAKES.get(i, {})
    reason, parent = None, None
    if i == ROLL_BAD_NUMBER:
        reason = ("TL0304", "roll", "a letter in the roll number")
        lines = [(part_of(line, 12, "X"), kind, more) for line, kind, more in lines]
    elif i == ROLL_NO_STREET:
        reason = ("TL0106", "", "a property without its street line")
        lines = [each for each in lines if each[1] != "KK"]
    elif i == ROLL_BAD_LOT:
        reason = ("TL0105", "", "its lot was refused")
        if not any(kind == "BB" for _, kind, _ in lines):
            raise SystemExit("the property whose lot is wrong has no lot")
    done = set()
    for n, (line, kind, more) in enumerate(lines):
        end = b"" if last and n == len(lines) - 1 else None  # the file's last line has no end
        wrong = wrongs.get(kind) if kind not in done else None
        done.add(kind)
        if i == ROLL_BAD_LOT and kind == "BB":
            wrong = ("TL0202", "frontage", "feet and inches", lambda s: part_of(s, 22, "66'6\" "))
        if i == ROLL_WARNING and kind == "JJ":
            line = part_of(line, 43, "P0X 1O0")
        place = output.put(wrong[3](line) if wrong else line, end)
        if kind in ("CC", "HH", "LL"):
            tally.skipped += 1
        elif wrong:
            tally.reject(place, FEEDS[kind], *wrong[:3])
        elif reason and kind == "AA":
            parent = place[1]
            tally.reject(place, FEEDS[kind], *reason)
        elif reason:
            tally.reject(place, FEEDS[kind], "TL0104", "", f"its property, record {parent}, was refused")
        else:
            roll_row(tally, kind, more)
            if i == ROLL_WARNING and kind == "JJ":
                tally.warn(place, "TL0306", "postal_code", "a letter O for a zero")


def roll_row(tally, kind, facts):
    if kind == "AA":
        tally.load("property")
        tally.counts["property.previous_roll empty"] += set(facts["previous"]) == {"0"}
    elif kind == "BB":
        tally.loaded += 1
        tally.sums["property", "frontage"] += facts["frontage"]
        tally.sums["property", "area"] += facts["area"]
        tally.counts["property.frontage present"] += 1
    elif kind == "JJ":
        tally.loaded += 1
    elif kind == "KK":
        tally.loaded += 1
        tally.counts["property.civic_no empty"] += facts["civic"].isspace()
    elif kind == "GG":
        tally.load("owner")
        tally.counts["owner.birth_year empty"] += facts["born"] == "0000"
    elif kind == "PA" and facts["exempt"]:
        tally.set_aside("exempt from taxes", phase_in=facts["phase_in"], total=facts["total"])
    elif kind == "PA":
        tally.load("assessment", phase_in=facts["phase_in"], total=facts["total"])
    elif kind == "PB":
        tally.loaded += 1
        for value in facts["splits"]:
            if value:
                tally.row("school_support", value=value)
            else:
                tally.set_aside("no share")
    elif kind == "PI":
        tally.load("destination", start=facts["start"], amount=facts["destination"])


# ---- tax rates and levies ---------------------------------------------------------------------------------------
# class -> (first day, last day, hundred-millionths of a per cent)
RATES = {
    "RT": [("2025-01-01", "2025-12-31", 118_432_100), ("2026-01-01", "", 121_906_550)],
    "MT": [("2025-01-01", "2025-12-31", 217_310_400), ("2026-01-01", "", 219_802_075)],
    "CT": [("2025-01-01", "2025-12-31", 266_901_225), ("2026-01-01", "2026-05-31", 271_440_000), ("2026-06-01", "", 269_875_500)],
    "IT": [("2025-01-01", "2025-12-31", 309_006_150), ("2026-01-01", "", 311_118_325)],
    "FT": [("2025-01-01", "2025-12-31", 29_608_025), ("2026-01-01", "", 30_476_650)],
    "TT": [("2025-01-01", "2025-12-31", 29_608_025), ("2026-01-01", "", 30_476_650)],
}
LEVY_MISTAKES = {
    20: ("TL0308", "rate", "a class that no by-law names", lambda s: part_of(s, 20, "ZT")),
    23: ("TL0309", "rate", "a day before the first by-law", lambda s: part_of(s, 26, "20230630")),
    26: ("TL0202", "assessed", "a letter in the value", lambda s: part_of(s, 43, "Z")),
    28: ("TL0200", "assessed", "no value", lambda s: part_of(s, 34, " " * 10)),
    29: ("TL0305", "status", "a status that nobody knows", lambda s: part_of(s, 56, "?")),
    31: ("TL0304", "roll", "a letter in the roll number", lambda s: part_of(s, 12, "X")),
}
LEVY_SENT_TWICE, LEVY_OF_MORE = 35, 33
A_CENT_LESS, LAST_YEARS_RATE, ON_THE_PHASED_VALUE = 5, 8, 11
LEVY_WARNINGS = {A_CENT_LESS: "a cent less: the old program cut off", LAST_YEARS_RATE: "by the rate of the year before",
                 ON_THE_PHASED_VALUE: "on the phased-in value"}


def rates(out):
    """The crosswalk of tax rates by class, as the by-laws give them."""
    with open(out / "crosswalk/rates.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("class;valid_from;valid_to;rate\n")
        for name, periods in RATES.items():
            for first, last, rate in periods:
                file.write(f"{name};{first};{last};{rate // 100_000_000},{rate % 100_000_000:08d}\n")


def tax_of(name, day, value):
    """Cents, half a cent upwards."""
    rate = next(rate for first, last, rate in RATES[name] if first <= day <= (last or "9999-12-31"))
    return (value * rate + 50_000_000) // 100_000_000


def levies(out, rows, mistakes):
    """What was billed for the properties of the roll, in 2025 on the phased-in value and in 2026 on the whole."""
    tally = Tally("levies", mistakes)
    output = Output(out / "taxroll/LEVIES.TXT", "latin1", b"\n")
    rng, count, total = random.Random(17), max(40, rows // 30), 0
    printed = Counter()  # by year, and by class in 2026, what the old system's registers say of all lines
    for i in range(1, count + 1):
        lines, _ = roll_lines(rng, i)
        roll = lines[0][0][:19]
        owner = next(line[25:53] for line, kind, _ in lines if kind == "GG")
        values = [(line[35] + "T", facts) for line, kind, facts in lines if kind == "PA" and not facts["exempt"]]
        planted = i in LEVY_MISTAKES or i in LEVY_WARNINGS or i in (LEVY_SENT_TWICE, LEVY_OF_MORE)
        if planted and is_exempt(lines):
            raise SystemExit(f"property {i}: a mistake in the levy of an exempt property")
        billed, first = 0, None
        for year in (2025, 2026):
            for n, (name, facts) in enumerate(values):
                value = facts["phase_in" if year == 2025 else "total"]
                value += 10_000 * (i == LEVY_OF_MORE and year == 2026 and n == 0)
                cents = tax_of(name, f"{year}-06-30", value)
                warned = LEVY_WARNINGS.get(i) if year == 2026 and n == 0 else None
                if warned:
                    cents = {A_CENT_LESS: cents - 1, LAST_YEARS_RATE: tax_of(name, "2025-06-30", value),
                             ON_THE_PHASED_VALUE: tax_of(name, f"{year}-06-30", facts["phase_in"])}[i]
                cancelled = (i % 25 == 7) and year == 2025 and n == 0
                line = (f"{roll}{name}{year}{year}0630{value:010d}{overpunch(cents, 12)}{'X' if cancelled else 'B'}{owner}")
                total += cents
                twice = i == LEVY_SENT_TWICE and year == 2025 and n == 0
                printed[year] += 1 + twice
                if year == 2026:
                    printed[name, "levied"] += cents
                    printed[name, "lines"] += 1
                wrong = LEVY_MISTAKES.get(i) if year == 2025 and n == 0 else None
                if wrong:
                    tally.reject(output.put(wrong[3](line)), ["tax_levy"], *wrong[:3])
                    continue
                place = output.put(line)
                if cancelled:
                    tally.set_aside("cancelled and billed anew", assessed=value, levied=cents)
                    continue
                if twice:
                    total += cents
                    sent_twice(tally, f"{roll}, {name}, {year}", cents, place, output.put(line))
                    continue
                tally.load("tax_levy", assessed=value, levied=cents)
                if year == 2026:
                    billed, first = billed + value, first or place
                if warned:
                    tally.warn(place, "TL0320", "by-the-rate", warned)
                if i in ROLL_REFUSED:
                    args = (roll, "property", "roll")
                    tally.told(place, "tax_levy", "TL0702", "property", args, "its property was refused", cents)
        assessed = roll_value(i, lines)
        if first and billed != assessed:
            words = "10,000 more than the roll says" if i == LEVY_OF_MORE else "its value in the roll was refused"
            tally.told(first, "tax_levy", "TL0704", "as-assessed", (roll, billed, assessed, "assessment"), words,
                       abs(billed - assessed))
    output.put(f"TOTAL {output.record:07d}{total:013d}")
    tally.skipped += 1
    tally.close(output)
    registers(out, printed)
    return tally


def registers(out, printed):
    """The old system's own figures of the levies, as it printed them; the tables must come to them."""
    path = out / "controls"
    path.mkdir(parents=True, exist_ok=True)
    with open(path / "levies_by_year.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("year,lines\n")
        for year in (2025, 2026):
            file.write(f"{year},{printed[year]}\n")
    with open(path / "levied_2026.csv", "w", encoding="cp1252", newline="\n") as file:
        file.write("Catégorie;Lignes;Impôt\n")
        for name in sorted(key[0] for key in printed if isinstance(key, tuple) and key[1] == "lines"):
            cents = printed[name, "levied"]
            file.write(f"{name};{printed[name, 'lines']};{cents // 100:,}".replace(",", "\u00a0") + f",{cents % 100:02d}\n")


def is_exempt(lines):
    """Whether a property's first value is."""
    return next(facts["exempt"] for _, kind, facts in lines if kind == "PA")


def roll_value(i, lines):
    """What is loaded of a property's values."""
    pieces = [facts for _, kind, facts in lines if kind == "PA"]
    if "PA" in ROLL_MISTAKES.get(i, {}):
        pieces = pieces[1:]
    return 0 if i in ROLL_REFUSED else sum(facts["total"] for facts in pieces if not facts["exempt"])


def sent_twice(tally, key, cents, one, other):
    for place, twin in ((one, other), (other, one)):
        found = ("TL0701", "once", (key, *twin[:2]), cents)
        tally.broken(place, ["tax_levy"], [found], "a line that was sent twice")


# ---- payroll ----------------------------------------------------------------------------------------------------
PAY_MISTAKES = {
    ("PAY202601.TXT", 4): ("TL0306", "sin", "a SIN whose last digit is wrong", lambda s: part_of(s, 15, str((int(s[14]) + 1) % 10))),
    ("PAY202601.TXT", 9): ("TL0212", "paid", "day 366 of a year that has 365", lambda s: part_of(s, 57, "26366")),
    ("PAY202601.TXT", 14): ("TL0205", "gross", "a star for a sign", lambda s: part_of(s, 72, "*")),
    ("PAY202601.TXT", 19): ("TL0301", "sin", "no SIN", lambda s: part_of(s, 7, " " * 9)),
    ("PAY202601.TXT", 24): ("TL0211", "hired", "a letter O for a zero", lambda s: part_of(s, 48, "O")),
    ("PAY202602.TXT", 3): ("TL0306", "sin", "nine times the same digit", lambda s: part_of(s, 7, "1" * 9)),
    ("PAY202602.TXT", 8): ("TL0302 TL0320", "gross", "a hundred times the pay, which leaves another net", lambda s: part_of(s, 63, "009123400 ")),
    ("PAY202602.TXT", 13): ("TL0202", "net", "a decimal point where it is implied", lambda s: part_of(s, 83, "001234.56 ")),
    ("PAY202602.TXT", 18): ("TL0108", "", "cut off after 90 bytes", lambda s: s[:90]),
    ("PAY202602.TXT", 23): ("TL0212", "born", "month 13", lambda s: part_of(s, 51, "801301")),
    ("PAY202603.TXT", 5): ("TL0305", "code", "a code that nobody knows", lambda s: part_of(s, 62, "K")),
    ("PAY202603.TXT", 10): ("TL0200", "deductions", "no amount", lambda s: part_of(s, 73, " " * 10)),
    ("PAY202603.TXT", 15): ("TL0304", "employee_no", "a letter in the number", lambda s: part_of(s, 1, "E")),
    ("PAY202603.TXT", 20): ("TL0301", "name", "no name", lambda s: part_of(s, 16, " " * 30)),
    ("PAY202603.TXT", 25): ("TL0302", "paid_on", "paid a year too early", lambda s: part_of(s, 57, "25")),
}
PAY_WARNINGS = {("PAY202601.TXT", 29), ("PAY202603.TXT", 30)}
PAY_BAD_HOURS = {("PAY202602.TXT", 11), ("PAY202602.TXT", 12), ("PAY202603.TXT", 12)}


def payroll(out, rows, mistakes):
    tally = Tally("payroll", mistakes)
    count = max(35, rows // 50)
    for pay in (1, 2, 3):
        rng = random.Random(19 + pay)
        output = Output(out / f"payroll/PAY2026{pay:02d}.TXT", "cp863", b"\n")
        for i in range(count):
            pay_line(output, tally, rng, pay, i)
        tally.close(output)
    return tally


def pay_line(output, tally, rng, pay, i):
    key = (output.name, i + 1)
    name = f"{LAST[i % 20]}, {FIRST[(i * 7 + i // 20) % 20]}".replace("ü", "u").replace("Ü", "U")
    year = 1975 + i * 7 % 50
    hired = julian(year, 1 + i % 12, 1 + i % 28)
    born = f"{(year - 25) % 100:02d}{1 + i * 5 % 12:02d}{1 + i * 11 % 28:02d}"
    code = pick(rng, "RRRRRRROA")
    void = rng.random() < 0.04
    gross = (80_000 + int(rng.random() * 400_000)) * (-1 if code == "A" and rng.random() < 0.5 else 1)
    deductions = gross * 31 // 100
    hours = 0 if code == "A" else 7_000 + int(rng.random() * 1_000)
    left = "260214" if rng.random() < 0.03 else "000000"
    hours_text = "     " if hours == 0 else f"{hours:05d}"
    warned, bad_hours, wrong = key in PAY_WARNINGS, key in PAY_BAD_HOURS, PAY_MISTAKES.get(key)
    if warned or bad_hours or wrong:
        void = False
    if bad_hours:
        hours, hours_text = 0, "**.**"
    postal = "P0X1CO" if warned else POSTAL[i % len(POSTAL)]
    line = (f"{i + 1:06d}{sin(i)}{name:<30}{hired}{born}{julian(2026, pay, 15)}{'V' if void else code}{trailing(gross, 10)}"
            f"{trailing(deductions, 10)}{trailing(gross - deductions, 10)}{hours_text}{left}{postal:<7}")
    if wrong:
        code, field, words, change = wrong
        tally.reject(output.put(change(line)), ["pay_line"], code, field, words)
        return
    place = output.put(line)
    if void:
        tally.set_aside("voided cheques", gross=gross, deductions=deductions, net=gross - deductions, hours=hours)
        return
    tally.load("pay_line", gross=gross, deductions=deductions, net=gross - deductions, hours=hours)
    tally.counts["pay_line.hours empty, since bad"] += bad_hours
    tally.counts["pay_line.hours zero, since blank"] += hours_text.isspace()
    tally.counts["pay_line.left_on empty"] += left == "000000"
    if warned:
        tally.warn(place, "TL0306", "postal_code", "a letter O for a zero, and no space")


# ---- the crosswalk ----------------------------------------------------------------------------------------------
# ---- water and sewer, on the mainframe --------------------------------------------------------------------------
CLASSES = ("RE", "RE", "RE", "CO", "PU")
SERVICES = ("WA", "SE", "SP", "PN")
# account, from 1 -> (code, field, words); what is wrong with its record
ACCOUNT_MISTAKES = {
    4: ("TL0305", "ub_class", "a class that the programs have no name for"),
    7: ("TL0226", "ub_balance", "a letter in a packed amount"),
    11: ("TL0212", "ub_opened", "day 400 of a year"),
    15: ("TL0101", "", "a rate code of no layout"),
}
NEVER_OPENED = 6  # X'00' in the day of opening
CLERKS_CODE = 9  # a bill with a status of its own


def utilities(out, rows, mistakes):
    tally = Tally("utilities", mistakes)
    output = Output(out / "utilities/UTILBILL.DAT", "cp037", b"")
    rng, accounts, bills, billed = random.Random(37), max(90, rows // 30), 0, 0
    for i in range(1, accounts + 1):
        utility_account(output, tally, rng, i)
        for quarter in (1, 2):
            bills += 1
            billed += utility_bill(output, tally, rng, bills, i, quarter)
    output.described("T".encode("cp037") + packed(bills, 7, False) + packed(billed, 13))
    tally.informing += 1
    tally.close(output)
    return tally


def utility_account(output, tally, rng, i):
    is_flat, ebcdic = i % 5 == 2, lambda text: text.encode("cp037")
    name = f"{pick(rng, FIRST)} {pick(rng, LAST)}"
    street = f"{1 + int(rng.random() * 990)} {pick(rng, STREETS)}"
    opened = (1970 + int(rng.random() * 55)) * 1000 + 1 + int(rng.random() * 365)
    balance = amount(rng) * (-1 if rng.random() < 0.1 else 1)
    kind, wrong = "XX" if i == 4 else CLASSES[i % 5], ACCOUNT_MISTAKES.get(i)
    day = b"\0" * 4 if i == NEVER_OPENED else packed(2001400 if i == 11 else opened, 7, False)
    owed = packed(balance, 9)
    if i == 7:
        owed = owed[:2] + b"\xA1" + owed[3:]
    flat = 2_500 + int(rng.random() * 4_000)
    rate = packed(flat, 7) + ebcdic(f"{1 + i % 4:03d}   ") if is_flat else (
        packed(100_000_000 + i * 7919, 9, False) + (i * 131).to_bytes(4, "big") + ebcdic(" "))
    code = "?" if i == 15 else "F" if is_flat else "M"
    place = output.described(ebcdic(f"A{10_000_000 + i:08d}{name[:30]:<30}{street[:24]:<24}{kind}") + day + owed
                             + ebcdic(code) + rate)
    table = "flat_account" if is_flat else "metered_account"
    if wrong:
        tables = TABLES["utilities"] if wrong[0] == "TL0101" else [table]
        return tally.reject(place, tables, *wrong)
    tally.counts[f"{table}.opened_on empty"] += i == NEVER_OPENED
    tally.load(table, balance=balance, **({"flat_charge": flat} if is_flat else {}))


def utility_bill(output, tally, rng, number, i, quarter):
    """Gives what it comes to."""
    ebcdic, lines = lambda text: text.encode("cp037"), []
    for at in range(1 + int(rng.random() * 4)):
        units = 1 + int(rng.random() * 300)
        lines.append((SERVICES[at], units, units * (7 - at) - (500 if at == 3 and units % 2 else 0)))
    total = sum(cents for _, _, cents in lines)
    status = "Z" if number == CLERKS_CODE else pick(rng, ("O", "P", "P", "T"))
    head = ebcdic(f"B{10_000_000 + i:08d}") + packed(5_000_000 + number, 7, False) + ebcdic(f"2026{quarter * 3:02d}15{status}")
    body = b"".join(ebcdic(service) + packed(units, 5) + packed(cents, 7) for service, units, cents in lines)
    place = output.described(head + packed(total, 9) + len(lines).to_bytes(2, "big") + body)
    tally.load("utility_bill", total=total)
    for _, _, cents in lines:
        tally.row("utility_charge", charge=cents)
    if number == CLERKS_CODE:
        tally.counts["utility_bill.status_name empty"] += 1
        tally.warn(place, "TL0305", "ub_status", "a status that the programs have no name for")
    return total


def crosswalk(out, rows):
    """Old account to new account, UTF-8."""
    path = out / "crosswalk/accounts.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("old;new;title_fr\n")
        for i in range(max(60, rows // 40)):
            fund, dept, code = account(i)
            file.write(f"{fund}-{dept}-{code};{int(fund) // 10:02d}.{dept}.{50_000 + i:06d};{account_title(i)}\n")


def splits(out, rows):
    """Old account to new accounts, with percents."""
    with open(out / "crosswalk/splits.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("fund;dept;account;new;percent\n")
        for i in range(max(60, rows // 40)):
            fund, dept, code = account(i)
            percents = SPLIT.get(i, ("100",))
            for number, percent in enumerate(percents):
                new = f"{int(fund) // 10:02d}.{dept}.{50_000 + i:06d}" + (f"-{number + 1}" if len(percents) > 1 else "")
                file.write(f"{fund};{dept};{code};{new};{percent}\n")


# ---- the two lists ----------------------------------------------------------------------------------------------
HEAD = """# Mistakes in the samples
Made by `generate.py`, with the samples. The mappings' limits allow exactly these refusals.
Two of them limit money besides: `levies` what is levied in refused records, `invoices` what invoices without a vendor come to.

`record` and `line` count from 1, `offset` from 0. In the CSV files the title lines and the header count as records.
A record with several codes has several findings. A record that no table has claimed counts against every table of its mapping.
"""


def write_lists(out, tallies, mistakes):
    with open(out / "MISTAKES.md", "w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        for tally in tallies:
            of_it = sorted((m for m in mistakes if m[0] == tally.mapping), key=lambda m: (m[1], m[2]))
            limits = ", ".join(f"`{table}` {tally.refused[table]}" for table in TABLES[tally.mapping])
            file.write(f"\n## {tally.mapping}\nRefused records: {tally.rejected}. Against each table's limit: {limits}.\n\n")
            file.write("| file | record | line | offset | code | subject | what is wrong | so it is |\n|---|---|---|---|---|---|---|---|\n")
            for _, name, record, line, offset, code, field, words, effect in of_it:
                shown = "" if tally.mapping == "balances" else line
                file.write(f"| {name} | {record} | {shown} | {offset} | {code} | {field} | {words} | {effect} |\n")
    totals = {tally.mapping: tally.totals() for tally in tallies}
    text = json.dumps(totals, indent=2, ensure_ascii=False) + "\n"
    (out / "TOTALS.json").write_text(text, encoding="utf-8", newline="\n")


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--rows", type=int, default=ROWS)
    args.add_argument("--out", type=Path, default=Path(__file__).parent)
    args.add_argument("--verify", action="store_true")
    args = args.parse_args()
    if args.verify:
        import verify
        raise SystemExit(verify.compare(args.out))
    if args.rows < 1_000:
        raise SystemExit("--rows must be at least 1000: the mistakes need their places")
    mistakes = []
    of_receivables, owed = receivables(args.out, args.rows, mistakes)
    tallies = [journal(args.out, args.rows, mistakes), balances(args.out, args.rows, mistakes, owed), of_receivables]
    tallies += [make(args.out, args.rows, mistakes) for make in (vendors, invoices, cheques, taxroll, levies, payroll, utilities)]
    crosswalk(args.out, args.rows)
    splits(args.out, args.rows)
    rates(args.out)
    write_lists(args.out, tallies, mistakes)


if __name__ == "__main__":
    main()
