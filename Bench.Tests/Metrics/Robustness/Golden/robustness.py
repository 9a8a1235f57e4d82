"""Golden numbers for Bench.Metrics/Robustness, from SciPy and statsmodels.

    /usr/bin/python3 robustness.py > robustness.json
"""
import json

import numpy as np
from scipy import special, stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

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
ratios = []
for hits, n, other_hits, other_n in ((3, 7, 5, 9), (48, 80, 56, 70), (0, 12, 7, 9), (12, 12, 9, 9), (6333, 10000, 38065, 50000)):
    (l1, u1), (l2, u2) = proportion_confint(hits, n, method="wilson"), proportion_confint(other_hits, other_n, method="wilson")
    p, q = hits / n, other_hits / other_n
    low = 0 if hits == 0 else np.exp(np.log(p / q) - np.hypot(np.log(p / l1), np.log(u2 / q)))
    high = u1 / l2 if hits == 0 else np.exp(np.log(p / q) + np.hypot(np.log(u1 / p), np.log(q / l2)))
    # Another way to the same end, of a library's own.
    score = confint_proportions_2indep(hits, n, other_hits, other_n, method="score", compare="ratio")
    ratios.append({"hits": hits, "n": n, "otherHits": other_hits, "otherN": other_n, "low": low, "high": high, "score": [float(end) for end in score]})
print('{"fits": [\n' + ",\n".join("  " + json.dumps(case) for case in cases) + '\n],\n"differences": [\n'
      + ",\n".join("  " + json.dumps(case) for case in differences) + '\n],\n"ratios": [\n'
      + ",\n".join("  " + json.dumps(case) for case in ratios) + "\n]}")
