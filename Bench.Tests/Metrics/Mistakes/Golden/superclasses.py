"""What the published lists of common mistakes (Peychev et al., 2023) say of the superclasses that their authors chose and did not publish.

    python3 superclasses.py DATA      DATA holds labels/ and published/ as docs/error-kinds.md names them; wants NumPy

Prints: pairs of classes that the lists pin down; how many of the listed images superclasses derived from the is-a file get right; how many
mistakes of four networks the pairs leave open; and counts of same-superclass mistakes under groups that are built along the is-a file by
average linkage, with listed pairs first and pairs that are denied never next to each other.
"""

import collections
import csv
import json
import pathlib
import re
import sys

import numpy as np

DATA = pathlib.Path(sys.argv[1])
NETWORKS = ("vgg16", "resnet18", "resnet34", "densenet121")
MOST_OF_A_NODE = 50  # A twentieth of the classes, as Bench derives them.
PAPERS_LARGEST, PAPERS_PAIRS = 31, 5476
COLLAPSED = {(250, 248), (249, 248), (836, 837), (837, 836), (385, 101), (386, 101), (504, 968), (638, 639), (639, 638), (657, 744),
             (744, 657), (620, 681), (681, 620), (664, 782), (782, 664), (482, 848), (435, 876)}
COLLAPSED |= {(a, b) for a in range(356, 360) for b in range(356, 360) if a != b}


def nodes(classes):
    """Classes below each node of the is-a file."""
    parents = collections.defaultdict(set)
    for line in (DATA / "labels/hierarchy/imagenet_isa.txt").read_text().splitlines():
        parent, child = line.split()
        parents[child].add(parent)
    below = collections.defaultdict(set)
    for index, wnid in enumerate(classes):
        waiting, seen = [wnid], set()
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                below[node].add(index)
                waiting += parents[node]
    return below


def common(name):
    """(acceptable classes, the common wrong answer) of each listed image."""
    text = (DATA / "published/automated-error-analysis/common_error_samples" / name).read_text()
    for block in re.split(r"\n(?=\d+\) cnt)", text):
        if "pred =" in block:
            labels = block.split("multi_labels:")[1].split("pred =")[0]
            yield [int(index) for index in re.findall(r"^(\d+), n", labels, re.M)], int(re.search(r"pred = (\d+)", block)[1])


def mistakes(network, classes):
    """(acceptable classes, answer) of each mistake that is left after collapsed classes and multi-labels."""
    order = [path.rsplit("/", 1)[-1] for path in json.loads((DATA / "labels/cleanlab/imagenet_val_set_index_to_filepath.json").read_text())]
    number = {wnid: index for index, wnid in enumerate(classes)}
    own = {name: number[wnid] for name, wnid in map(str.split, open(DATA / "labels/val_filename_wnid_sorted.txt"))}
    indices = lambda cell: [int(word) for word in cell.split(",") if word.strip()]
    annotated = {row["id"]: row for row in csv.DictReader(open(DATA / "labels/multilabel-v3/multilabel.csv"))}
    for image, answer in zip(order, np.load(DATA / f"predictions/top5/val/{network}.npy")[:, 0].tolist()):
        row = annotated.get(image)
        if row is None or row["is_problematic"] == "True":
            continue
        right, unclear = indices(row["proposed_labels"]), indices(row["unclear_multi_labels"])
        if answer not in right + unclear and (own[image], answer) not in COLLAPSED and not any((label, answer) in COLLAPSED for label in right):
            yield right + unclear, answer


def groups(below, together, apart, largest, most_pairs, count=1000):
    """Whether two classes are of one group, by average linkage of the size of their smallest common node."""
    distance = np.full((count, count), float(count))
    for members in sorted(below.values(), key=len, reverse=True):
        index = np.array(sorted(members))
        distance[np.ix_(index, index)] = len(index)
    distance = np.log(distance)
    for a, b in together:
        distance[a, b] = distance[b, a] = 0
    for a, b in apart:
        distance[a, b] = distance[b, a] = np.inf
    np.fill_diagonal(distance, np.inf)
    size, members, pairs = np.ones(count), {index: [index] for index in range(count)}, 0
    while True:
        a, b = divmod(int(np.argmin(distance)), count)
        if not np.isfinite(distance[a, b]) or pairs + size[a] * size[b] > most_pairs:
            break
        if size[a] + size[b] > largest:
            distance[a, b] = distance[b, a] = np.inf
            continue
        pairs += size[a] * size[b]
        distance[a] = distance[:, a] = (distance[a] * size[a] + distance[b] * size[b]) / (size[a] + size[b])
        distance[a, a] = distance[b] = distance[:, b] = np.inf
        size[a] += size[b]
        members[a] += members.pop(b)
    same = np.zeros((count, count), bool)
    for group in members.values():
        same[np.ix_(group, group)] = True
    return same


def main():
    rows = json.loads((DATA / "labels/class_info.json").read_text())
    classes = [row["wnid"] for row in sorted(rows, key=lambda row: row["cid"])]
    below = nodes(classes)
    derived = np.zeros((1000, 1000), bool)
    for members in below.values():
        if 2 <= len(members) <= MOST_OF_A_NODE:
            derived[np.ix_(sorted(members), sorted(members))] = True
    same, other = list(common("most_common_fg.txt")), list(common("most_common_spurious_correlation.txt"))
    together = {tuple(sorted((answer, labels[0]))) for labels, answer in same if len(labels) == 1}
    apart = {tuple(sorted((answer, label))) for labels, answer in other for label in labels}
    found = lambda pairs, relation: sum(any(relation[answer, label] for label in labels) for labels, answer in pairs)
    print(f"{len(together)} pairs of one superclass, {len(apart)} of none, {len(together & apart)} in both")
    print(f"derived: {found(same, derived)} of {len(same)} of one superclass, {found(other, derived)} of {len(other)} of none")
    with open(DATA / "published/automated-error-analysis/stats-imagenet/non_problematic_stats_all.csv") as file:
        published = {row["model_dir_id"]: int(row["num_same_superclass"]) for row in csv.DictReader(file)}
    built = {f"at most {largest} classes": groups(below, together, apart, largest, PAPERS_PAIRS) for largest in (25, PAPERS_LARGEST)}
    pair = lambda a, b: tuple(sorted((a, b)))
    for network in NETWORKS:
        left, theirs = list(mistakes(network, classes)), published[f"torchvision--{network}"]
        sure = sum(any(pair(answer, label) in together for label in labels) for labels, answer in left)
        sure += sum(all(pair(answer, label) in apart for label in labels) for labels, answer in left)
        counts = {"derived": found(left, derived), **{name: found(left, relation) for name, relation in built.items()}}
        told = ", ".join(f"{name} {number} ({100 * (number / theirs - 1):+.1f} %)" for name, number in counts.items())
        print(f"{network}: {len(left)} mistakes, {len(left) - sure} left open; of one superclass {theirs} as published, {told}")


main()
