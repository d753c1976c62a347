#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long the program takes, and how much memory, beside a peer that does the same in this run.

England is the whole run, cold: read, check, share out, score, release, write. Its peer is the oracle, in
Python. A million recipients are shared a sum by `bcf apportion`; the peer is Python too, with its own
integers and its own sort. All combinations of readings are beside as many runs of `release`, at the cost of one. Times
are printed, never tested: machines differ, ratios say more.
"""

import csv
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
FOUND = 1  # done, and something was found
COMBINATIONS = 1152  # of the readings of England


def once(command):
    """Returns (seconds, peak memory in MB) of one run of the command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in (0, FOUND):
        raise SystemExit(f"{command}: exit status {status}")
    return seconds, usage.ru_maxrss / 1024


def measure(ours, peer, runs):
    """Runs the two in turn, so that a machine that slows down slows both."""
    pairs = [(once(ours), once(peer)) for _ in range(runs)]
    mine = statistics.median(a[0] for a, _ in pairs)
    ratio = statistics.median(b[0] / a[0] for a, b in pairs)
    memory = max(a[1] for a, _ in pairs)
    return mine, memory, ratio


def report(what, limit, result):
    seconds, memory, ratio = result
    print(f"{what:44} {seconds * 1000:7.1f} ms {memory:6.1f} MB   {ratio:6.1f} x faster than the peer   ({limit})")


PEER = """
import csv, sys
rows = list(csv.reader(open(sys.argv[2])))[1:]
whole = int(sys.argv[1]) * 100
weights = [int(weight) for _, weight in rows]
total = sum(weights)
shares = [whole * weight // total for weight in weights]
order = sorted(range(len(rows)), key=lambda i: (-(whole * weights[i] % total), -weights[i], rows[i][0]))
for i in order[:whole - sum(shares)]:
    shares[i] += 1
for code, share in sorted((row[0], share) for row, share in zip(rows, shares)):
    print(f"{code},{share // 100}.{share % 100:02}")
"""


SCENARIOS = 300
ADMISSIONS = ("outturn:E06000001:avoidable-admissions:2015-04:stand-in\\: all non-elective G&A admissions of CCGs, "
              "by residents:2014-04..2014-09:numerator")

# What a scenario changes, by its number: (what, value) each.
SWEEPS = {
    "an outturn": lambda i: [(ADMISSIONS, 4800 + i)],
    "people": lambda i: [("residents:03L:E08000018:people", 253000 + i)],
    "two allocations of CCGs": lambda i: [
        ("indicators:03L:programme-allocation:2015-16:value", 339829 + i),
        ("indicators:05G:programme-allocation:2015-16:value", 262883 - i)],
    "the reading transfer-split": lambda i: [("setting:transfer-split", "programme-allocation")],
    "the reading metric-value": lambda i: [("setting:metric-value", "overall")],
}


def sweep_rate(program, path, what, overrides):
    """Settlements a second of one core: the time of so many more scenarios, without the first."""
    seconds = []
    for count in (1, 1 + SCENARIOS):
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["scenario", "what", "value"])
            writer.writerows((f"s{i}", *row) for i in range(1, count + 1) for row in overrides(i))
        command = [program, "sweep", path, "--jobs=1", "-f", "csv"]
        seconds.append(statistics.median(once(command)[0] for _ in range(3)))
    rate = SCENARIOS / (seconds[1] - seconds[0])
    print(f"{'England, sweep of ' + what:44} {rate:7.0f} settlements a second on a core   (at least 300)")


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    oracle = [sys.executable, str(root / "tests/oracle/oracle.py"), "release", "-p", "2015-16",
              "-d", str(root / "fixtures/england")]
    with tempfile.TemporaryDirectory() as folder:
        settle = [program, "settle", "-o", os.path.join(folder, "england")]
        report("England, settle, cold start to last byte", "limit 50 ms, 50 MB",
               measure(settle, oracle, RUNS))
        # the peer: a settlement, which stands on its disk already
        spring = os.path.join(folder, "spring")
        once([program, "settle", "-d", str(root / "fixtures/england-spring-2015"), "-o", spring])
        report("England, compare two runs; the peer settles", "limit 3 settlements",
               measure([program, "compare", spring, settle[-1]], settle, RUNS))
        # the peer: as many runs of `release` as there are combinations, by the cost of one
        mine, memory, ratio = measure([program, "readings"], [program, "release"], RUNS)
        report("England, readings, all 1,152 combinations", "limit 2,000 ms",
               (mine, memory, COMBINATIONS * ratio))
        for what, overrides in SWEEPS.items():
            sweep_rate(program, os.path.join(folder, "scenarios.csv"), what, overrides)
        weights = os.path.join(folder, "weights.csv")
        shuffled = random.Random(2015).sample(range(1_000_000), 1_000_000)
        with open(weights, "w", encoding="utf-8") as file:
            file.write("code,weight\n")
            file.writelines(f"R{code:07},{code % 9973 + 1}\n" for code in shuffled)
        peer = os.path.join(folder, "peer.py")
        pathlib.Path(peer).write_text(PEER, encoding="utf-8")
        report("apportion, 1,000,000 recipients, shuffled", "limit 1,000 ms",
               measure([program, "apportion", "3784000000", weights],
                       [sys.executable, peer, "3784000000", weights], 3))


if __name__ == "__main__":
    main()
