"""A Bench of several processes over a Postgres of its own: started, killed, stopped and looked into."""
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal as signals
import socket
import struct
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid

KEY = "bench_faults_" + uuid.uuid4().hex


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def program_in(folder, name):
    """Of a folder with one published folder for each program, or of a build that holds both."""
    return folder / name if (folder / name).exists() and not (folder / "worker").exists() else folder / ("worker" if "Workers" in name else "api") / name


class Postgres:
    """A private server on a port; it answers to `restart` and to `sql`."""

    def __init__(self, folder, options=""):
        self._options = options
        found = [shutil.which("postgres"), *map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))]
        self._binaries = next((pathlib.Path(path).resolve().parent for path in found if path and (pathlib.Path(path).resolve().parent / "initdb").exists()), None)
        if self._binaries is None:
            raise SystemExit("no Postgres on this machine (apt-get install postgresql)")
        self._folder, self.port = folder, free_port()
        folder.mkdir()
        folder.chmod(0o777)
        self._drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        self._call("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._start()

    def _call(self, program, *arguments):
        subprocess.run([*self._drop, str(self._binaries / program), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off -c max_connections=400 {self._options}"
        self._call("pg_ctl", "-w", "-D", self._folder / "data", "-l", self._folder / "log", "-o", options, "start")

    def restart(self, away):
        """As a crash: nothing is said goodbye to."""
        self.stop()
        time.sleep(away)
        self._start()

    def stop(self):
        self._call("pg_ctl", "-w", "-D", self._folder / "data", "-m", "immediate", "stop")

    def sql(self, query):
        """Rows of texts."""
        run = subprocess.run([str(self._binaries / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", "faults", "-AtF", "\t", "-c", query], check=True, capture_output=True, text=True)
        return [line.split("\t") for line in run.stdout.splitlines()]


class Process:
    """One program of the service. What it says goes to a file, over all its lives."""

    def __init__(self, name, program, arguments, settings, log):
        self.name, self._command, self._log = name, ["dotnet", str(program), *arguments], log
        self._settings = {**os.environ, **settings}
        self.deaths, self._process = 0, None
        self.start()

    def start(self):
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(self._command, env=self._settings, cwd=self._log.parent, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def upgrade(self, program):
        """From its next start on it is another build of the same program."""
        self._command[1] = str(program)

    def signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, number)

    def end(self, number=signals.SIGKILL, patience=30):
        """Ends it; how it ended."""
        self.signal(number)
        try:
            status = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self.signal(signals.SIGKILL)
            status = self._process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signals.SIGKILL)
        return status

    @property
    def status(self):
        """None while it lives."""
        return self._process.poll()

    @property
    def megabytes(self):
        """Anonymous resident memory."""
        try:
            lines = pathlib.Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
            return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("RssAnon"))
        except (OSError, StopIteration):
            return 0

    def errors(self):
        """Lines of its log that are failures of its own."""
        return [line for line in self._log.read_text(errors="replace").splitlines() if "Unhandled exception" in line or "NullReferenceException" in line or "ObjectDisposedException" in line]


class Refused(Exception):
    def __init__(self, status, problem):
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')}")
        self.status, self.code = status, problem.get("code")


class Client:
    """Calls of the API, at whichever address answers. What bad days may answer (no connection, 503, 507) is asked again; all else that is no success is kept."""

    PASSING = {503, 507, 429, 423}

    def __init__(self, addresses, seed=0):
        self._addresses, self._random, self._gate = addresses, random.Random(seed), threading.Lock()
        self.passing, self.odd = 0, []

    def call(self, path, body=None, content_type="application/json", method=None, patience=120, timeout=30, address=None, **headers):
        until = time.monotonic() + patience
        while True:
            with self._gate:
                base = address or self._random.choice(self._addresses)
            request = urllib.request.Request(f"{base}/api/v1/{path}", body, {"Authorization": f"Bearer {KEY}", **headers}, method=method)
            if body is not None:
                request.add_header("Content-Type", content_type)
            try:
                with urllib.request.urlopen(request, timeout=timeout) as answer:
                    content = answer.read()
                    return json.loads(content) if content[:1] in (b"{", b"[") else content
            except urllib.error.HTTPError as error:
                text = error.read()
                problem = json.loads(text) if text[:1] == b"{" else {"detail": text[:200].decode(errors="replace")}
                refused = Refused(error.code, problem)
                if error.code not in self.PASSING:
                    if error.code >= 500 and problem.get("code") != "blob-damaged":
                        self.odd.append(f"{method or ('POST' if body is not None else 'GET')} {path.split('?')[0]}: {refused}")
                    if error.code != 500 or problem.get("code") == "blob-damaged":
                        raise refused from None
                if time.monotonic() > until:
                    raise refused from None
            except (OSError, ValueError) as error:
                if time.monotonic() > until:
                    raise
                if isinstance(error, ValueError) and not isinstance(error, json.JSONDecodeError):
                    raise
            except Exception as error:
                # http.client: the connection ended in the middle.
                if type(error).__module__ != "http.client" or time.monotonic() > until:
                    raise
            self.passing += 1
            time.sleep(0.3)

    def post(self, address, idempotency=None, **fields):
        headers = {"Idempotency-Key": idempotency} if idempotency else {}
        return self.call(address, json.dumps(fields).encode(), **headers)

    def upload(self, content, name):
        boundary = uuid.uuid4().hex
        manifest = json.dumps({"name": name, "preprocessing": {"input_size": [3, 8, 8]}})
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="manifest"\r\n\r\n{manifest}\r\n--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="m.onnx"\r\n\r\n'.encode()
            + content + f"\r\n--{boundary}--\r\n".encode()
        )
        return self.call("models", body, f"multipart/form-data; boundary={boundary}")["id"]

    def register(self, key):
        with contextlib.suppress(Refused):
            # Refused where an earlier try was carried out although its answer was lost.
            self.post("datasets", key=key, variant="custom", layout="imagefolder", path=key, classes="from-folders")
        self.until(f"datasets/{key}", {"ready"}, {"failed"})

    def until(self, path, wanted, failed=frozenset(), patience=180):
        end = time.monotonic() + patience
        while (answer := self.call(path))["state"] not in wanted:
            if answer["state"] in failed or time.monotonic() > end:
                raise SystemExit(f"{path} is {answer['state']}: {answer.get('error') or answer.get('failure')}")
            time.sleep(0.2)
        return answer

    def alive(self, patience=120):
        """Waits until every address answers."""
        for address in self._addresses:
            end = time.monotonic() + patience
            while True:
                try:
                    urllib.request.urlopen(f"{address}/health/live", timeout=5).close()
                    break
                except OSError:
                    if time.monotonic() > end:
                        raise SystemExit(f"{address} does not answer") from None
                    time.sleep(0.1)


class Cluster:
    """Two APIs and three workers, of which the last API and the last worker have clocks that can jump."""

    def __init__(self, program, folder, postgres_port, store, datasets, apis=2, workers=3, settings=None):
        self.folder, self.program = folder, program
        self.disks, self.clocks = [], []
        common = {
            "ConnectionStrings__Bench": f"Host=127.0.0.1;Port={postgres_port};Username=postgres;Database=faults;Maximum Pool Size=40;Timeout=10;Command Timeout=20",
            "Bench__DatasetsRoot": str(datasets), "Bench__Blobs": "s3://bucket/faults", "Bench__S3Endpoint": store.address, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
            "Bench__EmbeddedWorker": "false", "Bench__LeaseDuration": "00:00:10", "Bench__SweepInterval": "00:00:01", "Bench__WritesPerMinute": "1000000", "Bench__MinFreeBytes": str(4 << 20),
            "BENCH_OPERATOR_KEY": KEY, "BENCH_LOG_KEY": uuid.uuid4().hex * 2, **SMALL, **(settings or {}),
        }
        self.addresses = [f"http://127.0.0.1:{free_port()}" for _ in range(apis)]
        self.apis = [self._process(f"api-{i + 1}", "Bench.Api.dll", [], common | {"ASPNETCORE_URLS": self.addresses[i]}, i == apis - 1) for i in range(apis)]
        self.workers = [self._process(f"worker-{i + 1}", "Bench.Workers.dll", ["serve"], common, i == workers - 1) for i in range(workers)]

    def upgrade(self, processes, program):
        """Ends processes as an upgrade does, one after the other, and starts each again as another build."""
        for process in processes:
            process.deaths += 1
            process.end(signals.SIGTERM, patience=60)
            process.upgrade(program_in(program, "Bench.Api.dll" if process in self.apis else "Bench.Workers.dll"))
            process.start()
            process.deaths -= 1

    @property
    def processes(self):
        return self.apis + self.workers

    def _process(self, name, program, arguments, settings, jumps):
        data = self.folder / name
        data.mkdir(parents=True)
        disk = SmallDisk.at(data)
        if disk:
            self.disks.append(disk)
        settings = settings | {"Bench__DataDirectory": str(data)}
        if jumps and (clock := Clock.at(self.folder / f"{name}.clock")):
            self.clocks.append(clock)
            settings |= clock.settings
        return Process(name, program_in(self.program, program), arguments, settings, self.folder / f"{name}.log")

    def end(self):
        for process in self.processes:
            process.signal(signals.SIGCONT)
            process.end()
        for disk in self.disks:
            disk.unmount()


# One thread, small batches and shards, and no time spent on choosing how to run a model of one matrix.
SMALL = {
    "Bench__Inference__ShardSize": "20", "Bench__Inference__MaxBatch": "4", "Bench__Inference__Doctor": "false", "Bench__Inference__SelfTest": "false", "Bench__Inference__SpeedWindow": "00:00:00.005",
    "Bench__VerifyEvery": "00:00:00", "Logging__LogLevel__Default": "Warning", "Logging__LogLevel__Bench": "Information", "DOTNET_gcServer": "0",
}


class SmallDisk:
    """A file system of its own, in memory, that can be filled."""

    def __init__(self, folder):
        self._folder = folder

    @staticmethod
    def at(folder, megabytes=96):
        """None where one may not mount."""
        run = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)], capture_output=True)
        return SmallDisk(folder) if run.returncode == 0 else None

    def fill(self):
        with open(self._folder / "ballast", "wb", buffering=0) as ballast:
            for piece in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        ballast.write(b"\0" * piece)

    def free(self):
        (self._folder / "ballast").unlink(missing_ok=True)

    def unmount(self):
        subprocess.run(["umount", "-l", str(self._folder)], capture_output=True)


class Clock:
    """The wall clock of a process, which can jump: see clock.c."""

    def __init__(self, file, library):
        self._file = file
        file.write_bytes(struct.pack("i", 0))
        self.settings = {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(file)}

    @staticmethod
    def at(file):
        """None where there is no C compiler."""
        library, source = file.parent / "clock.so", pathlib.Path(__file__).with_name("clock.c")
        compiler = shutil.which("cc")
        if not library.exists() and (not compiler or subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source)]).returncode):
            return None
        return Clock(file, library)

    def jump(self, seconds):
        with open(self._file, "r+b") as file:
            file.write(struct.pack("i", seconds))
