# SPDX-License-Identifier: MIT
"""What is measured on: files of weights, and a nation of so many Englands, the same each time."""

import csv
import pathlib

AMOUNT = "3784000000.03"
WEIGHT_MAX = 9973
SCATTER = 2654435761  # a prime near 2^32 over the golden ratio: neighbours get weights far apart
STEP = 7368787  # a prime that divides no power of ten: i x STEP mod count visits every i once

# The columns that hold an area's code; no other cell is changed.
CODES = {"hwb", "council", "ccg", "district", "area", "code", "successor"}


def write_weights(path, count):
    """`count` codes in no order, and their weights."""
    with open(path, "w", encoding="ascii") as file:
        file.write("code,weight\n")
        for start in range(0, count, 100_000):
            file.writelines(f"R{i * STEP % count:08},{i * SCATTER % 2**32 % WEIGHT_MAX + 1}\n"
                            for i in range(start, min(count, start + 100_000)))


def write_nation(england, folder, copies):
    """England so many times: every code gets two more letters, every control total is multiplied.

    Returns how many boards there are."""
    folder = pathlib.Path(folder)
    folder.mkdir()
    boards = 0
    for source in sorted(pathlib.Path(england).glob("*.csv")):
        with open(source, encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file))
        with open(folder / source.name, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            if source.stem == "manifest":
                writer.writerows(rows)
            elif source.stem == "controls":
                writer.writerows([row[0], row[1], int(row[2]) * copies, int(row[3]) * copies]
                                 for row in rows)
            else:
                where = [i for i, name in enumerate(header) if name in CODES]
                for copy in range(copies):
                    writer.writerows(copied(row, where, copy) for row in rows)
        if source.stem == "boards":
            boards = copies * len(rows)
    return boards


def copied(row, where, copy):
    row = list(row)
    for i in where:
        if row[i]:
            row[i] += chr(ord("a") + copy // 26) + chr(ord("a") + copy % 26)
    return row
