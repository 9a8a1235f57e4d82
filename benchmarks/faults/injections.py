"""What is done to a cluster while it works. Each is one bad thing with its end; `bag` gives all kinds of them in a seeded order."""
import random
import signal
import time


class Injections:
    def __init__(self, cluster, postgres, proxy, store, seed):
        self._cluster, self._postgres, self._proxy, self._store, self._random = cluster, postgres, proxy, store, random.Random(seed)
        self.counts = {}

    @property
    def kinds(self):
        kinds = {
            "kill -9 of a worker": lambda: self._kill(self._cluster.workers), "kill -9 of an API": lambda: self._kill(self._cluster.apis),
            "kill -9 of everything at once": self._kill_all,
            "SIGSTOP of a worker, shorter than a lease": lambda: self._freeze(self._cluster.workers, 1, 4), "SIGSTOP of a worker, longer than a lease": lambda: self._freeze(self._cluster.workers, 12, 18),
            "SIGSTOP of an API": lambda: self._freeze(self._cluster.apis, 2, 8),
            "SIGTERM and start again (worker)": lambda: self._restart(self._cluster.workers), "SIGTERM and start again (API)": lambda: self._restart(self._cluster.apis),
            "all connections to Postgres cut": self._cut, "Postgres refuses": self._refuse, "Postgres silent (nothing passes)": self._silence, "Postgres slow (40 ms a packet)": self._slow,
            "Postgres crashed and started": lambda: self._postgres.restart(self._random.uniform(0.5, 5)),
            "S3 answers 503": lambda: self._store_is("refusing", 6, 14), "S3 drops connections": lambda: self._store_is("dead", 6, 14), "S3 slow (1 s an answer)": lambda: self._store_is("slow", 6, 10),
        }
        if self._cluster.disks:
            kinds["disk full"] = self._fill
        if self._cluster.clocks:
            kinds["clock jumps ahead, beyond a lease"] = lambda: self._jump(+20)
            kinds["clock jumps back, beyond a lease"] = lambda: self._jump(-20)
        return kinds

    def bag(self):
        while True:
            kinds = list(self.kinds.items())
            self._random.shuffle(kinds)
            yield from kinds

    def run(self, name, action):
        action()
        self.counts[name] = self.counts.get(name, 0) + 1

    def pause(self):
        time.sleep(self._random.uniform(0.5, 3))

    def _kill(self, processes):
        victim = self._random.choice(processes)
        victim.deaths += 1
        victim.end()
        time.sleep(self._random.uniform(0, 3))
        victim.start()
        victim.deaths -= 1

    def _kill_all(self):
        for process in self._cluster.processes:
            process.deaths += 1
            process.end()
        for process in self._cluster.processes:
            process.start()
            process.deaths -= 1

    def _freeze(self, processes, least, most):
        victim = self._random.choice(processes)
        victim.signal(signal.SIGSTOP)
        time.sleep(self._random.uniform(least, most))
        victim.signal(signal.SIGCONT)

    def _restart(self, processes):
        victim = self._random.choice(processes)
        victim.deaths += 1
        victim.end(signal.SIGTERM, patience=60)
        victim.start()
        victim.deaths -= 1

    def _cut(self):
        for _ in range(self._random.randrange(1, 4)):
            self._proxy.cut()
            time.sleep(self._random.uniform(0.1, 2))

    def _refuse(self):
        self._proxy.refuse()
        time.sleep(self._random.uniform(2, 12))
        self._proxy.go()

    def _silence(self):
        self._proxy.stop()
        time.sleep(self._random.uniform(2, 12))
        self._proxy.go()

    def _slow(self):
        self._proxy.slow(0.04)
        time.sleep(self._random.uniform(5, 12))
        self._proxy.go()

    def _store_is(self, mode, least, most):
        self._store.mode = mode
        time.sleep(self._random.uniform(least, most))
        self._store.mode = "well"

    def _fill(self):
        disk = self._random.choice(self._cluster.disks)
        disk.fill()
        time.sleep(self._random.uniform(6, 14))
        disk.free()

    def _jump(self, seconds):
        clock = self._random.choice(self._cluster.clocks)
        clock.jump(seconds)
        time.sleep(self._random.uniform(6, 12))
        clock.jump(0)
