#!/usr/bin/env python3
"""count-house.py [REVISION]: the table "The house in numbers" of docs/architecture.md, for the working tree's HEAD or another revision.

Counted are the C# sources of the product: no tests, no benchmarks, no migrations. With --pairs it lists the equal stretches instead."""

import collections
import io
import pathlib
import re
import statistics
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
REVISION = next((argument for argument in sys.argv[1:] if not argument.startswith("--")), "HEAD")
LEFT_OUT = ("Bench.Tests/", "benchmarks/", "clients/", "Bench.Data/Migrations/")
LEAST = 6  # Fewest lines of a stretch that occurs twice.


def sources():
    archive = subprocess.run(["git", "-C", ROOT, "archive", REVISION], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tree:
        for member in tree:
            if member.name.endswith(".cs") and not member.name.startswith(LEFT_OUT):
                yield member.name, tree.extractfile(member).read().decode("utf-8-sig").splitlines()


def stretches(files):
    """Pairs of places with at least LEAST equal lines in turn, with the number of lines and the first of them."""
    windows = {}
    pairs = []
    for name, text in files:
        # A line of braces alone says nothing; neither does a using.
        kept = [line for line in map(str.strip, text) if re.search(r"\w", line) and not line.startswith(("using ", "namespace ", "//"))]
        start = 0
        while start + LEAST <= len(kept):
            window = tuple(kept[start : start + LEAST])
            other = windows.get(window)
            if other is None:
                windows[window] = (name, start, kept)
                start += 1
                continue
            first, at, known = other
            length = LEAST
            while start + length < len(kept) and at + length < len(known) and kept[start + length] == known[at + length]:
                length += 1
            pairs.append((first, name, length, known[at]))
            start += length
    return pairs


files = list(sources())
if "--pairs" in sys.argv:
    for first, second, length, line in stretches(files):
        print(f"{length:3} {first} | {second} | {line}")
    sys.exit()

all_lines = [line for _, text in files for line in text]
lengths = sorted(len(text) for _, text in files)
tenth = lengths[int(0.9 * len(lengths))]
folders = collections.Counter(name.rsplit("/", 1)[0] for name, _ in files)
pairs = stretches(files)


def share(limit):
    return f"{100 * sum(len(line) > limit for line in all_lines) / len(all_lines):.2f} %"


print(f"files {len(files)}, lines {len(all_lines)}")
print(f"lines over 120 characters {share(120)}, over 140 {share(140)}, longest {max(map(len, all_lines))}")
print(f"lines of a file: median {statistics.median(lengths):.0f}, nine of ten below {tenth}, longest {lengths[-1]}")
print("most files in one folder:", ", ".join(f"{folder} {count}" for folder, count in folders.most_common(3)))
print(f"equal stretches of {LEAST} lines or more: {len(pairs)}, {sum(length for _, _, length, _ in pairs)} lines")
