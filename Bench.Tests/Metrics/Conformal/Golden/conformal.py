"""Golden numbers for Bench.Metrics/Conformal: scores, quantile and sets over whole sorted matrices in NumPy, with the same u.

    /usr/bin/python3 conformal.py > conformal.json
"""
import json
import math

import numpy as np

rng = np.random.default_rng(17)
MASK = (1 << 64) - 1


def uniform(seed, image):
    z = (seed * 0xD1342543DE82EF95 + (image + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return ((z ^ (z >> 31)) >> 11) / (1 << 53)


cases = []
for n, c, alpha, lam, kreg in [(60, 5, 0.1, 0.01, 1), (200, 30, 0.2, 0.05, 3), (300, 40, 0.1, 0.02, 5)]:
    y = rng.integers(0, c, n)
    # Multiples of 1/64 are exact in half precision, so stored logits are these.
    logits = np.round((rng.normal(0, 1.5, (n, c)) + 2.5 * np.eye(c)[y]) * 64) / 64
    calibration = np.arange(n) % 3 == 0
    u = np.array([uniform(9, i) for i in range(n)])
    lse = np.log(np.exp(logits).sum(1)).astype(np.float32).astype(np.float64)
    p = np.exp(logits - lse[:, None])
    order = np.argsort(-logits, axis=1, kind="stable")
    sorted_p = np.take_along_axis(p, order, 1)
    before = np.cumsum(sorted_p, 1) - sorted_p
    aps_sorted = before + u[:, None] * sorted_p
    raps_sorted = aps_sorted + lam * np.maximum(0, np.arange(1, c + 1) - kreg)
    case = {"logits": logits.tolist(), "label": y.tolist(), "calibration": calibration.tolist(), "alpha": alpha, "lambda": lam, "freeRanks": kreg, "results": []}
    for name, ranked in [("Lac", 1 - sorted_p), ("Aps", aps_sorted), ("Raps", raps_sorted)]:
        score = np.empty_like(ranked)
        np.put_along_axis(score, order, ranked, 1)
        own = np.sort(score[calibration, y[calibration]])
        rank = math.ceil(round((len(own) + 1) * (1 - alpha), 9))
        q = own[rank - 1]
        inside = score[~calibration] <= q
        size = inside.sum(1)
        covered = inside[np.arange(len(size)), y[~calibration]]
        per_class = [covered[y[~calibration] == k].mean() for k in range(c) if (y[~calibration] == k).any()]
        case["results"].append({"method": name, "quantile": float(q), "coverage": float(covered.mean()), "meanSize": float(size.mean()),
                                "medianSize": float(np.median(size)), "empty": int((size == 0).sum()), "worst": float(min(per_class)),
                                "fifth": float(np.percentile(per_class, 5)),
                                "strata": [int(((size >= a) & (size <= b)).sum()) for a, b in [(0, 1), (2, 3), (4, 10), (11, 100)] if a <= c]})
    cases.append(case)
print('{"cases": [\n' + ",\n".join("  " + json.dumps(case) for case in cases) + "\n]}")
