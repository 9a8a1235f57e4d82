"""Golden numbers for SharedMistakes: the Mantel-Haenszel test of statsmodels over strata of images that equally many other models get wrong.

    /usr/bin/python3 shared_mistakes.py > shared_mistakes.json
"""
import json

import numpy as np
from scipy.stats import norm
from statsmodels.stats.contingency_tables import StratifiedTable

rng = np.random.default_rng(1959)
models, images = 7, 600
difficulty = rng.normal(size=images)
strength = rng.normal(1, 0.4, size=models)
right = (rng.random((models, images)) < 1 / (1 + np.exp(difficulty - strength[:, None]))).astype(int)
right[1] = np.where(rng.random(images) < 0.9, right[0], right[1])
wrong = 1 - right
pairs = []
for first in range(models):
    for second in range(first + 1, models):
        others = wrong.sum(0) - wrong[first] - wrong[second]
        tables, expected = [], 0.0
        for stratum in np.unique(others):
            a, b = wrong[first][others == stratum], wrong[second][others == stratum]
            expected += a.sum() * b.sum() / len(a)
            if len(a) > 1:
                tables.append([[(a & b).sum(), (a & ~b & 1).sum()], [(~a & b & 1).sum(), (~a & ~b & 1).sum()]])
        test = StratifiedTable(np.array(tables, dtype=float).transpose(1, 2, 0)).test_null_odds(correction=True)
        z = np.sqrt(test.statistic) * np.sign((wrong[first] & wrong[second]).sum() - expected)
        pairs.append({"first": first, "second": second, "expected": expected, "log_p": norm.logsf(z)})
print(json.dumps({"models": ["".join(map(str, row)) for row in right], "pairs": pairs}, indent=1))
