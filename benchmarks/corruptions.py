"""All of ImageNet-C through the service: 15 corruptions × 5 severities × 50,000 images. corruptions.py PUBLISHED DATA

DATA holds labels/val_filename_wnid_sorted.txt and labels/real.json. The tree is real, 3,750,000 names in 75,000 folders, each a link to one small picture of its cell; the predictions are
made, heads alone as the service keeps them for ImageNet-C. Measured: the import (every file opened and hashed), a submission until its scores with CE, mCE and relative mCE stand, a further
label set over it, and the service's peak memory. Needs NumPy, four minutes and 1 GB of disk for the tree."""
import io
import json
import os
import pathlib
import sys
import tempfile
import time
import zipfile

import numpy

from service import Service, note, row

SECTION = "All of ImageNet-C, 3,750,000 images, SQLite"
CORRUPTIONS = ["gaussian_noise", "shot_noise", "impulse_noise", "defocus_blur", "glass_blur", "motion_blur", "zoom_blur", "snow", "frost", "fog", "brightness", "contrast", "elastic_transform",
               "pixelate", "jpeg_compression"]
HEAD = 10


def tree(root, images):
    """Hard links, for a file may have 65,000 names: one file a cell."""
    picture = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
    for corruption in CORRUPTIONS:
        for severity in "12345":
            cell = root / corruption / severity
            cell.mkdir(parents=True)
            source = root / f"{corruption}-{severity}"
            source.write_bytes(picture + f"{corruption} {severity}".encode())
            for wnid in {wnid for _, wnid in images}:
                (cell / wnid).mkdir()
            for name, wnid in images:
                os.link(source, f"{cell}/{wnid}/{name}")
            source.unlink()


def npz(path, order_hash, labels, accuracy, seed):
    """Heads whose best class is the label with the given chance: [N, K] classes, [N, K] logits falling, [N] log-sum-exp."""
    random = numpy.random.default_rng(seed)
    n = len(labels)
    best = numpy.where(random.random(n) < accuracy, labels, (labels + random.integers(1, 1000, n)) % 1000)
    # The rest of the head: classes next to the best one, which are all different.
    classes = ((best[:, None] + numpy.arange(HEAD)) % 1000).astype("<u2")
    logits = (random.random(n, dtype=numpy.float32)[:, None] * 6 + 6 - 0.7 * numpy.arange(HEAD, dtype=numpy.float32)).astype("<f4")
    sums = (numpy.log(numpy.exp(logits.astype(float)).sum(1) + 40)).astype("<f4")
    meta = {"imageOrderHash": order_hash, "classSpace": "imagenet-1k", "images": n, "classes": 1000, "headSize": HEAD, "rows": n}
    with zipfile.ZipFile(path, "w") as file:
        for name, array in (("topk_class", classes), ("topk_logit", logits), ("logsumexp", sums)):
            content = io.BytesIO()
            numpy.lib.format.write_array(content, array)
            file.writestr(f"{name}.npy", content.getvalue())
        file.writestr("meta.json", json.dumps(meta))


def peak(service):
    status = pathlib.Path(f"/proc/{service.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def submit(service, folder, dataset, labels, accuracy, seed, **manifest):
    file = folder / f"{dataset['key']}.npz"
    npz(file, dataset["manifestHash"], labels, accuracy, seed)
    begun = time.perf_counter()
    evaluation = service.form("evaluations/predictions", {"name": "made", "dataset": dataset["key"], "format": "npz", **manifest}, file=file)
    return service.until(f"evaluations/{evaluation['id']}", pause=0.1), time.perf_counter() - begun


def main(published, data):
    images = [line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines()]
    wnids = sorted({wnid for _, wnid in images})
    label = {wnid: index for index, wnid in enumerate(wnids)}
    with tempfile.TemporaryDirectory(prefix="bench-corruptions-") as folder:
        folder = pathlib.Path(folder)
        root = folder / "data/datasets"
        note("making the tree")
        tree(root / "imagenet-c", images)
        (root / "val.csv").write_text("file_name,label\n" + "".join(f"{name},{wnid}\n" for name, wnid in images))
        with Service(published, folder / "data") as service:
            service.post("datasets", key="imagenet-val", variant="imagenet-val", layout="csv", path="val.csv")
            clean = service.until("datasets/imagenet-val")
            note("importing")
            begun = time.perf_counter()
            service.post("datasets", key="imagenet-c", variant="imagenet-c", layout="imagenet-c", path="imagenet-c")
            corrupted = service.until("datasets/imagenet-c", pause=0.5)
            row(SECTION, "import: every name found, every file opened and hashed", f"{time.perf_counter() - begun:.0f} s", f"peak memory {peak(service):,.0f} MB")
            # The order of paths: corruption, severity, class, image.
            order = sorted((wnid, name) for name, wnid in images)
            cell = numpy.array([label[wnid] for wnid, _ in order])
            clean_labels = numpy.array([label[wnid] for _, wnid in sorted(images)])
            first, _ = submit(service, folder, clean, clean_labels, 0.76, 1)
            note("scoring")
            evaluation, seconds = submit(service, folder, corrupted, numpy.tile(cell, 75), 0.4, 2, modelId=first["modelId"])
            scores = {score["metric"]: score["value"] for score in service.call(f"evaluations/{evaluation['id']}/scores?labelSet=original")["items"]}
            row(SECTION, f"submission → {len(scores)} numbers with their intervals, mCE among them", f"{seconds:.0f} s", f"peak memory {peak(service):,.0f} MB", headline=True)
            note(f"top1 {scores['top1']:.4f} (made with 0.4), mCE {scores.get('mce')}, relative mCE {scores.get('relative-mce')}")
            begun = time.perf_counter()
            added = service.form("label-sets", {"dataset": "imagenet-c", "key": "real", "format": "real-json"}, file=data / "labels/real.json")["items"][0]
            while service.call(f"label-sets/{added['id']}")["scored"] == 0:
                time.sleep(0.2)
            row(SECTION, "ReaL registered → its numbers stand", f"{time.perf_counter() - begun:.0f} s", f"peak memory {peak(service):,.0f} MB", headline=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
