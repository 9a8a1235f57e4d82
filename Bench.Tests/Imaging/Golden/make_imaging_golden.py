#!/usr/bin/python3
"""Golden pixels and tensors over synthetic pictures: Pillow's resize + crop, torchvision's ToTensor + Normalize.

Usage: make_imaging_golden.py FOLDER    writes resize.csv and tensor.csv (Debian: python3-pil 9.4, python3-torch 1.13, python3-torchvision 0.14)
The picture of size w x h has channel c at (x, y) = (x * x * 7 + y * 13 + x * y + c * 89) mod 256.
"""
import hashlib
import pathlib
import sys

import numpy as np
import torch
import torchvision.transforms as T
import torchvision.transforms.functional as F
from PIL import Image

FILTERS = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]
SIZES = [(64, 48), (37, 91), (20, 20), (301, 17), (5, 3), (1, 40)]
CASES = [(16, 16), (24, 16), (64, 64), (100, 71), (20, 33)]  # shorter side, crop; the last one is a crop larger than the picture
CONTRACTS = [("unit", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)), ("unit", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
             ("byte", (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)), ("byte", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))]


def picture(w, h):
    y, x, c = np.mgrid[0:h, 0:w, 0:3]
    return Image.fromarray(((x * x * 7 + y * 13 + x * y + c * 89) % 256).astype(np.uint8), "RGB")


def digest(array):
    return hashlib.sha256(array.tobytes()).hexdigest()


folder = pathlib.Path(sys.argv[1])
with open(folder / "resize.csv", "w", newline="\n") as out:
    print("width,height,filter,mode,resize,crop,sha256", file=out)
    for w, h in SIZES:
        for name in FILTERS:
            for resize, crop in CASES:
                mode = getattr(T.InterpolationMode, name.upper())
                for shape, size in (("center", resize), ("squash", (resize, resize))):
                    made = F.center_crop(F.resize(picture(w, h), size, mode), crop)
                    print(f"{w},{h},{name},{shape},{resize},{crop},{digest(np.asarray(made))}", file=out)

with open(folder / "tensor.csv", "w", newline="\n") as out:
    print("value_range,mean,std,float32,float16", file=out)
    levels = torch.from_numpy(np.asarray(picture(64, 48)).copy()).permute(2, 0, 1).contiguous()
    for value_range, mean, std in CONTRACTS:
        tensor = levels.to(torch.float32).div(255) if value_range == "unit" else levels.to(torch.float32)
        tensor = F.normalize(tensor, mean, std)
        numbers = lambda values: " ".join(repr(v) for v in values)  # noqa: E731
        print(f"{value_range},{numbers(mean)},{numbers(std)},{digest(tensor.numpy())},{digest(tensor.half().numpy())}", file=out)
