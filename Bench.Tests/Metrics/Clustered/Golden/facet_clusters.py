"""Golden numbers for ClusteredShare: cluster-robust variances from statsmodels' regressions, Wilson's interval of the trials that they are worth.

    /usr/bin/python3 facet_clusters.py > facet_clusters.json

The share is the constant of a regression of the events on a constant, its variance the cluster-robust one without small-sample correction. The score test is
the regression's own: scores of the null model (one constant for all items) by the value's indicator, summed over pictures.
"""
import json
import math

import numpy as np
import statsmodels.api as sm
from scipy.stats import norm

rng = np.random.default_rng(1807)
Z = norm.ppf(0.975)


def wilson(p, n):
    centre, half = p + Z * Z / (2 * n), Z * math.sqrt((p * (1 - p) + Z * Z / (4 * n)) / n)
    return [(centre - half) / (1 + Z * Z / n), (centre + half) / (1 + Z * Z / n)]


def share(events, pictures):
    fit = sm.OLS(events, np.ones(len(events))).fit(cov_type="cluster", cov_kwds={"groups": pictures, "use_correction": False})
    return fit.params[0], fit.bse[0] ** 2


def score_test(events, mine, pictures):
    null = sm.OLS(events, np.ones(len(events))).fit()
    n1, n2 = mine.sum(), (~mine).sum()
    weights = np.where(mine, 1 / n1, -1 / n2)
    difference = events[mine].mean() - events[~mine].mean()
    sums = np.array([(weights * null.resid)[pictures == picture].sum() for picture in np.unique(pictures)])
    return 2 * norm.sf(abs(difference) / math.sqrt((sums ** 2).sum()))


cases = []
for count, most, constant in ((8, 5, True), (20, 12, True), (40, 3, False), (15, 30, False), (60, 75, True)):
    pictures = np.repeat(np.arange(count), rng.integers(1, most + 1, count))
    hard = rng.beta(1, 1.5, count)[pictures]
    events = (rng.random(len(pictures)) < hard).astype(float) if most != 3 else np.round(rng.random(len(pictures)) * hard, 3)
    codes = (rng.integers(1, 3, count)[pictures] if constant else rng.integers(1, 3, len(pictures)))
    order = rng.permutation(len(pictures))
    pictures, events, codes = pictures[order], events[order], codes[order]
    expected = []
    for code in (1, 2):
        mine = codes == code
        p, variance = share(events[mine], pictures[mine])
        expected.append({"share": p, "interval": wilson(p, p * (1 - p) / variance), "p": score_test(events, mine, pictures), "ratio": p / events.mean()})
    cases.append({"pictures": pictures.tolist(), "count": count, "events": events.tolist(), "codes": codes.tolist(), "expected": expected})
print(json.dumps({"values": cases}))
