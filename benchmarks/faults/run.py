#!/usr/bin/env python3
"""A cluster under faults: what was submitted, what was lost, what was done twice, what came out wrong. benchmarks/faults/run.py [--minutes 5] [--seed 1] [--crowd 2000] [--readers 500] [--program FOLDER]

Two APIs and three workers from a published folder, a Postgres of their own behind a proxy, an S3 stand-in. Faults come one after the other while evaluations are submitted; afterwards all must be completed, once, with
the numbers of an undisturbed service to the last digit. Then a crowd of evaluations at once, with readers of event streams. Ends with status 1 where anything was lost, double or wrong. Python's standard library alone;
as root also with full disks, and with a C compiler with clocks that jump."""
import argparse
import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from service import KEY as CONTROL_KEY, ROOT, Service  # noqa: E402

import cluster as clusters  # noqa: E402
import made  # noqa: E402
from checks import Checks  # noqa: E402
from cluster import Client, Cluster, Postgres, Refused  # noqa: E402
from crowd import contract, crowd  # noqa: E402
from injections import Injections  # noqa: E402
from proxy import Proxy  # noqa: E402
from store import Store, flip  # noqa: E402

FINAL = {"completed", "failed", "cancelled"}
REFUSED = {"content-changed", "blob-damaged"}


def note(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Supervisor:
    """Starts again what ended by itself, as a service manager does, and remembers it."""

    def __init__(self, cluster):
        self.ended, self.is_on, self._cluster = [], True, cluster
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while True:
            time.sleep(0.5)
            for process in self._cluster.processes:
                if self.is_on and process.deaths == 0 and process.status is not None:
                    time.sleep(0.5)
                    if process.deaths == 0 and process.status is not None:
                        self.ended.append((process.name, process.status))
                        process.start()


class Submitters:
    """Each submits an evaluation, waits for its end and submits the next, until they are told to stop; every fifth one twice at once under one key."""

    def __init__(self, client, models, datasets, seed, count=8):
        self._client, self._models, self._datasets, self._random = client, models, datasets, random.Random(seed)
        self.made, self.asked_twice, self.double, self.refused = {}, 0, 0, []
        self._gate, self._over, self._next = threading.Lock(), threading.Event(), 0
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def end(self):
        self._over.set()
        for thread in self._threads:
            thread.join(180)

    def _run(self):
        while not self._over.wait(self._random.uniform(0.3, 1.5)):
            with self._gate:
                variant, self._next = self._next, self._next + 1
                model, dataset = self._random.choice(self._models), self._random.choice(self._datasets)
            try:
                self._submit(model, dataset, contract(variant), twice=variant % 5 == 0)
            except Refused as error:
                self.refused.append(str(error))

    def _submit(self, model, dataset, preprocessing, twice):
        key, answers = uuid.uuid4().hex, []
        ask = lambda: answers.append(self._client.post("evaluations", key, modelId=model, datasets=[dataset], preprocessing=preprocessing)["items"][0]["id"])
        other = threading.Thread(target=ask) if twice else None
        if other:
            other.start()
        ask()
        if other:
            other.join(150)
        with self._gate:
            self.asked_twice += twice
            self.double += len(set(answers)) > 1
            for evaluation in answers:
                self.made[evaluation] = (model, dataset, preprocessing)
        while not self._over.wait(1) and self._client.call(f"evaluations/{answers[0]}")["state"] not in FINAL:
            pass


def rot(client, cluster, store, datasets, model, submitted, generator, tally):
    """One bit of each kind of stored bytes is flipped; the bytes are put back after they were refused."""
    base = store.folder / "bucket/faults"
    picture = generator.choice(sorted((datasets / "rotten").rglob("*.png")))
    whole = picture.read_bytes()
    picture.write_bytes(flip(whole, generator))
    evaluation = client.post("evaluations", uuid.uuid4().hex, modelId=model, datasets=["rotten"], preprocessing=contract(9_000 + tally["flipped"]))["items"][0]["id"]
    state = client.until(f"evaluations/{evaluation}", FINAL, patience=400)
    tally["flipped"] += 1
    tally["refused"] += (state.get("error") or {}).get("code") == "content-changed"
    # From crops of the whole picture that a worker has: its numbers are compared with the control's as all others are.
    tally["good copy"] += state["state"] == "completed"
    picture.write_bytes(whole)
    submitted[evaluation] = (model, "rotten", contract(9_000 + tally["flipped"] - 1))
    done = [evaluation for evaluation in list(submitted) if client.call(f"evaluations/{evaluation}")["state"] == "completed"][:2]
    for evaluation in done:
        for file in base.glob(f"predictions/{evaluation.replace('-', '')}-*"):
            whole = file.read_bytes()
            file.write_bytes(flip(whole, generator))
            tally["flipped"] += 1
            for address in cluster.addresses:
                try:
                    content = client.call(f"evaluations/{evaluation}/predictions", address=address)
                    tally["scored"] += hashlib.sha256(content).hexdigest() not in file.name
                    tally["good copy"] += hashlib.sha256(content).hexdigest() in file.name
                except Refused as refused:
                    tally["refused"] += refused.code == "blob-damaged"
            file.write_bytes(whole)


def retry_refused(client, evaluations):
    """What was refused because of flipped bits is asked for again now that the bytes are whole."""
    refused = 0
    for evaluation in evaluations:
        answer = client.call(f"evaluations/{evaluation}")
        if answer["state"] == "failed" and answer["error"]["code"] in REFUSED:
            refused += 1
            client.call(f"evaluations/{evaluation}/retry", b"", method="POST")
    return refused


def settle(client, evaluations, patience):
    """Waits until all have ended; those that have not."""
    end, open_ = time.monotonic() + patience, set(evaluations)
    while open_ and time.monotonic() < end:
        for evaluation in list(open_):
            if client.call(f"evaluations/{evaluation}")["state"] in FINAL:
                open_.discard(evaluation)
        time.sleep(0.5)
    return open_


def control(program, folder, datasets, models, wanted):
    """Numbers of the same questions from one undisturbed process: a dictionary by (model's name, dataset, preprocessing)."""
    place, numbers = folder / "control", {}
    place.mkdir()
    os.environ.update(clusters.SMALL | {"Bench__DatasetsRoot": str(datasets), "Bench__WritesPerMinute": "1000000"})
    with Service(clusters.program_in(program, "Bench.Api.dll").parent, place) as service:
        client = Client([service.url])
        clusters_key, clusters.KEY = clusters.KEY, CONTROL_KEY
        try:
            for key in sorted({dataset for _, dataset, _ in wanted}):
                client.register(key)
            ids = {name: client.upload(content, name) for name, content in models.items()}
            for identity in ids.values():
                client.until(f"models/{identity}", {"ready"}, {"refused", "failed"})
            asked = {}
            for name, dataset, preprocessing in wanted:
                asked[client.post("evaluations", modelId=ids[name], datasets=[dataset], preprocessing=preprocessing)["items"][0]["id"]] = (name, dataset, str(preprocessing))
            for evaluation, question in asked.items():
                client.until(f"evaluations/{evaluation}", {"completed"}, {"failed"}, patience=1200)
                numbers[question] = Checks.numbers(client, evaluation)
        finally:
            clusters.KEY = clusters_key
    return numbers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crowd", type=int, default=2000)
    parser.add_argument("--crowd-minutes", type=float, default=20)
    parser.add_argument("--readers", type=int, default=500)
    parser.add_argument("--program", type=pathlib.Path, help="a folder that holds both programs, or one in api and one in worker; published when absent")
    parser.add_argument("--old", type=pathlib.Path, help="the same of an older build: all processes start as it, most are upgraded while evaluations run, and one API and one worker only after the faults")
    parser.add_argument("--keep", type=pathlib.Path, help="copies the processes' logs there")
    given = parser.parse_args()
    # Ended from outside, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-faults-"))
    folder.chmod(0o755)
    program = given.program.resolve() if given.program else folder / "published"
    if not given.program:
        for name, place in (("Bench.Api", "api"), ("Bench.Workers", "worker")):
            subprocess.run(["dotnet", "publish", str(ROOT / name), "-c", "Release", "-v", "q", "--nologo", "-o", str(program / place)], check=True, stdout=sys.stderr)
    postgres = cluster = proxy = None
    try:
        postgres = Postgres(folder / "postgres")
        store, proxy, datasets = Store(folder / "objects", given.seed), Proxy(postgres.port), folder / "datasets"
        for index in range(4):
            made.dataset(datasets / f"set-{index}", index, 60)
        made.dataset(datasets / "rotten", 99, 40)
        crowded = [f"crowd-{index:03}" for index in range(100)]
        for index, key in enumerate(crowded if given.crowd else []):
            made.dataset(datasets / key, 1000 + index, 6)
        cluster = Cluster(given.old.resolve() if given.old else program, folder / "cluster", proxy.port, store, datasets)
        sys.exit(bench(given, folder, program, postgres, proxy, store, datasets, cluster, crowded))
    finally:
        if cluster:
            cluster.end()
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                for log in (folder / "cluster").glob("*.log"):
                    shutil.copy(log, given.keep)
        if proxy:
            proxy.end()
        if postgres:
            postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def bench(given, folder, program, postgres, proxy, store, datasets, cluster, crowded):
    generator = random.Random(given.seed)
    injections, supervisor = Injections(cluster, postgres, proxy, store, given.seed), Supervisor(cluster)
    client = Client(cluster.addresses, given.seed)
    # The migration under way: five processes start together on no database, slowly; one is killed and all are cut off.
    proxy.slow(0.01)
    time.sleep(generator.uniform(1, 3))
    injections.run("kill -9 of an API in the migration", lambda: injections._kill(cluster.apis[:1]))
    time.sleep(generator.uniform(0.5, 2))
    injections.run("all connections cut in the migration", proxy.cut)
    proxy.go()
    client.alive()
    in_migration, supervisor.ended = list(supervisor.ended), []
    note(f"up; ended by themselves in the migration: {in_migration}")

    sources = {f"model-{seed}": made.model(seed) for seed in range(4)}
    models = {client.upload(content, name): name for name, content in sources.items()}
    for model in models:
        client.until(f"models/{model}", {"ready"}, {"refused", "failed"})
    names = [f"set-{index}" for index in range(4)]
    for key in [*names, "rotten"]:
        client.register(key)
    warm = [client.post("evaluations", modelId=model, datasets=names)["items"] for model in models]
    settle(client, [item["id"] for items in warm for item in items], 120)
    memory_before = {process.name: process.megabytes for process in cluster.processes}
    note(f"warm; memory {memory_before}")

    tally = {"flipped": 0, "refused": 0, "scored": 0, "good copy": 0}
    submitters = Submitters(client, list(models), names, given.seed)
    if given.old:
        note("upgrade: the schema is migrated while older processes work, and two of them stay")
        injections.run("upgrade of a process to the newer build", lambda: cluster.upgrade([*cluster.apis[1:], *cluster.workers[1:]], program))
        client.alive()
    end, kinds, turn, rotting = time.monotonic() + 60 * given.minutes, injections.bag(), 0, None
    while time.monotonic() < end:
        name, action = next(kinds)
        note(name)
        injections.run(name, action)
        injections.pause()
        turn += 1
        if turn % 6 == 0:
            store.flips += 1
        if turn % 4 == 2 and not (rotting and rotting.is_alive()):
            note("bits are flipped")
            rotting = threading.Thread(target=rot, args=(client, cluster, store, datasets, next(iter(models)), submitters.made, generator, tally), daemon=True)
            rotting.start()
    submitters.end()
    if given.old:
        cluster.upgrade([cluster.apis[0], cluster.workers[0]], program)
        client.alive()
    if rotting:
        rotting.join(400)
    store.flips = 0
    note(f"no more faults: {len(submitters.made)} submitted")
    stuck = settle(client, submitters.made, 240)
    refused = retry_refused(client, submitters.made)
    stuck |= settle(client, submitters.made, 120)
    memory_after = {process.name: process.megabytes for process in cluster.processes}

    asked, seen = {}, None
    if given.crowd:
        note(f"a crowd of {given.crowd}")
        for key in crowded:
            client.register(key)
        asked, seen = crowd(client, cluster, postgres.sql, next(iter(models)), crowded, given.crowd, given.readers, 60 * given.crowd_minutes)
        note(f"{seen['states']} in {seen['took']:.0f} s")
    checks = Checks(client, postgres, models, sources, submitters.made, generator.sample(sorted(asked.items()), min(100, len(asked))))
    outcome = checks.run(lambda wanted: control(program, folder, datasets, sources, wanted), note)
    return checks.report(given, injections.counts, submitters, supervisor, in_migration, stuck, refused, store, tally, memory_before, memory_after, asked, seen, outcome, cluster)


if __name__ == "__main__":
    main()
