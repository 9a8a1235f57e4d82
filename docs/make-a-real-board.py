#!/usr/bin/env python3
"""Writes a-real-board.md: sixteen public models, scored by a running Bench from their published top-5 lists, under original and corrected labels.

Usage: make-a-real-board.py BENCH_URL KEY DATA_DIR > a-real-board.md      (a fresh instance whose datasets root holds val.csv and v2.csv, see prepare)
       make-a-real-board.py prepare DATA_DIR DATASETS_ROOT                 (makes these two lists)

DATA_DIR holds the public files that docs/operate.md names: labels/val_filename_wnid_sorted.txt, labels/real.json, labels/cleanlab/*, labels/imagenetv2/imagenetv2-b-33.json,
predictions/top5/{val,v2-matched-frequency}/*.npy (modestyachts/ImageNetV2). Everything goes through the public API; nothing but the standard library is needed.
"""
import itertools
import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request
import uuid

VAL, V2 = "imagenet-val", "imagenet-v2"
CORRECTED = ["real", "cleanlab-fixed", "cleanlab-pruned", "cleanlab-set"]


def prepare(data, root):
    root.mkdir(parents=True, exist_ok=True)
    rows = [line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines()]
    (root / "val.csv").write_text("file_name,label\n" + "".join(f"{name},{wnid}\n" for name, wnid in rows))
    images = json.loads((data / "labels/imagenetv2/imagenetv2-b-33.json").read_text())["image_filenames"]
    (root / "v2.csv").write_text("file_name,label\n" + "".join(f"{sha1},{wnid}\n" for sha1, wnid in images))


class Bench:
    def __init__(self, url, key):
        self.url, self.key = url.rstrip("/") + "/api/v1/", key

    def call(self, path, body=None, content_type="application/json", **headers):
        request = urllib.request.Request(self.url + path, body, {"Authorization": f"Bearer {self.key}", **headers})
        if body is not None:
            request.add_header("Content-Type", content_type)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def form(self, path, manifest, **files):
        boundary = uuid.uuid4().hex
        parts = [('name="manifest"', json.dumps(manifest).encode())] + [(f'name="{name}"; filename="{file.name}"', file.read_bytes()) for name, file in files.items()]
        body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts) + f"--{boundary}--\r\n".encode()
        return self.call(path, body, f"multipart/form-data; boundary={boundary}")

    def until(self, path, state, wanted):
        while (answer := self.call(path, Prefer="wait=30"))[state] not in wanted:
            time.sleep(0.2)
        return answer


def register(bench, key, variant, path):
    bench.call("datasets", json.dumps({"key": key, "variant": variant, "layout": "csv", "path": path}).encode())
    dataset = bench.until(f"datasets/{key}", "state", ("ready", "failed"))
    if dataset["state"] == "failed":
        raise SystemExit(dataset["error"]["message"])


def submit(bench, data, dataset, folder, order, models=None):
    """Predictions of every file; of a model known already where its name is in models. Answers the models by name."""
    waiting = [
        bench.form("evaluations/predictions", {"name": file.stem, "dataset": dataset, "format": "topk-npy", "modelId": (models or {}).get(file.stem)}, file=file, order=data / order)
        for file in sorted((data / folder).glob("*.npy"))
    ]
    for evaluation in waiting:
        if bench.until(f"evaluations/{evaluation['id']}", "state", ("completed", "failed"))["state"] == "failed":
            raise SystemExit(f"{evaluation['modelName']} failed")
    return {evaluation["modelName"]: evaluation["modelId"] for evaluation in waiting}


def board(bench, dataset, label_set, metric="top1"):
    query = urllib.parse.urlencode({"dataset": dataset, "labelSet": label_set, "metric": metric, "limit": 100})
    return bench.call(f"leaderboard?{query}")["rows"]


def percent(value):
    return f"{100 * value:.3f}"


def main(bench, data):
    register(bench, VAL, "imagenet-val", "val.csv")
    register(bench, V2, "imagenet-v2-matched-frequency", "v2.csv")
    bench.form("label-sets", {"dataset": VAL, "key": "real", "format": "real-json"}, file=data / "labels/real.json")
    bench.form("label-sets", {"dataset": VAL, "format": "cleanlab-mturk"}, file=data / "labels/cleanlab/imagenet_mturk.json")
    models = submit(bench, data, VAL, "predictions/top5/val", "labels/cleanlab/imagenet_val_set_index_to_filepath.json")
    submit(bench, data, V2, "predictions/top5/v2-matched-frequency", "labels/imagenetv2/imagenetv2-b-33.json", models)

    boards = {name: {row["model"]["name"]: row for row in board(bench, VAL, name)} for name in ["original", *CORRECTED]}
    top5 = {row["model"]["name"]: row for row in board(bench, VAL, "original", "top5")}
    shifted = {row["model"]["name"]: row for row in board(bench, V2, "original")}
    print("# A real board\n")
    print("Sixteen public models on all 50,000 validation images and on ImageNetV2 (matched frequency), from the top-5 lists that the ImageNetV2 authors published. Percent; made by")
    print("`docs/make-a-real-board.py` through the public API. Ranks are intervals: [1 + models significantly better, 16 − models significantly worse], family-wise 5 %.\n")
    print("![The board](images/real-board.png)\n")
    print("| rank | model | original | top-5 | " + " | ".join(CORRECTED) + " | V2 |")
    print("|---|---|---" + "|---" * (len(CORRECTED) + 2) + "|")
    for name, row in boards["original"].items():
        low, high = row["rankInterval"]
        rank = f"{low}" if low == high else f"{low}–{high}"
        print(f"| {rank} | {name} | {percent(row['value'])} | {percent(top5[name]['value'])} | " + " | ".join(percent(boards[s][name]["value"]) for s in CORRECTED) + f" | {percent(shifted[name]['value'])} |")
    print("\n## Pairs whose order changes with corrected labels\n")
    print("Every pair that stands one way under the original labels and the other way under corrected ones, with McNemar's exact p under each.\n")
    print("| label set | ahead on original | ahead when corrected | difference on original | p | difference when corrected | p |")
    print("|---|---|---|---|---|---|---|")
    total = 0
    for label_set in CORRECTED:
        for a, b in itertools.combinations(boards["original"], 2):
            before = boards["original"][a]["value"] - boards["original"][b]["value"]
            after = boards[label_set][a]["value"] - boards[label_set][b]["value"]
            if before * after >= 0:
                continue
            total += 1
            ids = urllib.parse.urlencode({"a": boards["original"][a]["evaluationId"], "b": boards["original"][b]["evaluationId"], "limit": 1})
            p = [bench.call(f"compare?{ids}&labelSet={which}")["mcNemar"]["pValue"] for which in ("original", label_set)]
            print(f"| {label_set} | {a} | {b} | {100 * abs(before):.3f} | {p[0]:.2g} | {100 * abs(after):.3f} | {p[1]:.2g} |")
    print(f"\n{total} change{'' if total == 1 else 's'} of order among {len(CORRECTED)} × 120 pairs. Read the p-values: models this close are not told apart by the original labels either.")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        main(Bench(sys.argv[1], sys.argv[2]), pathlib.Path(sys.argv[3]))
