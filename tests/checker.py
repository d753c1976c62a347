#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the certificate of a settlement, and that the files beside it agree with it.

    python3 tests/checker.py FOLDER

Standard library, whole numbers and fractions, no code of bcf's; docs/rules/certificate.md says what
it reads. It looks at every line once and sorts nothing but ties. It prints OK and ends with 0, or
what is wrong and ends with 1.
"""
import csv
import hashlib
import io
import pathlib
import re
import sys
import xml.etree.ElementTree as xml
from fractions import Fraction
from urllib.parse import unquote

WRONG = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, OSError, csv.Error,
         xml.ParseError)
KEY_WORDS = {"policy": 1, "as-at": 1, "setting": 1, "council": 1, "district": 1, "component": 1,
             "performance": 0, "strand": 1, "split": 3, "party": 1, "test": 2, "pay": 3, "year": 1,
             "quarter": 2, "total": 2, "sha256": 1}
DEFAULTS = {"unit": "1", "p4p-share-basis": "ccg-route"}  # of a policy without such readings
MONEY = ("carried-in", "available", "released", "held")


def want(holds, *words):
    if not holds:
        raise ValueError(" ".join(map(str, words)))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def pence(text):
    want(re.fullmatch(r"-?\d+\.\d\d", text), "not an amount:", text)
    return int(text.replace(".", ""))


def number(text):
    return None if text in ("", "-") else Fraction(text)


def rounded(value, how="half-away"):
    whole, left = divmod(abs(value), 1)
    up = {"down": False, "half-away": left * 2 >= 1, "half-even": left * 2 > 1 - whole % 2}[how]
    return int(whole + up) * (-1 if value < 0 else 1)


def shown(value):
    """A fraction as score.csv has it, with six decimals."""
    return None if value is None else Fraction(rounded(value * 10 ** 6), 10 ** 6)


def clamp(value):
    return min(max(Fraction(value), 0), 1)


def table(text):
    """Rows of a CSV file; an apostrophe before = + - @ keeps a spreadsheet from running a cell."""
    rows = [[cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def read(data):
    """{kind of line: {its first words: its pairs}}; a split has its parties as well."""
    lines = data.decode("utf-8").split("\n")
    want(lines[0] == "bcf-certificate 1" and lines[-1] == "", "no certificate of format 1")
    above = data[:data.rindex(b"\n", 0, -1) + 1]
    want(lines[-2] == f"sha256 every-line-above {sha256(above)}", "digest of the certificate")
    of, parties = {kind: {} for kind in KEY_WORDS}, None
    for kind, *words in (line.split(" ") for line in lines[1:-2]):
        words = [word if word == "-" else unquote(word) for word in words]
        key, rest = tuple(words[:KEY_WORDS[kind]]), words[KEY_WORDS[kind]:]
        facts = rest[0] if len(rest) == 1 else dict(zip(rest[::2], rest[1::2], strict=True))
        if kind == "split":
            facts["parties of it"] = parties = {}
        place, key = (parties if kind == "party" else of[kind]), key[0] if len(key) == 1 else key
        want(key not in place, "a second line:", kind, key)
        place[key] = facts
    of["setting"] = {**DEFAULTS, **of["setting"]}
    return of


def check_split(head):
    """Largest remainder: every floor, every remainder against the cut-off, ties by their rule."""
    whole, unit, total = pence(head["whole"]), pence(head["unit"]), int(head["sum"])
    rows, units = head["parties of it"], whole // unit
    weights = {name: int(row["weight"]) for name, row in rows.items()}
    want(whole % unit == 0 and len(rows) == int(head["parties"]), "parties")
    want(min(weights.values()) >= 0 and sum(weights.values()) == total, "sum of the weights")
    cut, shares, odd, tied = number(head["cut-off"]), {}, 0, []
    by_weight = head["ties"] == "larger-weight"
    for place, (name, row) in enumerate(rows.items()):
        quota, left = divmod(units * weights[name], total)
        served, odd = int(row["odd"]), odd + int(row["odd"])
        shares[name] = (quota + served) * unit
        want(pence(row["floor"]) == quota * unit and served in (0, 1), "floor of", name)
        want(pence(row["amount"]) == shares[name], "amount of", name)
        want(left == cut or served == (cut is not None and left > cut), "cut-off and", name)
        if left == cut:
            tied.append((-weights[name] if by_weight else 0, place, served))
    want(sum(shares.values()) == whole and odd == int(head["odd"]), "sum of the amounts")
    want((cut is None) == (odd == 0) and cut != 0 and len(tied) == int(head["sharing"]), "cut-off")
    served = [row[2] for row in sorted(tied)]
    want(served == sorted(served, reverse=True) and sum(served) == int(head["served"]), "ties")
    want(not by_weight or all(a < b for a, b in zip(list(rows), list(rows)[1:])), "order")
    return shares, weights


def check_splits(of):
    """Each split by itself, and that its whole is what came to it."""
    shares, weights = of["shares"], of["weights"] = {}, {}
    for key, head in of["split"].items():
        kind, subject, source = key
        try:
            shares[key], weights[key] = check_split(head)
        except WRONG as wrong:
            raise ValueError(f"split {' '.join(key)}: {wrong}") from wrong
        whole = {"component": lambda: pence(of["component"][subject]["amount"]),
                 "strand": lambda: pence(of["strand"][subject]["amount"]) or pence(head["whole"]),
                 "parts": lambda: shares["strand", subject, "-"][source]}.get(
                     kind, lambda: shares["component", subject, "-"][source])()
        unit = Fraction("0.01" if kind == "parts" else of["setting"]["unit"]) * 100
        want(whole == pence(head["whole"]), "split", *key, "is of", whole, "pence")
        want(unit == pence(head["unit"]), "split", *key, "has another unit")


def check_allocation(of, rows):
    """Rows are the ends of chains, and no chain ends elsewhere."""
    shares, seen, totals, basis = of["shares"], {}, {("fund", "-"): 0}, {}
    setting, routes = of["setting"], {name: c["route"] for name, c in of["component"].items()}
    for row in rows:
        part, board, council, ccg, district = (row[name] for name in (
            "component", "hwb", "council", "ccg", "district"))
        key = {"ccg": ("ccg", part, ccg, council),
               "transfer": ("transfer", part, council, ccg)}.get(
                   routes[part], ("component", part, "-", district or council))
        amount = pence(row["amount"])
        want(amount == shares[key[:3]][key[3]] > 0 and key not in seen, "allocate.csv:", row)
        want(of["council"][council]["board"] == board and (
            not district or of["district"][district]["council"] == council), "place:", row)
        seen[key] = amount
        for name in (("component", part), ("board", board), ("fund", "-")):
            totals[name] = totals.get(name, 0) + amount
        if routes[part] == "ccg" or setting["p4p-share-basis"] == "whole-pool":
            basis[board] = basis.get(board, 0) + amount
    for (kind, part, source), parties in shares.items():
        onward = kind == "component" and routes[part] in ("ccg", "transfer")
        for name, amount in parties.items():
            if onward:
                want(not amount or (routes[part], part, name) in shares, "a chain ends:", name)
            elif kind in ("component", "ccg", "transfer"):
                want(seen.get((kind, part, source, name), 0) == amount, "no row:", kind, name)
        want(kind != "strand" or setting["p4p-share-basis"] == "published" or all(
            weight == basis.get(board, 0) for board, weight in
            of["weights"][kind, part, source].items()), "weights of strand", part)
    want(all(pence(of["total"][name]["amount"]) == sum_ for name, sum_ in totals.items()), "totals")
    want(totals["fund", "-"] == sum(pence(c["amount"]) for c in of["component"].values()), "fund")


def check_test(of, key, test):
    """The 70% test, and what held money waits for."""
    rows = [(k, p) for k, p in of["pays"][key[0]].items() if "metric" in p and (
        k[1] == key[1] or of["setting"].get("seventy-per-cent-scope") == "plan")]
    scored = [(k, p, number(p["score"])) for k, p in rows if p["score"] != "-"
              or p["metric"] == "no-ambition"]
    line, achieved = number(test["threshold"]), sum(p["metric"] == "achieved" for _, p, _ in scored)
    total = sum(clamp(score or 0) for _, _, score in scored)
    below = [f"{k[1]}:{k[2]}" for k, _, score in scored if score is None or score < line]
    want([len(scored), achieved, len(rows) - len(scored), total, ",".join(below) or "-"] == [
        *(number(test[name]) for name in ("scored", "achieved", "unscored", "sum")), test["below"]],
         "counts")
    fails = bool(scored) and {
        "mean": lambda: total / len(scored) < line,
        "share-of-metrics": lambda: Fraction(achieved, len(scored)) < line}.get(
            of["setting"].get("seventy-per-cent-test"), lambda: bool(below))()
    result = "below" if fails else "not-below" if scored else "not-scored"
    want(test["result"] == result, "result is", result)
    plan = {"agreed": "recovery-plan", "not-agreed": "nhs-england-direction",
            "absent": "recovery-plan-pending"}.get(test["recovery-plan"])
    other = "contingency-plan" + ("" if test["contingency-plan"] == "agreed" else "-pending")
    other = "awaiting-data" if len(rows) > len(scored) else other
    want(test["held-for"] == (plan if fails and plan else other), "held-for")


def check_pay(of, key, pay):
    """What one condition or metric releases, and what the rest waits for."""
    reason, available = of["test"][key[:2]]["held-for"], pence(pay["available"])
    mine = [of["shares"]["parts", name, key[0]] for name, strand in of["strand"].items()
            if strand["payment"] == key[1]]
    want([available] == [parts[key[2]] for parts in mine if key[2] in parts], "available")
    if "condition" in pay:
        own, every = {pay["condition"]}, {p["condition"] for k, p in of["pays"][key[0]].items()
                                          if k[1] == key[1] and "condition" in p}
        is_all = of["setting"].get("conditions-split") == "all-or-nothing"
        fraction = int((every if is_all else own) == {"met"})
        waits = {"absent", "not-assessed"} & (every if own == {"met"} else own)
        reason = "awaiting-data" if waits else reason
    else:
        score, status = number(pay["score"]), pay["metric"]
        want(number(pay["capped"]) == (None if score is None else clamp(score)), "capped")
        want(status in ("no-ambition", "not-assessed", "definition-mismatch", "period-mismatch")
             if score is None else status == (
                 "achieved" if score >= 1 else "partly" if score > 0 else "not-achieved"), "status")
        full = of["setting"].get("metric-release") == "all-or-nothing"
        fraction = Fraction(status == "achieved") if full else clamp(score or 0)
    released = rounded(available * Fraction(fraction), pay.get("rounding", "half-away"))
    if of["performance"][()]["withdraws"] == "yes" and reason != "awaiting-data":
        reason = "withdrawn"
    want([0, available, released, available - released] == [pence(pay[name]) for name in MONEY],
         "released is not", released, "pence")
    want(pay["held-for"] == (reason if available > released else "-"), "held-for")


def check_year(of, board, year):
    """The rules of July 2014: running totals, quarter by quarter."""
    quarters = of["quarters"][board]
    share, how, setting = pence(year["share"]), year["rounding"], of["setting"]
    want([share] == [parties[board] for parties in of["areas"]], "share")
    reduction = sum(number(q["baseline"]) - number(q["planned"]) for _, q in quarters)
    fund = Fraction(min(max(reduction, 0) * pence(year["cost"]), share))
    want((number(year["reduction"]), number(year["fund-pence"])) == (reduction, fund), "fund")
    planned, fewer, missing, ceiling, paid, carried = 0, 0, False, Fraction(0), Fraction(0), 0
    for payment, q in quarters:
        before = (rounded(ceiling, how), rounded(paid, how))
        baseline, missing = number(q["baseline"]), missing or q["actual"] == "-"
        planned += baseline - number(q["planned"])
        fewer += 0 if missing else baseline - number(q["actual"])
        if reduction > 0:
            is_capped = setting["cap-by-plan-profile"] == "yes"
            ceiling = max(ceiling, fund * clamp(planned / reduction) if is_capped else fund)
            due = paid if missing else min(fund * clamp(fewer / reduction), ceiling)
            paid = due if setting["clawback"] == "yes" else max(paid, due)
        want((number(q["ceiling-pence"]), number(q["paid-pence"])) == (ceiling, paid), payment)
        available, released = rounded(ceiling, how) - before[0], rounded(paid, how) - before[1]
        held = carried + available - released
        reason = "-" if held == 0 else "awaiting-data" if missing else "nhs-services"
        want([(carried, available, released, held, reason)] == [
            (*(pence(p[name]) for name in MONEY), p["held-for"])
            for k, p in of["pays"][board].items() if k[1] == payment], payment)
        carried = held
    rest = share - rounded(fund, how)
    want([[0, rest, rest, 0, "-"]] == [[pence(p[name]) for name in MONEY] + [p["held-for"]]
                                       for p in of["pays"][board].values() if "rest" in p], "rest")


def check_payments(of):
    of["pays"], of["quarters"], totals = {}, {}, {}
    of["areas"] = [parties for key, parties in of["shares"].items() if key[0] == "strand"]
    for (board, payment), facts in of["quarter"].items():
        of["quarters"].setdefault(board, []).append((payment, facts))
    for key, pay in of["pay"].items():
        of["pays"].setdefault(key[0], {})[key] = pay
        for name in ("available", "released"):
            totals[name, key[1]] = totals.get((name, key[1]), 0) + pence(pay[name])
    checks = {"year": check_year} if of["year"] else {"test": check_test, "pay": check_pay}
    for kind, check_one in checks.items():
        for key, facts in of[kind].items():
            try:
                check_one(of, key, facts)
            except WRONG as wrong:
                raise ValueError(f"{kind} {key}: {wrong}") from wrong
    want(all(pence(of["total"][name]["amount"]) == sum_ for name, sum_ in totals.items()), "totals")
    for kind, name in (("test", "threshold"), ("year", "cost")):
        want(len({facts[name] for facts in of[kind].values()}) <= 1, "more than one", name)
    want(all(strand["amount"] == "0.00" or ("strand", name, "-") in of["shares"]
             for name, strand in of["strand"].items()), "a strand that is not split")


def check_tables(of, releases, scores):
    """What the tables beside it say of payments, as far as the certificate says it too."""
    want(len(releases) == len(of["pay"]), "rows of release.csv")
    for row in releases:
        pay = of["pay"][row["hwb"], row["payment"], row["part"]]
        want(all((row[name.replace("-", "_")] or "-") == pay[name]
                 for name in (*MONEY, "held-for")), "release.csv:", row)
    for row in scores:
        if of["year"]:
            facts = of["quarter"][row["hwb"], row["payment"]]
            names = {"baseline": "baseline", "ambition": "planned", "actual": "actual"}
        else:
            facts = of["pay"][row["hwb"], row["payment"], row["metric"]]
            names = {"achievement": "score"}
            want(row["status"] == facts["metric"], "score.csv:", row)
        want(all(number(row[name]) == shown(number(facts[key])) for name, key in names.items()),
             "score.csv:", row)


def check_run(of, data):
    """run.xml: its seal, its inputs' digests; policy, readings, places as in the certificate."""
    cut = data.rindex(b"\n  <seal ") + 1
    seal = f'  <seal sha256="{sha256(data[:cut])}"/>\n</run>\n'
    want(data[cut:] == seal.encode(), "run.xml: seal")
    root = xml.fromstring(data)
    facts = {fact.get("name"): fact.text or "" for fact in root.iter("fact")}
    for one in root.find("inputs"):
        name = f"table:{one.get('name')}" if one.tag == "table" else one.tag
        want(sha256(one.text.encode()) == facts[f"{name}:sha256-canonical"], "run.xml: input", name)
        for kind, above, column in (("council", "board", "hwb"),
                                    ("district", "council", "council")):
            places = {(place, facts_of[above]) for place, facts_of in of[kind].items()}
            want(name != f"table:{kind}s" or places <= {
                (row[kind], row[column]) for row in table(one.text)}, "run.xml: a", kind)
        year = xml.fromstring(one.text).get("year") if name == "policy" else None
        want(year is None or of["policy"] == {facts["policy"]: {
            "version": facts["policy-version"], "year": year}}, "run.xml: policy")
    stated = {name[8:]: value for name, value in facts.items() if name.startswith("setting:")}
    want({**DEFAULTS, **stated} == of["setting"], "run.xml: readings")
    want(list(of["as-at"]) == [facts[name] for name in facts if name == "as-at"], "run.xml: as-at")


def check(folder):
    of = read((folder / "certificate.txt").read_bytes())
    names = {"run.xml", "allocate.csv"} | ({"score.csv", "release.csv"} if of["pay"] else set())
    want(names | {"assure.csv"} == set(of["sha256"]) | {"assure.csv"}, "files")
    files = {name: (folder / name).read_bytes() for name in of["sha256"]}
    for name, data in files.items():
        want(sha256(data) == of["sha256"][name], f"{name}: digest")
    check_splits(of)
    check_allocation(of, table(files["allocate.csv"].decode()))
    if of["pay"]:
        check_payments(of)
        check_tables(of, *(table(files[name].decode()) for name in ("release.csv", "score.csv")))
    check_run(of, files["run.xml"])


def main():
    csv.field_size_limit(sys.maxsize)
    try:
        check(pathlib.Path(sys.argv[1]))
    except WRONG as wrong:
        is_told = isinstance(wrong, (ValueError, OSError))
        print(wrong if is_told else f"{type(wrong).__name__}: {wrong}")
        return 1
    print("OK")
    return 0


if __name__ == "__main__":
    sys.exit(main())
