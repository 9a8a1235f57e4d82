#!/usr/bin/env python3
"""Times the generated corruptions next to their second implementation and writes the table of docs/generated-shifts.md.

Usage: shifts.py [ROUNDS]      after `dotnet build -c Release benchmarks/Bench.Benchmarks`, with the packages that corruptions.py names

Both sides run in turn, ROUNDS (3) times each, on one thread: processor time a picture, the best of all rounds. Ours is compiled in full
at once (DOTNET_TieredCompilation=0), as a worker's is after some dozen pictures.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TWIN = ROOT / "Bench.Tests/Imaging/Corruptions/Golden/corruptions.py"
OURS = ROOT / "benchmarks/Bench.Benchmarks/bin/Release/net10.0/Bench.Benchmarks.dll"
PAGE = ROOT / "docs/generated-shifts.md"
START, END = "<!-- speed:start -->", "<!-- speed:end -->"

# ImageNet-C-bar's own code, milliseconds a picture, one run (2026-11-28).
AUTHORS = {
    "blue_noise_sample": 151, "brownish_noise": 475, "caustic_refraction": 5242, "checkerboard_cutout": 165, "cocentric_sine_waves": 133,
    "inverse_sparkles": 818, "perlin_noise": 1531, "plasma_noise": 1630, "single_frequency_greyscale": 45, "sparkles": 4282,
}


def times(command):
    environment = {**os.environ, "DOTNET_TieredCompilation": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    lines = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()
    return {name: float(value) for name, value in (line.split(",") for line in lines)}


def whole(family, names, ours, twin):
    mine, other = (sum(side[name] for name in names) for side in (ours, twin))
    return f"One picture in all of {family}: {mine:.1f} ms, the twin {other:.0f} ms, {other / mine:.1f} times."


def main(rounds):
    with tempfile.TemporaryDirectory() as folder:
        picture = f"{folder}/picture.rgb"
        subprocess.run([sys.executable, TWIN, "picture", picture], check=True)
        ours, twin = {}, {}
        for _ in range(rounds):
            for best, command in ((ours, ["dotnet", OURS, "corruptions", picture, "20"]), (twin, [sys.executable, TWIN, "time", "3"])):
                for name, value in times(command).items():
                    best[name] = min(value, best.get(name, value))
    load = os.getloadavg()[0]
    lines = [f"Load of the machine at the end: {load:.0f} on {os.cpu_count()} cores.", "", "| corruption | Bench | twin | times | authors | times |", "|---|---|---|---|---|---|"]
    for name, value in ours.items():
        authors = AUTHORS.get(name)
        other = f"{authors} | {authors / value:.0f}" if authors else " | "
        lines.append(f"| `{name}` | {value:.2f} | {twin[name]:.2f} | {twin[name] / value:.1f} | {other} |")
    reached = sum(twin[name] >= 10 * value for name, value in ours.items())
    slower = [f"`{name}`" for name, value in ours.items() if twin[name] < value]
    extra = ("speckle_noise", "gaussian_blur", "spatter", "saturate")
    lines += ["", whole("ImageNet-C's fifteen", [name for name in ours if name not in AUTHORS and name not in extra], ours, twin)]
    lines += [
        whole("ImageNet-C-bar's ten", AUTHORS, ours, twin),
        f"{reached} of {len(ours)} are at least ten times as fast as the twin; slower than it: {', '.join(slower) or 'none'}.",
    ]
    page = PAGE.read_text()
    PAGE.write_text(page[: page.index(START) + len(START)] + "\n" + "\n".join(lines) + "\n" + page[page.index(END) :])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
