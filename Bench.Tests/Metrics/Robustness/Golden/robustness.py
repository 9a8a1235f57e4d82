"""Golden numbers for Bench.Metrics/Robustness, from SciPy and statsmodels.

    /usr/bin/python3 robustness.py > robustness.json
"""
import json

import numpy as np
from scipy import special, stats
from statsmodels.stats.proportion import confint_proportions_2indep

rng = np.random.default_rng(3)
cases = []
for n in (2, 5, 40):
    clean = rng.uniform(0.4, 0.9, n)
    shifted = special.expit(1.1 * special.logit(clean) - 0.7 + rng.normal(0, 0.1, n))
    line = stats.linregress(special.logit(clean), special.logit(shifted))
    cases.append({"clean": clean.tolist(), "shifted": shifted.tolist(), "slope": line.slope, "intercept": line.intercept, "rSquared": line.rvalue ** 2,
                  "effective": (shifted - special.expit(line.slope * special.logit(clean) + line.intercept)).tolist()})
differences = []
for hits, n, other_hits, other_n in ((56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20), (38065, 50000, 6333, 10000)):
    low, high = confint_proportions_2indep(hits, n, other_hits, other_n, method="newcomb", compare="diff")
    differences.append({"hits": hits, "n": n, "otherHits": other_hits, "otherN": other_n, "low": low, "high": high})
print('{"fits": [\n' + ",\n".join("  " + json.dumps(case) for case in cases) + '\n],\n"differences": [\n'
      + ",\n".join("  " + json.dumps(case) for case in differences) + "\n]}")
