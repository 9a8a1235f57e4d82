"""Scores of a made-up classifier from scikit-learn, SciPy, PyTorch and statsmodels, and by direct formulas in float64 where no library has the metric.

Writes scores.json next to itself. Logits are rounded to half precision first, so that a stored tail loses nothing.
"""
import json
import pathlib

import numpy as np
import scipy.integrate
import scipy.optimize
import sklearn.metrics as sk
import torch
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(20120)
N, C = 400, 12
label = rng.integers(0, C, N)
label[:C] = np.arange(C)
logits = (rng.normal(0, 1.5, (N, C)) + 2.5 * np.eye(C)[label]).astype(np.float16).astype(np.float64)
logits[:6] *= 0
logits[6, 0] = 60.0  # saturated: confidence 1 exactly in float32
logits[7, 1] = 60.0
sets = [sorted({int(label[i]), *map(int, rng.choice(C, rng.integers(0, 3)))}) for i in range(N)]
split = np.arange(N) % 5 == 0
multi = np.zeros((N, C), int)
for i, s in enumerate(sets):
    multi[i, s] = 1


def softmax(z):
    return torch.softmax(torch.tensor(z, dtype=torch.float64), 1).numpy()


def edges_mass(n, b):
    return np.cumsum([0] + [n // b + (k < n % b) for k in range(b)])


def gaps(conf, correct, bins, binning):
    order = np.argsort(conf, kind="stable")
    conf, correct = conf[order], correct[order].astype(float)
    if binning == "mass":
        e = edges_mass(len(conf), bins)
        groups = [np.arange(e[k], e[k + 1]) for k in range(bins)]
    else:
        which = np.clip(np.ceil(conf * bins) - 1, 0, bins - 1)
        groups = [np.flatnonzero(which == k) for k in range(bins)]
    return [(len(g), correct[g].mean(), conf[g].mean()) for g in groups if len(g)]


def ece(conf, correct, bins=15, binning="width", norm="l1"):
    g = gaps(conf, correct, bins, binning)
    n = sum(x[0] for x in g)
    d = [abs(a - c) for _, a, c in g]
    if norm == "max":
        return max(d)
    if norm == "l2":
        return float(np.sqrt(sum(x[0] / n * y * y for x, y in zip(g, d))))
    return sum(x[0] / n * y for x, y in zip(g, d))


def sweep(conf, correct):
    best = 1
    for b in range(2, len(conf) + 1):
        acc = [a for _, a, _ in gaps(conf, correct, b, "mass")]
        if any(x > y for x, y in zip(acc, acc[1:])):
            break
        best = b
    return ece(conf, correct, best, "mass")


def debiased(conf, correct, bins=15):
    g = gaps(conf, correct, bins, "mass")
    n = sum(x[0] for x in g)
    return sum(k / n * ((a - c) ** 2 - a * (1 - a) / (k - 1)) for k, a, c in g if k > 1)


def ks(conf, correct):
    return max(abs(np.sum((correct - conf)[conf <= s])) for s in conf) / len(conf)


def mmce(conf, correct):
    c = torch.tensor(conf)
    r = torch.tensor(correct - conf)
    k = torch.exp(-(c[:, None] - c[None, :]).abs() / 0.4)
    return float(torch.sqrt((r[:, None] * r[None, :] * k).sum()) / len(conf))


def reflected(density, t, c):
    return sum(density(t - c - 2 * k) + density(t + c - 2 * k) for k in range(-3, 4))


def smooth(conf, correct):
    grid = np.linspace(0, 1, 4001)
    res = (correct - conf) / len(conf)

    def at(sigma):
        density = lambda x: np.exp(-x * x / (2 * sigma * sigma)) / (sigma * np.sqrt(2 * np.pi))
        r = reflected(density, grid[:, None], conf[None, :]) @ res
        return scipy.integrate.trapezoid(np.abs(r), grid)

    return scipy.optimize.brentq(lambda s: at(s) - s, 1e-3, 1, xtol=1e-7)


def kde(conf, correct):
    grid = np.linspace(0, 1, 8001)
    h = 1.06 * conf.std() * len(conf) ** -0.2
    density = lambda x: np.where(np.abs(x) < h, 35 / 32 * (1 - np.minimum(1, (x / h) ** 2)) ** 3 / h, 0)
    kernel = reflected(density, grid[:, None], conf[None, :])
    return scipy.integrate.trapezoid(np.abs(((correct[None, :] - grid[:, None]) * kernel).mean(1)), grid)


def classwise(p, y, binning):
    return float(np.mean([ece(p[:, j], y[:, j], 15, binning) for j in range(C)]))


def tace(p, y):
    values = []
    for j in range(C):
        keep = p[:, j] > 0.01
        if keep.any():
            values.append(ece(p[keep, j], y[keep, j], 15, "mass"))
    return float(np.mean(values))


def merged_nll(p, y):
    return float(-np.log(np.maximum((p * y).sum(1), 1e-12)).mean())


def merged_brier(p, y):
    inside = (p * y).sum(1)
    return float(((1 - inside) ** 2 + (p * p * (1 - y)).sum(1)).mean())


def calibration(p, y):
    # Top-label confidence is float32 in the service, and bins are cut by it.
    conf = p.max(1).astype(np.float32).astype(np.float64)
    correct = y[np.arange(len(p)), p.argmax(1)].astype(float)
    out = {
        f"ece{'-mass' if b == 'mass' else ''}{'' if m == 'l1' else '-' + m}{'' if k == 15 else f'-{k}'}": ece(conf, correct, k, b, m)
        for k in (5, 10, 15, 20, 25, 50, 100, 200, 500) for b in ("width", "mass") for m in ("l1", "l2", "max")
    }
    acc = correct.mean()
    width = gaps(conf, correct, 15, "width")
    out |= {
        "ece-sweep": sweep(conf, correct), "ece-debiased": debiased(conf, correct), "ks": ks(conf, correct), "mmce": mmce(conf, correct),
        "smooth-ece": smooth(conf, correct), "kde-ece": kde(conf, correct),
        "classwise-ece": classwise(p, y, "width"), "classwise-ece-mass": classwise(p, y, "mass"), "tace": tace(p, y),
        "nll": merged_nll(p, y), "brier": merged_brier(p, y), "brier-top-label": sk.brier_score_loss(correct, conf),
        "brier-reliability": sum(n * (a - c) ** 2 for n, a, c in width) / len(p),
        "brier-resolution": sum(n * (a - acc) ** 2 for n, a, _ in width) / len(p), "brier-uncertainty": acc * (1 - acc),
    }
    return out


def accuracy(p, y, filed):
    best = p.argmax(1)
    right = y[np.arange(N), best]
    order = np.argsort(-p, 1, kind="stable")
    k = y.sum(1)
    hits = np.array([y[i, order[i, : k[i]]].sum() for i in range(N)])
    by_class = [right[filed == c].mean() for c in range(C)]
    return {
        **{f"top{j}": float(np.mean([y[i, order[i, :j]].any() for i in range(N)])) for j in (1, 2, 3, 5, 10)},
        "macro-top1": float(np.mean(by_class)), "worst-class-top1": float(min(by_class)),
        "macro-auroc": sk.roc_auc_score(y, p, average="macro"), "macro-average-precision": sk.average_precision_score(y, p, average="macro"),
        "mean-average-precision": sk.label_ranking_average_precision_score(y, -np.argsort(order, 1).astype(float)),
        "multilabel-subset": float(np.mean([np.mean((hits == k)[k == g]) for g in sorted(set(k))])),
        "jaccard": float(np.mean(hits / (2 * k - hits))), "set-recall": float(np.mean(hits / k)),
        "set-precision": float(np.mean(hits / k)), "set-f1": float(np.mean(hits / k)),
    }


def temperature(y):
    z = torch.tensor(logits[split])
    mask = torch.tensor(y[split]).bool()

    def loss(log_inverse):
        s = z * float(np.exp(log_inverse))
        return float((torch.logsumexp(s, 1) - torch.logsumexp(s.masked_fill(~mask, -torch.inf), 1)).sum())

    return float(np.exp(-scipy.optimize.minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-10}).x))


def scores(y, filed):
    p = softmax(logits)
    t = temperature(y)
    out = accuracy(p, y, filed) | calibration(p, y) | {"temperature": t}
    for when, q in (("before", p), ("after", softmax(logits / t))):
        held = calibration(q[~split], y[~split])
        out |= {f"{name}-{when}-temperature": v for name, v in held.items() if not name.split("-")[-1].isdigit()}
    return out


p = softmax(logits)
single = np.eye(C, dtype=int)[label]
one = scores(single, label)
best = p.argmax(1)
one |= {
    "top1": sk.accuracy_score(label, best), "macro-top1": sk.balanced_accuracy_score(label, best), "nll": sk.log_loss(label, p, eps=1e-12),
    "macro-precision": sk.precision_score(label, best, average="macro"), "macro-f1": sk.f1_score(label, best, average="macro"),
}
for same in ("multilabel-subset", "jaccard", "set-recall", "set-precision", "set-f1"):
    del one[same]  # accuracy under another name where each image has one label: not offered
low, high = proportion_confint((label == best).sum(), N, method="wilson")
result = {
    "logits": logits.tolist(), "labels": label.tolist(), "sets": sets, "split": split.tolist(),
    "single": [{"metric": k, "value": float(v)} for k, v in one.items()],
    "multi": [{"metric": k, "value": float(v)} for k, v in scores(multi, label).items()],
    "wilson": [float(low), float(high)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result) + "\n")
