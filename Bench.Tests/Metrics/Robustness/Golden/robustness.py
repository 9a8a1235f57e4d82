"""Golden numbers for Bench.Metrics/Robustness, from SciPy.

    /usr/bin/python3 robustness.py > robustness.json
"""
import json

import numpy as np
from scipy import special, stats

rng = np.random.default_rng(3)
cases = []
for n in (2, 5, 40):
    clean = rng.uniform(0.4, 0.9, n)
    shifted = special.expit(1.1 * special.logit(clean) - 0.7 + rng.normal(0, 0.1, n))
    line = stats.linregress(special.logit(clean), special.logit(shifted))
    cases.append({"clean": clean.tolist(), "shifted": shifted.tolist(), "slope": line.slope, "intercept": line.intercept, "rSquared": line.rvalue ** 2,
                  "effective": (shifted - special.expit(line.slope * special.logit(clean) + line.intercept)).tolist()})
print('{"fits": [\n' + ",\n".join("  " + json.dumps(case) for case in cases) + "\n]}")
