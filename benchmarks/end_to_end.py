"""The service as a whole, over HTTP. end_to_end.py PUBLISHED DATA

DATA holds images/real (photographs whose names begin with their wnid), models/*.onnx, labels and predictions/top5, as docs/make-a-real-board.py wants them.
Start-up, upload throughput compared with a plain copy with SHA-256, evaluation of photographs, and a new label set over sixteen stored evaluations on both databases."""
import hashlib
import importlib.util
import pathlib
import shutil
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request

from service import KEY, MODELS, ROOT, Service, postgres, row

CHUNK = 8 << 20


def start_up(published, folder):
    first, again = [], []
    for turn in range(5):
        data = folder / f"start-{turn}"
        with Service(published, data) as service:
            first.append(service.ready_seconds)
        with Service(published, data) as service:
            again.append(service.ready_seconds)
    section = "Start-up to ready, published Release build, SQLite (median of 5)"
    row(section, "first start: database made", f"{statistics.median(first):.2f} s")
    row(section, "later starts", f"{statistics.median(again):.2f} s", headline=True)


def copy_and_hash(source, target):
    digest = hashlib.sha256()
    with open(source, "rb") as read, open(target, "wb") as write:
        while chunk := read.read(CHUNK):
            digest.update(chunk)
            write.write(chunk)
    return digest.hexdigest()


def upload(published, folder, megabytes=512):
    """A tus upload in pieces of 8 MiB: bytes to disk, hashed on the way."""
    big = folder / "big.bin"
    with open(big, "wb") as file:
        for _ in range(megabytes):
            file.write(hashlib.shake_256(file.tell().to_bytes(8)).digest(1 << 20))
    with Service(published, folder / "upload") as service:
        ours, plain = [], []
        for turn in range(3):
            begun = time.perf_counter()
            copy_and_hash(big, folder / "copy.bin")
            plain.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            send(service, big)
            ours.append(time.perf_counter() - begun)
    rate = lambda seconds: megabytes * (1 << 20) / 1e6 / min(seconds)
    row("Upload of 512 MiB, resumable, checked by SHA-256, one client", "tus in pieces of 8 MiB", f"{rate(ours):,.0f} MB/s", f"plain copy with SHA-256 of the same file {rate(plain):,.0f} MB/s: {rate(ours) / rate(plain):.2f} ×", headline=True)
    big.unlink()


def send(service, path):
    size = path.stat().st_size
    begin = urllib.request.Request(service.url + "/api/v1/uploads", b"", {"Authorization": f"Bearer {KEY}", "Tus-Resumable": "1.0.0", "Upload-Length": str(size)})
    with urllib.request.urlopen(begin) as answer:
        location = answer.headers["Location"]
    location = location if location.startswith("http") else service.url + location
    offset = 0
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            patch = urllib.request.Request(location, chunk, {"Authorization": f"Bearer {KEY}", "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}, method="PATCH")
            urllib.request.urlopen(patch).close()
            offset += len(chunk)


def evaluations(published, folder, data):
    """The photographs through both models: the whole evaluation (queue, plan, child process, decoding, inference, scores) against what the shards of one without the doctor, which leaves crops behind, say of themselves."""
    root = folder / "evaluations/datasets/photographs"
    for picture in sorted((data / "images/real").glob("*")):
        (root / picture.name.split("_")[0]).mkdir(parents=True, exist_ok=True)
        shutil.copy(picture, root / picture.name.split("_")[0] / picture.name)
    section = "Evaluation of 200 photographs, from the request to the scores, the doctor and its alternatives included"
    for name in MODELS:
        images, alone, _ = evaluated(published, folder / f"evaluations/{name}/alone", root.parent, data, name, doctor=False)
        images, _, (seconds, stages) = evaluated(published, folder / f"evaluations/{name}/whole", root.parent, data, name, doctor=True)
        row(section, name, f"{images / seconds:.0f} images/s", f"decoding and inference alone {alone:.0f} images/s: {seconds * alone / images:.1f} × its time", "≤ 2.5 ×", headline=True)
        row(section, f"{name}: where the time goes", ", ".join(f"{stage} {took:.2f} s" for stage, took in stages.items()))


def evaluated(published, place, datasets, data, name, doctor):
    """One evaluation by a service of its own: images, images a second of the shards alone, and seconds from the request to the scores with those of each state."""
    with Service(published, place, Bench__DatasetsRoot=str(datasets), Bench__Inference__Doctor=str(doctor)) as service:
        images = service.register("photographs", variant="custom", layout="imagefolder", path="photographs", classes="imagenet-1k")["imageCount"]
        model = service.upload(data, name)
        begun = time.perf_counter()
        evaluation = service.post("evaluations", modelId=model["id"], datasets=["photographs"])["items"][0]
        done, stages = follow(service, evaluation["id"], begun)
        return images, done["progress"]["imagesPerSecond"], (time.perf_counter() - begun, stages)


def follow(service, evaluation, begun):
    """Waits for the end and says how long each state lasted: planning with the doctor is `inspecting`, decoding and inference `running`."""
    stages, state = {}, None
    while True:
        answer = service.call(f"evaluations/{evaluation}")
        now = time.perf_counter() - begun
        if state is not None:
            stages[state] = stages.get(state, 0) + now - last
        state, last = answer["state"], now
        if state in ("completed", "failed"):
            return answer, stages
        # Asking every hundredth of a second took a seventh of both cores.
        time.sleep(0.05)


def real_board():
    spec = importlib.util.spec_from_file_location("real_board", ROOT / "docs/make-a-real-board.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rescoring(published, folder, data, name, connection):
    script, place = real_board(), folder / f"rescoring-{name}"
    script.prepare(data, place / "datasets")
    with Service(published, place, connection) as service:
        bench = script.Bench(service.url, KEY)
        script.register(bench, script.VAL, "imagenet-val", "val.csv")
        script.submit(bench, data, script.VAL, "predictions/top5/val", "labels/cleanlab/imagenet_val_set_index_to_filepath.json")
        begun = time.perf_counter()
        bench.form("label-sets", {"dataset": script.VAL, "key": "real", "format": "real-json"}, file=data / "labels/real.json")
        while True:
            try:
                rows = bench.call(f"leaderboard?dataset={script.VAL}&labelSet=real&limit=100")["rows"]
                if sum(line["value"] is not None for line in rows) == 16:
                    break
            except urllib.error.HTTPError as refusal:
                if refusal.code != 404:
                    raise
            time.sleep(0.02)
        row("A new label set (ReaL) over 16 stored real evaluations of 50,000 images: registered → all rows visible", name, f"{time.perf_counter() - begun:.1f} s", "", "≤ 10 s", headline=True)


def main(published, data):
    with tempfile.TemporaryDirectory(prefix="bench-whole-") as folder:
        folder = pathlib.Path(folder)
        start_up(published, folder)
        upload(published, folder)
        evaluations(published, folder, data)
        rescoring(published, folder, data, "SQLite", None)
        with postgres() as connection:
            if connection:
                rescoring(published, folder, data, "Postgres", connection.replace("Database=postgres", "Database=rescoring"))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
