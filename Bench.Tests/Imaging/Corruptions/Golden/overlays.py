"""Golden bytes of the watermark and the patches, from Pillow, PyTorch and torchvision: an implementation of its own.

    python3 overlays.py NotoSerifCJK-ExtraLight.ttc imagenet_patch.gz

writes overlays.bin: every 41st byte of the watermarked picture, then of the picture under each of the ten patches with the keys 1 to 10.
The font is Noto Serif CJK's, in which make_watermark.py draws; imagenet_patch.gz is the authors' file, whose patches are float32. Made with
Debian's python3-pil 9.4.0, python3-torch 1.13.1 and python3-torchvision 0.14.1.
"""

import gzip
import pickle
import sys

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torchvision.transforms import functional

SIDE, EVERY = 224, 41


def picture(side=SIDE):
    y, x = np.mgrid[0:side, 0:side]
    grain = (y * y * 17 + x * x * 31 + y * x * 7) % 23
    wedge = x * 232 // (side - 1) + grain
    rgb = np.stack([wedge, y * 232 // (side - 1) + grain, y * 5 + x * 3], 2).astype(np.uint8)
    disk = (y * 2 - side) ** 2 + (x * 2 - side) ** 2 < side * side // 2
    rgb[disk] = 255 - rgb[disk]
    rgb[: side // 8] = wedge[: side // 8, :, None].astype(np.uint8)
    rgb[(y >= side - side // 8) & (x % 4 == 0)] = 0
    return rgb


def uniforms(key, n):
    with np.errstate(over="ignore"):
        z = np.uint64(key) + np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return [float(u) for u in (z >> np.uint64(11)).astype(np.float64) / 2**53]


def watermarked(font):
    base = Image.fromarray(picture()).convert("RGBA")
    text = Image.new("RGBA", base.size, (255, 255, 255, 0))
    ImageDraw.Draw(text).text(
        (0.01 * SIDE, 0.4 * SIDE), "捷径捷径捷径", fill=(255, 255, 255, round(0.5 * 255)), font=ImageFont.truetype(font, 36, index=2)
    )
    return np.asarray(Image.alpha_composite(base, text).convert("RGB"))


def patched(patch, key):
    image = torch.from_numpy(picture().transpose(2, 0, 1).astype(np.float32) / 255)
    mask = torch.zeros_like(patch)
    mask[:, 87:137, 87:137] = 1
    angle, right, down, scale = (low + (high - low) * u for u, (low, high) in zip(uniforms(key, 4), [(-45, 45), (-44.8, 44.8), (-44.8, 44.8), (0.7, 1)]))
    moved = [functional.affine(each, angle, [round(right), round(down)], scale, [0.0, 0.0]) for each in (patch, mask)]
    mixed = image * (moved[1] == 0) + moved[0] * moved[1]
    return (mixed * 255).round().to(torch.uint8).numpy().transpose(1, 2, 0)


with gzip.open(sys.argv[2]) as file:
    patches, _, _ = pickle.load(file)
with open("overlays.bin", "wb") as golden:
    golden.write(watermarked(sys.argv[1]).tobytes()[::EVERY])
    for number, patch in enumerate(patches):
        golden.write(patched(patch, number + 1).tobytes()[::EVERY])
