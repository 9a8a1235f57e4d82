#!/usr/bin/python3
"""APGD by its authors' own code against the numbers that Bench's is held to (Bench.Tests/Workers/Attacks/Golden/make_apgd.py), image by image.

Usage: autoattack_apgd.py AUTOATTACK            folder `autoattack` of a checkout of https://github.com/fra31/auto-attack (MIT); the small networks
       autoattack_apgd.py AUTOATTACK RUNS       those of real size, in the folder that make_apgd.py has written

Debian: python3-torch python3-torchvision. The same networks, pictures and starts, epsilon and iterations. The authors' code goes on after a picture has
fallen; what is compared is when it fell, and the smallest margin up to then.
"""
import importlib
import json
import pathlib
import sys
import types

import torch

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Bench.Tests/Workers/Attacks/Golden"
sys.path.append(str(GOLDEN))
import make_apgd as ours  # noqa: E402

package = types.ModuleType("autoattack")
package.__path__ = [sys.argv[1]]
sys.modules["autoattack"] = package
apgd = importlib.import_module("autoattack.autopgd_base")
runs = json.loads((pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else GOLDEN) / "apgd.json").read_text())
made = ours.real(dict.fromkeys(run["network"] for run in runs)) if len(sys.argv) > 2 else ours.small()
models = {name: model for name, _, _, _, model in made}

agree, total, worst = 0, 0, 0.0
for run in runs:
    size, model = run["size"], models[run["network"]]
    for image, expected in enumerate(run["images"]):
        picture = ours.picture(image, size)[None]
        label, margins = torch.tensor([expected["label"]]), []

        def seen(x):
            logits = model(x)
            margins.append(ours.margin(logits.detach()[0], expected["label"]).item())
            return logits

        seen(picture)
        attack = apgd.APGDAttack(seen, n_iter=run["iterations"], norm="Linf", eps=run["epsilon"], loss=run["loss"], device="cpu", verbose=False)
        attack.init_hyperparam(picture)
        drawn = torch.rand
        torch.rand = lambda *_: (ours.start(image, run["loss"], size)[None] + 1) / 2
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
