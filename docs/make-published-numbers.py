#!/usr/bin/env python3
"""Writes the section "Published numbers, asked and got" of a-real-board.md: numbers that authors published, computed again by a running Bench.

Usage: make-published-numbers.py prepare DATA_DIR DATASETS_ROOT           (lists, and a tree of 75 x 5,000 names that are links to one picture a cell)
       make-published-numbers.py BENCH_URL KEY DATA_DIR DATASETS_ROOT     (a fresh instance over that root; prints the section)

DATA_DIR is that of make-a-real-board.py, and holds labels/flaws-of-imagenet, labels/ood, labels/masks/ssb_splits.json, predictions/{ResNet50,ViT}.csv,
published/shape-bias and published/robustbench as well. Needs NumPy and Pillow.
"""
import csv
import importlib.util
import json
import os
import pathlib
import re
import sys
import tempfile
import zipfile

import numpy as np
from PIL import Image

spec = importlib.util.spec_from_file_location("board", pathlib.Path(__file__).with_name("make-a-real-board.py"))
real = importlib.util.module_from_spec(spec)
spec.loader.exec_module(real)

CAFFE, TORCH = "style-transfer-512-nomask-experiment", "style-transfer-512-nomask-experiment-trained-CNNs"
CUES = {"AlexNet": (CAFFE, "alexnet_session_1", ".4294"), "GoogLeNet": (CAFFE, "googlenet_session_1", ".3119"), "VGG-16": (CAFFE, "vgg_session_1", ".1722"),
        "ResNet-50": (TORCH, "resnet50_session-1", ".2207")}
MLA = {"vgg16": "0.8041729903825122", "resnet18": "0.7835676186558563", "resnet34": "0.8231845968960533", "densenet121": "0.8315869366959154"}
MCE = {"Standard_R50": "76.37", "Hendrycks2020AugMix": "64.17", "Hendrycks2020Many": "60.05", "Tian2022Deeper_DeiT-B": "41.70"}
LISTS = {"ninco": ("NINCO_OOD_classes.csv", 5_879), "openimage-o": ("openimage_o.txt", 17_632), "textures": ("texture.txt", 5_160), "imagenet-ood": ("imagenetood.txt", 31_802)}
CELL, TREE_CLASSES = 5_000, 10


def cells(data):
    """By model, the accuracy of each corruption and severity."""
    table = list(csv.reader((data / "published/robustbench/corruptions/unaggregated_results.csv").open()))
    return {line[0]: {(c, int(s)): float(value) for c, s, value in zip(table[0][1:], table[1][1:], line[1:])} for line in table[2:]}


def prepare(data, root):
    real.prepare(data, root)
    wnids = [row["wnid"] for row in json.loads((data / "labels/class_info.json").read_text())][:TREE_CLASSES]
    for place, (corruption, severity) in enumerate(sorted(next(iter(cells(data).values())))):
        picture = root / f"cell-{place}.jpg"
        Image.new("RGB", (32, 32), (place * 3, 90, 200 - place)).save(picture)
        for wnid in wnids:
            folder = root / "cells" / corruption / str(severity) / wnid
            folder.mkdir(parents=True)
            for image in range(CELL // TREE_CLASSES):
                os.link(picture, folder / f"{image:04}.jpg")
    for key, (name, _) in LISTS.items():
        lines = (data / "labels/ood" / name).read_text().splitlines()
        names = [row["image_location"] for row in csv.DictReader(lines)] if name.endswith(".csv") else lines
        (root / f"{key}.json").write_text(json.dumps(names))
    for key in ("easy", "hard"):
        for wnid in json.loads((data / "labels/masks/ssb_splits.json").read_text())[f"{key}_i21k_classes"]:
            folder = root / f"ssb-{key}" / wnid
            folder.mkdir(parents=True)
            os.link(root / "cell-0.jpg", folder / "a.jpg")
    (root / "sixteen.txt").write_text("".join(f"{name}\n" for name in sorted(json.loads((data / "labels/shape-bias/sixteen_classes_imagenet_indices.json").read_text()))))


def finished(bench, evaluation):
    done = bench.until(f"evaluations/{evaluation['id']}", "state", ("completed", "failed"))
    if done["state"] == "failed":
        raise SystemExit(f"{evaluation['modelName']} failed: {done['error']}")
    return done


def scores(bench, evaluation, label_set, metric):
    while True:
        found = [row for row in bench.call(f"evaluations/{evaluation['id']}/scores?labelSet={label_set}&limit=1000")["items"] if row["metric"] == metric]
        if found:
            return found[0]["value"], found[0]["n"]


def row(what, published, value, shown):
    """A row of the table; whether the number is met is told by its published digits."""
    met = "yes" if shown == published else "**no**"
    print(f"| {what} | {published} | {value} | {met} |", flush=True)
    return shown == published


def register(bench, key, **fields):
    bench.call("datasets", json.dumps({"key": key, "variant": "custom"} | fields).encode())
    dataset = bench.until(f"datasets/{key}", "state", ("ready", "failed"))
    if dataset["state"] == "failed":
        raise SystemExit(dataset["error"]["message"])
    return dataset


def labels(bench, data):
    real.register(bench, real.VAL, "imagenet-val", "val.csv")
    bench.form("hierarchies", {"source": "fiveai/making-better-mistakes"}, file=data / "labels/hierarchy/imagenet_isa.txt")
    bench.form("label-sets", {"dataset": real.VAL, "key": "multilabel", "format": "multilabel-v3"}, file=data / "labels/multilabel-v3/multilabel_as_v3.json")
    columns = {"file_name": "id", "labels": "proposed_labels"}
    bench.form("label-sets", {"dataset": real.VAL, "key": "clean", "format": "csv", "columns": columns}, file=data / "labels/flaws-of-imagenet/clean_validation.csv")
    order = data / "labels/cleanlab/imagenet_val_set_index_to_filepath.json"
    for name, published in MLA.items():
        manifest = {"name": name, "dataset": real.VAL, "format": "topk-npy"}
        evaluation = finished(bench, bench.form("evaluations/predictions", manifest, file=data / f"predictions/top5/val/{name}.npy", order=order))
        value, n = scores(bench, evaluation, "multilabel", "multilabel-accuracy")
        row(f"multi-label accuracy, mean over classes, {name}, {n:,} images", f"{float(published):.12f}", f"{value:.16f}", f"{value:.12f}")
    for name, distance, clean in (("ResNet50", "6.305069", "0.879198"), ("ViT", "6.154315", "0.885954")):
        manifest = {"name": name, "dataset": real.VAL, "format": "csv"}
        evaluation = finished(bench, bench.form("evaluations/predictions", manifest, file=data / f"predictions/{name}.csv"))
        value, n = scores(bench, evaluation, "original", "hierarchical-distance")
        row(f"hierarchical distance of a mistake, {name}.csv, {n:,} mistakes", distance, f"{value:.6f}", f"{value:.6f}")
        value, n = scores(bench, evaluation, "clean", "top1")
        row(f"right under the clean set of \"Flaws of ImageNet\", {name}.csv, {n:,} images", clean, f"{value:.6f}", f"{value:.6f}")


def corruptions(bench, data, folder):
    dataset = register(bench, "cells", layout="imagenet-c", path="cells", classes="imagenet-1k")
    n = 75 * CELL
    for name, published in MCE.items():
        top = np.empty((n, 10), dtype="<u2")
        top[:] = (np.arange(n) % CELL // (CELL // TREE_CLASSES))[:, None] + np.arange(10)[None, :]
        for place, (cell, accuracy) in enumerate(sorted(cells(data)[name].items())):
            wrong = slice(place * CELL + round(accuracy * CELL), (place + 1) * CELL)
            top[wrong, 0], top[wrong, 1] = top[wrong, 1].copy(), top[wrong, 0].copy()
        path = folder / f"{name}.npz"
        np.savez(path, topk_class=top)
        meta = {"format": 1, "imageOrderHash": dataset["manifestHash"], "classSpace": "imagenet-1k", "images": n, "rows": n, "classes": 1000, "headSize": 10, "firstImage": 0}
        with zipfile.ZipFile(path, "a") as file:
            file.writestr("meta.json", json.dumps(meta))
        evaluation = finished(bench, bench.form("evaluations/predictions", {"name": name, "dataset": "cells", "format": "npz"}, file=path))
        value, _ = scores(bench, evaluation, "original", "mce")
        row(f"mCE from 75 cells of {CELL:,} images, {name}", published, f"{100 * value:.4f}", f"{100 * value:.2f}")


def cues(bench, data, root):
    decisions = {}
    for name, (folder, file, _) in CUES.items():
        lines = list(csv.DictReader((data / "published/shape-bias" / folder / f"{folder.removesuffix('-trained-CNNs')}_{file}.csv").open()))
        decisions[name] = {re.search(r"[a-z]+\d+-[a-z]+\d+\.png", each["imagename"])[0]: each["object_response"] for each in lines}
    pictures = sorted(decisions["AlexNet"])
    parts = {picture: re.fullmatch(r"([a-z]+)\d+-([a-z]+)\d+\.png", picture).groups() for picture in pictures}
    (root / "cues.csv").write_text("file_name,label\n" + "".join(f"{picture},{parts[picture][0]}\n" for picture in pictures))
    register(bench, "cues", layout="csv", path="cues.csv", classes="sixteen.txt")
    classes = (root / "sixteen.txt").read_text().split()
    with tempfile.TemporaryDirectory() as place:
        textures = pathlib.Path(place) / "textures.csv"
        textures.write_text("file_name,labels\n" + "".join(f"{picture},{parts[picture][1]}\n" for picture in pictures))
        bench.form("label-sets", {"dataset": "cues", "key": "texture", "format": "csv", "disagrees": True}, file=textures)
        for name, said in decisions.items():
            answers = pathlib.Path(place) / f"{name}.csv"
            answers.write_text("file_name,predicted_class,predicted_probability\n" + "".join(f"{picture},{classes.index(said[picture])},1\n" for picture in pictures))
            evaluation = finished(bench, bench.form("evaluations/predictions", {"name": name, "dataset": "cues", "format": "csv"}, file=answers))
            scores(bench, evaluation, "texture", "top1")
            bias = bench.call(f"evaluations/{evaluation['id']}/shape-bias?texture=texture")
            value = bias["shapeBias"]
            row(f"shape bias, {name}, {bias['n']:,} pictures whose cues differ", CUES[name][2], f"{value:.6f}", f"{value:.4f}"[1:])


def lists(bench):
    for key, (_, count) in LISTS.items():
        found = register(bench, key, layout="csv", path=f"{key}.json", outOfDistribution=True)
        row(f"pictures of `{key}`, from its authors' list", f"{count:,}", f"{found['imageCount']:,}", f"{found['imageCount']:,}")
    for key in ("ssb-easy", "ssb-hard"):
        found = register(bench, key, variant=key, layout="imagefolder", path=key)
        row(f"classes of `{key}`, none of them ImageNet's (a picture each)", "1,000", f"{found['imageCount']:,}", f"{found['imageCount']:,}")


def main(bench, data, root):
    print("\n## Published numbers, asked and got\n")
    print("Numbers that others published, computed by a fresh Bench through its public API from the same predictions, decisions, cells or lists; `docs/make-published-numbers.py` prints the table. Cells of ImageNet-C are given to it as")
    print("375,000 answers, right as often as the cell says. For mCE the numbers are those of the cells at hand; RobustBench itself shows 76.38, 64.17, 60.04 and 41.70.\n")
    print("| what | published | Bench | met |")
    print("|---|---|---|---|")
    labels(bench, data)
    cues(bench, data, root)
    lists(bench)
    with tempfile.TemporaryDirectory() as folder:
        corruptions(bench, data, pathlib.Path(folder))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        main(real.Bench(sys.argv[1], sys.argv[2]), pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4]))
