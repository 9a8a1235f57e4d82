#!/usr/bin/python3
"""Pillow and torchvision load images as timm's validate.py does: the peer of our preprocessing, in images a second.

Usage: torchvision_throughput.py IMAGE_DIR [REPEATS]     (Debian: python3-pil python3-torch python3-torchvision)
Best of three rounds each, so that a neighbour's burst is not taken for slowness; ours does the same.
"""
import os
import pathlib
import sys
import time

import torch
import torchvision.transforms as T
from PIL import Image

ROUNDS = 3
paths = sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if p.suffix.lower() in (".jpg", ".jpeg")) * int(sys.argv[2] if len(sys.argv) > 2 else 2)


def transform(interpolation):
    return T.Compose([T.Resize(256, interpolation=interpolation), T.CenterCrop(224), T.ToTensor(), T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))])


bicubic, bilinear = transform(T.InterpolationMode.BICUBIC), transform(T.InterpolationMode.BILINEAR)


class Images(torch.utils.data.Dataset):
    def __len__(self):
        return len(paths)

    def __getitem__(self, i):
        return bicubic(Image.open(paths[i]).convert("RGB"))


def best(work):
    rates = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        rates.append(len(paths) / (time.perf_counter() - start))
    return max(rates)


def decode():
    for path in paths:
        Image.open(path).convert("RGB").load()


def single(work):
    for path in paths:
        work(Image.open(path).convert("RGB"))


def loader():
    for _ in torch.utils.data.DataLoader(Images(), batch_size=64, num_workers=os.cpu_count()):
        pass


torch.set_num_threads(1)
print(f"decode_one_thread {best(decode):.1f}")
print(f"transform_one_thread {best(lambda: single(bicubic)):.1f}")
print(f"transform_bilinear_one_thread {best(lambda: single(bilinear)):.1f}")
print(f"dataloader_{os.cpu_count()}_workers {best(loader):.1f}")
