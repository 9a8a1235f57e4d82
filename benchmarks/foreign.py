#!/usr/bin/env python3
"""How often rows of other images of the same class are doubted by the mistakes of other models: the table of
docs/submit-predictions.md.

Usage: foreign.py DATA      DATA holds labels and predictions as docs/make-a-real-board.py names them. NumPy; the rule is
written a second time, apart from Bench's.
"""
import csv
import itertools
import json
import pathlib
import sys

import numpy as np


def agreement(one, other, labels):
    """Correlation of right answers within classes, its error by chance, and the most that the two accuracies allow."""
    n, a, b, both = (np.bincount(labels, weights=w, minlength=1000) for w in (np.ones(len(labels)), one, other, one & other))
    n, a, b, both = (each[n > 1] for each in (n, a, b, both))
    scale = np.sqrt((a * (n - a) / n).sum() * (b * (n - b) / n).sum())
    error = np.sqrt((a * (n - a) * b * (n - b) / (n * n * (n - 1))).sum())
    less, more = sorted((one.mean(), other.mean()))
    return (both - a * b / n).sum() / scale, error / scale, np.sqrt(less * (1 - more) / (more * (1 - less)))


def doubted(own, others, labels):
    strangers, known = 0, 0
    for correlation, error, most in (agreement(own, other, labels) for other in others):
        if most >= 0.5 and correlation + 3 * error < 0.2:
            strangers += 1
        elif most >= 0.5 and correlation > 3 * error:
            known += 1
    return strangers >= 2 and strangers > known


def turned(right, labels):
    """Each image has the answer for the next one of its class."""
    right = right.copy()
    for one in range(1000):
        places = np.where(labels == one)[0]
        right[places] = np.roll(right[places], -1)
    return right


def models_of(data):
    wnids = dict(line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines())
    index = {wnid: place for place, wnid in enumerate(sorted(set(wnids.values())))}
    order = [path.rsplit("/", 1)[-1] for path in json.loads((data / "labels/cleanlab/imagenet_val_set_index_to_filepath.json").read_text())]
    val = np.array([index[wnids[name]] for name in order])
    of_val = {path.stem: np.load(path)[:, 0] == val for path in sorted((data / "predictions/top5/val").glob("*.npy"))}
    with open(data / "predictions/ViT.csv", encoding="utf-8") as file:
        answers = {row["file_name"]: int(row["predicted_class"]) for row in csv.DictReader(file)}
    of_val["ViT"] = np.array([answers[name] for name in order]) == val
    v2 = np.array([index[wnid] for _, wnid in json.loads((data / "labels/imagenetv2/imagenetv2-b-33.json").read_text())["image_filenames"]])
    of_v2 = {path.stem: np.load(path)[:, 0] == v2 for path in sorted((data / "predictions/top5/v2-matched-frequency").glob("*.npy"))}
    return {"val": (val, of_val), "ImageNetV2": (v2, of_v2)}


def main(data):
    random = np.random.default_rng(1)
    for name, (labels, right) in models_of(data).items():
        pairs = [agreement(right[a], right[b], labels)[0] for a, b in itertools.combinations(right, 2)]
        of_turned = [agreement(turned(right[a], labels), right[b], labels)[0] for a, b in itertools.permutations(right, 2)]
        print(f"{name}: {len(pairs)} pairs, least correlation {min(pairs):.3f}; turned, {min(of_turned):.3f} to {max(of_turned):.3f}")
        for size in (500, 1_000, 2_000, 5_000, len(labels)):
            draws = 1 if size == len(labels) else 10
            counts = [0, 0]
            for some, own in itertools.product((random.choice(len(labels), size, replace=False) for _ in range(draws)), right):
                others = [right[other][some] for other in random.permutation([other for other in right if other != own])[:4]]
                counts[0] += doubted(right[own][some], others, labels[some])
                counts[1] += doubted(turned(right[own], labels)[some], others, labels[some])
            print(f"| {name}, {size:,} images | {counts[0]} of {draws * len(right)} | {counts[1]} of {draws * len(right)} |")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
