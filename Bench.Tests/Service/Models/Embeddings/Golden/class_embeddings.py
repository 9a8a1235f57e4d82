#!/usr/bin/env python3
"""What NumPy makes of embeddings and class embeddings, in double precision. Usage: class_embeddings.py, next to the files that it writes."""
import json
import pathlib

import numpy as np

folder = pathlib.Path(__file__).parent


def logits(images, classes, similarity, temperature):
    if similarity == "cosine":
        unit = lambda rows: rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return unit(images) @ unit(classes).T / temperature
    return -((images[:, None, :] - classes[None]) ** 2).sum(-1) / temperature


# 1. Random embeddings, the matrix in each type that numpy.save writes.
random = np.random.default_rng(3)
classes = random.normal(size=(20, 33)).astype(np.float16)
images = random.normal(size=(5, 33)).astype(np.float32)
images[4] = 0
for name in ("float16", "float32", "float64"):
    np.save(folder / f"classes_{name}.npy", classes.astype(name))
numbers = [{"similarity": s, "temperature": t, "logits": logits(images.astype(float), classes.astype(float), s, t).tolist()} for s, t in (("cosine", 0.07), ("euclidean", 2.0))]

# 2. A whole model: the mean colour of a picture, in 0 to 1, times a matrix; eight one-coloured pictures of five classes.
projection = np.array([[2, -1, 0.5, 0], [-1, 1.5, 0, 1], [0.25, 0, -2, 1]])
prototypes = np.array([[1.0, 0.2, 0.8, 0.1], [0.1, 1.0, -0.3, 0.9], [-0.5, 0.2, -1.4, 1.0], [0.6, 0.6, -1.0, 1.6], [-0.2, 0.1, 0.0, 0.3]])
np.save(folder / "prototypes.npy", prototypes.astype(np.float32))
colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (240, 250, 245), (20, 30, 25), (200, 40, 10), (90, 160, 80), (13, 77, 200)]
embeddings = np.array(colours) / 255.0 @ projection
model = {"projection": projection.ravel().tolist(), "colours": colours,
         "heads": [{"similarity": s, "temperature": t, "logits": logits(embeddings, prototypes, s, t).tolist()} for s, t in (("cosine", 0.01), ("euclidean", 1.0))]}

(folder / "class_embeddings.json").write_text(json.dumps({"images": images.astype(float).tolist(), "numbers": numbers, "model": model}) + "\n")
