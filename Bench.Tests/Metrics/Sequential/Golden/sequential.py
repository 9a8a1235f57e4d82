"""Golden numbers for Bench.Metrics/Sequential, from NumPy and SciPy: wealth as a plain product of bets, ends of intervals by a root search.

    /usr/bin/python3 sequential.py > sequential.json
"""
import json

import numpy as np
from scipy import optimize

rng = np.random.default_rng(20261128)
SHARES = 0.95 * 2.0 ** (-np.arange(21) / 2)


def wealth(x, m, population):
    """ln of the mean over shares of the product of (1 - f + f x / price): each number bet on by itself, in its order."""
    log = np.zeros(len(SHARES))
    for i, value in enumerate(x):
        price = m if population is None else (population * m - sum(x[:i])) / (population - i)
        price = min(price, 1.0)
        if price < 0 or (price < 1e-12 and value > 0):
            return np.inf
        if price >= 1e-12:
            log += np.log1p(-SHARES + SHARES * value / price)
    if population is not None and sum(x) > population * m + 1e-9:
        return np.inf
    return float(np.logaddexp.reduce(log) - np.log(len(SHARES)))


def claims(numbers, low, threshold, population):
    scale = 1.0 - low
    up = [(v - low) / scale for v in numbers]
    down = [(1.0 - v) / scale for v in numbers]
    return wealth(up, (threshold - low) / scale, population), wealth(down, (1.0 - threshold) / scale, population)


def interval(numbers, low, alpha, population):
    enough, mean = np.log(2 / alpha), float(np.mean(numbers))

    def end(which):
        gap = lambda m: min(claims(numbers, low, m, population)[which], 1e6) - enough
        a, b = low + 1e-9, 1 - 1e-9
        if gap(a) * gap(b) > 0:
            return low if which == 0 else 1.0
        return optimize.brentq(gap, a, b, xtol=1e-11)

    # Widened to the mean of the numbers, which a population's own mean need not be near to.
    return min(end(0), mean), max(end(1), mean)


out = {"cases": []}
for kind, n, total, first, second in [("difference", 60, None, 0.15, 0.15), ("difference", 300, None, 0.10, 0.03), ("difference", 200, 400, 0.10, 0.04),
                                      ("difference", 80, 80, 0.2, 0.1), ("accuracy", 150, None, 0.8, 0), ("accuracy", 150, 200, 0.8, 0), ("accuracy", 20, 1000, 0.05, 0)]:
    if kind == "difference":
        numbers = rng.choice([1, -1, 0], size=n, p=[first, second, 1 - first - second]).tolist()
        low, thresholds = -1, [-0.05, 0.0, 0.02, 0.3]
    else:
        numbers = (rng.uniform(size=n) < first).astype(int).tolist()
        low, thresholds = 0, [0.1, 0.5, 0.75, 0.8]
    for threshold in thresholds:
        above, below = claims(numbers, low, threshold, total)
        out["cases"].append({"numbers": numbers, "low": low, "threshold": threshold, "population": total,
                             "above": None if np.isinf(above) else above, "below": None if np.isinf(below) else below})
out["intervals"] = []
for kind, n, total, p in [("difference", 120, None, [0.1, 0.02]), ("difference", 90, 120, [0.1, 0.1]), ("accuracy", 100, None, [0.7]), ("accuracy", 100, 150, [0.7])]:
    low = -1 if kind == "difference" else 0
    numbers = (rng.choice([1, -1, 0], size=n, p=[*p, 1 - sum(p)]) if low else (rng.uniform(size=n) < p[0]).astype(int)).tolist()
    ends = interval(numbers, low, 0.05, total)
    out["intervals"].append({"numbers": numbers, "low": low, "population": total, "ciLow": ends[0], "ciHigh": ends[1]})
print(json.dumps(out))
