"""Golden numbers for Bench.Metrics/OpenSet and Selective, from scikit-learn and plain NumPy.

    /usr/bin/python3 open_set.py > open_set.json
"""
import json

import numpy as np
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

rng = np.random.default_rng(7)


def oscr(known, right, unknown):
    """Trapezoids under CCR against FPR over every threshold, as the metric is drawn."""
    thresholds = np.unique(np.concatenate([known, unknown]))[::-1]
    ccr = [0.0] + [float(np.mean((known >= t) & right)) for t in thresholds]
    fpr = [0.0] + [float(np.mean(unknown >= t)) for t in thresholds]
    return float(np.trapz(ccr, fpr))


def case(n_in, n_out, levels):
    inside, outside = rng.normal(0, 1, n_in), rng.normal(1, 1.3, n_out)
    if levels:
        inside, outside = np.round(inside * levels) / levels, np.round(outside * levels) / levels
    inside, outside = inside.astype(np.float32), outside.astype(np.float32)
    right = rng.uniform(size=n_in) < 1 / (1 + np.exp(inside))
    y = np.r_[np.zeros(n_in), np.ones(n_out)]
    s = np.r_[inside, outside].astype(np.float64)
    fpr, tpr, _ = roc_curve(y, s, drop_intermediate=False)
    fpr_id, tpr_id, _ = roc_curve(1 - y, -s, drop_intermediate=False)
    trapezoid = lambda truth, score: auc(*precision_recall_curve(truth, score)[1::-1])
    return {
        "inside": inside.tolist(), "outside": outside.tolist(), "right": right.tolist(),
        "auroc": roc_auc_score(y, s), "auprOut": average_precision_score(y, s), "auprIn": average_precision_score(1 - y, -s),
        "fpr95": float(fpr[np.argmax(tpr >= 0.95)]), "fpr95Id": float(fpr_id[np.argmax(tpr_id >= 0.95)]),
        "trapezoidOut": trapezoid(y, s), "trapezoidIn": trapezoid(1 - y, -s), "oscr": oscr(-inside, right, -outside),
        "aurocCorrectness": roc_auc_score(right, -inside),
    }


def aurc(confidence, correct):
    """Mean over many random orders of tied images of the mean selective risk."""
    total = 0.0
    runs = 4000
    for _ in range(runs):
        shuffle = rng.permutation(len(confidence))
        order = shuffle[np.argsort(-confidence[shuffle], kind="stable")]
        total += np.mean(np.cumsum(~correct[order]) / np.arange(1, len(order) + 1))
    return total / runs


out = {"ood": [case(30, 20, None), case(40, 60, 2), case(200, 300, 4), case(12, 9, 1)]}
out["selective"] = []
for n, levels in [(12, None), (60, None), (40, 4)]:
    confidence = rng.uniform(size=n)
    if levels:
        confidence = np.round(confidence * levels) / levels
    correct = rng.uniform(size=n) < confidence
    value = aurc(confidence, correct)
    best = aurc(correct.astype(float) + np.arange(n) * 1e-9, correct)
    out["selective"].append({"confidence": confidence.astype(np.float32).tolist(), "correct": correct.tolist(), "aurc": float(value),
                             "excess": float(value - best), "tied": levels is not None})
print("{\n" + ",\n".join(json.dumps(k) + ": [\n" + ",\n".join("  " + json.dumps(row) for row in v) + "\n]" for k, v in out.items()) + "\n}")
