#!/usr/bin/python3
"""Explanations by PyTorch's autograd over two of the small networks of make_network_gradients.py: explanations.json next to this script.

Debian: python3-torch python3-torchvision. Pictures and noise come from SplitMix64, so both sides draw the same numbers. Baseline 0.45 in every channel.
"""
import base64
import json
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(next(HERE.parents[2].rglob(script)).parent) for script in ("make_network_gradients.py", "splitmix.py")]
import make_network_gradients as networks  # noqa: E402
import splitmix  # noqa: E402

SEED, BASELINE, STEPS, COPIES = 7, 0.45, 8, 5


def text(values):
    return base64.b64encode(values.detach().numpy().astype("<f4").tobytes()).decode()


rows = []
for name, size, model, _, _ in networks.small():
    if name not in ("vit", "densenet"):
        continue
    model = model.double()
    x = torch.from_numpy(splitmix.uniform(99, 0, 1, 3 * size * size)).reshape(3, size, size)
    label = model(x[None])[0].argmax().item()

    def gradient(at):
        at = at.clone().requires_grad_()
        return torch.autograd.grad(model(at[None])[0, label], at)[0]

    away = x - BASELINE
    mean = sum(gradient(BASELINE + (step + 0.5) / STEPS * away) for step in range(STEPS)) / STEPS
    noise = torch.from_numpy(splitmix.normals(SEED, 0, 3_000_000, COPIES, x.numel())).reshape(COPIES, 3, size, size)
    smooth = sum(gradient(x + 0.15 * each) for each in noise) / COPIES
    rows.append({
        "network": name, "size": size, "label": label,
        "gradientInput": text((away * gradient(x)).sum(0)), "integrated": text((away * mean).sum(0)), "smooth": text(smooth.abs().max(0).values),
    })
(HERE / "explanations.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
