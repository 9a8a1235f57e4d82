"""Intervals of a class's F1 and AUROC from statsmodels and SciPy's root finder, into class_intervals.json next to this file; and how often they cover, printed.

F1: Wilson's interval of J = TP / (TP + FP + FN), turned by 2J / (1 + J). AUROC: Newcombe 2006, part 2, method 5, |A - t| = z sqrt(V(t)) solved by brentq."""
import json
import pathlib

import numpy as np
import scipy.optimize
import scipy.stats
from statsmodels.stats.proportion import proportion_confint

Z = scipy.stats.norm.ppf(0.975)


def f1(tp, fp, fn):
    low, high = proportion_confint(tp, tp + fp + fn, method="wilson")
    return [2 * low / (1 + low), 2 * high / (1 + high)]


def variance(t, m, n):
    k = (m + n) / 2 - 1
    return t * (1 - t) * (1 + k * (1 - t) / (2 - t) + k * t / (1 + t)) / (m * n)


def auroc(a, m, n):
    def reach(t):
        return (a - t) ** 2 - Z * Z * variance(t, m, n)

    low = 0.0 if a == 0 else scipy.optimize.brentq(reach, 0, a - 1e-15, xtol=1e-14) if reach(a - 1e-15) < 0 else a
    high = 1.0 if a == 1 else scipy.optimize.brentq(reach, a + 1e-15, 1, xtol=1e-14) if reach(a + 1e-15) < 0 else a
    return [low, high]


def coverage(rng, trials=4000):
    """Of the F1 of a class with recall 0.8, 50 images, and a false alarm in 500 others; of the AUROC of two unit normals 1.5 apart, 10 against 200."""
    p = 50 * 0.8 / (50 + 950 / 500)
    true_f1, hit = 2 * p / (1 + p), 0
    for _ in range(trials):
        # Given the number of images concerned, the right ones among them are binomial.
        concerned = 50 + rng.binomial(950, 1 / 500)
        tp = rng.binomial(concerned, p)
        low, high = f1(tp, 0, concerned - tp)
        hit += low <= true_f1 <= high
    true_auroc, inside = scipy.stats.norm.cdf(1.5 / np.sqrt(2)), 0
    for _ in range(trials):
        a, b = rng.normal(1.5, 1, 10), rng.normal(0, 1, 200)
        low, high = auroc(float((a[:, None] > b).mean()), 10, 200)
        inside += low <= true_auroc <= high
    return hit / trials, inside / trials


if __name__ == "__main__":
    print("coverage of F1, AUROC: %.3f %.3f" % coverage(np.random.default_rng(2006)))
    counts = [(40, 7, 10), (0, 3, 50), (50, 0, 0), (1, 0, 4), (33, 60, 17)]
    areas = [(0.9, 50, 49950), (1.0, 50, 49950), (1.0, 2, 2), (0.0, 3, 5), (0.5, 10, 10), (0.972, 10, 9990)]
    out = {"f1": [{"tp": c[0], "fp": c[1], "fn": c[2], "interval": f1(*c)} for c in counts],
           "auroc": [{"value": a[0], "positives": a[1], "negatives": a[2], "interval": auroc(*a)} for a in areas]}
    pathlib.Path(__file__).with_name("class_intervals.json").write_text(json.dumps(out, indent=1) + "\n")
