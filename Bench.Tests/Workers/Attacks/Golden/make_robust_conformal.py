#!/usr/bin/python3
"""Robust prediction sets (RSCP, RSCP+, PTT) written a second time, with NumPy and SciPy: robust_conformal.json next to this script.

Debian: python3-numpy python3-scipy. Noise comes from SplitMix64 by Box and Muller, so both sides draw the same numbers. The classifier is linear.
After Gendler et al., 2022, and Yan, Romano and Weng, 2024: sets are written with quantiles of the normal distribution on both sides, as the papers have
them.
"""
import json
import math
import pathlib

import numpy
from scipy.special import expit, softmax
from scipy.stats import norm

from splitmix import normals, uniform

HERE = pathlib.Path(__file__).resolve().parent
CLASSES, PIXELS, SEED, SHARPNESS = 6, 12, 21, 4
weights = SHARPNESS * (2 * uniform(SEED, 0, 1, CLASSES * PIXELS).reshape(CLASSES, PIXELS) - 1)
bias = -0.5 * weights.sum(1)


def scores(logits, kind, u):
    p = softmax(logits, axis=1)
    if kind == "lac":
        return 1 - p
    order = numpy.argsort(-p, axis=1, kind="stable")
    ranked = numpy.take_along_axis(p, order, 1)
    made = numpy.empty_like(p)
    numpy.put_along_axis(made, order, numpy.cumsum(ranked, 1) - ranked + u * ranked, 1)
    return made


def smoothed(image, picture, kind, sigma, samples, part):
    noisy = picture + sigma * normals(SEED, image, part, samples, PIXELS)
    return scores(noisy @ weights.T + bias, kind, uniform(SEED, image, 5_000_002, 1)[0])


def quantile(values, alpha):
    rank = math.ceil(round((len(values) + 1) * (1 - alpha), 9))
    return math.inf if rank > len(values) else sorted(values)[rank - 1]


runs = []
for kind, sigma, samples, alpha, beta, calibration, holdout, radii in (
    ("lac", 0.25, 60, 0.1, 0.001, 30, 0, (0.05, 0.25)),
    ("aps", 0.2, 500, 0.2, 0.01, 30, 0, (0.1,)),
    ("lac", 0.25, 100, 0.2, 0.01, 30, 10, (0.05, 0.125)),
):
    images = calibration + holdout + 12
    pictures = [uniform(SEED, image, 2, PIXELS) for image in range(images)]
    # The label is drawn, so that the model is often wrong.
    labels = [int((weights @ picture + bias + 3 * uniform(SEED, image, 3, CLASSES)).argmax()) for image, picture in enumerate(pictures)]
    held = [smoothed(image, pictures[image], kind, sigma, 1, 5_000_001)[0, labels[image]] for image in range(holdout)]

    def transform(values):
        if not held:
            return values
        ranks = numpy.searchsorted(sorted(held), values, side="right") / len(held)
        return expit(400 * (ranks - (1 - alpha)))

    drawn = {image: transform(smoothed(image, pictures[image], kind, sigma, samples, 5_000_000)) for image in range(holdout, images)}
    label_scores = [drawn[image].mean(0)[labels[image]] for image in range(holdout, holdout + calibration)]
    hoeffding = math.sqrt(math.log(1 / beta) / (2 * samples))
    threshold, plus = quantile(label_scores, alpha), quantile(label_scores, alpha - 2 * beta)
    tested = []
    for image in range(holdout + calibration, images):
        mean, variance = drawn[image].mean(0), drawn[image].var(0, ddof=1)
        log = math.log(2 / beta)
        bernstein = numpy.sqrt(2 * variance * log / samples) + 7 * log / (3 * (samples - 1))
        sets = []
        for radius in radii:
            rscp = norm.ppf(numpy.clip(mean, 0, 1)) - radius / sigma <= norm.ppf(min(1, threshold))
            lowered = norm.ppf(numpy.maximum(mean - bernstein, 0)) - radius / sigma <= norm.ppf(min(1, plus + hoeffding))
            sets.append([int(rscp.sum()), bool(rscp[labels[image]]), int(lowered.sum()), bool(lowered[labels[image]])])
        tested.append({"score": float(mean[labels[image]]), "sets": sets})
    runs.append(
        {
            "score": kind, "sigma": sigma, "samples": samples, "alpha": alpha, "beta": beta, "calibration": calibration, "holdout": holdout,
            "radii": list(radii), "labels": labels, "threshold": threshold, "plus": plus, "hoeffding": hoeffding, "tested": tested,
        }
    )
    sizes = [(set_[0], set_[2]) for each in tested for set_ in each["sets"]]
    print(kind, threshold, plus, hoeffding, sizes)
(HERE / "robust_conformal.json").write_text(json.dumps({"runs": runs}) + "\n")
