"""Golden numbers for Bench.Metrics/Suites, full-spectrum out-of-distribution detection and conformal prediction under shift, from NumPy
and scikit-learn.

    /usr/bin/python3 suites.py > suites.json
"""
import json
import math

import numpy as np
from sklearn.metrics import roc_auc_score, roc_curve

rng = np.random.default_rng(41)
MASK = (1 << 64) - 1
GROUPS = ["near", "far", "odd"]


def mean(values, low, high, weights, shared):
    value = weights @ values
    down, up = weights * (values - low), weights * (high - values)
    if shared:
        return [value, value - down.sum(), value + up.sum()]
    return [value, value - np.linalg.norm(down), value + np.linalg.norm(up)]


means = []
for k in [1, 2, 5, 9]:
    values = rng.uniform(0.1, 0.9, k)
    low, high = values - rng.uniform(0.001, 0.05, k), values + rng.uniform(0.001, 0.05, k)
    groups = [GROUPS[i % min(k, 3)] for i in range(k)]
    equal = np.full(k, 1 / k)
    by_group = np.array([1 / (len(set(groups)) * groups.count(g)) for g in groups])
    means.append({
        "values": values.tolist(), "low": low.tolist(), "high": high.tolist(), "groups": groups,
        "independent": mean(values, low, high, equal, False), "shared": mean(values, low, high, equal, True),
        "byGroup": mean(values, low, high, by_group, False),
    })

spectra = []
for sizes, n_out, levels in [((40, 25, 10), 30, None), ((60, 0, 45), 80, 3), ((200, 150, 100), 120, 5)]:
    inside = [rng.normal(i / 2, 1, n) for i, n in enumerate(sizes)]
    outside = rng.normal(1.5, 1.2, n_out)
    if levels:
        inside, outside = [np.round(s * levels) / levels for s in inside], np.round(outside * levels) / levels
    inside, outside = [s.astype(np.float32) for s in inside], outside.astype(np.float32)
    pooled = np.concatenate(inside)
    y = np.r_[np.zeros(len(pooled)), np.ones(n_out)]
    s = np.r_[pooled, outside].astype(np.float64)
    fpr, tpr, _ = roc_curve(y, s, drop_intermediate=False)
    fpr_id, tpr_id, _ = roc_curve(1 - y, -s, drop_intermediate=False)
    spectra.append({
        "inside": [x.tolist() for x in inside], "outside": outside.tolist(), "auroc": roc_auc_score(y, s),
        "fpr95": float(fpr[np.argmax(tpr >= 0.95)]), "fpr95Id": float(fpr_id[np.argmax(tpr_id >= 0.95)]),
    })


def uniform(seed, image):
    z = (seed * 0xD1342543DE82EF95 + (image + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return ((z ^ (z >> 31)) >> 11) / (1 << 53)


def scores(logits, method):
    lse = np.log(np.exp(logits).sum(1)).astype(np.float32).astype(np.float64)
    p = np.exp(logits - lse[:, None])
    order = np.argsort(-logits, axis=1, kind="stable")
    ranked = np.take_along_axis(p, order, 1)
    if method == "aps":
        u = np.array([uniform(1, i) for i in range(len(logits))])
        ranked = np.cumsum(ranked, 1) - ranked + u[:, None] * ranked
    else:
        ranked = 1 - ranked
    out = np.empty_like(ranked)
    np.put_along_axis(out, order, ranked, 1)
    return out


shifts = []
for n, m, c, lift in [(120, 90, 6, 0.5), (200, 150, 12, 1.0)]:
    y, z = rng.integers(0, c, n), rng.integers(0, c, m)
    # Multiples of 1/64 are exact in half precision, so stored logits are these.
    clean = np.round((rng.normal(0, 1.5, (n, c)) + 2.5 * np.eye(c)[y]) * 64) / 64
    shifted = np.round((rng.normal(0, 1.5, (m, c)) + lift * np.eye(c)[z]) * 64) / 64
    calibration = np.arange(n) % 3 == 0
    case = {"clean": clean.tolist(), "label": y.tolist(), "calibration": calibration.tolist(), "shifted": shifted.tolist(), "shiftedLabel": z.tolist()}
    for method in ["lac", "aps"]:
        own = np.sort(scores(clean, method)[calibration, y[calibration]])
        q = own[math.ceil(round((len(own) + 1) * 0.9, 9)) - 1]
        inside = scores(shifted, method) <= q
        case[method] = {"coverage": float(inside[np.arange(m), z].mean()), "size": float(inside.sum(1).mean())}
    shifts.append(case)

print(json.dumps({"means": means, "spectra": spectra, "shifts": shifts}))
