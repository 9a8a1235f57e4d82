#!/usr/bin/env python3
"""How often rows of other images, here and there in a file of predictions, are doubted: the table of
docs/submit-predictions.md.

Usage: scattered.py DATA REPOSITORY      DATA holds labels and predictions as docs/make-a-real-board.py names them and
published/results-*.csv of timm; REPOSITORY is a checkout of cgnorthcutt/benchmarking-keras-pytorch. NumPy; the two
rules are written a second time, apart from Bench's.
"""
import csv
import json
import pathlib
import sys

import numpy as np

SHARES = (0, 0.1, 0.15, 0.2, 0.3, 0.5)


def doubted_ranks(ranks, labels):
    right = ranks[:, 0] == labels
    accuracy, next_ones = right.mean(), (ranks[~right] == labels[~right, None]).any(1)
    share = next_ones.mean()
    return 0.2 <= accuracy <= 0.85 and share + 4 * (share * (1 - share) / len(next_ones)) ** 0.5 < 0.65 * accuracy


def doubted_surest(confidence, right):
    accuracy, least = right.mean(), np.sort(confidence)[-(len(confidence) // 5)]
    sure = confidence >= least
    share = right[sure].mean()
    most = share + 4 * (share * (1 - share) / sure.sum()) ** 0.5
    few, mistaken = most < 0.85 and most < 2 * accuracy, accuracy >= 0.5 and 1 - most > 0.42 * (1 - accuracy)
    return 0.2 <= accuracy <= 0.85 and 2 * sure.sum() <= len(right) and (few or mistaken)


def moved(rows, share, random):
    """The rows, of which a share changed places at random."""
    places = np.where(random.random(len(rows)) < share)[0]
    rows = rows.copy()
    rows[places] = rows[random.permutation(places)]
    return rows


def line(name, doubted, files):
    """How many of the files are doubted, for each share of rows that changed places."""
    counts = (f"{sum(doubted(file, share) for file in files)} of {len(files)}" for share in SHARES)
    print(f"| {name} | " + " | ".join(counts) + " |")


def main(data, repository):
    wnids = dict(line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines())
    index = {wnid: place for place, wnid in enumerate(sorted(set(wnids.values())))}
    order = json.loads((data / "labels/cleanlab/imagenet_val_set_index_to_filepath.json").read_text())
    val = np.array([index[wnids[path.rsplit("/", 1)[-1]]] for path in order])
    of_v2 = json.loads((data / "labels/imagenetv2/imagenetv2-b-33.json").read_text())["image_filenames"]
    v2 = np.array([index[wnid] for _, wnid in of_v2])
    random = np.random.default_rng(1)

    print("least share of labels among the next four ranks, over the accuracy, of published models:")
    for name in ("imagenet", "imagenet-real", "imagenetv2-matched-frequency", "sketch"):
        with open(data / f"published/results-{name}.csv", encoding="utf-8") as file:
            models = [(float(row["top1"]) / 100, float(row["top5"]) / 100) for row in csv.DictReader(file)]
        ratios = [(top5 - top1) / (1 - top1) / top1 for top1, top5 in models if top1 >= 0.2]
        print(f"  {name}: {min(ratios):.3f} of {len(ratios)} that are right on 20 % and more")

    print("| rows of other images |" + "".join(f" {share:.0%} |" for share in SHARES))
    for name, labels, folder in (("val", val, "val"), ("ImageNetV2", v2, "v2-matched-frequency")):
        models = [np.load(path) for path in sorted((data / "predictions/top5" / folder).glob("*.npy"))]
        line(f"five ranks, {name}", lambda model, share: doubted_ranks(moved(model, share, random), labels), models)
        for size in (5_000, 1_000) if name == "val" else ():
            draws = [(model, random.choice(len(labels), size, replace=False)) for model in models for _ in range(20)]
            line(f"{size:,} of them", lambda each, share: doubted_ranks(moved(each[0][each[1]], share, random), labels[each[1]]), draws)
    models = []
    for path in sorted(repository.glob("*_imagenet/*_top5preds.npy")):
        ranks, probabilities = np.load(path), np.load(str(path).replace("preds", "probs")).astype(float)
        models.append(np.stack([ranks[np.arange(len(ranks)), probabilities.argmax(1)], probabilities.max(1).clip(max=1)], 1))

    def by_confidence(model, share):
        rows = moved(model, share, random)
        return doubted_surest(rows[:, 1], rows[:, 0] == val)

    line("best class and confidence, val", by_confidence, models)

    def by_confidence_alone(model, share):
        return doubted_surest(moved(model[:, 1], share, random), model[:, 0] == val)

    line("confidence alone, val", by_confidence_alone, models)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
