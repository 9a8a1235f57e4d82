#!/usr/bin/python3
"""Orders of the best classes, solved independently with SciPy: ordered.json next to this script.

Debian: python3-numpy python3-scipy. Both the quadratic program over logits and the smallest move of a linear model are least distance programs,
min ‖y‖ such that G y ≥ h, which Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23) turn into non-negative least squares:
scipy.optimize.nnls. Numbers are drawn by SplitMix64, so both sides have the same models and pictures.
"""
import json
import pathlib

import numpy
from scipy.optimize import nnls

from splitmix import uniform

HERE = pathlib.Path(__file__).resolve().parent
SEED = 11


def least_distance(constraints, bounds):
    size = constraints.shape[1]
    stacked = numpy.vstack([constraints.T, bounds])
    wanted = numpy.zeros(size + 1)
    wanted[-1] = 1
    multipliers, residual = nnls(stacked, wanted, maxiter=100_000)
    assert residual > 1e-12, "no point meets the constraints"
    rest = stacked @ multipliers - wanted
    return -rest[:-1] / rest[-1]


def order_rows(order, classes):
    rows = []
    for above, below in zip(order, order[1:]):
        rows.append((above, below))
    rows += [(order[-1], other) for other in range(classes) if other not in order]
    matrix = numpy.zeros((len(rows), classes))
    for row, (above, below) in enumerate(rows):
        matrix[row, above], matrix[row, below] = 1, -1
    return matrix


projections = []
for case in range(24):
    classes = (4, 9, 30)[case % 3]
    length = min((1, 2, 5, 10)[case % 4], classes - (1 if case % 5 else 0))
    margin = (0.0, 0.2, 1.5)[case % 7 % 3]
    logits = 8 * uniform(SEED, case, 1, classes) - 4
    if case % 6 == 5:
        logits = numpy.round(logits)  # ties
    order = numpy.argsort(uniform(SEED, case, 2, classes), kind="stable")[:length].tolist()
    rows = order_rows(order, classes)
    nearest = logits + least_distance(rows, margin - rows @ logits) if (rows @ logits < margin).any() else logits
    projections.append({"logits": logits.tolist(), "order": order, "margin": margin, "nearest": nearest.tolist()})

CLASSES, PIXELS = 8, 27
weights = 2 * uniform(SEED, 0, 3, CLASSES * PIXELS).reshape(CLASSES, PIXELS) - 1
bias = -0.5 * weights.sum(1)
moves = []
for image in range(12):
    picture = uniform(SEED, image, 4, PIXELS)
    label = int((weights @ picture + bias).argmax())
    length = (1, 3, 5)[image % 3]
    order = [each for each in numpy.argsort(uniform(SEED, image, 5, CLASSES), kind="stable").tolist() if each != label][:length]
    rows = order_rows(order, CLASSES)
    # A move that meets the order with nothing to spare, within [0, 1].
    constraints = numpy.vstack([rows @ weights, numpy.eye(PIXELS), -numpy.eye(PIXELS)])
    bounds = numpy.concatenate([-rows @ (weights @ picture + bias), -picture, picture - 1])
    move = least_distance(constraints, bounds)
    assert (constraints @ move >= bounds - 1e-9).all()
    moves.append({"label": label, "order": order, "length": float(numpy.linalg.norm(move))})
(HERE / "ordered.json").write_text(json.dumps({"projections": projections, "moves": moves}) + "\n")
