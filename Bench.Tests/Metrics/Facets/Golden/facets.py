"""Golden numbers for Bench.Metrics/Facets: SciPy's Fisher test, statsmodels' Wilson intervals, and the ratio's interval found by root search.

    /usr/bin/python3 facets.py > facets.json

The interval of the error ratio is found without its closed form: its ends are where the ratio of the two error rates is at the ends of Zou and Donner's
interval, and the error ratio is computed there from rates that have this ratio.
"""
import json
import math

import numpy as np
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(2211)


def ratio_ends(e1, n1, e2, n2):
    l1, u1 = proportion_confint(e1, n1, method="wilson")
    l2, u2 = proportion_confint(e2, n2, method="wilson")
    p, q = e1 / n1, e2 / n2
    if e1 == 0:
        return 0.0, u1 / l2
    r = math.log(p / q)
    return math.exp(r - math.hypot(math.log(p / l1), math.log(u2 / q))), math.exp(r + math.hypot(math.log(u1 / p), math.log(q / l2)))


def at(r, n1, n2):
    rate = 1e-3
    return r * rate / ((r * rate * n1 + rate * n2) / (n1 + n2))


cases = []
for n1, n2 in ((5, 20), (30, 170), (400, 1600), (1000, 49000), (25000, 25000), (1, 9)):
    for _ in range(4):
        right, other = int(rng.binomial(n1, rng.uniform(0.4, 0.95))), int(rng.binomial(n2, rng.uniform(0.5, 0.9)))
        if other == n2:
            continue
        low, high = ratio_ends(n1 - right, n1, n2 - other, n2)
        wilson = proportion_confint(right, n1, method="wilson")
        cases.append({
            "counts": [right, n1, other, n2],
            "p": fisher_exact([[right, n1 - right], [other, n2 - other]])[1],
            "ratio": (n1 - right) / n1 / ((n1 - right + n2 - other) / (n1 + n2)),
            "low": at(low, n1, n2), "high": at(high, n1, n2),
            "accuracy": [right / n1, max(0.0, wilson[0]), min(1.0, wilson[1])],
        })
print(json.dumps({"values": cases}, indent=1))
