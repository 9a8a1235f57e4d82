"""Golden bytes of the generated corruptions, from NumPy, SciPy, scikit-image, OpenCV, Pillow and ImageMagick.

An implementation of its own: it shares the published constants and the definition of the random numbers with Bench, and no code.
Made with Debian's python3-numpy 1.24.2, python3-scipy 1.10.1, python3-skimage 0.19.3, python3-opencv 4.6.0, python3-pil 9.4.0 and
python3-wand (ImageMagick 6.9.11 Q16):

    python3 corruptions.py                  writes corruptions.bin and corruptions.csv
    python3 corruptions.py time [n]         milliseconds of processor time a picture of 224 x 224, each corruption at its middle level, one thread;
                                            the best of five rounds
    python3 corruptions.py picture OUT.rgb  the picture of 224 x 224 that is timed, rows of RGB bytes
    python3 corruptions.py compare IN.rgb OURS.bin    difference from what "Bench.Benchmarks corrupted IN.rgb OURS.bin" wrote
"""

import ctypes
import io
import sys
import time

import cv2
import numpy as np
from PIL import Image
from scipy import fft, ndimage, stats
from skimage import color, filters
from wand.api import library
from wand.image import Image as WandImage

library.MagickMotionBlurImage.argtypes = (ctypes.c_void_p, ctypes.c_double, ctypes.c_double, ctypes.c_double)


class Stream:
    """SplitMix64: number n of key k is mix(k + n * golden)."""

    def __init__(self, key):
        self.key, self.taken = np.uint64(key), 0

    def bits(self, n):
        with np.errstate(over="ignore"):
            z = self.key + np.arange(self.taken + 1, self.taken + n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            self.taken += n
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            return z ^ (z >> np.uint64(31))

    def uniform(self, low, high, *shape):
        u = (self.bits(int(np.prod(shape)) if shape else 1) >> np.uint64(11)).astype(np.float64) / 2**53
        u = low + (high - low) * u
        return u.reshape(shape) if shape else float(u[0])

    def whole(self, low, high, n=None):
        w = low + ((self.bits(n or 1) >> np.uint64(32)) * np.uint64(high - low) >> np.uint64(32)).astype(int)
        return w if n else int(w[0])

    def pairs(self, low, high, n):
        z, span = self.bits(n), np.uint64(high - low)
        upper, lower = z >> np.uint64(32), z & np.uint64(0xFFFFFFFF)
        return [low + (half * span >> np.uint64(32)).astype(int) for half in (upper, lower)]

    def fraction24(self, *shape):
        return ((self.bits(int(np.prod(shape))) >> np.uint64(40)).astype(np.float64) / 2**24).reshape(shape)

    def normal(self, *shape):
        n = int(np.prod(shape))
        z = self.bits((n + 1) // 2)
        radius = np.sqrt(-2 * np.log(((z >> np.uint64(40)).astype(np.float64) + 1) / 2**24))
        angle = 2 * np.pi * ((z >> np.uint64(16)) & np.uint64(0xFFFFFF)).astype(np.float64) / 2**24
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).ravel()[:n].reshape(shape)


def levels(unit):
    return np.uint8(np.clip(unit, 0, 1) * 255)


def gray_blur(image, sigma, **options):
    return filters.gaussian(image, sigma=sigma, **options)


def rgb_blur(image, sigma):
    return filters.gaussian(image, sigma=sigma, channel_axis=-1)


def gaussian_noise(x, c, s):
    return levels(x / 255 + c * s.normal(*x.shape))


def speckle_noise(x, c, s):
    return levels(x / 255 * (1 + c * s.normal(*x.shape)))


def shot_noise(x, c, s):
    return levels(stats.poisson.ppf(s.fraction24(*x.shape), x / 255 * c).clip(0) / c)


def impulse_noise(x, c, s):
    u, out = s.fraction24(*x.shape), x.copy()
    out[u < c] = 0
    out[u < int(c / 2 * 2**24) / 2**24] = 255
    return out


def gaussian_blur(x, c, s):
    return levels(rgb_blur(x / 255, c))


def glass_blur(x, c, s):
    sigma, reach, rounds = c
    side = x.shape[0]
    x = np.uint8(rgb_blur(x / 255, sigma) * 255)
    places = range(side - reach, reach, -1)
    for _ in range(rounds):
        right, down = s.pairs(-reach, reach, len(places) ** 2)
        n = 0
        for y in places:
            for v in places:
                # A swap of two NumPy rows, as published: the second of them is a view and written over before it is read.
                w, h = v + right[n], y + down[n]
                x[y, v], x[h, w] = x[h, w], x[y, v]
                n += 1
    return levels(rgb_blur(x / 255, sigma))


def defocus_blur(x, c, s):
    radius, softening = c
    reach = max(8, radius)
    grid = np.arange(-reach, reach + 1)
    disk = np.float32(grid[None] ** 2 + grid[:, None] ** 2 <= radius**2)
    kernel = cv2.GaussianBlur(disk / disk.sum(), (3, 3) if radius <= 8 else (5, 5), sigmaX=softening)
    return levels(np.stack([cv2.filter2D(x[..., i] / 255, -1, kernel) for i in range(3)], 2))


def magick_motion(pixels, radius, sigma, angle):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    with WandImage(blob=out.getvalue()) as image:
        library.MagickMotionBlurImage(image.wand, radius, sigma, angle)
        flags = cv2.IMREAD_GRAYSCALE if pixels.ndim == 2 else cv2.IMREAD_COLOR
        back = cv2.imdecode(np.frombuffer(image.make_blob(), np.uint8), flags)
    return back if pixels.ndim == 2 else back[..., ::-1]


def motion_blur(x, c, s):
    return magick_motion(x, *c, s.uniform(-45, 45))


def enlarge(image, factor):
    side = image.shape[0]
    middle = int(np.ceil(side / factor))
    first = (side - middle) // 2
    factors = (factor, factor) + (1,) * (image.ndim - 2)
    zoomed = ndimage.zoom(image[first : first + middle, first : first + middle], factors, order=1)
    trim = (zoomed.shape[0] - side) // 2
    return zoomed[trim : trim + side, trim : trim + side]


def zoom_blur(x, c, s):
    x = np.float32(x) / 255
    factors = np.arange(1, *c)
    return levels((x + sum(enlarge(x, f) for f in factors)) / (len(factors) + 1))


def plasma(side, decay, s):
    size = 1 << (side - 1).bit_length()
    m, step, wibble = np.zeros((size, size)), size, 100.0

    def wibbled(total):
        return total / 4 + wibble * s.uniform(-wibble, wibble, *total.shape)

    while step >= 2:
        half = step // 2
        corners = m[::step, ::step]
        east = np.roll(corners, -1, 1)
        m[half::step, half::step] = wibbled(corners + east + np.roll(corners + east, -1, 0))
        middles = m[half::step, half::step]
        m[::step, half::step] = wibbled(middles + np.roll(middles, 1, 0) + corners + east)
        m[half::step, ::step] = wibbled(middles + np.roll(middles, 1, 1) + corners + np.roll(corners, -1, 0))
        step //= 2
        wibble /= decay
    m -= m.min()
    return (m / m.max())[:side, :side]


def fog(x, c, s):
    x = x / 255
    return levels((x + c[0] * plasma(x.shape[0], c[1], s)[..., None]) * x.max() / (x.max() + c[0]))


LOOKS = [
    (77.7, 149.1, 165.7, 15.4),
    (200.8, 205.4, 214.5, 19.5),
    (200.8, 205.4, 214.5, 19.5),
    (137.6, 152.8, 165.2, 26.9),
    (112.4, 123.4, 134.8, 36.1),
]


def frost(x, c, s):
    *tint, spread = LOOKS[s.whole(0, 5)]
    pattern = sum(w * (1 - abs(2 * plasma(x.shape[0], 1.6, s) - 1)) ** 4 for w in (1, 0.5))
    pattern = (pattern - pattern.mean()) / pattern.std() * spread
    return np.uint8(np.clip(c[0] * x + c[1] * (pattern[..., None] + tint), 0, 255))


def snow(x, c, s):
    mean, spread, zoom, floor, radius, sigma, keep = c
    flakes = enlarge(s.normal(*x.shape[:2]) * spread + mean, zoom)
    flakes[flakes < floor] = 0
    flakes = magick_motion(levels(flakes), radius, sigma, s.uniform(-135, -45)) / 255
    x = np.float32(x) / 255
    white = cv2.cvtColor(x, cv2.COLOR_RGB2GRAY)[..., None] * 1.5 + 0.5
    return levels(keep * x + (1 - keep) * np.maximum(x, white) + (flakes + np.rot90(flakes, 2))[..., None])


def spatter(x, c, s):
    mean, spread, sigma, floor, strength, is_mud = c
    x = np.float32(x) / 255
    liquid = gray_blur(s.normal(*x.shape[:2]) * spread + mean, sigma)
    liquid[liquid < floor] = 0
    if is_mud:
        mask = gray_blur(np.float32(liquid > floor), strength)
        mask[mask < 0.8] = 0
        return levels(x * (1 - mask[..., None]) + mask[..., None] * np.array([63, 42, 20]) / 255)
    liquid = np.uint8(liquid * 255)
    relief = cv2.distanceTransform(255 - cv2.Canny(liquid, 50, 150), cv2.DIST_L2, 5)
    relief = np.uint8(cv2.blur(np.minimum(relief, 20), (3, 3)))
    relief = cv2.filter2D(cv2.equalizeHist(relief), cv2.CV_8U, np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]))
    mask = liquid * np.float32(cv2.blur(relief, (3, 3)))
    return levels(x + (strength * mask / mask.max())[..., None] * np.array([175, 238, 238]) / 255)


def contrast(x, c, s):
    x = x / 255
    mean = x.mean((0, 1))
    return levels((x - mean) * c + mean)


def brightness(x, c, s):
    hsv = color.rgb2hsv(x / 255)
    hsv[..., 2] = np.clip(hsv[..., 2] + c, 0, 1)
    return levels(color.hsv2rgb(hsv))


def saturate(x, c, s):
    hsv = color.rgb2hsv(x / 255)
    hsv[..., 1] = np.clip(hsv[..., 1] * c[0] + c[1], 0, 1)
    return levels(color.hsv2rgb(hsv))


def jpeg_compression(x, c, s):
    out = io.BytesIO()
    Image.fromarray(x).save(out, "JPEG", quality=c)
    return np.array(Image.open(out))


def pixelate(x, c, s):
    side = x.shape[0]
    small = Image.fromarray(x).resize((int(side * c),) * 2, Image.BOX)
    return np.array(small.resize((side, side), Image.BOX))


def elastic_transform(x, c, s):
    reach, sigma, corner = (244 * f for f in c)
    x, side = np.float32(x) / 255, x.shape[0]
    m, h = side // 2, side // 3
    start = np.float32([[m + h, m + h], [m + h, m - h], [m - h, m - h]])
    end = start + np.float32(s.uniform(-corner, corner, 3, 2))
    x = cv2.warpAffine(x, cv2.getAffineTransform(start, end), (side, side), borderMode=cv2.BORDER_REFLECT_101)
    right, down = (
        np.float32(reach * gray_blur(s.uniform(-1, 1, side, side), sigma, mode="reflect", truncate=3)) for _ in range(2)
    )
    rows, columns = np.mgrid[:side, :side]
    places = [rows + down, columns + right]
    return levels(np.stack([ndimage.map_coordinates(x[..., i], places, order=1, mode="reflect") for i in range(3)], 2))


def from_spectrum(side, power, s):
    phases = s.uniform(0, 2 * np.pi, side, side // 2)
    phases = np.concatenate([phases, phases[::-1, ::-1]], 1)
    grid = np.arange(side) - side / 2
    amplitude = power(np.hypot(grid[None], grid[:, None]))
    noise = np.real(fft.ifft2(np.roll(amplitude * np.exp(1j * phases), (side // 2, side // 2), (0, 1))))
    return noise / noise.std()


def blue_noise_sample(x, c, s):
    return x * (from_spectrum(x.shape[0], lambda d: d, s) > c * 0.3 - 2.5)[..., None]


def brownish_noise(x, c, s):
    noise = np.stack([from_spectrum(x.shape[0], lambda d: 1 / (d**2 + 1), s) for _ in range(3)], 2)
    return np.uint8(np.clip(x + c * 6.4 * noise, 0, 255))


def single_frequency_greyscale(x, c, s):
    first = s.uniform(-np.pi, np.pi)
    second = s.uniform(-abs(first), abs(first))
    right, down = (first, second) if s.whole(0, 2) == 0 else (second, first)
    rows, columns = np.mgrid[: x.shape[0], : x.shape[0]]
    wave = np.sin(columns * right + rows * down + s.uniform(0, 2 * np.pi))
    return np.uint8(np.clip(x + c * 19.6 * wave[..., None], 0, 255))


def cocentric_sine_waves(x, c, s):
    side = x.shape[0]
    x0, y0 = s.uniform(0, side), s.uniform(0, side)
    frequency, amplitude, ring = s.uniform(0, 10), s.uniform(0, side / 10), s.uniform(0, side / 10)
    down, right = np.mgrid[:side, :side] - np.array([y0, x0])[:, None, None]
    distance = np.hypot(right, down) + np.sin(np.arctan2(right, down) * frequency) * amplitude
    return np.uint8(np.clip(x + c * 12.8 * (distance % ring / ring - 0.5)[..., None], 0, 255))


def plasma_noise(x, c, s):
    side = x.shape[0]
    t, rounds, sharp, scale = s.uniform(0, 6 * np.pi), s.whole(4, 7), s.uniform(0.5, 1), s.uniform(0.075, 0.2) * side
    v, u = np.mgrid[:side, :side] / scale
    for i in range(rounds):
        a = np.cos(v * 1.93**i + t / 1.15**i) / (2.25 - sharp) ** i
        b = np.sin(u * 1.93**i + t / 1.15**i) / (2.25 - sharp) ** i
        u, v = u + a - 0.3 * b, v + b + 0.3 * a
    noise = np.stack([np.sin(u - t), np.sin((u + v + np.sin(t)) / 2), np.sin(v + t)], 2)
    return np.uint8(np.clip((1 - c * 6.4 / 255) * x + c * 6.4 * noise, 0, 255))


def checkerboard_cutout(x, c, s):
    side = x.shape[0]
    angle, scale = s.uniform(0, 2 * np.pi), max(s.uniform(0.1, 0.25) * side, 1)
    n = int(4 * side // scale)
    chosen = s.uniform(0, 1, n, n) < c / 10
    rows, columns = np.mgrid[:side, :side]
    a = (np.cos(angle) * rows + np.sin(angle) * columns) / scale
    b = (-np.sin(angle) * rows + np.cos(angle) * columns) / scale
    painted = (np.int64(a % 2) == np.int64(b % 2)) & chosen[np.int64(a), np.int64(b)]
    return np.where(painted[..., None], np.uint8(128), x)


def rays(side, down, right, lengths, power):
    rows, columns = np.mgrid[:side, :side]
    place = (np.arctan2(columns - right, rows - down) + np.pi) / (2 * np.pi) * len(lengths)
    first = np.int64(place)
    share = place - first
    a, b = lengths[first % len(lengths)], lengths[(first + 1) % len(lengths)]
    reach = ((a + share * (b - a)) ** 2 / ((rows - down) ** 2 + (columns - right) ** 2 + 1e-4)) ** power
    return np.clip((1 - (share - 0.5) ** 2) * reach, 0, 1)[..., None]


def sparkles(x, c, s):
    side, radius = x.shape[0], c * 0.01 * x.shape[0]
    centres, counts = s.uniform(0, side, 5, 2), s.whole(50, 200, 5)
    x = np.float64(x)
    for (down, right), count in zip(centres, counts):
        lengths = np.maximum(1, radius + 0.25 * radius * s.normal(count))
        x += rays(side, down, right, lengths, 1) * (255 - x)
    return np.uint8(np.clip(x, 0, 255))


def inverse_sparkles(x, c, s):
    side = x.shape[0]
    down, right = s.uniform(0.25, 0.75, 2) * side
    lengths = 0.25 * side * (1 + 0.25 * s.normal(s.whole(50, 200)))
    return np.uint8(np.clip(255 + rays(side, down, right, lengths, c * 6.5 / 50) * (x - 255.0), 0, 255))


def perlin_noise(x, c, s):
    side = x.shape[0]
    drawn = (s.bits(514 * 2) >> np.uint64(33)).astype(np.int64).reshape(514, 2) % 512 - 256
    slopes = drawn / np.maximum(1e-12, np.linalg.norm(drawn, axis=1, keepdims=True))
    order = np.arange(514)
    for i, other in zip(range(255, -1, -1), (s.bits(256) >> np.uint64(33)).astype(np.int64) % 256):
        order[i], order[other] = order[other], order[i]
    order[256:] = order[:258]
    slopes[256:] = slopes[:258]

    def octave(frequency):
        t = frequency * np.arange(side) / (32 * side / 224) + 4096
        cell, part = np.int64(t) % 256, t % 1
        ease = part**2 * (3 - 2 * part)

        def dot(i, j):
            g = slopes[order[order[(cell + i) % 256][:, None] + ((cell + j) % 256)[None]]]
            return (part - i)[:, None] * g[..., 0] + (part - j)[None] * g[..., 1]

        near, far = (dot(0, j) + ease[:, None] * (dot(1, j) - dot(0, j)) for j in (0, 1))
        return 1.5 * (near + ease[None] * (far - near))

    total = sum(abs(octave(2**k)) / 2**k for k in range(5))
    alpha = c * 0.05
    return np.uint8(np.clip((1 - alpha) * x + 255 * alpha * np.clip(total / 2 + 0.5, 0, 1)[..., None], 0, 255))


def caustic_refraction(x, c, s):
    side = x.shape[0]
    t, size = s.uniform(0.5, 2), s.uniform(0.75, 1.25) * side
    p, q = np.mgrid[:side, :side] / size % 1 * 6.28318530718 - 250
    u, v, total = p, q, 1.0
    for n in range(1, 6):
        w = t * (1 - 3.5 / n)
        u, v = p + np.cos(w - u) + np.sin(w + v), q + np.sin(w - v) + np.cos(w + u)
        total = total + 1 / np.hypot(p / (np.sin(u + w) / 0.005), q / (np.cos(v + w) / 0.005))
    light = np.clip(abs(1.17 - (total / 5) ** 1.4) ** 8, 0, 1)
    light = np.pad(ndimage.gaussian_filter(light, 1), 1)
    east_west = light[2:, 1:-1] - light[:-2, 1:-1]
    south_north = light[1:-1, 2:] - light[1:-1, :-2]

    normal = np.stack([east_west, south_north, np.ones_like(east_west)], 2)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    up = normal[..., 2]
    straight = up >= 1 - 1e-3
    angle = np.arcsin(np.sin(np.arccos(np.where(straight, 0.5, up))) / 4)
    aside = np.cross(np.broadcast_to([0.0, 0.0, 1.0], normal.shape), normal)
    aside /= np.where(straight, 1, np.linalg.norm(aside, axis=2))[..., None]
    ray = np.cos(angle)[..., None] * normal + np.sin(angle)[..., None] * np.cross(normal, aside)
    ray = np.round(np.where(straight[..., None], 0, ray) * c * 0.05 * side, 3)

    rows, columns = np.mgrid[:side, :side]
    # Bilinear with black beyond the edges: a margin of black, and places held inside it.
    padded = np.pad(np.float32(x) / 255, ((2, 2), (2, 2), (0, 0)))
    a, b = (np.clip(g + ray[..., i] + 2, 0, side + 2.999) for i, g in enumerate((rows, columns)))
    i, j = np.int64(a), np.int64(b)
    f, g = (a - i)[..., None], (b - j)[..., None]
    seen = (
        padded[i, j] * (1 - f) * (1 - g)
        + padded[i, j + 1] * (1 - f) * g
        + padded[i + 1, j] * f * (1 - g)
        + padded[i + 1, j + 1] * f * g
    )
    return levels(seen + ((east_west - south_north) * c * 0.2)[..., None])


CORRUPTIONS = {
    gaussian_noise: [0.08, 0.12, 0.18, 0.26, 0.38],
    shot_noise: [60, 25, 12, 5, 3],
    impulse_noise: [0.03, 0.06, 0.09, 0.17, 0.27],
    defocus_blur: [(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)],
    glass_blur: [(0.7, 1, 2), (0.9, 2, 1), (1, 2, 3), (1.1, 3, 2), (1.5, 4, 2)],
    motion_blur: [(10, 3), (15, 5), (15, 8), (15, 12), (20, 15)],
    zoom_blur: [(1.11, 0.01), (1.16, 0.01), (1.21, 0.02), (1.26, 0.02), (1.31, 0.03)],
    snow: [
        (0.1, 0.3, 3, 0.5, 10, 4, 0.8),
        (0.2, 0.3, 2, 0.5, 12, 4, 0.7),
        (0.55, 0.3, 4, 0.9, 12, 8, 0.7),
        (0.55, 0.3, 4.5, 0.85, 12, 8, 0.65),
        (0.55, 0.3, 2.5, 0.85, 12, 12, 0.55),
    ],
    frost: [(1, 0.4), (0.8, 0.6), (0.7, 0.7), (0.65, 0.7), (0.6, 0.75)],
    fog: [(1.5, 2), (2, 2), (2.5, 1.7), (2.5, 1.5), (3, 1.4)],
    brightness: [0.1, 0.2, 0.3, 0.4, 0.5],
    contrast: [0.4, 0.3, 0.2, 0.1, 0.05],
    elastic_transform: [(2, 0.7, 0.1), (2, 0.08, 0.2), (0.05, 0.01, 0.02), (0.07, 0.01, 0.02), (0.12, 0.01, 0.02)],
    pixelate: [0.6, 0.5, 0.4, 0.3, 0.25],
    jpeg_compression: [25, 18, 15, 10, 7],
    speckle_noise: [0.15, 0.2, 0.35, 0.45, 0.6],
    gaussian_blur: [1, 2, 3, 4, 6],
    spatter: [
        (0.65, 0.3, 4, 0.69, 0.6, False),
        (0.65, 0.3, 3, 0.68, 0.6, False),
        (0.65, 0.3, 2, 0.68, 0.5, False),
        (0.65, 0.3, 1, 0.65, 1.5, True),
        (0.67, 0.4, 1, 0.65, 1.5, True),
    ],
    saturate: [(0.3, 0), (0.1, 0), (2, 0), (5, 0.1), (20, 0.2)],
    blue_noise_sample: [0.8, 1.6, 2.4, 4.0, 5.6],
    brownish_noise: [1.0, 2.0, 3.0, 4.0, 5.0],
    caustic_refraction: [2.35, 3.2, 4.9, 6.6, 9.15],
    checkerboard_cutout: [2.0, 3.0, 4.0, 5.0, 6.0],
    cocentric_sine_waves: [3.0, 5.0, 8.0, 9.0, 10.0],
    inverse_sparkles: [1.0, 2.0, 4.0, 9.0, 10.0],
    perlin_noise: [4.6, 5.2, 5.8, 7.6, 8.8],
    plasma_noise: [4.75, 7.0, 8.5, 9.25, 10.0],
    single_frequency_greyscale: [1.0, 1.5, 2.0, 4.5, 5.0],
    sparkles: [1.0, 2.0, 3.0, 5.0, 6.0],
}

SIDE, EVERY = 64, 13


def picture(side):
    """A gray wedge, colours, a disk and a grid, all with a grain; the same whole numbers in C#."""
    rows, columns = np.mgrid[:side, :side]
    grain = (rows * rows * 17 + columns * columns * 31 + rows * columns * 7) % 23
    inside = (rows * 2 - side) ** 2 + (columns * 2 - side) ** 2 < side * side // 2
    x = np.stack([columns * 232 // (side - 1) + grain, rows * 232 // (side - 1) + grain, (rows * 5 + columns * 3) % 256], 2)
    x[inside] = 255 - x[inside]
    x[: side // 8] = (columns * 232 // (side - 1) + grain)[: side // 8, :, None]
    x[side - side // 8 :][:, ::4] = 0
    return np.uint8(x)


def golden():
    x, out, table = picture(SIDE), [], ["corruption,level,key"]
    out.append(x.ravel())
    for number, (corrupt, constants) in enumerate(CORRUPTIONS.items()):
        for level, constant in enumerate(constants):
            key = 1_000_003 * (number + 1) + level
            result = corrupt(x.copy(), constant, Stream(key))
            assert result.shape == x.shape and result.dtype == np.uint8, corrupt
            out.append(result.ravel()[::EVERY])
            table.append(f"{corrupt.__name__},{level},{key}")
    np.concatenate(out).tofile("corruptions.bin")
    open("corruptions.csv", "w").write("\n".join(table) + "\n")


def measure(pictures):
    cv2.setNumThreads(1)
    x = picture(224)
    # All of them first: the allocator learns to keep the memory of large arrays, which the first ones would pay for otherwise.
    for corrupt, constants in CORRUPTIONS.items():
        corrupt(x.copy(), constants[2], Stream(0))
    for corrupt, constants in CORRUPTIONS.items():
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            for key in range(pictures):
                corrupt(x.copy(), constants[2], Stream(key))
            best = min(best, (time.process_time() - start) / pictures * 1000)
        print(f"{corrupt.__name__},{best:.3f}")


def compare(source, ours):
    x = np.fromfile(source, np.uint8).reshape(224, 224, 3)
    ours = np.fromfile(ours, np.uint8).reshape(-1, 224, 224, 3)
    place = 0
    for number, (corrupt, constants) in enumerate(CORRUPTIONS.items()):
        for level, constant in enumerate(constants):
            difference = abs(np.int64(ours[place]) - corrupt(x.copy(), constant, Stream(1_000_003 * (number + 1) + level)))
            beyond, most = (difference > 1).any(2).sum(), difference.max()
            print(f"{corrupt.__name__},{level + 1},{(difference == 0).mean():.4f},{beyond},{most}")
            place += 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["time"]:
        measure(int((sys.argv[2:] or ["5"])[0]))
    elif sys.argv[1:2] == ["picture"]:
        picture(224).tofile(sys.argv[2])
    elif sys.argv[1:2] == ["compare"]:
        compare(*sys.argv[2:])
    else:
        golden()
