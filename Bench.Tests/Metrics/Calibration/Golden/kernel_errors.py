"""Smooth and kernel-density calibration errors from their definitions, in float64 with SciPy, on no grid of the service's.

Writes kernel_errors.json and kernel_errors.npy next to itself. The smooth error comes from the antiderivative of the smoothed gap (normal distribution functions of
every mirror image within nine standard deviations); the kernel-density error from Gauss quadrature over the pieces on which it is a polynomial.
"""
import json
import pathlib

import numpy as np
from scipy.integrate import fixed_quad
from scipy.optimize import brentq
from scipy.special import ndtr

here = pathlib.Path(__file__)


def smooth_at(confidence, gap, sigma, points=2001):
    t = np.linspace(0, 1, points)
    total = np.zeros(points)
    reach = int(np.ceil((9 * sigma + 1) / 2))
    for k in range(-reach, reach + 1):
        for centre in (confidence + 2 * k, -confidence + 2 * k):
            if centre.max() < -9 * sigma or centre.min() > 1 + 9 * sigma:
                continue
            for part in np.array_split(np.arange(len(confidence)), 1 + len(confidence) // 500):
                total += ndtr((t[:, None] - centre[None, part]) / sigma) @ gap[part]
    return np.abs(np.diff(total)).sum()


def smooth(confidence, right):
    gap = (right - confidence) / len(confidence)
    low, high = abs(gap.sum()), np.abs(gap).sum()
    if high - low < 1e-12:
        return low
    low = max(low, 1e-6)
    points = int(max(2001, min(20001, 40 / low)))
    excess = lambda s: smooth_at(confidence, gap, s, points) - s
    return low if excess(low) < 1e-9 else brentq(excess, low, high, xtol=1e-10)


def kernel_density(confidence, right):
    n, h = len(confidence), 1.06 * confidence.std() * len(confidence) ** -0.2
    if confidence.min() == confidence.max():
        return abs((right - confidence).mean())
    images = [(confidence + 2 * k, right) for k in (-1, 0, 1)] + [(-confidence + 2 * k, right) for k in (-1, 0, 1)]

    def f(t):
        t = np.atleast_1d(t)
        total = np.zeros(len(t))
        for centre, verdict in images:
            u = (t[:, None] - centre[None, :]) / h
            total += ((verdict[None, :] - t[:, None]) * np.where(np.abs(u) < 1, 35 / 32 * (1 - np.minimum(1, u * u)) ** 3 / h, 0)).sum(1)
        return total / n

    knots = np.concatenate([[0, 1]] + [c + s * h for c, _ in images for s in (-1, 1)])
    knots = np.unique(knots[(knots >= 0) & (knots <= 1)])
    total = 0.0
    for a, b in zip(knots, knots[1:]):
        inside = np.linspace(a, b, 9)
        values = f(inside)
        edges = [a] + [brentq(lambda x: f(x)[0], x, y, xtol=1e-14) for x, y, v, w in zip(inside, inside[1:], values, values[1:]) if v * w < 0] + [b]
        total += sum(abs(fixed_quad(f, x, y, n=5)[0]) for x, y in zip(edges, edges[1:]))
    return total


def uniform(seed):
    """MINSTD, which any language can repeat."""
    while True:
        seed = seed * 16807 % 2147483647
        yield seed / 2147483647


def made(seed, n, power, shift, noise):
    """Confidences u^power; right with a probability of confidence + shift. Noise 0 spreads the right ones evenly over the sorted confidences instead."""
    u = uniform(seed)
    confidence, right = [], []
    for _ in range(n):
        c = float(np.float32(round(next(u) ** power, 6)))
        confidence.append(c)
        right.append(next(u) < c + shift)
    if not noise:
        confidence.sort()
        right, owed = [], 0.5
        for c in confidence:
            owed += c + shift
            right.append(owed >= 1)
            owed -= right[-1]
    return np.array(confidence), np.array(right, float)


rng = np.random.default_rng(3)
table, packed = [], []
for a, b, accuracy in ((5, 2, .62), (5, 2, .5), (5, 2, .4), (6, 2, .3), (6, 2, .15), (8, 2, .05), (20, 1, .05)):
    c = np.round(rng.beta(a, b, 4000), 6).clip(1e-3, 1).astype(np.float32)
    right = rng.random(4000) < accuracy
    packed.append(np.where(right, c, -c))
    table.append(smooth(c.astype(float), right.astype(float)))
    print(a, b, accuracy, table[-1])
np.save(here.with_suffix(".npy"), np.array(packed, np.float32))

sets = []
for seed, n, power, shift, noise in (
    (1, 2, 1, 0, 1), (2, 5, 1, 0, 1), (3, 40, 1, 0, 1), (4, 400, 1, 0, 1), (5, 1500, .3, 0, 1), (6, 400, .05, 0, 1), (7, 400, .01, -.02, 1), (8, 400, 2, .1, 1),
    (9, 400, .3, -.2, 1), (10, 400, .2, -.5, 1), (11, 400, .02, -.9, 1), (12, 400, .001, -.95, 1), (13, 400, .5, .3, 1), (14, 300, 4, .6, 1), (15, 1500, .3, 0, 0),
    (16, 1500, .02, 0, 0), (17, 1500, .005, 0, 0), (18, 800, .01, .002, 0), (19, 100, .00001, -.25, 1), (20, 60, .0001, .5, 1)):
    confidence, right = made(seed, n, power, shift, noise)
    sets.append({"seed": seed, "n": n, "power": power, "shift": shift, "noise": bool(noise),
                 "smooth": smooth(confidence, right), "kernelDensity": kernel_density(confidence, right) if n <= 400 else None})
    print(sets[-1])
here.with_suffix(".json").write_text(json.dumps({"table": table, "sets": sets}, indent=1) + "\n")
