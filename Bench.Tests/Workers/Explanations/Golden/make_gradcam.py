#!/usr/bin/python3
"""Grad-CAM by PyTorch's autograd over the small networks of make_network_gradients.py: gradcam.json next to this script.

Debian: python3-torch python3-torchvision. The features are caught by hooks: what enters the network's global pooling, for DenseNet what its last rectifier
makes. The maps are drawn to the picture's size by torch.nn.functional.interpolate.
"""
import base64
import json
import pathlib
import sys

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(next(HERE.parents[2].rglob(script)).parent) for script in ("make_network_gradients.py", "splitmix.py")]
import make_network_gradients as networks  # noqa: E402
import splitmix  # noqa: E402

rows = []
for name, size, model, _, _ in networks.small():
    model = model.double()
    x = torch.from_numpy(splitmix.uniform(99, 0, 1, 3 * size * size)).reshape(1, 3, size, size)
    row = {"network": name, "size": size, "label": 0}
    if name != "vit":
        caught = []
        if name == "densenet":
            features = F.relu(model.features(x)).detach().requires_grad_()
            logits = model.classifier(torch.flatten(F.adaptive_avg_pool2d(features, (1, 1)), 1))
        else:
            def catch(_, inputs):
                caught.append(inputs[0].detach().requires_grad_())
                return (caught[0],)
            hook = model.avgpool.register_forward_pre_hook(catch)
            logits = model(x)
            hook.remove()
            features = caught[0]

        def of(label):
            (gradient,) = torch.autograd.grad(logits[0, label], features, retain_graph=True)
            return F.relu((gradient.mean((2, 3), keepdim=True) * features).sum(1, keepdim=True))

        # The class with the largest map: that of a class which nothing speaks for is zero everywhere.
        row["label"] = max(range(10), key=lambda label: of(label).max().item())
        coarse = of(row["label"])
        full = F.interpolate(coarse, size=(size, size), mode="bilinear", align_corners=False)[0, 0]
        row |= {
            "channels": features.shape[1], "height": features.shape[2], "width": features.shape[3],
            "map": base64.b64encode(full.detach().numpy().astype("<f4").tobytes()).decode(),
        }
        print(name, tuple(features.shape), full.max().item())
    rows.append(row)
(HERE / "gradcam.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
