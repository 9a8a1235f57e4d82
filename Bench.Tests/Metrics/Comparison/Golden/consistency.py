"""Golden numbers for ErrorConsistency: Cohen's kappa with its asymptotic interval from statsmodels, the value again from scikit-learn.

    /usr/bin/python3 consistency.py > consistency.json
"""
import json

import numpy as np
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

rng = np.random.default_rng(2020)
cases = []
for n in (12, 160, 1280, 50000):
    for _ in range(4):
        both, first, second, wrong = (int(x) for x in rng.multinomial(n, rng.dirichlet((4, 1, 1, 2))))
        if min(both, wrong) == 0:
            continue
        found = cohens_kappa(np.array([[both, first], [second, wrong]]))
        a = [1] * (both + first) + [0] * (second + wrong)
        b = [1] * both + [0] * first + [1] * second + [0] * wrong
        assert abs(found.kappa - cohen_kappa_score(a, b)) < 1e-12
        cases.append({"counts": [both, first, second, wrong], "kappa": found.kappa, "low": max(-1, found.kappa_low), "high": min(1, found.kappa_upp)})
print(json.dumps({"kappa": cases}, indent=1))
