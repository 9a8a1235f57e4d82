#!/usr/bin/python3
"""Certificates by randomised smoothing written a second time, with NumPy and SciPy: smoothing.json next to this script.

Debian: python3-numpy python3-scipy. Noise comes from SplitMix64 by Box and Muller, so both sides draw the same numbers. The classifier is linear; its
weights and the pictures are drawn the same way. After Cohen, Rosenfeld and Kolter, 2019, algorithm CERTIFY; bounds from scipy.stats.
"""
import json
import pathlib

import numpy
from scipy.stats import beta, norm

from splitmix import normals, uniform

HERE = pathlib.Path(__file__).resolve().parent
CLASSES, PIXELS, IMAGES, SEED = 4, 27, 12, 5


def certify(weights, picture, image, sigma, selection, samples, alpha):
    def votes(part, count):
        said = (picture + sigma * normals(SEED, image, part, count, PIXELS) - 0.5) @ weights.T
        return numpy.bincount(said.argmax(1), minlength=CLASSES)

    best = int(votes(2_000_000, selection).argmax())
    count = int(votes(2_000_001, samples)[best])
    bound = float(beta.ppf(alpha, count, samples - count + 1)) if count else 0.0
    return {"class": best, "votes": count, "bound": bound, "radius": float(sigma * norm.ppf(bound)) if bound > 0.5 else 0.0}


weights = 2 * uniform(SEED, 0, 1, CLASSES * PIXELS).reshape(CLASSES, PIXELS) - 1
runs = []
for sigma, selection, samples, alpha in ((0.12, 20, 300, 0.001), (0.5, 10, 101, 0.05)):
    images = [certify(weights, uniform(SEED, image, 2, PIXELS), image, sigma, selection, samples, alpha) for image in range(IMAGES)]
    runs.append({"sigma": sigma, "selection": selection, "samples": samples, "alpha": alpha, "images": images})
bounds = [
    {"hits": hits, "n": n, "alpha": alpha, "bound": float(beta.ppf(alpha, hits, n - hits + 1))}
    for hits, n, alpha in (
        (1, 1, 0.5), (1, 1000, 0.001), (60, 100, 0.025), (99, 100, 0.001), (100, 100, 0.001), (517, 1000, 0.001), (99_000, 100_000, 0.001),
        (50_700, 100_000, 0.001), (100_000, 100_000, 0.001), (333_333, 1_000_000, 0.05),
    )
]
quantiles = [{"p": p, "x": float(norm.ppf(p))} for p in (1e-9, 0.001, 0.31, 0.5, 0.501, 0.975, 0.999, 1 - 1e-9)]
(HERE / "smoothing.json").write_text(json.dumps({"runs": runs, "bounds": bounds, "quantiles": quantiles}))
