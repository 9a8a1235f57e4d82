"""A published Bench and a Postgres of its own for measurements: both begin with a `with` and are gone after it. Nothing but the standard library."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCHMARKS = [shutil.which("dotnet"), str(ROOT / "benchmarks/Bench.Benchmarks/bin/Release/net10.0/Bench.Benchmarks.dll")]
KEY = "bench_measurement_" + uuid.uuid4().hex


CONTRACT = {"input_size": [3, 224, 224], "interpolation": "bilinear", "crop_pct": 0.875}
MODELS = {
    "SqueezeNet_fp16": CONTRACT | {"channel_order": "bgr", "value_range": "byte", "mean": [103.939, 116.779, 123.68], "std": [1, 1, 1]},
    "mobilenetv2_int8_static": CONTRACT,
}


def row(section, what, result, beside="", goal="", headline=False):
    """One line of a table: what was measured, the number, the peer's number or the ratio, and the goal."""
    print("\t".join([section, what, result, beside, goal, "headline" if headline else ""]), flush=True)


def note(text):
    print(text, file=sys.stderr, flush=True)


def benchmark(*arguments, timeout=None, **environment):
    """Runs a verb of Bench.Benchmarks; its `name value` lines as a dictionary."""
    return numbers(subprocess.run([*BENCHMARKS, *map(str, arguments)], check=True, stdout=subprocess.PIPE, env={**os.environ, **environment}, timeout=timeout).stdout.decode())


def numbers(out):
    """The `name value` lines of a text; a program's log may be between them."""
    return {found[1]: float(found[2]) for found in re.finditer(r"^(\S+) (-?[\d.]+)$", out, re.MULTILINE)}


def publish(folder):
    """The API as the image ships it, and the worker that it starts for models."""
    subprocess.run(["dotnet", "publish", str(ROOT / "Bench.Api"), "-c", "Release", "-v", "q", "--nologo", "-o", str(folder)], check=True, stdout=sys.stderr)


@contextlib.contextmanager
def postgres(connections=50):
    """A private cluster on a socket: a connection string, or None where Postgres is not installed. A process takes at most so many connections."""
    found = [shutil.which("postgres"), *map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))]
    binaries = next((pathlib.Path(path).resolve().parent for path in found if path and (pathlib.Path(path).resolve().parent / "initdb").exists()), None)
    if binaries is None:
        note("no Postgres on this machine: its rows are left out")
        yield None
        return
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-pg-"))
    folder.chmod(0o777)
    drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*drop, str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*drop, str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off",
                               "-c", "full_page_writes=off", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB", "-c", f"max_connections={max(100, connections + 20)}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not (folder / ".s.PGSQL.5432").exists():
            if server.poll() is not None:
                raise SystemExit("Postgres did not start")
            time.sleep(0.05)
        yield f"Host={folder};Username=postgres;Database=postgres;Maximum Pool Size={connections}"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


class Service:
    """A running Bench: `url`, `ready_seconds`, and calls of its API."""

    def __init__(self, published, data, postgres=None, **settings):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        environment = {**os.environ, "Bench__DataDirectory": str(data), "ASPNETCORE_URLS": self.url, "BENCH_OPERATOR_KEY": KEY, "Logging__LogLevel__Default": "Error", **settings}
        if postgres:
            environment["ConnectionStrings__Bench"] = postgres
        started = time.perf_counter()
        self.process = subprocess.Popen(["dotnet", str(published / "Bench.Api.dll")], cwd=published, env=environment, stdout=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(self.url + "/health/ready").close()
                break
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the service did not start")
                time.sleep(0.005)
        self.ready_seconds = time.perf_counter() - started

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def call(self, path, body=None, content_type="application/json", method=None, **headers):
        request = urllib.request.Request(self.url + "/api/v1/" + path, body, {"Authorization": f"Bearer {KEY}", **headers}, method=method)
        if body is not None:
            request.add_header("Content-Type", content_type)
        try:
            with urllib.request.urlopen(request) as answer:
                content = answer.read()
                return json.loads(content) if content else dict(answer.headers)
        except urllib.error.HTTPError as refusal:
            refusal.msg += " " + refusal.read().decode()
            raise

    def post(self, address, **fields):
        return self.call(address, json.dumps(fields).encode())

    def form(self, path, manifest, **files):
        boundary = uuid.uuid4().hex
        parts = [('name="manifest"', json.dumps(manifest).encode())] + [(f'name="{name}"; filename="{file.name}"', file.read_bytes()) for name, file in files.items()]
        body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts) + f"--{boundary}--\r\n".encode()
        return self.call(path, body, f"multipart/form-data; boundary={boundary}")

    def until(self, path, wanted=("ready", "completed"), failed=("failed",), pause=0.05):
        while (answer := self.call(path))["state"] not in wanted:
            if answer["state"] in failed:
                raise SystemExit(f"{path} failed: {answer.get('error')}")
            time.sleep(pause)
        return answer

    def register(self, key, **fields):
        """Registers a dataset; it is ready when this returns."""
        self.post("datasets", key=key, **fields)
        return self.until(f"datasets/{key}")

    def upload(self, data, name):
        """Uploads one of MODELS; it is inspected when this returns."""
        model = self.form("models", {"name": name, "preprocessing": MODELS[name]}, file=data / f"models/{name}.onnx")
        return self.until(f"models/{model['id']}", wanted=("ready",), failed=("refused", "failed"))


class Peak:
    """Highest resident memory of a process while the block runs, in MB; anonymous pages alone, because mapped files are the system's to take back."""

    def __init__(self, process):
        self.process, self.megabytes, self._over = process, 0, threading.Event()

    def __enter__(self):
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._watch.join()

    def _look(self):
        while not self._over.wait(0.05):
            lines = pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
            self.megabytes = max(self.megabytes, next(int(line.split()[1]) // 1024 for line in lines if line.startswith("RssAnon")))
