#!/usr/bin/env python3
"""How often rows of two models in one file of predictions are doubted: the table of docs/submit-predictions.md.

Usage: mixed.py DATA REPOSITORY      DATA holds labels and predictions as docs/make-a-real-board.py names them;
REPOSITORY is a checkout of cgnorthcutt/benchmarking-keras-pytorch. NumPy; the rule is written a second time, apart
from Bench's.
"""
import itertools
import json
import pathlib
import sys

import numpy as np

SIZES = (1_000, 5_000, 10_000, 50_000)
MIXTURES = {
    "none": lambda places, count: places < 0,
    "every second row": lambda places, count: places % 2 == 1,
    "every eighth row": lambda places, count: places % 8 == 0,
    "the second half": lambda places, count: places >= count // 2,
}


def groups(count):
    """Rows that take turns, and, of images in an order that says nothing, parts."""
    places = np.arange(count)
    for of in (2, 3, 4, 8):
        for turn in range(of if of > 2 else 1):
            yield places % of == turn
    for of in (2, 4, 8):
        for part in range(of if of > 2 else 1):
            yield places * of // count == part


def off_by(values, inside):
    """Standard errors between the means of both sides."""
    error = values.std() * (1 / inside.sum() + 1 / (~inside).sum()) ** 0.5
    return abs(values[inside].mean() - values[~inside].mean()) / error if values.std() >= 1e-3 else 0


def uneven_by(classes, inside):
    """Standard errors by which the classes are spread over both sides more unevenly than by chance."""
    count, share = len(classes), inside.mean()
    chance = share * (1 - share)
    all_rows, within = np.bincount(classes, minlength=1000), np.bincount(classes[inside], minlength=1000)
    expected = all_rows * (count - all_rows) / (count - 1) * chance
    variance = (2 * expected**2 + all_rows * chance * (1 - 6 * chance)).sum()
    far = expected.sum() ** 2 >= 50 * variance
    return (((within - all_rows * share) ** 2).sum() - expected.sum()) / variance**0.5 if far else 0


def most(ranks, confidence, labels):
    """The most standard errors of any comparison."""
    right, found = (ranks[:, 0] == labels).astype(float), 0
    odds = None if confidence is None else np.clip(np.log(confidence / np.maximum(1 - confidence, 1e-9)), -3, 12)
    for inside in groups(len(ranks)):
        if min(right.mean(), 1 - right.mean()) * inside.sum() >= 25:
            found = max(found, off_by(right, inside))
        if odds is not None:
            found = max(found, off_by(odds, inside))
        found = max(found, *(uneven_by(rank, inside) for rank in ranks.T))
    return found


def line(name, models, labels, random, draws):
    """Of pairs of models, and draws of images of the validation set, how many files are doubted."""
    for mixture, is_other in MIXTURES.items():
        cells = []
        for size in (size for size in SIZES if size <= len(labels)):
            doubted, greatest, pairs = 0, 0, list(itertools.islice(itertools.cycle(range(len(models))), draws))
            for place, model in enumerate(pairs):
                images = np.sort(random.choice(len(labels), size, replace=False)) if size < len(labels) else np.arange(size)
                others = is_other(np.arange(size), size)
                (ranks, confidence), (its, own) = models[model], models[(model + 1 + place % (len(models) - 1)) % len(models)]
                errors = most(
                    np.where(others[:, None], its[images], ranks[images]),
                    None if confidence is None else np.where(others, own[images], confidence[images]),
                    labels[images],
                )
                doubted, greatest = doubted + (errors >= 7), max(greatest, errors)
            cells.append(f"{doubted} of {draws}" + (f" ({greatest:.1f} at most)" if mixture == "none" else ""))
        print(f"| {name}, {mixture} | " + " | ".join(cells) + " |")


def main(data, repository):
    wnids = dict(line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines())
    index = {wnid: place for place, wnid in enumerate(sorted(set(wnids.values())))}
    files = json.loads((data / "labels/cleanlab/imagenet_val_set_index_to_filepath.json").read_text())
    in_order = np.argsort([path.rsplit("/", 1)[-1] for path in files])
    labels = np.array([index[wnids[name]] for name in sorted(wnids)])
    random = np.random.default_rng(1)
    one = []
    for path in sorted(repository.glob("*_imagenet/*_top5preds.npy")):
        ranks, probabilities = np.load(path)[in_order], np.load(str(path).replace("preds", "probs")).astype(float)[in_order]
        best = probabilities.argmax(1)
        one.append((ranks[np.arange(len(ranks)), best][:, None], probabilities.max(1).clip(max=1)))
    five = [(np.load(path)[in_order], None) for path in sorted((data / "predictions/top5/val").glob("*.npy"))]
    print("| two models' rows | " + " | ".join(f"N = {size:,}" for size in SIZES) + " |")
    line(f"{len(one)} models' best class and confidence", one, labels, random, 102)
    line(f"{len(five)} models' five ranks", five, labels, random, 48)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
