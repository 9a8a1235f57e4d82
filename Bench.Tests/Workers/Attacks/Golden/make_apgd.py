#!/usr/bin/python3
"""Auto-PGD written a second time, in PyTorch with autograd, over two of the small networks of make_network_gradients.py: apgd.json next to this script.

Debian: python3-torch python3-torchvision. Pictures and starts come from SplitMix64, so both sides draw the same numbers. After Croce and Hein, 2020, algorithm 1.
"""
import json
import pathlib
import sys

import numpy
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(next(HERE.parents[2].rglob("make_network_gradients.py")).parent))
import make_network_gradients as networks  # noqa: E402

GAMMA = numpy.uint64(0x9E3779B97F4A7C15)
IMAGES = 12
EPSILONS = {"vit": 0.0024, "densenet": 0.085}


def mix(value):
    with numpy.errstate(over="ignore"):
        value = (value ^ (value >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return value ^ (value >> numpy.uint64(31))


def uniform(seed, image, part, count):
    with numpy.errstate(over="ignore"):
        state = mix(mix(numpy.uint64(seed) + GAMMA) ^ numpy.uint64(image)) ^ numpy.uint64(part)
        draws = mix(state + GAMMA * numpy.arange(1, count + 1, dtype=numpy.uint64))
    return torch.from_numpy(((draws >> numpy.uint64(40)).astype(numpy.float32) * numpy.float32(2.0 ** -24)).astype(numpy.float32))


def value(loss, logits, label):
    if loss == "ce":
        return torch.nn.functional.cross_entropy(logits[None], torch.tensor([label]))
    ordered = logits.sort(descending=True).values
    other = torch.cat([logits[:label], logits[label + 1:]]).max()
    return (other - logits[label]) / (ordered[0] - ordered[2] + 1e-12)


def attack(model, original, label, start, epsilon, loss, iterations):
    """One picture: (fooled, answers asked for, smallest margin)."""
    asked, least = 0, float("inf")

    def look(x):
        nonlocal asked, least
        asked += 1
        x = x.clone().requires_grad_()
        logits = model(x[None])[0]
        margin = (logits[label] - torch.cat([logits[:label], logits[label + 1:]]).max()).item()
        least = min(least, margin)
        now = value(loss, logits, label)
        (gradient,) = torch.autograd.grad(now, x)
        return now.item(), gradient

    def allowed(x):
        return torch.minimum(torch.maximum(x, original - epsilon), original + epsilon).clamp(0, 1)

    look(original)
    x = allowed(original + epsilon / start.abs().max() * start)
    now, gradient = look(x)
    best, best_gradient, best_loss, before = x.clone(), gradient, now, x.clone()
    step, interval, since, last, climbs = 2 * epsilon, max(int(0.22 * iterations), 1), 0, 0.0, 0
    best_at_check, reduced = now, True
    for i in range(iterations):
        if least <= 0:
            break
        share = 1.0 if i == 0 else 0.75
        moved = allowed(x + step * gradient.sign())
        moved = allowed(x + (moved - x) * share + (x - before) * (1 - share))
        before, x = x, moved
        now, gradient = look(x)
        climbs += now > last
        last = now
        if now > best_loss:
            best, best_gradient, best_loss = x.clone(), gradient, now
        since += 1
        if since == interval:
            stuck = climbs <= interval * 0.75 or (not reduced and best_at_check >= best_loss)
            reduced, best_at_check, climbs, since = stuck, best_loss, 0, 0
            if stuck:
                step, x, gradient = step / 2, best.clone(), best_gradient
            interval = max(interval - max(int(0.03 * iterations), 1), max(int(0.06 * iterations), 1))
    return least <= 0, asked, least


rows = []
for name, size, model, _, _ in networks.small():
    if name not in EPSILONS:
        continue
    model = model.float()
    for loss, part, epsilon in (("ce", 0, EPSILONS[name]), ("dlr", 6000, 0.8 * EPSILONS[name])):
        results = []
        for image in range(IMAGES):
            original = uniform(99, image, 1, 3 * size * size).reshape(3, size, size)
            with torch.no_grad():
                label = model(original[None])[0].argmax().item()
            start = 2 * uniform(7, image, part, 3 * size * size).reshape(3, size, size) - 1
            fooled, asked, margin = attack(model, original, label, start, epsilon, loss, 40)
            results.append({"label": label, "fooled": fooled, "queries": asked, "margin": margin})
        rows.append({"network": name, "size": size, "loss": loss, "epsilon": epsilon, "iterations": 40, "images": results})
        print(name, loss, sum(result["fooled"] for result in results), "of", IMAGES, [result["queries"] for result in results])
(HERE / "apgd.json").write_text("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n")
