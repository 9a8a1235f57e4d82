#!/usr/bin/python3
"""APGD by its authors' own code against the numbers that Bench's is held to (Bench.Tests/Workers/Attacks/Golden/apgd.json), image by image.

Usage: autoattack_apgd.py AUTOATTACK     folder `autoattack` of a checkout of https://github.com/fra31/auto-attack (MIT); Debian: python3-torch python3-torchvision

The same networks, pictures and starts, epsilon and iterations. The authors' code goes on after a picture has fallen; what is compared is when it fell, and the smallest margin up to then.
"""
import importlib
import json
import pathlib
import sys
import types

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2] / "Bench.Tests"
GOLDEN = ROOT / "Workers/Attacks/Golden"
sys.path += [str(GOLDEN), str(ROOT / "Onnx/Gradients/Golden")]
import make_network_gradients as networks  # noqa: E402
from splitmix import uniform  # noqa: E402

package = types.ModuleType("autoattack")
package.__path__ = [sys.argv[1]]
sys.modules["autoattack"] = package
apgd = importlib.import_module("autoattack.autopgd_base")


def start(image, part, shape):
    return torch.as_tensor(uniform(7, image, part, 3 * shape[-1] ** 2)).float().reshape(shape)


agree, total, worst = 0, 0, 0.0
models = {name: (size, model.float()) for name, size, model, _, _ in networks.small()}
for run in json.loads((GOLDEN / "apgd.json").read_text()):
    size, model = models[run["network"]]
    for image, expected in enumerate(run["images"]):
        picture = torch.as_tensor(uniform(99, image, 1, 3 * size * size)).float().reshape(1, 3, size, size)
        label, margins = torch.tensor([expected["label"]]), []

        def seen(x):
            logits = model(x)
            rest = logits.detach().clone()
            rest[0, label] = -torch.inf
            margins.append((logits.detach()[0, label] - rest.max()).item())
            return logits

        seen(picture)
        attack = apgd.APGDAttack(seen, n_iter=run["iterations"], norm="Linf", eps=run["epsilon"], loss=run["loss"], device="cpu", verbose=False)
        attack.init_hyperparam(picture)
        drawn = torch.rand
        torch.rand = lambda *_: start(image, 0 if run["loss"] == "ce" else 6000, picture.shape)
        try:
            attack.attack_single_run(picture, label)
        finally:
            torch.rand = drawn
        fell = next((i for i, margin in enumerate(margins) if margin <= 0), None)
        asked = len(margins) if fell is None else fell + 1
        least = min(margins[:asked])
        same = (fell is not None) == expected["fooled"] and asked == expected["queries"]
        agree, total, worst = agree + same, total + 1, max(worst, abs(least - expected["margin"]))
        if not same:
            print(run["network"], run["loss"], image, "here", fell is not None, asked, least, "golden", expected)
print(f"{agree} of {total} pictures fall after the same number of answers, or not at all; margins differ by at most {worst:.1e}")
