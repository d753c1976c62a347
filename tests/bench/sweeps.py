# SPDX-License-Identifier: MIT
"""What a sweep of England changes in each scenario, by its number: (what, value) each."""

import csv

SCENARIOS = 300
ADMISSIONS = ("outturn:E06000001:avoidable-admissions:2015-04:stand-in\\: all non-elective G&A "
              "admissions of CCGs, by residents:2014-04..2014-09:numerator")

SWEEPS = {
    "an outturn": lambda i: [(ADMISSIONS, 4800 + i)],
    "people": lambda i: [("residents:03L:E08000018:people", 253000 + i)],
    "two allocations of CCGs": lambda i: [
        ("indicators:03L:programme-allocation:2015-16:value", 339829 + i),
        ("indicators:05G:programme-allocation:2015-16:value", 262883 - i)],
    "the reading transfer-split": lambda i: [("setting:transfer-split", "programme-allocation")],
    "the reading metric-value": lambda i: [("setting:metric-value", "overall")],
}


def write(path, count, overrides):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["scenario", "what", "value"])
        writer.writerows((f"s{i}", *row) for i in range(1, count + 1) for row in overrides(i))
