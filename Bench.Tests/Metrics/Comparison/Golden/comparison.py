"""Golden numbers for Bench.Metrics/Comparison, from SciPy, statsmodels and whole-number arithmetic.

    /usr/bin/python3 comparison.py > comparison.json
"""
import json
import math

import numpy as np
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import cochrans_q, mcnemar
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(20240611)


def exact_log_p(b, c):
    """ln of the exact two-sided p, from whole numbers: no floating point until the last step."""
    if b == c:
        return 0.0
    n, k = b + c, min(b, c)
    term, total = 1, 1
    for j in range(1, k + 1):
        term = term * (n - j + 1) // j
        total += term
    shift = max(0, total.bit_length() - 200)
    return math.log(total >> shift) + (shift + 1 - n) * math.log(2)


def tango(b, c, n):
    """Score interval by numerical maximisation of the constrained likelihood: shares no formula with the closed form under test."""
    def loglik(p21, delta):
        p12 = p21 + delta
        parts = [(b, p12), (c, p21), (n - b - c, 1 - p12 - p21)]
        return sum(count * math.log(max(p, 1e-300)) for count, p in parts if count > 0)

    def score(delta):
        low, high = max(0.0, -delta), (1 - delta) / 2
        found = optimize.minimize_scalar(lambda q: -loglik(q, delta), bounds=(low, high), method="bounded", options={"xatol": 1e-13})
        return (b - c - n * delta) / math.sqrt(n * (2 * found.x + delta - delta * delta))

    z = stats.norm.ppf(0.975)
    estimate = (b - c) / n
    low = optimize.brentq(lambda d: score(d) - z, -1 + 1e-6, estimate - 1e-9, xtol=1e-12)
    high = optimize.brentq(lambda d: score(d) + z, estimate + 1e-9, 1 - 1e-6, xtol=1e-12)
    return low, high


out = {}
pairs = [(0, 1), (1, 0), (0, 5), (3, 9), (10, 10), (10, 11), (40, 70), (3402, 4340), (200, 900), (1000, 2500), (0, 1020), (2, 5000),
         (24000, 26000), (24990, 25010)]
out["mcNemar"] = [{"b": b, "c": c, "statsmodels": float(mcnemar([[7, b], [c, 5]], exact=True).pvalue), "logP": exact_log_p(b, c)} for b, c in pairs]

out["difference"] = []
for b, c, n in [(12, 5, 50), (1, 4, 30), (30, 31, 100), (340, 434, 5000), (3402, 4340, 50000), (3, 1, 20)]:
    low, high = tango(b, c, n)
    out["difference"].append({"b": b, "c": c, "n": n, "low": low, "high": high})

out["cochranQ"] = []
for models, images in [(2, 40), (3, 100), (5, 130), (16, 500)]:
    skill = rng.uniform(0.4, 0.8, models)
    ease = rng.normal(0, 0.3, images)
    x = (rng.uniform(size=(images, models)) < np.clip(skill + ease[:, None], 0, 1)).astype(int)
    result = cochrans_q(x)
    out["cochranQ"].append({"correct": ["".join(map(str, x[:, j])) for j in range(models)], "q": float(result.statistic), "p": float(result.pvalue)})

out["holm"] = []
for p in [[0.01, 0.04, 0.03, 0.005], [0.5], [0.02, 0.02, 0.02, 0.9, 1.0], list(rng.uniform(0, 0.2, 25))]:
    out["holm"].append({"p": [float(v) for v in p], "adjusted": [float(v) for v in multipletests(p, method="holm")[1]]})

out["correlation"] = []
for n, levels in [(2, None), (10, None), (30, 5), (60, 12), (200, None), (6, 2)]:
    x = rng.normal(size=n)
    y = 0.6 * x + rng.normal(size=n)
    if levels:
        x, y = np.floor(x * levels / 4), np.floor(y * levels / 4)
    out["correlation"].append({"x": x.tolist(), "y": y.tolist(), "kendall": float(stats.kendalltau(x, y).correlation),
                               "spearman": float(stats.spearmanr(x, y).correlation)})

# Q(1, x) = e^-x and Q(1/2, x) = erfc(sqrt x) as well; the gamma distribution's log survival covers all.
out["upperGamma"] = [{"a": a, "x": x, "log": float(stats.gamma(a).logsf(x))} for a in (0.5, 1, 1.5, 7.5, 100, 499.5) for x in (0.001, 0.4, 2, 20, 110, 480)]
out["logGamma"] = [{"x": x, "value": math.lgamma(x)} for x in (0.5, 1.5, 3.7, 15.99, 16, 30.25, 500.5, 50000)]
print("{\n" + ",\n".join(json.dumps(k) + ": [\n" + ",\n".join("  " + json.dumps(row) for row in v) + "\n]" for k, v in out.items()) + "\n}")
