"""How a fleet of workers comes to its work: by jobs of Hangfire and by claims of its own. fleet.py [DESIGN:WORKERS:SLOTS …]

For each point a Postgres of its own and one process that holds all workers (`Bench.Benchmarks fleet`); shards take a second and do nothing. A point takes half a minute. SLOTS workers share one
claiming loop and what connections it needs. Writes the table of benchmarks/README.md and docs/images/fleet.svg."""
import math
import os
import pathlib
import subprocess
import sys
import time

from report import between
from service import ROOT, benchmark, note, numbers, postgres

POINTS = ["jobs:1:1", "jobs:10:1", "jobs:100:1", "claims:1:1", "claims:10:1", "claims:100:1", "claims:100:10", "claims:1000:1", "claims:1000:50"]
CONNECTIONS = 600
# A point takes half a minute. One that takes this long, or dies, is beyond what its design can do; what it had measured by then is in the table.
PATIENCE = 120
NAMES = {"jobs": "jobs of Hangfire", "claims": "own claims"}
COLOURS = {"jobs": "#c60", "claims": "#07a", "shared": "#0a5"}


def measure(point):
    design, workers, slots = point.split(":")
    with postgres(CONNECTIONS) as connection:
        if connection is None:
            raise SystemExit("fleet.py needs Postgres")
        try:
            values = benchmark("fleet", connection, design, workers, slots, timeout=PATIENCE)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as ended:
            values = numbers((ended.stdout or b"").decode())
        note(f"{point}: {values}")
    return {"design": design, "workers": int(workers), "slots": int(slots), "load": os.getloadavg()[0], **values}


def table(points):
    text = ("| | workers | done a second, of as many as there are workers | idle transactions a second | commit to take, ms: p50, p99 | transactions a second under load | connections | taken twice |\n"
            "|---|---|---|---|---|---|---|---|\n")
    number = lambda point, name, form: format(point[name], form) if name in point else "not reached"
    for point in points:
        shared = f", {point['slots']} to a process" if point["slots"] > 1 else ""
        done = f"{point['throughput']:,.1f} ({100 * point['throughput'] / point['workers']:.0f} %)" if "throughput" in point else f"not reached"
        waits = f"{point['p50']:,.0f}, {point['p99']:,.0f} (n = {point['trickled']:,.0f})" if "p99" in point else "not reached"
        text += (f"| {NAMES[point['design']]}{shared} | {point['workers']:,} | {done} | {number(point, 'idle_transactions', ',.0f')} | {waits} | "
                 f"{number(point, 'busy_transactions', ',.0f')} | {number(point, 'connections', ',.0f')} | {number(point, 'twice', '.0f')} |\n")
    return text


def panel(left, title, unit, series, ideal=None):
    """Points of each series over workers, both axes logarithmic."""
    highest = max([value for points in series.values() for _, value in points] + ([1000] if ideal else []))
    lowest = max(min(value for points in series.values() for _, value in points), 0.5)
    top, bottom = math.ceil(math.log10(highest)), math.floor(math.log10(lowest))
    x = lambda workers: left + 30 + 70 * math.log10(workers)
    y = lambda value: 240 - 190 * (math.log10(max(value, 10 ** bottom)) - bottom) / max(1, top - bottom)
    svg = f'<text x="{left}" y="24" font-weight="600">{title}</text><path d="M{left + 20} 40V250H{left + 260}" fill="none" stroke="#999"/>'
    for workers in (1, 10, 100, 1000):
        svg += f'<text x="{x(workers):.0f}" y="268" text-anchor="middle">{workers:,}</text>'
    for power in range(bottom, top + 1):
        svg += f'<text x="{left + 14}" y="{y(10 ** power) + 4:.0f}" text-anchor="end" fill="#777">{10 ** power:,.10g}</text>'
    svg += f'<text x="{left + 140}" y="286" text-anchor="middle" fill="#777">workers; {unit}</text>'
    if ideal:
        svg += f'<path d="M{x(1):.0f} {y(1):.0f}L{x(1000):.0f} {y(1000):.0f}" stroke="#999" stroke-dasharray="4 4"/>'
    for name, points in series.items():
        line = "L".join(f"{x(workers):.1f} {y(value):.1f}" for workers, value in points)
        svg += f'<path d="M{line}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>'
        svg += "".join(f'<circle cx="{x(workers):.1f}" cy="{y(value):.1f}" r="4" fill="{COLOURS[name]}"/>' for workers, value in points)
    return svg


def picture(points):
    kinds = {"jobs": [p for p in points if p["design"] == "jobs"], "claims": [p for p in points if p["design"] == "claims" and p["slots"] == 1],
             "shared": [p for p in points if p["slots"] > 1]}
    of = lambda value: {name: [(p["workers"], p[value]) for p in chosen if value in p] for name, chosen in kinds.items() if any(value in p for p in chosen)}
    legend = "".join(f'<rect x="{60 + 230 * i}" y="300" width="14" height="4" fill="{COLOURS[name]}"/><text x="{80 + 230 * i}" y="306">{text}</text>'
                     for i, (name, text) in enumerate((("jobs", "jobs of Hangfire"), ("claims", "own claims"), ("shared", "own claims, many to a process"))))
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 320" font-family="sans-serif" font-size="12" fill="#333"><rect width="960" height="320" fill="#fff"/>'
            + panel(50, "Shards done a second", "dashed: one a worker", of("throughput"), ideal=True) + panel(370, "Transactions a second while idle", "of the whole fleet", of("idle_transactions"))
            + panel(690, "Commit to take, p99", "milliseconds", of("p99")) + legend + "</svg>\n")


def main(points):
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", str(ROOT / "benchmarks/Bench.Benchmarks")], check=True, stdout=sys.stderr)
    measured = [measure(point) for point in points]
    loads = sorted(point["load"] for point in measured)
    model = next((line.split(": ")[1] for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "an unknown processor")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    head = (f"{os.cpu_count()} cores of {model}; commit {commit}; {time.strftime('%F', time.gmtime())}; load {loads[0]:.0f} to {loads[-1]:.0f} at the points' ends; `benchmarks/fleet.py`; "
            f"a Postgres of at most {CONNECTIONS} connections on the same machine.")
    between(ROOT / "benchmarks/README.md", "fleet", f"{head}\n\n{table(measured)}")
    (ROOT / "docs/images/fleet.svg").write_text(picture(measured))


if __name__ == "__main__":
    main(sys.argv[1:] or POINTS)
