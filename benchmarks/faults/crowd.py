"""Many small evaluations queued at once, watched by many readers of event streams."""
import asyncio
import statistics
import threading
import time
import urllib.parse

from cluster import KEY


class Readers:
    """Readers of event streams, each of one evaluation to its end."""

    def __init__(self, addresses, evaluations, count):
        self._addresses, self._evaluations, self._count = addresses, evaluations, count
        self.ended, self.broken, self.events, self.open, self.most = 0, 0, 0, 0, 0
        self._thread = threading.Thread(target=lambda: asyncio.run(self._read_all()), daemon=True)
        self._thread.start()

    def join(self, patience):
        self._thread.join(patience)

    async def _read_all(self):
        step = max(1, len(self._evaluations) // self._count)
        await asyncio.gather(*(self._read(i, self._evaluations[i * step % len(self._evaluations)]) for i in range(self._count)))

    async def _read(self, index, evaluation):
        url = urllib.parse.urlsplit(self._addresses[index % len(self._addresses)])
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        writer.write(f"GET /api/v1/evaluations/{evaluation}/events HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n\r\n".encode())
        self.open += 1
        self.most = max(self.most, self.open)
        last = b""
        try:
            while line := await reader.readline():
                if line.startswith(b"event:"):
                    self.events += 1
                if line.startswith(b"data:"):
                    last = line
        except (OSError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            self.open -= 1
            writer.close()
        if b'"state":"completed"' in last:
            self.ended += 1
        else:
            self.broken += 1


class Memory:
    """Anonymous memory of each process, again and again."""

    def __init__(self, processes, interval=2):
        self._processes, self._interval, self.seen, self._over = processes, interval, {process.name: [] for process in processes}, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self):
        self._over.set()
        self._thread.join()

    def thirds(self):
        """Medians of the second and of the last third, summed over all processes: the first third is warming up. A sum of highest values
        would add peaks that last for seconds, at different times: the budget of the youngest generation on a large cache."""
        third = min(len(seen) for seen in self.seen.values()) // 3
        return tuple(round(sum(statistics.median(part(seen)) for seen in self.seen.values())) for part in (lambda seen: seen[third : 2 * third], lambda seen: seen[2 * third :]))

    def _look(self):
        while not self._over.wait(self._interval):
            for process in self._processes:
                self.seen[process.name].append(process.megabytes)


def crowd(client, cluster, sql, model, datasets, count, readers, patience):
    """Queues `count` evaluations and waits. A dictionary of what was seen, and which evaluations there are."""
    begun, asked = time.monotonic(), {}
    variant = 0
    while len(asked) < count:
        wanted = datasets[: count - len(asked)]
        preprocessing = contract(10_000 + variant)
        for item in client.post("evaluations", modelId=model, datasets=wanted, preprocessing=preprocessing)["items"]:
            asked[item["id"]] = (model, item["dataset"], preprocessing)
        variant += 1
    queued = time.monotonic() - begun
    memory, watchers = Memory(cluster.processes), Readers(cluster.addresses, list(asked), readers)
    states = {}
    while time.monotonic() - begun < patience:
        time.sleep(3)
        states = {state: int(number) for state, number in sql("SELECT state, count(*) FROM evaluations WHERE preprocessing LIKE '%\"crop_pct\":0.9%' GROUP BY state")}
        if sum(number for state, number in states.items() if state in ("Completed", "Failed")) >= count:
            break
    took = time.monotonic() - begun
    watchers.join(60)
    memory.end()
    return asked, {"queued": queued, "took": took, "states": states, "readers": watchers, "memory": memory.thirds()}


def contract(variant):
    """A preprocessing of its own for each number; those of a crowd are told by their crop."""
    return {"input_size": [3, 8, 8], "crop_pct": 0.9 if variant >= 10_000 else 0.875, "mean": [round(0.3 + 0.00001 * variant, 5)] * 3, "std": [round(0.2 + 0.0000037 * variant, 7)] * 3}
