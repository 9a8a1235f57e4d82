"""Expected hashes of PerceptualHashTests: python3 perceptual_hash.py. Needs NumPy and SciPy."""

import numpy as np
from scipy.fft import dct


def cell(i, n):
    first = i * n // 32
    return slice(first, max(first + 1, (i + 1) * n // 32))


def phash(luma):
    height, width = luma.shape
    cells = np.array([[luma[cell(r, height), cell(c, width)].mean() for c in range(32)] for r in range(32)])
    # SciPy's type II is twice ours: the order of the frequencies is the same.
    waves = dct(dct(cells, axis=0), axis=1)[:8, :8]
    return int("".join("1" if wave > np.median(waves) else "0" for wave in waves.ravel()), 2)


for width, height in ((150, 100), (32, 32), (40, 17)):
    y, x = np.mgrid[0:height, 0:width]
    luma = ((x * 7 + y * 13 + x * y % 31) % 256).astype(np.uint8)
    print(width, height, f"{phash(luma.astype(float)):016x}")
