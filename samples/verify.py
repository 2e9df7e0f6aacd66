"""Read the samples again, by other code than made them, and compare with TOTALS.json.

In: the files of `generate.py`. Out: what a load by the mappings' words shows. It decodes each field on its own, as
slowly and plainly as it can; it takes nothing from generate.py. Codes of findings are not looked at, only whether a
record is refused, set aside or loaded, and the sums. Of the rules over several rows, those that refuse are kept; those that
warn are the program's to find.
"""
import csv
import datetime
import json
import re
from collections import Counter
from decimal import Decimal

PLUS, MINUS = "{ABCDEFGHI", "}JKLMNOPQR"
POSTAL = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d")


class Refused(Exception):
    """This record is refused."""


def need(condition):
    if not condition:
        raise Refused


def digits(text):
    need(re.fullmatch(r" *[0-9]+ *", text))
    return int(text)


def punched(text):
    need(re.fullmatch(r"[0-9]+[{}A-R]", text))
    last = text[-1]
    value = int(text[:-1]) * 10 + (PLUS.index(last) if last in PLUS else MINUS.index(last))
    return -value if last in MINUS else value


def signed(text):
    need(re.fullmatch(r"[0-9]+[-+ ]", text))
    return -int(text[:-1]) if text[-1] == "-" else int(text[:-1])


def french(text):
    """Cents of `-1 234,56`."""
    need(re.fullmatch(r"-?([0-9]{1,3}(\xa0[0-9]{3})*|[0-9]+),[0-9]{1,2}", text))
    value = Decimal(text.replace("\xa0", "").replace(",", ".")) * 100
    need(abs(value) < 10 ** 11)
    return int(value)


def day(text, form, least="0001-01-01", most="9999-12-31"):
    try:
        read = datetime.datetime.strptime(text, form).date()
    except ValueError:
        raise Refused from None
    need(least <= read.isoformat() <= most)
    return read


def luhn(text):
    doubled = [int(c) * (1 + i % 2) for i, c in enumerate(text)]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


class Shown:
    """What the reading shows."""

    def __init__(self):
        self.of, self.rows, self.sums, self.aside, self.rejected = Counter(), Counter(), Counter(), Counter(), Counter()
        self.keys = set()

    def row(self, table, **sums):
        self.rows[table] += 1
        for column, value in sums.items():
            self.sums[table, column] += value

    def refuse(self, *tables):
        self.of["rejected"] += 1
        self.rejected.update(tables)


# ---- the ten sources -------------------------------------------------------------------------------------------
def journal(root, shown):
    for path in sorted((root / "ledger").glob("GLJ*.TXT")):
        head, entries = None, []  # none, "open" or "refused"
        count, debits, credits, exact = 0, 0, 0, True
        for raw in path.read_bytes().rstrip(b"\x1a").split(b"\r\n")[:-1]:
            line = raw.decode("cp850")
            shown.of["records"] += 1
            if line[0] == "H":
                try:
                    day(line[9:17], "%Y%m%d")
                    head = "open"
                    shown.of["informing"] += 1
                except Refused:
                    head = "refused"
                    shown.refuse("journal")
                count, debits, credits, exact, entries = 0, 0, 0, True, []
            elif line[0] == "D":
                count += 1
                try:
                    need(head == "open")
                    entries += entry(line, shown)
                except Refused:
                    shown.refuse("journal")
                try:
                    cents = punched(line[43:56])
                    debits, credits = debits + max(cents, 0), credits + max(-cents, 0)
                except Refused:
                    exact = False  # the trailer's totals cannot be recomputed
            elif line[0] == "T":
                assert int(line[9:16]) == count, f"{path.name}: the trailer counts {line[9:16]}, there are {count}"
                if exact:
                    assert (punched(line[16:31]), punched(line[31:46])) == (debits, credits), f"{path.name}: {line}"
                whole_journals(entries, shown)
                head = None
                shown.of["skipped"] += 1
            elif line[0] == "1":
                shown.of["skipped"] += 1
            else:
                shown.refuse("journal")


def entry(line, shown):
    """(journal, line, cents) in a list; nothing if it is set aside."""
    need("\t" not in line and len(line) == 124)
    journal_no, line_no = digits(line[1:9]), digits(line[9:14])
    posted = day(line[27:35], "%Y%m%d")
    if line[35:43] != "00000000":
        day(line[35:43], "%Y%m%d")
    cents = punched(line[43:56])
    if line[123] == "R":
        shown.aside["reversed before the year's end"] += 1
        return []
    if cents == 0:
        shown.aside["entries of nothing"] += 1
        return []
    need(2024 <= posted.year <= 2026)
    need(re.fullmatch(r"\d{3}(\d{4}|    )\d{6}", line[14:27]))
    need(line[56] in "DC" and line[123] == "P")
    need(re.fullmatch(r"F\d{5}|      ", line[57:63]))
    return [(journal_no, line_no, cents)]


def whole_journals(entries, shown):
    """A batch's entries; a journal that does not balance, or has a line twice, is refused."""
    sums, lines = Counter(), Counter((number, line) for number, line, _ in entries)
    for number, _, cents in entries:
        sums[number] += cents
    for number, line, cents in entries:
        if sums[number] or lines[number, line] > 1:
            shown.refuse("journal")
        else:
            shown.of["loaded"] += 1
            shown.row("journal", amount=cents)


def balances(root, shown):
    data = (root / "ledger/GLBAL.DAT").read_bytes()
    splits = Counter(row.rsplit(";", 2)[0] for row in (root / "crosswalk/splits.csv").read_text(encoding="utf-8").splitlines())
    assert len(data) % 225 == 0
    for at in range(0, len(data), 225):
        record = data[at:at + 225].decode("cp850")
        shown.of["records"] += 1
        if set(record) == {"*"}:
            shown.of["skipped"] += 1
            continue
        try:
            opening, year = punched(record[47:60]), digits(record[13:17])
            months = [punched(record[60 + 13 * m:73 + 13 * m]) for m in range(12)]
            if record[217:] not in ("00000000", "99999999"):
                day(record[217:], "%Y%m%d")
            if record[216] == "C":
                shown.aside["closed accounts"] += 1
                continue
            need(record[216] == "A" and 2024 <= year <= 2026 and record[17:47].strip())
            need(re.fullmatch(r"\d{13}", record[:13]))
        except Refused:
            shown.refuse("balance", "period_activity")
            continue
        shown.of["loaded"] += 1
        shown.row("balance", opening=opening)
        for month in months:
            if month:
                # How it is divided does not show in the sum.
                for part in [month] + [0] * (splits[f"{record[:3]};{record[3:7]};{record[7:13]}"] - 1):
                    shown.row("period_activity", amount=part)
            else:
                shown.aside["no activity in the period"] += 1


def cells_of(data):
    """Strict rows of a semicolon list: (cells, whether a quote stands where none may)."""
    rows, cells, text, state, stray = [], [], "", "start", False
    at = 0
    while at < len(data):
        c = data[at]
        if state == "quoted":
            if c == '"' and data[at + 1:at + 2] == '"':
                text, at = text + '"', at + 1
            elif c == '"':
                state = "closed"
            else:
                text += c
        elif c == ";":
            cells, text, state = cells + [text], "", "start"
        elif c == "\r" and data[at + 1:at + 2] == "\n":
            rows.append((cells + [text], stray))
            cells, text, state, stray, at = [], "", "start", False, at + 1
        elif c == '"' and state == "start":
            state = "quoted"
        else:
            stray = stray or c == '"' or state == "closed"
            text, state = text + c, "closed" if state == "closed" else "plain"
        at += 1
    assert not text and not cells, "the last row has no end"
    return rows


def listing(path, first_header, width, total_cells):
    """Rows after the header: (cells, refused already)."""
    rows = cells_of(path.read_bytes().decode("latin1"))
    header = next(n for n, (cells, _) in enumerate(rows) if cells[0] == first_header and len(cells) == width)
    for cells, stray in rows[header + 1:]:
        if cells[0] == "Total":
            assert len(cells) == total_cells
            yield None, int(cells[1]), cells
            continue
        yield cells, stray or len(cells) != width or cells[0] == first_header or any("\x81" in c for c in cells), None


def vendors(root, shown):
    count, versions = 0, {}
    for cells, bad, total in listing(root / "payables/VENDORS.CSV", "Fournisseur", 13, 2):
        if cells is None:
            assert bad == count, "the vendors' total"
            shown.of["skipped"] += 1
            continue
        count += 1
        try:
            need(not bad)
            number, name, _, _, province, postal, _, language, gst, limit, active, since, changed = cells
            cents = 0 if limit in ("", "s.o.") else french(limit)
            need(active in ("O", "Oui", "N"))
            began = day(since, "%d-%m-%Y")
            if changed:
                day(changed, "%Y-%m-%d %H:%M:%S")
            if active == "N":
                shown.aside["vendors no longer used"] += 1
                continue
            need(re.fullmatch(r"F\d{5}", number) and 3 <= len(name) <= 60 and province in ("ON", "QC"))
            need(language in ("", "E", "F") and 0 <= cents <= 25_000_000 and 1970 <= began.year <= 2026)
            need(re.fullmatch(r"\d{9}RT0001", gst) and luhn(gst[:9]))
        except Refused:
            shown.refuse("vendor")
            continue
        shown.of["loaded"] += 1
        before = versions.get(number)
        if before:
            shown.aside["replaced by a later version"] += 1
        versions[number] = max(filter(None, (before, (changed, postal, cents))))
    for number, (_, postal, cents) in versions.items():
        shown.of["warned"] += not POSTAL.fullmatch(postal)
        shown.row("vendor", credit_limit=cents)
        shown.keys.add(number)


def invoices(root, shown):
    count, known = 0, Shown()
    vendors(root, known)
    for cells, bad, total in listing(root / "payables/OPENINV.CSV", "Fournisseur", 9, 3):
        if cells is None:
            assert bad == count, "the invoices' total"
            shown.of["skipped"] += 1
            continue
        count += cells[0] != "Fournisseur"
        try:
            need(not bad)
            vendor, number, dated, due, _, gross, balance, currency, status = cells
            on = day(dated, "%d-%m-%Y")
            if due not in ("", "0000-00-00"):
                day(due, "%Y-%m-%d")
            gross, balance = french(gross), french(balance)
            if status == "A":
                shown.aside["cancelled in the old system"] += 1
                continue
            if balance == 0:
                shown.aside["nothing left to pay"] += 1
                continue
            need(re.fullmatch(r"F\d{5}", vendor) and number and 2020 <= on.year <= 2026)
            need(currency in ("", "CAD", "USD") and status in "OL" and vendor in known.keys)
        except Refused:
            shown.refuse("open_invoice")
            continue
        shown.of["loaded"] += 1
        shown.row("open_invoice", gross=gross, balance=balance)


FEEDS = {"BB": "property", "JJ": "property", "KK": "property", "GG": "owner", "PA": "assessment", "PB": "school_support",
         "PI": "destination"}
ALL = ("property", "assessment", "school_support", "owner", "destination")


def taxroll(root, shown):
    lines = (root / "taxroll/TAXROLL.TXT").read_bytes().decode("latin1").split("\r\n")
    assert lines[-1], "the last line should have no end"
    group = []
    for line in lines:
        shown.of["records"] += 1
        assert len(line) == 100, line
        if line[19:21] == "AA":
            property_of(group, shown)
            group = []
        group.append(line)
    property_of(group, shown)


def property_of(group, shown):
    """A property and all lines up to the next one."""
    if not group:
        return
    head = group[0] if group[0][19:21] == "AA" else None
    children, frontage, area = [], 0, 0
    for line in group[1:] if head else group:
        kind = line[19:21]
        if kind in ("CC", "HH", "LL"):
            shown.of["skipped"] += 1
        elif kind not in FEEDS:
            shown.refuse(*ALL)
        elif not head or line[:19] != head[:19]:
            shown.refuse(FEEDS[kind])
        else:
            children.append((kind, line))
    if not head:
        return
    good = re.fullmatch(r"\d{19}", head[:19]) and sum(kind == "KK" for kind, _ in children) == 1
    decoded = []
    for kind, line in children:
        try:
            decoded.append((kind, child(kind, line)))
        except Refused:
            shown.refuse(FEEDS[kind])
            good = good and kind not in ("BB", "JJ", "KK")
    if not good:
        shown.refuse(*ALL)
        for kind, _ in decoded:
            shown.refuse(FEEDS[kind])
        return
    shown.of["loaded"] += 1
    for kind, values in decoded:
        if kind == "PA" and values is None:
            shown.aside["exempt from taxes"] += 1
            continue
        shown.of["loaded"] += 1
        if kind == "BB":
            frontage, area = values["frontage"], values["area"]
        elif kind == "PB":
            for value in values["shares"]:
                if value:
                    shown.row("school_support", value=value)
                else:
                    shown.aside["no share"] += 1
        elif kind == "JJ":
            shown.of["warned"] += not POSTAL.fullmatch(values["postal"])
        elif kind != "KK":
            shown.row(FEEDS[kind], **values)
    shown.row("property", frontage=frontage, area=area)


def child(kind, line):
    if kind == "BB":
        return {"frontage": digits(line[21:27]), "area": digits(line[27:34])}
    if kind == "GG":
        digits(line[22:25])
        need(line[25:53].strip())
        need(line[60:64] == "0000" or 1900 <= digits(line[60:64]) <= 2010)
        return {}
    if kind == "JJ":
        return {"postal": line[42:49].strip()}
    if kind == "KK":
        need(line[32:49].strip())
        return line[21:26].isspace() or digits(line[21:26])
    if kind == "PA":
        phase, total = digits(line[22:32]), digits(line[71:81])
        if line[35] == "E":
            return None
        need(line[35] in "RMCIFTP" and line[36] in "TXUN" and 1 <= total <= 500_000_000)
        return {"phase_in": phase, "total": total}
    if kind == "PB":
        return {"shares": [digits(line[22 + 10 * n:32 + 10 * n]) for n in range(3)]}
    return {"start": digits(line[21:31]), "amount": digits(line[41:51])}


def receivables(root, shown):
    rows = (root / "receivables/ARITEMS.CSV").read_text(encoding="latin1").splitlines()
    shown.of["records"] = len(rows)
    for cells in csv.reader(rows[1:]):
        if cells[0] == "Total":
            assert int(cells[1]) == len(rows) - 2, "the receivables' total"
            shown.of["informing"] += 1
            continue
        try:
            need(len(cells) == 8)
            on, _, amount = day(cells[4], "%m/%d/%Y"), day(cells[5], "%m/%d/%Y"), cells[6]
            need(re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})*\.[0-9]{2}(CR)?", amount))
            cents = int(re.sub(r"[^0-9]", "", amount)) * (-1 if amount.endswith("CR") else 1)
            if cells[7] == "W":
                shown.aside["written off"] += 1
                continue
            need(cells[1] and cells[7] == "O" and on.year == 2025)
        except Refused:
            shown.refuse("receivable")
            continue
        shown.of["loaded"] += 1
        shown.row("receivable", amount=cents)


def cheques(root, shown):
    for line in (root / "payables/CHEQUES.TXT").read_text(encoding="cp850").splitlines():
        shown.of["records"] += 1
        if line[0] == "Z":
            shown.of["skipped"] += 1
            continue
        try:
            digits(line[5:12])
            day(line[12:18], "%y%m%d", "2026-01-01", "2026-12-31")
            cents = digits(line[54:65])
            if line[66:] != "000000":
                day(line[66:], "%y%m%d")
            need(len(line) == 72 and re.fullmatch(r"\d{4}", line[1:5]) and line[65] in "COV")
        except Refused:
            shown.refuse("cheque")
            continue
        shown.of["loaded"] += 1
        shown.row("cheque", amount=cents)


def levies(root, shown):
    lines = (root / "taxroll/LEVIES.TXT").read_text(encoding="latin1").splitlines()
    rates = [row.split(";") for row in (root / "crosswalk/rates.csv").read_text(encoding="utf-8").splitlines()[1:]]
    bills = Counter(line[:25] for line in lines)
    for line in lines:
        shown.of["records"] += 1
        if line.startswith("TOTAL"):
            shown.of["skipped"] += 1
            continue
        try:
            on, assessed, levied = day(line[25:33], "%Y%m%d").isoformat(), digits(line[33:43]), punched(line[43:55])
            if line[55] == "X":
                shown.aside["cancelled and billed anew"] += 1
                continue
            need(any(name == line[19:21] and first <= on <= (last or "9999") for name, first, last, _ in rates))
            need(line[55] == "B" and re.fullmatch(r"\d{19}", line[:19]) and bills[line[:25]] == 1)
        except Refused:
            shown.refuse("tax_levy")
            continue
        shown.of["loaded"] += 1
        shown.row("tax_levy", assessed=assessed, levied=levied)


def payroll(root, shown):
    for path in sorted((root / "payroll").glob("PAY*.TXT")):
        for raw in path.read_bytes().split(b"\n")[:-1]:
            line = raw.decode("cp863")
            shown.of["records"] += 1
            try:
                need(len(line) == 110)
                hired, paid = day(line[45:50], "%y%j"), day(line[56:61], "%y%j")
                need(hired and re.fullmatch(r"\d{6}", line[50:56]))
                day(line[52:56], "%m%d")
                if line[97:103] != "000000":
                    day(line[97:103], "%y%m%d")
                gross, deductions, net = signed(line[62:72]), signed(line[72:82]), signed(line[82:92])
                hours = int(line[92:97]) if line[92:97].isdigit() else 0
                if line[61] == "V":
                    shown.aside["voided cheques"] += 1
                    continue
                need(re.fullmatch(r"\d{6}", line[:6]) and re.fullmatch(r"\d{9}", line[6:15]) and luhn(line[6:15]))
                need(line[15:45].strip() and line[61] in "ROA" and paid.year == 2026 and abs(gross) <= 2_000_000)
            except Refused:
                shown.refuse("pay_line")
                continue
            shown.of["loaded"] += 1
            shown.of["warned"] += not POSTAL.fullmatch(line[103:110].strip())
            shown.row("pay_line", gross=gross, deductions=deductions, net=net, hours=hours)


def unpacked(data, signed):
    """A packed number."""
    text = data.hex()
    need(text[:-1].isdigit() and text[-1] in ("cd" if signed else "f"))
    return -int(text[:-1]) if text[-1] == "d" else int(text[:-1])


def utilities(root, shown):
    data, at = (root / "utilities/UTILBILL.DAT").read_bytes(), 0
    bills, billed = 0, 0
    while at < len(data):
        length = int.from_bytes(data[at:at + 2], "big")
        record, at = data[at + 4:at + length], at + length
        text = record.decode("cp037")
        shown.of["records"] += 1
        if text[0] == "T":
            shown.of["informing"] += 1
            if (unpacked(record[1:5], False), unpacked(record[5:12], True)) != (bills, billed):
                print("utilities: the control record does not close")
        elif text[0] == "B":
            total, lines, charged = unpacked(record[22:27], True), int.from_bytes(record[27:29], "big"), 0
            for line in range(lines):
                charge = unpacked(record[29 + 9 * line + 5:29 + 9 * line + 9], True)
                shown.row("utility_charge", charge=charge)
                charged += charge
            need(charged == total and len(record) == 29 + 9 * lines)
            bills, billed = bills + 1, billed + total
            shown.of["loaded"] += 1
            shown.row("utility_bill", total=total)
        else:
            utility_account(record, text, shown)


def utility_account(record, text, shown):
    table = {"M": "metered_account", "F": "flat_account"}.get(text[74])
    if table is None:
        return shown.refuse("metered_account", "flat_account", "utility_bill", "utility_charge")
    try:
        if record[65:69] != b"\0" * 4:
            day(f"{unpacked(record[65:69], False):07d}", "%Y%j")
        balance = unpacked(record[69:74], True)
        need(text[63:65] in ("RE", "CO", "PU"))
        more = {"flat_charge": unpacked(record[75:79], True)} if text[74] == "F" else {}
    except Refused:
        return shown.refuse(table)
    shown.of["loaded"] += 1
    shown.row(table, balance=balance, **more)


# ---- comparing --------------------------------------------------------------------------------------------------
def compare(root):
    """Prints each difference; gives the exit code."""
    totals, wrong = json.loads((root / "TOTALS.json").read_text(encoding="utf-8")), 0
    for name, read in (("journal", journal), ("balances", balances), ("receivables", receivables), ("vendors", vendors),
                       ("invoices", invoices), ("cheques", cheques), ("taxroll", taxroll), ("levies", levies),
                       ("payroll", payroll), ("utilities", utilities)):
        shown, said = Shown(), totals[name]
        read(root, shown)
        pairs = [(key, said[key], shown.of[key]) for key in ("loaded", "rejected", "informing", "skipped")]
        if shown.of["records"]:
            pairs.append(("records", said["records"], shown.of["records"]))
        pairs += [(reason, each["records"], shown.aside[reason]) for reason, each in said["set_aside"].items()]
        pairs.append(("reasons", len(said["set_aside"]), len(shown.aside)))
        for table, each in said["tables"].items():
            pairs += [(f"{table} rows", each["rows"], shown.rows[table]), (f"{table} rejected", each["rejected"], shown.rejected[table])]
            for column, text in each["totals"].items():
                pairs.append((f"{table}.{column}", int(text.replace(".", "")), shown.sums[table, column]))
        for what, planted, found in pairs:
            if planted != found:
                wrong += 1
                print(f"{name}: {what}: planted {planted}, found {found}")
    print("the samples are what TOTALS.json says" if not wrong else f"{wrong} differences")
    return int(bool(wrong))
