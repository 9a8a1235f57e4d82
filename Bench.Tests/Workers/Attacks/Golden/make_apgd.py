#!/usr/bin/python3
"""Auto-PGD written a second time, in PyTorch with autograd, image by image. After Croce and Hein, 2020, algorithm 1.

Usage: make_apgd.py                      two of the small networks of make_network_gradients.py: apgd.json next to this script
       make_apgd.py OUT_DIR [NAME ...]   networks of real size, NAME.onnx and apgd.json in a folder for BENCH_TEST_APGD

Debian: python3-torch python3-torchvision. Pictures and starts come from SplitMix64, so both sides draw the same numbers.
"""
import json
import pathlib
import sys

import torch
import torchvision

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE), str(next(HERE.parents[2].rglob("make_network_gradients.py")).parent)]
import make_network_gradients as networks  # noqa: E402
from splitmix import uniform  # noqa: E402

EPSILONS = {"vit": 0.0024, "densenet": 0.085}
REAL = ["resnet18", "mobilenet_v2"]
CELLS = 32
ITERATIONS = 40
STARTS = {"ce": 0, "dlr": 6000}


def picture(image, size):
    """Coloured squares, 32 a side: noise of single pixels is all the same to a network of 224 × 224."""
    cells = min(size, CELLS)
    drawn = torch.from_numpy(uniform(99, image, 1, 3 * cells * cells)).float().reshape(3, cells, cells)
    return drawn.repeat_interleave(size // cells, 1).repeat_interleave(size // cells, 2)


def start(image, loss, size):
    return 2 * torch.from_numpy(uniform(7, image, STARTS[loss], 3 * size * size)).float().reshape(3, size, size) - 1


def small():
    for name, size, model, _, _ in networks.small():
        if name in EPSILONS:
            yield name, size, 12, None, model.float()


def real(names):
    """Random weights, and the batch norms' statistics of some pictures: with others no picture would be told from another."""
    for name in names:
        torch.manual_seed(21)
        model = networks.randomise(getattr(torchvision.models, name)(weights=None))
        norms = [module for module in model.modules() if isinstance(module, torch.nn.BatchNorm2d)]
        for norm in norms:
            norm.momentum = None
            norm.reset_running_stats()
            norm.train()
        with torch.no_grad():
            model(torch.stack([picture(1000 + image, 224) for image in range(16)]))
        exported, _ = networks.golden(name, model.eval(), 224, 1)
        yield name, 224, 8, exported, model.float()


def margin(logits, label):
    return logits[label] - torch.cat([logits[:label], logits[label + 1:]]).max()


def value(loss, logits, label):
    if loss == "ce":
        return torch.nn.functional.cross_entropy(logits[None], torch.tensor([label]))
    ordered = logits.sort(descending=True).values
    return -margin(logits, label) / (ordered[0] - ordered[2] + 1e-12)


def attack(model, original, label, start, epsilon, loss):
    """One picture: (fooled, answers asked for, smallest margin)."""
    asked, least = 0, float("inf")

    def look(x):
        nonlocal asked, least
        asked += 1
        x = x.clone().requires_grad_()
        logits = model(x[None])[0]
        least = min(least, margin(logits, label).item())
        now = value(loss, logits, label)
        (gradient,) = torch.autograd.grad(now, x)
        return now.item(), gradient

    def allowed(x):
        return torch.minimum(torch.maximum(x, original - epsilon), original + epsilon).clamp(0, 1)

    look(original)
    x = allowed(original + epsilon / start.abs().max() * start)
    now, gradient = look(x)
    best, best_gradient, best_loss, before = x.clone(), gradient, now, x.clone()
    step, interval, since, last, climbs = 2 * epsilon, max(int(0.22 * ITERATIONS), 1), 0, 0.0, 0
    best_at_check, reduced = now, True
    for i in range(ITERATIONS):
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
            interval = max(interval - max(int(0.03 * ITERATIONS), 1), max(int(0.06 * ITERATIONS), 1))
    return least <= 0, asked, least


def usual(model, pictures):
    """Half as much again as the bound at which half of the pictures would fall if the network were linear: some fall, some hold."""
    reaches = []
    for original in pictures:
        x = original.clone().requires_grad_()
        logits = model(x[None])[0]
        far = margin(logits, logits.argmax().item())
        reaches.append((far / torch.autograd.grad(far, x)[0].abs().sum()).item())
    return float(f"{1.5 * sorted(reaches)[len(reaches) // 2]:.2g}")


def main():
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, size, images, exported, model in real(sys.argv[2:] or REAL) if len(sys.argv) > 1 else small():
        if exported:
            (out / f"{name}.onnx").write_bytes(exported)
        pictures = [picture(image, size) for image in range(images)]
        with torch.no_grad():
            labels = [model(original[None])[0].argmax().item() for original in pictures]
        widest = EPSILONS.get(name) or usual(model, pictures)
        for loss, epsilon in (("ce", widest), ("dlr", 0.8 * widest)):
            results = []
            for image, (original, label) in enumerate(zip(pictures, labels)):
                fooled, asked, least = attack(model, original, label, start(image, loss, size), epsilon, loss)
                results.append({"label": label, "fooled": fooled, "queries": asked, "margin": least})
            rows.append({"network": name, "size": size, "loss": loss, "epsilon": epsilon, "iterations": ITERATIONS, "images": results})
            print(name, loss, epsilon, sum(result["fooled"] for result in results), "of", images, [result["queries"] for result in results], flush=True)
    (out / "apgd.json").write_text("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
