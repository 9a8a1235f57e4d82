#!/usr/bin/python3
"""The metrics of the catalogue in NumPy and scikit-learn, vectorised as their users write them: the peer of `Bench.Benchmarks scoring`. Prints `name seconds` and `value metric number`.

peers/scoring.py FOLDER [VIEW …]      FOLDER as `scoring-files` writes it; views default to all six.

For each label set: top-k, per-class report, AUROC and average precision of each class (scikit-learn), multi-label numbers, 54 binned calibration errors, monotonic sweep, debiased, KS, MMCE (by its
O(N) recursion), kernel density, class-wise ECE of both binnings and TACE, NLL, Brier and its parts, the risk-coverage numbers, temperature (SciPy) with the 21 default calibration numbers before and
after, LAC, APS and RAPS sets; 1,000 Poisson resamples of the means, of the per-class report and of the binned errors. What Bench also computes and this does not: smooth ECE, the as-published
variants, and intervals of everything else."""
import sys
import time

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from sklearn.metrics import average_precision_score, precision_recall_fscore_support, roc_auc_score

BINS, RESAMPLES = (5, 10, 15, 20, 25, 50, 100, 200, 500), 1000


def load_view(folder, key, n):
    read = lambda name, kind: np.fromfile(f"{folder}/{key}.{name}", kind)
    offsets, classes, excluded = read("offsets.i4", "i4"), read("classes.u2", "u2"), read("excluded.u1", "u1")
    unclear = read("unclear-classes.u2", "u2")
    return offsets, classes.astype(np.int64), excluded == 0, read("original.u2", "u2").astype(np.int64), (unclear.astype(np.int64) if len(unclear) else None)


def edges(confidence, bins, mass):
    n = len(confidence)
    if mass:
        sizes = np.full(bins, n // bins)
        sizes[: n % bins] += 1
        return np.concatenate([[0], np.cumsum(sizes)])
    return np.concatenate([[0], np.searchsorted(confidence.astype(np.float64) * bins, np.arange(1, bins), side="right"), [n]])


def binned(gap_sums, e, weights=None):
    gaps, counts = np.diff(gap_sums[e]), np.diff(e if weights is None else weights[e])
    with np.errstate(all="ignore"):
        means = np.where(counts > 0, np.abs(gaps) / counts, 0)
    n = counts.sum()
    return np.abs(gaps).sum() / n, np.sqrt((counts * means**2).sum() / n), means.max()


def calibration(confidence, correct, probabilities, label_mask, label_probability, label_squares):
    """The default calibration numbers of one set of probabilities."""
    order = np.argsort(confidence, kind="stable")
    c, a = confidence[order].astype(np.float64), correct[order].astype(np.float64)
    n, gap = len(c), a - c
    sums = np.concatenate([[0], np.cumsum(gap)])
    out = {}
    for mass in (False, True):
        name = "ece-mass" if mass else "ece"
        out[name], out[name + "-l2"], out[name + "-max"] = binned(sums, edges(c, 15, mass))
    hits, bins = np.concatenate([[0], np.cumsum(a)]), 1
    while bins < n:
        e = edges(c, bins + 1, True)
        if np.any(np.diff(np.diff(hits[e]) / np.diff(e)) < 0):
            break
        bins += 1
    out["ece-sweep"] = binned(sums, edges(c, bins, True))[0]
    e = edges(c, 15, True)
    size, acc = np.diff(e), np.diff(hits[e]) / np.diff(e)
    out["ece-debiased"] = (size * ((np.diff(sums[e]) / size) ** 2 - acc * (1 - acc) / (size - 1))).sum() / n
    out["ks"] = np.abs(sums).max() / n
    blocks = [(gap[i:i + 2000], c[i:i + 2000]) for i in range(0, n, 2000)]
    carried, total, last = 0.0, 0.0, c[0]
    for g, x in blocks:
        kernel = np.exp(-np.abs(x[:, None] - x[None, :]) / 0.4)
        total += g @ kernel @ g + 2 * carried * (g * np.exp(-(x - last) / 0.4)).sum()
        carried, last = carried * np.exp(-(x[-1] - last) / 0.4) + (g * np.exp(-(x[-1] - x) / 0.4)).sum(), x[-1]
    out["mmce"] = np.sqrt(max(0, total)) / n
    h = max(1e-3, 1.06 * c.std() * n**-0.2)
    t, curve = np.linspace(0, 1, 1001), np.zeros(1001)
    for lo in range(0, n, 2000):
        for x in (c[lo:lo + 2000], -c[lo:lo + 2000], 2 - c[lo:lo + 2000]):
            u = (t[:, None] - x[None, :]) / h
            curve += np.where(np.abs(u) < 1, (a[lo:lo + 2000][None, :] - t[:, None]) * (35 / 32) * (1 - u * u) ** 3 / h, 0).sum(1) / n
    out["kde-ece"] = np.trapz(np.abs(curve), t)
    classes = probabilities.shape[1]
    width, mass, tace = np.zeros(classes), np.zeros(classes), np.full(classes, np.nan)
    for k in range(classes):
        p, y = probabilities[:, k], label_mask[:, k]
        bin_of = np.clip(np.ceil(p.astype(np.float64) * 15).astype(int) - 1, 0, 14)
        width[k] = np.abs(np.bincount(bin_of, y - p.astype(np.float64), 15)).sum() / n
        by = np.argsort(p, kind="stable")
        g = np.concatenate([[0], np.cumsum((y - p.astype(np.float64))[by])])
        mass[k] = np.abs(np.diff(g[edges(p, 15, True)])).sum() / n
        first = np.searchsorted(p[by], np.float32(0.01), side="right")
        if first < n:
            tace[k] = np.abs(np.diff(g[first + edges(p[first:], 15, True)])).sum() / (n - first)
    out["classwise-ece"], out["classwise-ece-mass"], out["tace"] = width.mean(), mass.mean(), np.nanmean(tace)
    out["nll"] = -np.log(np.maximum(label_probability, 1e-12)).mean()
    out["brier"] = ((1 - label_probability) ** 2 + (probabilities.astype(np.float64) ** 2).sum(1) - label_squares).mean()
    out["brier-top-label"] = (gap**2).mean()
    e = edges(c, 15, False)
    size = np.diff(e)
    acc, overall = np.divide(np.diff(hits[e]), size, where=size > 0, out=np.zeros(15)), a.mean()
    out["brier-reliability"] = np.divide(np.diff(sums[e]) ** 2, size, where=size > 0, out=np.zeros(15)).sum() / n
    out["brier-resolution"], out["brier-uncertainty"] = (size * (acc - overall) ** 2).sum() / n, overall * (1 - overall)
    return out, (c, a, sums)


def conformal(probabilities, order, label_mask, split, rng):
    out, u, alpha = {}, rng.random(len(split)), 0.1
    ranked = np.take_along_axis(probabilities, order, 1).astype(np.float64)
    hit = np.take_along_axis(label_mask, order, 1)
    before = np.cumsum(ranked, 1) - ranked
    scores = {"lac": 1 - ranked, "aps": before + u[:, None] * ranked}
    scores["raps"] = scores["aps"] + 0.01 * np.maximum(0, np.arange(1, ranked.shape[1] + 1) - 5)
    first = hit.argmax(1)
    for name, s in scores.items():
        calibrating = np.sort(s[np.arange(len(s)), first][split])
        q = calibrating[min(len(calibrating), int(np.ceil((len(calibrating) + 1) * (1 - alpha)))) - 1]
        sizes = (s[~split] <= q).sum(1)
        out[name] = ((first[~split] < sizes).mean(), sizes.mean(), np.median(sizes))
    return out


def score(key, folder, logits, sums_all, top, split_all, rng):
    n, classes = logits.shape
    offsets, flat, used, original, unclear = load_view(folder, key, n)
    mask = np.zeros((n, classes), bool)
    mask[np.repeat(np.arange(n), np.diff(offsets)), flat] = True
    logits, mask, original, top, split = logits[used], mask[used], original[used], top[used], split_all[used]
    accepted = mask.copy()
    if unclear is not None:
        accepted[np.arange(len(mask)), unclear[used]] = True
    single = bool((mask.sum(1) == 1).all())
    filed = mask.argmax(1) if single else original
    rows = np.arange(len(mask))
    out, hits = {}, np.take_along_axis(accepted, top, 1)
    for k in (1, 2, 3, 5, 10):
        out[f"top{k}"] = hits[:, :k].any(1).mean()
    best, correct = top[:, 0], hits[:, 0]
    precision, recall, f1, _ = precision_recall_fscore_support(filed, best, labels=np.arange(classes), average=None, zero_division=0)
    out["macro-top1"], out["worst-class-top1"] = recall.mean(), recall.min()
    out["macro-precision"], out["macro-f1"] = precision.mean(), f1.mean()

    # The file's own sum, as exact as the head: one over the tail's halves would move probabilities past others and past thresholds.
    p = np.exp(logits - sums_all[used][:, None])
    present = mask.any(0)
    out["macro-auroc"] = np.mean([roc_auc_score(mask[:, k], p[:, k]) for k in np.flatnonzero(present)])
    out["macro-average-precision"] = np.mean([average_precision_score(mask[:, k], p[:, k]) for k in np.flatnonzero(present)])
    order = np.argsort(-logits, 1, kind="stable")
    sizes, ranked = mask.sum(1), np.take_along_axis(mask, order, 1)
    in_best = np.cumsum(ranked, 1)[rows, sizes - 1]
    out["multilabel-subset"] = np.mean([(in_best == sizes)[sizes == s].mean() for s in np.unique(sizes)])
    out["jaccard"], out["set-recall"] = (in_best / (2 * sizes - in_best)).mean(), (in_best / sizes).mean()
    out["mean-average-precision"] = ((np.cumsum(ranked, 1) / np.arange(1, classes + 1) * ranked).sum(1) / sizes).mean()

    confidence, label_probability = p[rows, best], np.minimum(1, (p * mask).sum(1, dtype=np.float64))
    label_squares = ((p.astype(np.float64) ** 2) * mask).sum(1)
    numbers, (c, a, sums) = calibration(confidence, correct, p, mask, label_probability, label_squares)
    out.update(numbers)
    for bins in BINS:
        for mass in (False, True):
            binned(sums, edges(c, bins, mass))
    falling = np.cumsum(1 - a[::-1]) / np.arange(1, len(a) + 1)
    rate = 1 - a.mean()
    out["aurc"], out["aurra"] = falling.mean(), 1 - falling.mean()
    out["e-aurc"] = falling.mean() - (rate + (1 - rate) * np.log(1 - rate))
    out["auroc-correctness"] = roc_auc_score(correct, confidence)

    fit, wanted = logits[split].astype(np.float32), mask[split]
    nll = lambda inverse: (logsumexp(fit * inverse, 1) - logsumexp(np.where(wanted, fit * inverse, -np.inf), 1)).sum()
    out["temperature"] = 1 / minimize_scalar(nll, bounds=(0.01, 100), method="bounded", options={"xatol": 1e-6}).x
    for inverse in (1, 1 / out["temperature"]):
        held = logits[~split] * np.float32(inverse)
        held = np.exp(held - logsumexp(held, axis=1, keepdims=True))
        calibration(held[np.arange(len(held)), best[~split]], correct[~split], held, mask[~split], np.minimum(1, (held * mask[~split]).sum(1)), ((held**2) * mask[~split]).sum(1))
    for name, (coverage, size, median) in conformal(p, order, mask, split, rng).items():
        out[f"conformal-{name}-coverage"], out[f"conformal-{name}-set-size"] = coverage, size

    by = np.argsort(confidence, kind="stable")
    means = np.stack([correct, in_best / sizes, -np.log(np.maximum(label_probability, 1e-12)), (confidence - correct) ** 2])
    all_edges = [edges(c, bins, mass) for bins in BINS for mass in (False, True)]
    for _ in range(RESAMPLES):
        w = rng.poisson(1, len(correct)).astype(np.float64)
        means @ w / w.sum()
        filed_counts, called = np.bincount(filed, w, classes), np.bincount(best, w, classes)
        np.bincount(filed, w * correct, classes) / np.maximum(filed_counts, 1), called
        ordered = w[by]
        gaps, counts = np.concatenate([[0], np.cumsum(ordered * (a - c))]), np.concatenate([[0], np.cumsum(ordered)])
        for e in all_edges:
            binned(gaps, e, counts)
    return out


def main(folder, views):
    begun, rng = time.perf_counter(), np.random.default_rng(2012)
    with np.load(f"{folder}/predictions.npz") as file:
        logits, top = file["logits"].astype(np.float32), file["topk_class"].astype(np.int64)
        np.put_along_axis(logits, top, file["topk_logit"], 1)
        sums = file["logsumexp"]
    split = np.fromfile(f"{folder}/split.u1", "u1") == 1
    for key in views:
        numbers = score(key, folder, logits, sums, top, split, rng)
        if key in ("original", "real"):
            for name, value in numbers.items():
                print(f"value {'' if key == 'original' else key + ':'}{name} {value:.10g}")
        print(f"{key} {time.perf_counter() - begun:.3f}", flush=True)
    print(f"seconds {time.perf_counter() - begun:.3f}")


main(sys.argv[1], sys.argv[2:] or ["original", "real", "cleanlab-fixed", "cleanlab-pruned", "cleanlab-set", "multilabel"])
