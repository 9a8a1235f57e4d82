"""Numbers of an exported prediction file, recomputed with NumPy and scikit-learn alone.

Usage: recompute.py predictions.npz labels.json    (labels: one class an image, in the dataset's order)
"""
import json
import sys

import numpy as np
from sklearn.metrics import f1_score, log_loss, precision_score, recall_score, roc_auc_score, average_precision_score

file = np.load(sys.argv[1])
labels = np.array(json.load(open(sys.argv[2], encoding="utf-8")))
logits = file["logits"].astype(np.float64)
classes = np.arange(logits.shape[1])
top = file["topk_class"].astype(int)
probabilities = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
confidence = np.exp(file["topk_logit"][:, 0].astype(np.float64) - file["logsumexp"].astype(np.float64))
right = top[:, 0] == labels


def ece(edges):
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        total += abs(right[inside].sum() - confidence[inside].sum())
    return total / len(right)


def risk():
    order = np.argsort(-confidence, kind="stable")
    errors = np.cumsum(~right[order])
    return np.mean(errors / np.arange(1, len(right) + 1))


print(json.dumps({
    "top1": right.mean(),
    "macro-top1": recall_score(labels, top[:, 0], average="macro"),
    "macro-precision": precision_score(labels, top[:, 0], average="macro", zero_division=0),
    "macro-f1": f1_score(labels, top[:, 0], average="macro", zero_division=0),
    "nll": log_loss(labels, probabilities, labels=classes, eps=1e-300),
    "brier": np.mean(((probabilities - (labels[:, None] == classes)) ** 2).sum(axis=1)),
    "brier-top-label": np.mean((confidence - right) ** 2),
    "ece": ece(np.linspace(0, 1, 16)),
    "ece-10": ece(np.linspace(0, 1, 11)),
    "ks": np.abs(np.cumsum((right - confidence)[np.argsort(confidence, kind="stable")])).max() / len(right),
    "aurc": risk(),
    "auroc-correctness": roc_auc_score(right, confidence),
    "macro-auroc": np.mean([roc_auc_score(labels == c, probabilities[:, c]) for c in classes]),
    "macro-average-precision": np.mean([average_precision_score(labels == c, probabilities[:, c]) for c in classes]),
}))
