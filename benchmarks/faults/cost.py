#!/usr/bin/env python3
"""What one tiny evaluation costs from its submission to its scores: SQL statements, transactions, milliseconds in each piece of work. benchmarks/faults/cost.py --program FOLDER [--evaluations 200] [--by Jobs|Claims] [--readers 0]

One API and one worker over a Postgres of their own that counts statements (pg_stat_statements, of Debian's postgresql). What the two do while nothing waits is counted first and taken off. Counts hold whatever else the machine does; times
are those of the machine."""
import argparse
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import time
import urllib.request

import made
from cluster import Client, Cluster, Postgres, free_port
from crowd import Readers, contract
from store import Store

COUNTED = "pg_stat_statements"
IDLE_SECONDS = 10


def statements(postgres):
    """Calls and milliseconds of each statement but our own."""
    rows = postgres.sql(f"SELECT calls, total_exec_time, replace(replace(query, E'\\n', ' '), E'\\t', ' ') FROM {COUNTED} WHERE query NOT LIKE '%{COUNTED}%' AND query NOT LIKE '%count_of_cost%'")
    found = {}
    for calls, milliseconds, text in rows:
        text = re.sub(r"\s+", " ", text)
        known = found.get(text, (0, 0.0))
        found[text] = (known[0] + int(calls), known[1] + float(milliseconds))
    return found


def transactions(postgres):
    return int(postgres.sql("SELECT xact_commit FROM pg_stat_database WHERE datname = 'faults'")[0][0])


def reset(postgres):
    postgres.sql(f"SELECT {COUNTED}_reset()")


def durations(port):
    """Seconds and takings of each kind of work, from the worker's numbers."""
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    found = {}
    for part, kind, number in re.findall(r'^bench_work_duration(?:_seconds)?_(sum|count)\{[^}]*kind="(\w+)"[^}]*\} (\S+)', text, re.M):
        found.setdefault(kind, {"sum": 0.0, "count": 0.0})[part] += float(number)
    return found


def completed(postgres, wanted):
    return int(postgres.sql(f"SELECT count(*) AS count_of_cost FROM evaluations WHERE state IN ('Completed', 'Failed') AND preprocessing LIKE '%\"crop_pct\":0.9%'")[0][0]) >= wanted


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, required=True, help="a folder with the programs published to api and worker")
    parser.add_argument("--evaluations", type=int, default=200)
    parser.add_argument("--by", choices=["Jobs", "Claims"], default="Jobs")
    parser.add_argument("--readers", type=int, default=0, help="readers of event streams meanwhile")
    parser.add_argument("--top", type=int, default=15, help="statements to show")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-cost-"))
    folder.chmod(0o755)
    postgres = cluster = None
    try:
        postgres = Postgres(folder / "postgres", f"-c shared_preload_libraries={COUNTED} -c {COUNTED}.max=10000")
        store, datasets, keys, port = Store(folder / "objects", 1), folder / "datasets", [f"tiny-{index}" for index in range(20)], free_port()
        for index, key in enumerate(keys):
            made.dataset(datasets / key, index, 6)
        settings = {"Bench__WorkBy": given.by, "Bench__SweepInterval": "00:00:05", "Bench__MetricsPort": str(port)}
        cluster = Cluster(given.program.resolve(), folder / "cluster", postgres.port, store, datasets, apis=1, workers=1, settings=settings)
        client = Client(cluster.addresses)
        client.alive()
        postgres.sql(f"CREATE EXTENSION {COUNTED}")
        model = client.upload(made.model(1), "tiny")
        client.until(f"models/{model}", {"ready"}, {"refused", "failed"})
        for key in keys:
            client.register(key)
        warm = client.post("evaluations", modelId=model, datasets=keys)["items"]
        for item in warm:
            client.until(f"evaluations/{item['id']}", {"completed"}, {"failed"})
        reset(postgres)
        before = transactions(postgres)
        time.sleep(IDLE_SECONDS)
        idle, idle_transactions = statements(postgres), transactions(postgres) - before
        measure(given, postgres, cluster, client, model, keys, port, idle, idle_transactions)
    finally:
        if cluster:
            cluster.end()
        if postgres:
            postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(given, postgres, cluster, client, model, keys, port, idle, idle_transactions):
    worked, before, begun, asked = durations(port), transactions(postgres), time.monotonic(), []
    reset(postgres)
    variant = 0
    while len(asked) < given.evaluations:
        wanted = keys[: given.evaluations - len(asked)]
        asked += [item["id"] for item in client.post("evaluations", modelId=model, datasets=wanted, preprocessing=contract(10_000 + variant))["items"]]
        variant += 1
    queued = time.monotonic() - begun
    readers = Readers(cluster.addresses, asked, given.readers) if given.readers else None
    first = None
    while not completed(postgres, len(asked)):
        if first is None and completed(postgres, 1):
            first = time.monotonic() - begun
        time.sleep(0.5)
    took = time.monotonic() - begun
    if readers:
        readers.join(30)
    counted, committed = statements(postgres), transactions(postgres) - before
    after = durations(port)
    share = took / IDLE_SECONDS
    rest = {text: (calls - idle.get(text, (0, 0))[0] * share, milliseconds) for text, (calls, milliseconds) in counted.items()}
    number = len(asked)
    total = lambda wanted: sum(calls for text, (calls, _) in rest.items() if wanted(text)) / number
    frame = lambda text: re.match(r"(BEGIN|COMMIT|ROLLBACK|DISCARD|SAVEPOINT|RELEASE|SET)\b", text, re.I) is not None
    jobs = lambda text: "hangfire" in text.lower()
    print(f"{number} evaluations, work by {given.by}, {given.readers} readers: queued in {queued:.1f} s, first completed after {first or took:.1f} s, all after {took:.1f} s ({1000 * took / number:.0f} ms each)\n")
    print("| of one evaluation | |\n|---|---|")
    print(f"| statements of Bench | {total(lambda text: not frame(text) and not jobs(text)):.1f} |")
    print(f"| statements of the job queue | {total(jobs):.1f} |")
    print(f"| BEGIN, COMMIT and their kin | {total(frame):.1f} |")
    print(f"| transactions | {(committed - idle_transactions * share) / number:.1f} |")
    print(f"| milliseconds in Postgres | {sum(milliseconds for _, milliseconds in rest.values()) / number:.1f} |")
    for kind, seen in sorted(after.items()):
        known = worked.get(kind, {"sum": 0, "count": 0})
        if seen["count"] > known["count"]:
            print(f"| milliseconds of {kind} | {1000 * (seen['sum'] - known['sum']) / (seen['count'] - known['count']):.1f} |")
    if readers:
        print(f"| events told to a reader | {readers.events / given.readers:.1f}, {readers.broken} broken |")
    print("\n| calls | ms | statement |\n|---|---|---|")
    for text, (calls, milliseconds) in sorted(rest.items(), key=lambda item: -item[1][0])[: given.top]:
        print(f"| {calls / number:.2f} | {milliseconds / number:.2f} | `{text[:170]}` |")


if __name__ == "__main__":
    main()
