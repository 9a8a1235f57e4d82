#!/usr/bin/env python3
"""Draws docs/images/generated-shifts.jpg: every corruption at every level over a drawn scene.

Usage: docs/make-shifts.py [PROGRAM]    (needs the .NET SDK, python3-pil and python3-numpy)
PROGRAM is a built Bench.Benchmarks; without it the project is built.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageDraw

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIDE, CELL, LABEL, LEVELS = 224, 88, 170, 5
NAMES = (
    "gaussian_noise shot_noise impulse_noise defocus_blur glass_blur motion_blur zoom_blur snow frost fog brightness contrast "
    "elastic_transform pixelate jpeg_compression speckle_noise gaussian_blur spatter saturate blue_noise_sample brownish_noise "
    "caustic_refraction checkerboard_cutout cocentric_sine_waves inverse_sparkles perlin_noise plasma_noise "
    "single_frequency_greyscale sparkles"
).split()


def scene():
    """A house by a lake: drawn at four times the size, so that edges are soft."""
    k = 4
    rows = np.linspace(0, 1, SIDE * k)[:, None, None]
    sky = np.array([90, 150, 220]) * (1 - rows) + np.array([235, 225, 200]) * rows
    image = Image.fromarray(np.uint8(np.broadcast_to(sky, (SIDE * k, SIDE * k, 3))))
    draw = ImageDraw.Draw(image)

    def shape(kind, points, fill):
        getattr(draw, kind)([v * k for v in points], fill=fill)

    shape("ellipse", (160, 22, 192, 54), (255, 236, 150))
    shape("polygon", (0, 140, 45, 80, 95, 135, 140, 70, 224, 145, 224, 160, 0, 160), (110, 125, 150))
    shape("rectangle", (0, 140, 224, 190), (70, 120, 160))
    shape("polygon", (0, 165, 80, 150, 224, 180, 224, 224, 0, 224), (95, 150, 70))
    shape("rectangle", (40, 120, 110, 180), (190, 90, 70))
    shape("polygon", (32, 122, 75, 88, 118, 122), (90, 60, 55))
    shape("rectangle", (66, 148, 84, 180), (70, 45, 35))
    for x in (48, 92):
        shape("rectangle", (x, 132, x + 12, 144), (245, 230, 160))
    shape("rectangle", (165, 130, 174, 195), (95, 65, 40))
    for x, y, r in ((170, 115, 30), (150, 132, 20), (190, 132, 22), (170, 95, 20)):
        shape("ellipse", (x - r, y - r, x + r, y + r), (50, 115 - r, 55))
    for x in range(8, 224, 24):
        shape("ellipse", (x, 203, x + 6, 209), (230, 210 - x % 90, 90))
    return image.resize((SIDE, SIDE), Image.LANCZOS)


def main():
    picture = scene()
    with tempfile.TemporaryDirectory() as folder:
        source, made = pathlib.Path(folder, "scene.rgb"), pathlib.Path(folder, "corrupted.bin")
        source.write_bytes(picture.tobytes())
        build = ["dotnet", "run", "-c", "Release", "--project", ROOT / "benchmarks/Bench.Benchmarks", "--"]
        subprocess.run([*(sys.argv[1:] or build), "corrupted", source, made], check=True)
        cells = np.fromfile(made, np.uint8).reshape(len(NAMES), LEVELS, SIDE, SIDE, 3)

    per_column = (len(NAMES) + 2) // 2
    width, height = LABEL + LEVELS * CELL, per_column * CELL
    sheet = Image.new("RGB", (2 * width + 10, height), "white")
    draw = ImageDraw.Draw(sheet)
    # The scene itself has the first place.
    sheet.paste(picture.resize((CELL - 2, CELL - 2), Image.LANCZOS), (LABEL, 0))
    draw.text((4, CELL // 2 - 6), "the picture", fill="black")
    for place, name in enumerate(NAMES, start=1):
        left, top = place // per_column * (width + 10), place % per_column * CELL
        draw.text((left + 4, top + CELL // 2 - 6), name, fill="black")
        for level in range(LEVELS):
            cell = Image.fromarray(cells[place - 1, level]).resize((CELL - 2, CELL - 2), Image.LANCZOS)
            sheet.paste(cell, (left + LABEL + level * CELL, top))
    target = ROOT / "docs/images/generated-shifts.jpg"
    sheet.save(target, quality=80, optimize=True)
    print(target)


main()
