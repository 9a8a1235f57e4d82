#!/usr/bin/env python3
"""What has become slower since a commit: builds the benchmarks of both, and runs each in turn on this machine.

against.py COMMIT DATA [ROUNDS]      DATA holds images/real/*.JPEG and models/*.onnx; a markdown table comes on standard output.

What both versions print under the same name is compared, by the median of the rounds (3). Speeds are images a second, times seconds."""

import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(*command, **more):
    return subprocess.run([str(part) for part in command], check=True, text=True, stdout=subprocess.PIPE, **more).stdout


def built(tree):
    print(f"building {tree}", file=sys.stderr)
    run("dotnet", "build", "-c", "Release", "-v", "q", "--nologo", tree / "benchmarks/Bench.Benchmarks")
    return tree / "benchmarks/Bench.Benchmarks/bin/Release/net10.0/Bench.Benchmarks.dll"


def numbers(text):
    found = {}
    for parts in map(str.split, text.splitlines()):
        try:
            name, value = parts
            found[name] = float(value)
        except ValueError:
            continue
    return found


def main(commit, data, rounds=3):
    data = pathlib.Path(data).resolve()
    model, pictures = data / "models/mobilenetv2_int8_static.onnx", data / "images/real"
    commands = [["preprocessing", pictures, 2], ["intervals", 50_000], ["ranks", 1_000, 50_000], ["engine", model, pictures, 2_000, 4_000]]
    with tempfile.TemporaryDirectory(prefix="bench-against-") as folder:
        before_tree = pathlib.Path(folder) / "before"
        run("git", "-C", ROOT, "worktree", "add", "--detach", before_tree, commit)
        try:
            sides = [built(before_tree), built(ROOT)]
            seen = {}
            for round_ in range(int(rounds)):
                for command in commands:
                    for side, program in enumerate(sides):
                        print(f"round {round_ + 1}, {command[0]}, {'before' if side == 0 else 'now'}", file=sys.stderr)
                        for name, value in numbers(run("dotnet", program, *command)).items():
                            seen.setdefault((command[0], name), ([], []))[side].append(value)
        finally:
            run("git", "-C", ROOT, "worktree", "remove", "--force", before_tree)
    print(f"| benchmark | {commit[:8]} | {run('git', '-C', ROOT, 'rev-parse', '--short=8', 'HEAD').strip()} | now / before |")
    print("|---|---|---|---|")
    for (command, name), (before, now) in seen.items():
        if before and now and statistics.median(before):
            one, two = statistics.median(before), statistics.median(now)
            print(f"| {command}: {name} | {one:,.2f} | {two:,.2f} | {two / one:.2f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
