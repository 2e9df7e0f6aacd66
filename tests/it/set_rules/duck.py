"""Judges rules over several rows with DuckDB's SQL, and compares what they find and refuse with what Tumpline says.

usage: duck.py < lines of JSON, a migration each (see set_rules.rs)
Prints the first migrations that differ, with their files; and counts, so that nothing passes by finding nothing.
"""
import collections
import datetime
import decimal
import json
import sys

import duckdb

decimal.getcontext().prec = 200
sql = duckdb.connect()
met = collections.Counter()


def text(value):
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def shown(key):
    if not key:
        return "all_rows"
    whole = ", ".join(text(value) for value in key)
    return whole if len(whole) <= 200 else whole[:200] + "…"


def load(table):
    columns = table["columns"] + [["_file", "varchar"], ["_offset", "bigint"]]
    types = {"text": "varchar", "int16": "smallint", "int32": "integer", "int64": "bigint"}
    listed = ", ".join(f'"{name}" {types.get(kind, kind)}' for name, kind in columns)
    sql.execute(f"create or replace table {table['name']} ({listed})")
    if table["rows"]:
        one = "(" + ", ".join("?" * len(columns)) + ")"
        values = [value for row in table["rows"] for value in row]
        sql.execute(f"insert into {table['name']} values {', '.join([one] * len(table['rows']))}", values)


def groups(table, key, column, where):
    """By key: its rows in the order of their places, and the exact sum of the column's values."""
    listed = "".join(f'"{name}", ' for name in key)
    value = f'list("{column}")' if column else "null"
    by = f"group by {', '.join(chr(34) + name + chr(34) for name in key)}" if key else ""
    query = f"""select {listed} list(struct_pack(f := _file, o := _offset) order by _file, _offset), {value}
                from {table} where {where} {by}"""
    found = {}
    for row in sql.execute(query).fetchall():
        places = [(place["f"], place["o"]) for place in row[-2] or []]
        found[row[:-2]] = (places, sum((value for value in row[-1] or [] if value is not None), 0))
    return found


def number(value, column):
    return format(decimal.Decimal(value).quantize(decimal.Decimal("0.01")), "f") if column in ("amt", "q") else str(value)


def judged(rule):
    """Each breach: code, place, arguments, and whether its record can be refused."""
    table, key, where = rule["table"], rule["key"], f"({rule.get('where', 'true')})"
    rejects, kind = rule["on_fail"] == "reject", rule["kind"]
    names = [f'"{name}"' for name in key]
    if kind in ("unique", "references"):
        whole = " and ".join(f"{name} is not null" for name in names)
        listed = ", ".join(names)
        if kind == "unique":
            query = f"select _file, _offset, {listed} from {table} where {where} and {whole} qualify count(*) over (partition by {listed}) > 1"
            code = "TL0701"
        else:
            equal = " and ".join(f'other."{theirs}" = own."{name}"' for name, theirs in zip(key, rule["other_key"]))
            query = f"select _file, _offset, {listed} from {table} own where {where} and {whole} and not exists (select 1 from {rule['other']} other where {equal})"
            code = "TL0702"
        for file, offset, *values in sql.execute(query).fetchall():
            yield code, (file, offset), [shown(values)], True
        if rule["nulls"] == "refuse":
            for place in sql.execute(f"select _file, _offset from {table} where {where} and not ({whole})").fetchall():
                yield "TL0708", place, [], True
        return
    if kind == "sequence":
        column, listed = rule["column"], "".join(f"{name}, " for name in names)
        by = f"partition by {', '.join(names)}" if key else ""
        query = f"""select _file, _offset, {listed} "{column}", lag("{column}") over ({by} order by "{column}", _file, _offset)
                    from {table} where {where} and "{column}" is not null"""
        for file, offset, *values, now, before in sql.execute(query).fetchall():
            if before is not None and now == before:
                yield "TL0707", (file, offset), [shown(values), str(now)], False
            elif before is not None and now > before + 1:
                last = "" if now == before + 2 else str(now - 1)
                yield "TL0706", (file, offset), [shown(values), str(before + 1), last], False
        return
    own = groups(table, key, rule.get("column"), where)
    column = rule.get("column")
    if kind == "compare":
        others = groups(rule["other"], rule["other_key"], rule["other_column"], rule["other_where"])
        broken = []
        for values in own.keys() | others.keys():
            (places, mine), (their_places, theirs) = own.get(values, ([], 0)), others.get(values, ([], 0))
            if abs(mine - theirs) > decimal.Decimal(rule["tolerance"]):
                sums = [number(mine, column), number(theirs, column)]
                broken.append(("TL0704", values, places, their_places, sums))
    elif kind == "sum":
        wanted, tolerance = decimal.Decimal(rule["equals"]), decimal.Decimal(rule["tolerance"])
        broken = [
            ("TL0703", values, places, [], [number(total, column), str(len(places))])
            for values, (places, total) in own.items()
            if abs(total - wanted) > tolerance
        ]
    else:
        broken = [
            ("TL0705", values, places, [], [str(len(places))])
            for values, (places, _) in own.items()
            if len(places) < rule["least"] or rule["most"] is not None and len(places) > rule["most"]
        ]
    for code, values, places, other_places, more in broken:
        args = [shown(values), *more]
        if rejects and places:
            for place in places:
                yield code, place, args, True
        else:
            first = places or other_places
            yield code, (first[0] if first else (None, None)), args, False


# Of each code: the arguments that are compared. The others name one of several rows, or stand in the mapping.
COMPARED = {"TL0701": [0], "TL0702": [0], "TL0703": [0, 1, 3], "TL0704": [0, 1, 2], "TL0705": [0, 1],
            "TL0706": [0, 1, 2], "TL0707": [0, 1], "TL0708": []}


def refuse(case, places):
    """Takes records out of all tables of their mappings, with what hangs on them; gives how many they were."""
    count = 0
    for mapping, records in places.items():
        parents = case["parents"].get(mapping, {})
        under = {(file, int(child)) for file, _ in records for child, parent in parents.items() if (file, parent) in records}
        for table in case["tables"]:
            if table["mapping"] == mapping:
                for file, offset in records | under:
                    sql.execute(f"delete from {table['name']} where _file = ? and _offset = ?", [file, offset])
        count += len(records)
    return count


def witness(case):
    for table in case["tables"]:
        load(table)
    mapping_of = {table["name"]: table["mapping"] for table in case["tables"]}
    told, passes = [], 0
    while True:
        passes += 1
        refused = collections.defaultdict(set)
        for rule in case["rules"]:
            if rule["on_fail"] != "reject":
                continue
            for code, place, args, can in judged(rule):
                if can:
                    told.append([f"{rule['table']}.{rule['id']}", code, "reject", *place, args])
                    refused[mapping_of[rule["table"]]].add(place)
        if not refused:
            break
        met["refused records"] += refuse(case, refused)
    met[f"{passes} passes" if passes < 5 else "5 passes or more"] += 1
    for rule in case["rules"]:
        severity = "warn" if rule["on_fail"] == "warn" else "fail"
        for code, place, args, _ in judged(rule):
            told.append([f"{rule['table']}.{rule['id']}", code, severity, *place, args])
    return told


wrong = 0
for line in sys.stdin:
    case = json.loads(line)
    ours, theirs = case["ours"], witness(case)
    order = lambda found: json.dumps(found)
    found = [[rule, code, severity, file, offset, [args[at] for at in COMPARED[code]]]
             for rule, code, severity, file, offset, args in ours["findings"]]
    differs = []
    for name, one, other in (("only here", found, theirs), ("only DuckDB's", theirs, found)):
        more = collections.Counter(map(order, one)) - collections.Counter(map(order, other))
        differs += [f"{name}: {times} x {what}" for what, times in sorted(more.items())]
    for table in case["tables"]:
        left = sql.execute(f"select _file, _offset from {table['name']} order by all").fetchall()
        if sorted(map(tuple, ours["tables"][table["name"]])) != sorted(left):
            differs.append(f"{table['name']}: here {ours['tables'][table['name']]}, DuckDB's {left}")
    if ours["published"] != all(severity != "fail" for _, _, severity, *_ in theirs):
        differs.append(f"published: {ours['published']}")
    met["published"] += ours["published"]
    for rule, code, severity, *_ in theirs:
        met[f"{code} {severity}"] += 1
    met["rows"] += sum(len(table["rows"]) for table in case["tables"])
    if differs:
        wrong += 1
        if wrong <= 3:
            print(f"seed {case['seed']} differs:", *differs[:20], sep="\n  ")
            for name, content in case["files"]:
                print(f"--- {name}", content, sep="\n")
met = dict(sorted(met.items()))
print(f"{wrong} migrations differ; {met}")
rare = [code for code in COMPARED if sum(times for what, times in met.items() if what.startswith(code)) < 20]
if rare and len(met) > 0 and met.get("rows", 0) > 5000:
    print("hardly ever found:", rare)
sys.exit(1 if wrong or rare and met.get("rows", 0) > 5000 else 0)
