"""The leaderboard under readers. board.py PUBLISHED [small]

Two boards are made up by Bench.Benchmarks: 1,000 models × 10 datasets × 5 label sets on SQLite and on Postgres, asked one request after another; and on Postgres 5,000 × 10 × 6 with 20 metrics
(`small`: 500), asked by wrk from 50 connections over loopback."""
import http.client
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from service import Service, benchmark, note, postgres, row

METRICS = "top1,top5,macro-top1,ece,nll,brier,ece-mass,ece-sweep,ks,mmce,smooth-ece,tace,classwise-ece,aurc,e-aurc,aurra,auroc-correctness,macro-f1,jaccard,set-f1"
API = "/api/v1/leaderboard?columns=top5,ece&limit=100"
SECONDS = 8


def query_times(service):
    """Milliseconds of one reader who never says what it knows: datasets, label sets and metrics in turn."""
    address = urllib.parse.urlsplit(service.url)
    connection = http.client.HTTPConnection(address.hostname, address.port)
    views = [(item["dataset"], item["key"]) for item in service.call("label-sets?limit=200")["items"]]
    paths = [f"/api/v1/leaderboard?dataset={dataset}&labelSet={key}&metric={metric}&columns=top5,ece&limit=100" for metric in ("top1", "ece") for dataset, key in views]
    times = []
    for turn in range(4):
        for path in paths:
            begun = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            # The first turn meets every board for the first time: that is the next function's question.
            if turn > 0:
                times.append(1000 * (time.perf_counter() - begun))
    return times


def one_reader(published, name, connection, data):
    begun = time.perf_counter()
    benchmark("board", connection or data, 1000, 10, 5, 1000, "top1,top5,ece,nll,brier")
    note(f"{name}: board of 1,000 × 10 × 5 written in {time.perf_counter() - begun:.0f} s")
    with Service(published, data, connection) as service:
        times = query_times(service)
        row("Leaderboard query, 1,000 models × 10 datasets × 5 label sets, one reader", name, f"p50 {statistics.median(times):.1f} ms, p99 {statistics.quantiles(times, n=100)[98]:.1f} ms", "",
            "p99 < 20 ms", headline=True)


def wrk(url, header=None):
    command = ["wrk", "-t2", "-c50", f"-d{SECONDS}s", "--latency"] + (["-H", header] if header else []) + [url]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{url}: {said}")
    latency = {percent: value for percent, value in re.findall(r"(50|99)%\s+(\S+)", said)}
    return float(re.search(r"Requests/sec:\s+(\S+)", said)[1]), latency["50"], latency["99"]


def first_visit(service, models):
    """Bytes and time of a page that nobody has asked for since the service started."""
    section = f"Leaderboard under 50 readers, Postgres, {models:,} models × 10 datasets × 6 label sets × 20 metrics"
    begun = time.perf_counter()
    request = urllib.request.Request(service.url + "/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        answer.read(1)
        first = time.perf_counter() - begun
        size = 1 + len(answer.read())
    whole = time.perf_counter() - begun
    row(section, "page, nothing in memory: first byte / all of it (a row is in the first chunk)", f"{1000 * first:.0f} ms / {1000 * whole:.0f} ms", "", "1 s to content", headline=True)
    row(section, "weight of the page as sent", f"{size / 1000:.1f} kB")
    assets = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js)[^"]*)"', urllib.request.urlopen(service.url + "/").read().decode())
    weights = [len(urllib.request.urlopen(urllib.request.Request(service.url + asset, headers={"Accept-Encoding": "gzip"})).read()) for asset in assets]
    script = sum(weight for asset, weight in zip(assets, weights) if ".js" in asset)
    row(section, "style sheets and scripts with it / scripts alone", f"{sum(weights) / 1000:.1f} kB / {script / 1000:.1f} kB", "", "scripts < 300 kB")
    return section


def fifty_readers(published, connection, data, models):
    begun = time.perf_counter()
    benchmark("board", connection, models, 10, 6, 1000, METRICS)
    note(f"board of {models:,} × 10 × 6 × 20 written in {time.perf_counter() - begun:.0f} s")
    with Service(published, data, connection) as service:
        section = first_visit(service, models)
        for name, path in (("API, 100 rows", API), ("page, 100 rows", "/")):
            # An answer has its tag when the paired tests of its board are done.
            while (etag := urllib.request.urlopen(service.url + path).headers["ETag"]) is None:
                time.sleep(0.5)
            wrk_warm(service.url + path)
            for known, header, goal in ((", tag known", f"If-None-Match: {etag}", "≥ 1,000/s, p99 < 50 ms"), ("", None, "≥ 200/s, p99 < 50 ms")):
                rate, p50, p99 = wrk(service.url + path, header)
                row(section, name + known, f"{rate:,.0f} requests/s, p50 {p50}, p99 {p99}", "", goal, headline=True)


def wrk_warm(url):
    subprocess.run(["wrk", "-t2", "-c50", "-d3s", url], check=True, stdout=subprocess.DEVNULL)


def main(published, models):
    with tempfile.TemporaryDirectory(prefix="bench-board-") as folder, postgres() as connection:
        folder = pathlib.Path(folder)
        one_reader(published, "SQLite", None, folder / "sqlite")
        if connection:
            one_reader(published, "Postgres", connection.replace("Database=postgres", "Database=small"), folder / "small")
            fifty_readers(published, connection.replace("Database=postgres", "Database=large"), folder / "large", models)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), 500 if "small" in sys.argv[2:] else 5_000)
