#!/usr/bin/env python3
"""count-house.py [REVISION]: the table "The house in numbers" of docs/architecture.md, for the working tree's HEAD or another revision.

Counted are the C# sources of the product: no tests, no benchmarks, no migrations. With --pairs it lists the equal stretches instead."""

import collections
import io
import re
import statistics
import subprocess
import sys
import tarfile

REVISION = next((argument for argument in sys.argv[1:] if not argument.startswith("--")), "HEAD")
LEAST = 6  # Fewest lines of a stretch that occurs twice.


def sources():
    archive = subprocess.run(["git", "archive", REVISION], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tree:
        for member in tree:
            if member.name.endswith(".cs") and not member.name.startswith(("Bench.Tests/", "benchmarks/", "clients/", "Bench.Data/Migrations/")):
                yield member.name, tree.extractfile(member).read().decode("utf-8-sig").splitlines()


def normal(line):
    """The line's shape: names, texts and numbers are all alike."""
    line = re.sub(r'\$?@?"(?:[^"\\]|\\.)*"', "S", line)
    return re.sub(r"\b(?!(?:if|else|for|foreach|return|await|new|static|public|internal|var|using|while|throw)\b)[A-Za-z_]\w*\b", "n", re.sub(r"\b\d[\w.]*", "0", line))


def stretches(files, shape):
    """Pairs of places with at least LEAST equal lines in turn, with the number of lines and the first of them."""
    windows = {}
    pairs = []
    for name, text in files:
        kept = [(shape(line.strip()), line.strip()) for line in text]
        # A line of braces alone says nothing; neither does a using.
        kept = [each for each, raw in kept if re.search(r"\w", raw) and not raw.startswith(("using ", "namespace ", "///", "//"))]
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
all_lines = [line for _, text in files for line in text]
lengths = sorted(len(text) for _, text in files)
folders = collections.Counter(name.rsplit("/", 1)[0] for name, _ in files)
largest = folders.most_common(3)


def share(limit):
    return f"{100 * sum(len(line) > limit for line in all_lines) / len(all_lines):.2f} %"


if "--pairs" in sys.argv:
    for first, second, length, line in stretches(files, str):
        print(f"{length:3} {first} | {second} | {line}")
    sys.exit()
print(f"files {len(files)}, lines {len(all_lines)}")
print(f"lines over 120 characters {share(120)}, over 140 {share(140)}, over 160 {share(160)}, longest {max(map(len, all_lines))}")
print(f"lines of a file: median {statistics.median(lengths):.0f}, nine of ten below {lengths[int(0.9 * len(lengths))]}, longest {lengths[-1]}")
print("most files in one folder:", ", ".join(f"{folder} {count}" for folder, count in largest))
for words, shape in (("equal stretches", str), ("stretches alike but for names and values", normal)):
    pairs = stretches(files, shape)
    print(f"{words} of {LEAST} lines or more: {len(pairs)}, {sum(length for _, _, length, _ in pairs)} lines")
