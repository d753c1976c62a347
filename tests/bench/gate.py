#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether the program does as much work as it did: instructions, counted by callgrind.

    gate.py BUILD             compare with instructions.txt; 5% more is a failure
    gate.py BUILD --accept    write what is counted now into instructions.txt

Seconds differ from run to run, instructions do not: the same program, compiler and libraries execute
the same number of them on the same input. With another compiler or other libraries nothing can be
said, and the gate passes and says so. docs/benchmarks.md says how a change is accepted.
"""

import concurrent.futures
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

import datasets

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTS = pathlib.Path(__file__).with_name("instructions.txt")
ALLOWED = 5  # per cent
FOUND = 1
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}

# Each runs in a folder that holds the datasets, two settlements and a file of weights; OWN is the
# command's own new folder. `split` is the small program around bcf_apportion. The shire stands for
# England where report and workbook are made as well: England's take callgrind more than a minute.
COMMANDS = {
    "settle-tables-england": "bcf settle -d england --tables -o OWN",
    "readings-england": "bcf readings -d england",
    "sweep-england": "bcf sweep -d england --vary residents:03L:E08000018:people=253000..253009/1 "
                     "--jobs=1 -f csv",
    "compare-england": "bcf compare before after --why",
    "settle-whole-shire": "bcf settle -d shire -o OWN",
    "verify-england": "bcf verify after",
    "split-alone-100000": "split random 100000 3",
    "apportion-100000": "bcf apportion 3784000000.03 weights.csv",
    "assure-england": "bcf assure -d england -f csv",
    "release-england": "bcf release -d england -f csv",
    "allocate-england": "bcf allocate -d england -f csv",
    "explain-one-figure": "bcf explain -d england Rotherham nhs-core",
}


def said_by(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True,
                          env=ENVIRONMENT).stdout


def is_there():
    return shutil.which("valgrind", path=ENVIRONMENT["PATH"]) is not None


def cache_of(build):
    """What CMake remembers of the build."""
    lines = (build / "CMakeCache.txt").read_text(encoding="utf-8").splitlines()
    return dict(re.match(r"([^:#/]+):[A-Z]+=(.*)", line).groups() for line in lines
                if re.match(r"[^:#/]+:[A-Z]+=", line))


def made_with(build):
    """What the counts depend on beside our own code: {name: version}."""
    cache = cache_of(build)
    kind = cache["CMAKE_BUILD_TYPE"]
    flags = " ".join([cache.get("CMAKE_C_FLAGS", ""),
                      cache.get(f"CMAKE_C_FLAGS_{kind.upper()}", "")]).strip()
    libraries = re.findall(r"=> (/\S+)", said_by("ldd", str(build / "bin" / "bcf")))
    names = sorted(os.path.basename(os.path.realpath(path)) for path in libraries)
    processor = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    vectors = [name for name in ("avx2", "avx", "ssse3") if re.search(rf"\b{name}\b", processor)]
    compiler = said_by(cache["CMAKE_C_COMPILER"], "--version").splitlines()[0]
    return {"compiler": re.sub(r"^g?cc ", "gcc ", compiler),  # by whichever of its names
            "flags": " ".join(filter(None, (kind, flags, cache.get("BCF_SANITIZE")))),
            "libc": " ".join(platform.libc_ver()),
            "libraries": " ".join(names),
            "valgrind": said_by("valgrind", "--version").strip() if is_there() else "none",
            "processor": f"{platform.machine()} {(vectors or ['plain'])[0]}"}


def prepare(build, folder):
    """An installed copy, as a path that is longer takes more instructions, and what it reads."""
    subprocess.run(["cmake", "--install", build, "--prefix", folder / "bcf"], check=True,
                   stdout=subprocess.DEVNULL)
    program = folder / "bcf" / "bin" / "bcf"
    shutil.copy(build / "tests" / "bench" / "bench_split", program.with_name("split"))
    for name in ("england", "shire"):
        (folder / name).mkdir()
        for table in sorted((ROOT / "fixtures" / name).glob("*.csv")):
            shutil.copy(table, folder / name)
    datasets.write_weights(folder / "weights.csv", 100_000)
    for name, dataset in (("before", ROOT / "fixtures" / "england-spring-2015"),
                          ("after", "england")):
        subprocess.run([program, "settle", "--tables", "-d", dataset, "-o", name], cwd=folder,
                       env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    return program


def count(program, folder, name):
    """Instructions of one command."""
    tool, *words = COMMANDS[name].replace("OWN", f"own-{name}").split()
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                           program.with_name(tool), *words], cwd=folder, env=ENVIRONMENT, text=True, check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL)
    counted = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode not in (0, FOUND) or counted is None:
        raise SystemExit(f"gate: {COMMANDS[name]}: exit status {done.returncode}\n"
                         f"{done.stderr[-800:]}")
    return int(counted.group(1))


def count_all(build):
    """{command: instructions}, two commands at a time, the longest first."""
    with tempfile.TemporaryDirectory(prefix="bcf-gate-") as holder:
        folder = pathlib.Path(holder)
        program = prepare(build, folder)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            counts = pool.map(lambda name: count(program, folder, name), COMMANDS)
            return dict(zip(COMMANDS, counts))


def read():
    """What was accepted last: ({name: version}, {command: instructions})."""
    lines = [line.split(" ", 2) for line in COUNTS.read_text(encoding="utf-8").splitlines()
             if line.startswith(("with ", "count "))]
    return ({name: rest for kind, name, rest in lines if kind == "with"},
            {name: int(rest) for kind, name, rest in lines if kind == "count"})


def accept(versions, counts):
    lines = ["# Instructions of each command of gate.py, and what they were counted with.",
             "# Written by: python3 tests/bench/gate.py BUILD --accept"]
    lines += [f"with {name} {version}" for name, version in versions.items()]
    lines += [f"count {name} {number}" for name, number in counts.items()]
    COUNTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"gate: {len(counts)} counts accepted; commit tests/bench/instructions.txt with the "
          "reason in the message")


def judge(old, new):
    """Prints a line a command; returns the commands that got worse and those that got better."""
    worse, better = [], []
    for name, number in new.items():
        change = 100 * (number - old[name]) / old[name]
        words = ""
        if change >= ALLOWED:
            worse.append(name)
            words = "  WORSE"
        elif change <= -ALLOWED:
            better.append(name)
            words = "  better"
        print(f"{name:24} {old[name]:14,} -> {number:14,} {change:+7.2f}%{words}")
    return worse, better


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--accept"]):
        raise SystemExit(__doc__)
    build = pathlib.Path(sys.argv[1]).resolve()
    if not is_there():
        print("gate: passed without a look: valgrind is not installed")
        return 0
    versions = made_with(build)
    if sys.argv[2:] == ["--accept"]:
        accept(versions, count_all(build))
        return 0
    old_versions, old = read()
    if versions != old_versions:
        print("gate: cannot judge, and passes: the counts were made with other things than this "
              "build.")
        for name in sorted(versions.keys() | old_versions.keys()):
            if versions.get(name) != old_versions.get(name):
                print(f"  {name}: then {old_versions.get(name)}\n  {name}: now  "
                      f"{versions.get(name)}")
        print("  Count anew on the commit that was accepted last, then on this one: "
              "tests/bench/gate.py BUILD --accept")
        return 0
    if old.keys() != COMMANDS.keys():
        print("gate: instructions.txt has other commands than gate.py: run gate.py BUILD --accept")
        return 1
    worse, better = judge(old, count_all(build))
    if worse:
        print(f"gate: {', '.join(worse)}: {ALLOWED}% more instructions or worse than accepted. Make "
              "it as fast as it was; or, if what was gained is worth it, run\n  python3 "
              f"tests/bench/gate.py {sys.argv[1]} --accept\nand commit tests/bench/instructions.txt "
              "with the reason in the message.")
    elif better:
        print(f"gate: {', '.join(better)}: {ALLOWED}% fewer instructions or better. Keep it so: "
              f"run\n  python3 tests/bench/gate.py {sys.argv[1]} --accept\nand commit "
              "tests/bench/instructions.txt; until then nobody notices when it is lost.")
    else:
        print(f"gate: {len(COMMANDS)} commands within {ALLOWED}% of what was accepted")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
