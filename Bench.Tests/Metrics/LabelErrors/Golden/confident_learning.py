"""Golden numbers for Bench.Metrics/LabelErrors: confident learning as its paper defines it, in plain NumPy over whole matrices.

    /usr/bin/python3 confident_learning.py > confident_learning.json
"""
import json

import numpy as np
from sklearn.metrics import average_precision_score

rng = np.random.default_rng(31)
cases = []
for n, c, noise in [(60, 3, 0.2), (150, 6, 0.15), (40, 4, 0.0)]:
    truth = rng.integers(0, c, n)
    given = np.where(rng.uniform(size=n) < noise, rng.integers(0, c, n), truth)
    given[:c] = np.arange(c)
    # Multiples of 1/64 are exact in half precision, so stored logits are these.
    logits = np.round((rng.normal(0, 1.2, (n, c)) + 2.5 * np.eye(c)[truth]) * 64) / 64
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    t = np.array([p[given == j, j].mean() for j in range(c)])
    sure = p >= t
    confident = np.where(sure.any(1), np.where(sure, p, -1).argmax(1), -1)
    joint = np.zeros((c, c), int)
    for i, j in zip(given, confident):
        if j >= 0:
            joint[i, j] += 1
    off = np.flatnonzero((confident >= 0) & (confident != given))
    self_confidence = p[np.arange(n), given]
    others = p.copy()
    others[np.arange(n), given] = -1
    margin = self_confidence - others.max(1)
    ranked = off[np.argsort(margin[off], kind="stable")]
    wrong = given != truth
    reviewed = rng.uniform(size=n) < 0.7
    flagged = ranked[reviewed[ranked]]
    hits = wrong[flagged]
    # scikit-learn's average precision over the flagged images, scaled to all wrong reviewed ones.
    ap = average_precision_score(hits, -np.arange(len(hits))) * hits.sum() / max(1, (wrong & reviewed).sum()) if hits.any() else 0.0
    cases.append({
        "logits": logits.tolist(), "given": given.tolist(), "thresholds": t.tolist(), "joint": joint.tolist(), "ranked": ranked.tolist(),
        "suggested": confident[ranked].tolist(), "margin": margin[ranked].tolist(), "selfConfidence": self_confidence[ranked].tolist(),
        "wrong": wrong.tolist(), "reviewed": reviewed.tolist(), "hits": int(hits.sum()), "flagged": len(flagged), "averagePrecision": float(ap),
    })
print('{"cases": [\n' + ",\n".join("  " + json.dumps(case) for case in cases) + "\n]}")
