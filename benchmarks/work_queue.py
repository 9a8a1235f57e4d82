"""How long a piece of work waits for a free worker. work_queue.py [ITEMS [RATE [WORKERS]]]

A private Postgres, WORKERS worker processes (default 1) and one process that adds ITEMS items (5,000) at RATE a second (5), first with the machine at rest, then with every core kept busy by
twice as many endless loops as there are cores. Each item's wait from commit to lease is taken; the first twenty that are longer than a sweep are printed one by one."""
import os
import subprocess
import sys
import tempfile

from service import ROOT, postgres

PROGRAM = ROOT / "benchmarks/Bench.Benchmarks/bin/Release/net10.0/Bench.Benchmarks.dll"


def measure(name, connection, items, rate, workers, loops):
    print(f"{name}: {workers} worker processes", flush=True)
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "Bench__DataDirectory": data}
        serving = [subprocess.Popen(["dotnet", str(PROGRAM), "queue-worker", connection], env=environment, stdout=subprocess.DEVNULL) for _ in range(workers)]
        try:
            subprocess.run(["dotnet", str(PROGRAM), "queue", connection, str(items), str(rate)], check=True, env=environment)
        finally:
            for process in serving + busy:
                process.kill()
                process.wait()


def main(items=5000, rate=5, workers=1):
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", str(ROOT / "benchmarks/Bench.Benchmarks")], check=True, stdout=sys.stderr)
    for name, loops in (("at rest", 0), ("every core busy", 2 * os.cpu_count())):
        with postgres() as connection:
            measure(name, connection, items, rate, workers, loops)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
