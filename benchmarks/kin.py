#!/usr/bin/env python3
"""How often ranked answers that do not keep to a kind of animals are doubted, of honest models and of broken files: the numbers of
docs/submit-predictions.md and of KinChecks.

Usage: kin.py DATA [DRAWS]      DATA holds labels and predictions as docs/make-a-real-board.py names them; DRAWS of each model (20).
NumPy; the two rules are written a second time, apart from Bench's.
"""
import json
import math
import pathlib
import sys

import numpy as np

ANIMALS, NEAR, MOST_OF_CLASS = 398, 10, 3
LEAST_OF_RANKS, LEAST_OF_LABELS, MOST_CHANCE = 0.65, 0.62, 1e-5


def at_most(hits, count, share):
    """Chance of at most so many hits."""
    logs = (
        math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * math.log(share) + (count - k) * math.log1p(-share)
        for k in range(hits + 1)
    )
    return sum(map(math.exp, logs))


def few_of_each(chosen, classes):
    """The first three of the chosen images of each class."""
    seen, kept = {}, []
    for image in np.where(chosen)[0]:
        seen[classes[image]] = seen.get(classes[image], 0) + 1
        if seen[classes[image]] <= MOST_OF_CLASS:
            kept.append(image)
    return kept


def chances(ranks, labels):
    """Chances of as few kin among the next ranks, and of the labels of wrong answers; 1 where the rule says nothing."""
    best = ranks[:, 0]
    right, kin = best == labels, (abs(ranks[:, 1:] - best[:, None]) <= NEAR).any(1)
    of_right = few_of_each(right & (best < ANIMALS), best)
    if right.mean() < 0.2 or not of_right or kin[of_right].mean() < 0.4:
        return 1.0, 1.0
    animals = few_of_each(best < ANIMALS, best)
    wrong = few_of_each(~right & (labels < ANIMALS), labels)
    hits = (abs(ranks[wrong] - labels[wrong][:, None]) <= NEAR).any(1).sum()
    return (
        at_most(int(kin[animals].sum()), len(animals), LEAST_OF_RANKS),
        at_most(int(hits), len(wrong), LEAST_OF_LABELS),
    )


def renumbered(ranks, share, random):
    places, moved = np.arange(1000), random.permutation(1000)[: int(1000 * share)]
    places[moved] = random.permutation(moved)
    return places[ranks]


def shuffled(ranks, share, random):
    ranks, moved = ranks.copy(), random.permutation(len(ranks))[: int(len(ranks) * share)]
    ranks[moved] = ranks[random.permutation(moved)]
    return ranks


def images_of(kind, size, labels, random):
    if kind == "all classes":
        return random.choice(len(labels), min(size, len(labels)), replace=False)
    first = random.integers(0, ANIMALS - 50)
    classes = {
        "100 classes": random.permutation(1000)[:100],
        "20 animals": random.permutation(ANIMALS)[:20],
        "50 animals in a row": np.arange(first, first + 50),
    }[kind]
    there = np.where(np.isin(labels, classes))[0]
    return random.choice(there, min(size, len(there)), replace=False)


def main(data, draws):
    wnids = dict(line.split() for line in (data / "labels/val_filename_wnid_sorted.txt").read_text().splitlines())
    index = {wnid: place for place, wnid in enumerate(sorted(set(wnids.values())))}
    order = json.loads((data / "labels/cleanlab/imagenet_val_set_index_to_filepath.json").read_text())
    val = np.array([index[wnids[path.rsplit("/", 1)[-1]]] for path in order])
    of_v2 = json.loads((data / "labels/imagenetv2/imagenetv2-b-33.json").read_text())["image_filenames"]
    v2 = np.array([index[wnid] for _, wnid in of_v2])
    models = [
        (np.load(path).astype(int), labels)
        for folder, labels in (("val", val), ("v2-matched-frequency", v2))
        for path in sorted((data / "predictions/top5" / folder).glob("*.npy"))
    ]
    random, broken = np.random.default_rng(6), ((renumbered, 0.33), (renumbered, 0.5), (shuffled, 0.33), (shuffled, 0.5))
    print("| images | honest files | doubted | least chance | " + " | ".join(f"{how.__name__} {share:.0%}" for how, share in broken) + " |")
    print("|---|---|---|---|" + "---|" * len(broken))
    sizes = [("all classes", size) for size in (100, 200, 500, 1_000, 2_000, 10_000)]
    for kind, size in sizes + [(kind, size) for kind in ("100 classes", "20 animals", "50 animals in a row") for size in (200, 1_000)]:
        honest, found = [], [0] * len(broken)
        for ranks, labels in models:
            for _ in range(draws if size < 5_000 else max(1, draws // 7)):
                images = images_of(kind, size, labels, random)
                some, own = ranks[images], labels[images]
                honest.append(min(chances(some, own)))
                for place, (how, share) in enumerate(broken):
                    found[place] += min(chances(how(some, share, random), own)) <= MOST_CHANCE
        doubted = sum(chance <= MOST_CHANCE for chance in honest)
        shares = " | ".join(f"{count / len(honest):.0%}" for count in found)
        print(f"| {size:,} of {kind} | {len(honest):,} | {doubted} | {min(honest):.0e} | {shares} |", flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20)
