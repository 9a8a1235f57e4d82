"""Golden numbers for Bench.Metrics/Mistakes: made images sorted by the rules of Peychev et al., 2023, written down once more with plain sets.

    /usr/bin/python3 kinds.py > kinds.json

Intervals are statsmodels' (Wilson).
"""
import collections
import itertools
import json

import numpy as np
from statsmodels.stats.proportion import proportion_confint

KINDS = ["Right", "CollapsedClasses", "ValidMultiLabel", "SameSuperclass", "CoOccurring", "NonPrototypical", "Unexplained"]
rng = np.random.default_rng(20231207)


def co_occurring(case):
    counts = collections.Counter()
    for image in case["images"]:
        if image["accepted"] or not image["shown"]:
            continue
        for pair in itertools.combinations(sorted(set(image["shown"]) | {image["own"]}), 2):
            counts[pair] += 1
    return {pair for pair, count in counts.items() if count >= 2}


def kind(case, image, pairs):
    own, said = image["own"], image["predicted"]
    accepted = set(image["accepted"]) | set(image["unclear"])
    superclasses = [set(groups) for groups in case["superclasses"]]
    if own == said and own in accepted:
        return "Right"
    if [own, said] in case["collapsed"]:
        return "CollapsedClasses"
    if said in accepted:
        return "ValidMultiLabel"
    if any(superclasses[label] & superclasses[said] for label in accepted):
        return "SameSuperclass"
    if any((min(label, said), max(label, said)) in pairs for label in accepted):
        return "CoOccurring"
    return "NonPrototypical" if image["nonPrototypical"] else "Unexplained"


def made(classes, images):
    case = {
        "superclasses": [sorted({int(g) for g in rng.integers(0, classes, rng.integers(0, 3))}) for _ in range(classes)],
        "collapsed": sorted({tuple(int(c) for c in rng.choice(classes, 2, replace=False)) for _ in range(classes // 4)}),
        "images": [],
    }
    case["collapsed"] = [list(pair) for pair in case["collapsed"]]
    for _ in range(images):
        own = int(rng.integers(classes))
        some = lambda most: [int(c) for c in rng.choice(classes, rng.integers(0, most + 1), replace=False)]
        annotated = rng.random() < 0.6
        accepted = sorted(set(some(2)) | ({own} if rng.random() < 0.9 else set())) if annotated else []
        case["images"].append({
            "own": own,
            "accepted": accepted,
            "unclear": sorted(set(some(1)) - set(accepted)) if accepted else [],
            "shown": sorted(some(3)),
            "predicted": own if rng.random() < 0.4 else int(rng.integers(classes)),
            "nonPrototypical": bool(rng.random() < 0.2),
        })
    pairs = co_occurring(case)
    kinds = [kind(case, image, pairs) if image["accepted"] else None for image in case["images"]]
    used = [each for each in kinds if each]
    errors = sum(each in KINDS[3:] for each in used)
    case["kinds"] = kinds
    case["pairs"] = len(pairs)
    case["unexplained"] = [used.count("Unexplained") / len(used), *proportion_confint(used.count("Unexplained"), len(used), method="wilson")]
    case["amongErrors"] = [used.count("Unexplained") / errors, *proportion_confint(used.count("Unexplained"), errors, method="wilson")]
    return case


print(json.dumps({"cases": [made(12, 120), made(20, 300), made(30, 400)]}))
