"""A whole ImageNet-C: 15 corruptions x 5 severities x 50,000 images, imported, scored and rescored. corruptions.py PUBLISHED DATA [IMAGES]     (IMAGES of each class, 50 by default)

The tree is real in everything but its pixels: 3.75 million names, each a link to one small picture of its cell. The predictions are made up: a model that errs more with severity, its ten best
classes with logits, as a submission. The clean dataset and its ReaL labels are the real ones. Needs NumPy and Pillow."""
import json
import os
import pathlib
import sys
import tempfile
import time
import zipfile

import numpy as np
from PIL import Image

from service import Peak, Service, note, row

CORRUPTIONS = ["brightness", "contrast", "defocus_blur", "elastic_transform", "fog", "frost", "gaussian_noise", "glass_blur", "impulse_noise", "jpeg_compression", "motion_blur", "pixelate",
               "shot_noise", "snow", "zoom_blur"]
SEVERITIES = 5
HEAD = 10


def tree(root, listed):
    """Every cell's folders hold the same names; every name of a cell is one file."""
    folders = sorted({wnid for _, wnid in listed})
    for c, corruption in enumerate(CORRUPTIONS):
        for severity in range(1, SEVERITIES + 1):
            cell = root / corruption / str(severity)
            for folder in folders:
                (cell / folder).mkdir(parents=True)
            picture = root.parent / f"{corruption}-{severity}.jpg"
            Image.new("RGB", (32, 32), (c * 16, severity * 40, 90)).save(picture, quality=90)
            for name, wnid in listed:
                os.link(picture, cell / wnid / name)


def submission(path, manifest_hash, labels, error_rate, classes, seed):
    """[N, 10] classes and logits: the label first unless the image is an error, where it is second."""
    random = np.random.default_rng(seed)
    n = len(labels)
    others = (labels[:, None] + 1 + (random.integers(0, classes - 1 - HEAD, n)[:, None] + np.arange(HEAD - 1))) % classes
    top = np.concatenate([labels[:, None], others], axis=1).astype("<u2")
    wrong = random.random(n) < error_rate
    top[wrong, 0], top[wrong, 1] = top[wrong, 1].copy(), top[wrong, 0].copy()
    logits = np.sort(random.standard_normal((n, HEAD)).astype("<f4") * 2 + 8, axis=1)[:, ::-1]
    sums = np.log(np.exp(logits.astype("f8")).sum(axis=1) + classes).astype("<f4")
    meta = {"format": 1, "imageOrderHash": manifest_hash, "classSpace": "imagenet-1k", "images": n, "rows": n, "classes": classes, "headSize": HEAD, "firstImage": 0}
    np.savez(path, topk_class=top, topk_logit=np.ascontiguousarray(logits), logsumexp=sums)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("meta.json", json.dumps(meta))



def measure(published, folder, listed, labels_of, real):
    section = f"A whole ImageNet-C, {len(listed) * len(CORRUPTIONS) * SEVERITIES:,} images, SQLite"
    wnids = sorted({wnid for _, wnid in listed})
    with Service(published, folder) as service:
        def timed(what, action):
            begun = time.perf_counter()
            with Peak(service.process) as peak:
                done = action()
            row(section, what, f"{time.perf_counter() - begun:.1f} s", f"{peak.megabytes:,} MB at most", headline=what in ("imported", "predictions sent and scored"))
            return done

        def register(key, layout, path):
            return lambda: service.register(key, variant=key if len(listed) == 50_000 else "custom", layout=layout, path=path, classes="imagenet-1k")

        def submit(dataset, rate, order, seed, **model):
            path = folder / "submission.npz"
            submission(path, dataset["manifestHash"], order, rate, len(wnids), seed)
            manifest = {"name": "made up", "dataset": dataset["key"], "format": "npz"} | model
            return lambda: service.until(f"evaluations/{service.form('evaluations/predictions', manifest, file=path)['id']}")

        clean = timed("imagenet-val listed (50,000)", register("imagenet-val", "csv", "val.csv"))
        service.form("label-sets", {"dataset": "imagenet-val", "key": "real", "format": "real-json"}, file=real)
        scored = timed("clean predictions scored", submit(clean, 0.25, np.array([labels_of[name] for name in sorted(labels_of)]), 1))
        corrupted = timed("imported", register("imagenet-c", "imagenet-c", "imagenet-c"))
        # Image order is the ordinal order of the paths.
        cell = np.array([labels_of[name] for name, _ in sorted(listed, key=lambda pair: f"{pair[1]}/{pair[0]}")])
        order = np.tile(cell, len(CORRUPTIONS) * SEVERITIES)
        rate = np.repeat(np.tile(0.3 + 0.1 * np.arange(SEVERITIES), len(CORRUPTIONS)), len(cell))
        evaluation = timed("predictions sent and scored", submit(corrupted, rate, order, 2, modelId=scored["modelId"]))
        scores = {line["metric"]: line["value"] for line in service.call(f"evaluations/{evaluation['id']}/scores?labelSet=original&limit=500")["items"] if line.get("value") is not None}
        for metric in ("top1", "clean-top1", "mce", "relative-mce"):
            if metric in scores:
                row(section, metric, f"{scores[metric]:.4f}", "0.5 and 0.75 were made" if "top1" in metric else "")

        def rescored():
            service.form("label-sets", {"dataset": "imagenet-c", "key": "real", "format": "real-json"}, file=real)
            while not service.call(f"evaluations/{evaluation['id']}/scores?labelSet=real&limit=500")["items"]:
                time.sleep(0.1)
        timed("a new label set (ReaL over the tree): registered and scored", rescored)
        begun = time.perf_counter()
        service.call(f"evaluations/{evaluation['id']}/corruptions?labelSet=original")
        row(section, "corruption curves, first answer", f"{time.perf_counter() - begun:.1f} s")


def main(published, data, each):
    listed, taken = [], {}
    for name, wnid in (line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines()):
        taken[wnid] = taken.get(wnid, 0) + 1
        if taken[wnid] <= each:
            listed.append((name, wnid))
    index = {wnid: i for i, wnid in enumerate(sorted(taken))}
    labels_of = {name: index[wnid] for name, wnid in listed}
    with tempfile.TemporaryDirectory(prefix="bench-corruptions-") as place:
        folder = pathlib.Path(place)
        root = folder / "datasets"
        root.mkdir()
        (root / "val.csv").write_text("file_name,label\n" + "".join(f"{name},{wnid}\n" for name, wnid in listed))
        begun = time.perf_counter()
        tree(root / "imagenet-c", listed)
        note(f"the tree was made in {time.perf_counter() - begun:.0f} s")
        measure(published, folder, listed, labels_of, data / "labels/real.json")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 50)
