"""Intervals by inverting a test, from SciPy's distributions and root finder, into inverted_intervals.json next to this file.

Binned errors: image i of confidence c_i is right with probability c_i + s g, g the gap of its group of N^(1/3) equal counts; the ends are the errors at the scales s
at which the value is a 2.5 % event. Where a scale leaves less than no image of a bin right, or more than all, sums over the bins keep the whole scaled gap. Smallest shares: the groups' shares drawn towards their mean; the lower end is Wilson's of the worst group."""
import json
import pathlib

import numpy as np
import scipy.optimize
import scipy.stats
from statsmodels.stats.proportion import proportion_confint

SMALL, LARGEST = 60, 64.0


def edges(c, bins, mass):
    if mass:
        size = np.full(bins, len(c) // bins)
        size[: len(c) % bins] += 1
    else:
        size = np.bincount(np.clip(np.ceil(c * bins).astype(int) - 1, 0, bins - 1), minlength=bins)
    return np.concatenate([[0], np.cumsum(size)])


def find(probability, level):
    if probability(0.0) <= level:
        return 0.0
    high = 1.0
    while probability(high) > level:
        if high >= LARGEST:
            return high
        high *= 2
    return scipy.optimize.brentq(lambda s: probability(s) - level, 0 if high == 1 else high / 2, high, xtol=1e-12)


class Errors:
    def __init__(self, c, a, bins, mass, norm):
        self.n, self.norm = len(c), norm
        groups = max(2, round(self.n ** (1 / 3)))
        e = edges(c, groups, True)
        g = np.concatenate([np.full(j - i, (a[i:j].sum() + 0.5) / (j - i + 1) - c[i:j].mean()) for i, j in zip(e, e[1:]) if j > i])
        e = edges(c, bins, mass)
        self.parts = [(j - i, c[i:j].sum(), g[i:j].sum(), (c[i:j] * (1 - c[i:j])).sum(), (g[i:j] * (1 - 2 * c[i:j])).sum(), (g[i:j] ** 2).sum())
                      for i, j in zip(e, e[1:]) if j > i]
        self.spread = np.var(np.abs(g)) if norm == "l1" else np.var(g**2)
        self.value = self.error([a[i:j].sum() - c[i:j].sum() for i, j in zip(e, e[1:]) if j > i])

    def error(self, gaps):
        n = np.array([part[0] for part in self.parts])
        gaps = np.array(gaps)
        if self.norm == "max":
            return np.abs(gaps / n).max()
        return np.abs(gaps).sum() / self.n if self.norm == "l1" else np.sqrt((gaps**2 / n).sum() / self.n)

    def bin(self, part, s):
        n, c, g, own, mixed, square = part
        hits = np.clip(c + s * g, 0, n)
        # The largest gap holds no other images, and so no more than these can be wrong.
        c -= 0 if self.norm == "max" else c + s * g - hits
        return n, c, hits, np.clip(own + s * mixed - s * s * square, 0, hits * (1 - hits / n))

    def truth(self, s):
        return self.error([hits - c for _, c, hits, _ in (self.bin(part, s) for part in self.parts)])

    def below(self, s, or_equal):
        mean, variance, product = 0.0, 0.0, 1.0
        for part in self.parts:
            n, c, hits, v = self.bin(part, s)
            k = np.arange(n + 1)
            p = scipy.stats.binom.pmf(k, n, hits / n)
            if self.norm == "max":
                limit = self.value * (1 + 1e-9 if or_equal else 1 - 1e-9) * n
                if n <= SMALL:
                    product *= p[np.abs(k - c) <= limit].sum()
                else:
                    normal = scipy.stats.norm(hits - c, np.sqrt(v))
                    product *= normal.cdf(limit) - normal.cdf(-limit)
                continue
            if n <= SMALL:
                x = np.abs(k - c) if self.norm == "l1" else (k - c) ** 2
                first, second = (p * x).sum(), (p * x**2).sum()
            else:
                d = hits - c
                if self.norm == "l1":
                    first, second = scipy.stats.foldnorm.mean(abs(d) / np.sqrt(v), scale=np.sqrt(v)), d * d + v
                else:
                    first, second = d * d + v, d**4 + 6 * d * d * v + 3 * v * v
            weight = self.n if self.norm == "l1" else self.n * n
            mean, variance = mean + first / weight, variance + (second - first**2) / weight**2
        if self.norm == "max":
            return product
        variance += (s**2 if self.norm == "l1" else s**4) * self.spread / self.n
        return scipy.stats.norm.cdf(((self.value if self.norm == "l1" else self.value**2) - mean) / np.sqrt(variance))

    def interval(self):
        low = self.truth(find(lambda s: self.below(s, False), 0.975))
        high = self.truth(find(lambda s: self.below(s, True), 0.025))
        return [min(low, self.value), min(1.0, max(high, self.value))]


def smallest(hits, images):
    hits, images = np.array(hits), np.array(images)
    share = hits / images
    value, worst = share.min(), np.argmin(share)
    none = lambda s: np.prod(scipy.stats.binom.sf(np.floor(value * images + 1e-9), images, np.clip(share.mean() + s * (share - share.mean()), 0, 1)))
    s = find(none, 0.975)
    high = proportion_confint(hits.sum(), images.sum(), method="wilson")[1] if s == 0 else share.mean() + s * (value - share.mean())
    return [min(value, proportion_confint(hits[worst], images[worst], method="wilson")[0]), max(value, high)]


random = np.random.default_rng(7)
worlds = []
for images in (40, 400, 3000):
    c = np.sort((1 - 0.7 * random.random(images) ** 2).astype(np.float32))
    if images == 40:
        c[-6:] = 1
    a = (random.random(images) < c.astype(float) ** 1.5).astype(int)
    cases = []
    for bins, mass, norm in [(5, 0, "l1"), (15, 0, "l1"), (100, 0, "l1"), (15, 1, "l1"), (15, 0, "l2"), (50, 1, "l2"), (15, 0, "max"), (50, 0, "max"), (25, 1, "max")]:
        errors = Errors(c.astype(float), a, bins, mass, norm)
        cases.append({"bins": bins, "mass": bool(mass), "norm": norm, "value": errors.value, "interval": errors.interval()})
    worlds.append({"confidence": [float(x) for x in c], "correct": [bool(x) for x in a], "cases": cases})
shares = [{"hits": h, "images": n, "interval": smallest(h, n)} for h, n in
          [([40, 45, 12], [50, 50, 50]), ([7, 8, 9, 6, 7], [10] * 5), ([0, 5, 9], [4, 10, 10]), ([3], [7]), ([780, 620, 805], [900, 900, 850])]]
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"worlds": worlds, "shares": shares}) + "\n")
