"""Golden numbers for Bench.Metrics/Predicted/GroupedPredictions.cs, from NumPy: probabilities in float64, then mean, max or sum over each group.

    /usr/bin/python3 class_groups.py > class_groups.json

The decision is the published one of model-vs-human (mean of probabilities, argmax) and its siblings; shares are the aggregated probabilities over their sum.
"""
import json

import numpy as np

rng = np.random.default_rng(18)
cases = []
for classes, groups, images in ((7, [[0, 3], [1], [2, 4, 6]], 12), (12, [[5], [0, 1, 2, 3, 4, 6], [7, 8]], 20), (40, [[0, 1, 2], list(range(3, 30)), [31, 2], [39]], 25)):
    # Halves, so that what is stored in half precision is what was given.
    logits = np.float16(rng.normal(0, 2.5, (images, classes))).astype(np.float64)
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    rest = [c for c in range(classes) if not any(c in group for group in groups)]
    expected = []
    for with_rest in (False, True):
        members = groups + ([rest] if with_rest else [])
        for rule, aggregate in (("Mean", np.mean), ("Max", np.max), ("Sum", np.sum)):
            scores = np.stack([aggregate(p[:, group], axis=1) for group in members], axis=1)
            expected.append({"rule": rule, "rest": with_rest, "best": scores.argmax(1).tolist(),
                             "share": (scores / scores.sum(1, keepdims=True)).max(1).round(12).tolist()})
    cases.append({"logits": logits.round(6).tolist(), "groups": groups, "restClasses": rest, "expected": expected})
print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
