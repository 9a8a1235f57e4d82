#!/usr/bin/python3
"""Small pictures of many kinds, and what Pillow's Image.open(file).convert("RGB") makes of them.

Usage: make_format_golden.py    writes formats/* and formats.csv beside itself (Debian: python3-pil 9.4, libturbojpeg0 and libjpeg-turbo-progs 2.1)
A row is: file, mode that Pillow opens it in, width, height, SHA-256 of its RGB pixels; "refused" and Pillow's words where it refuses.
"""
import ctypes
import hashlib
import io
import os
import pathlib
import struct
import subprocess
import tempfile
import warnings
import zlib

from PIL import Image, PngImagePlugin

HERE = pathlib.Path(__file__).resolve().parent
W, H = 37, 29
made = {}


def level(x, y, c):
    return (x * 6 + y * 3 + c * 60 + (x * y * (c + 3)) // 9 + (80 if (x // 6 + y // 5 + c) % 2 else 0)) % 256


def picture(mode="RGB", w=W, h=H):
    out = Image.new(mode, (w, h))
    channels = len(out.getbands())
    for y in range(h):
        for x in range(w):
            values = tuple(level(x, y, c) for c in range(channels))
            out.putpixel((x, y), values if channels > 1 else values[0])
    return out


def add(name, data):
    assert name not in made, name
    made[name] = bytes(data)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


# --- JPEG -----------------------------------------------------------------------------------------------------------------------
turbo = ctypes.CDLL("libturbojpeg.so.0")
turbo.tjInitCompress.restype = ctypes.c_void_p
turbo.tjGetErrorStr2.restype = ctypes.c_char_p
SAMPLINGS = {"444": 0, "422": 1, "420": 2, "gray": 3, "440": 4, "411": 5}
PIXELS = {3: 0, 4: 11}  # RGB; CMYK, which libturbojpeg writes as YCCK


def turbo_jpeg(image, sampling, progressive=False, arithmetic=False, restart=False, quality=85):
    settings = {"TJ_ARITHMETIC": arithmetic, "TJ_RESTART": restart, "TJ_PROGRESSIVE": progressive}
    for key, on in settings.items():
        libc.setenv(key.encode(), b"1" if on else b"0", 1)
    data = image.tobytes()
    handle = ctypes.c_void_p(turbo.tjInitCompress())
    out, size = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_ulong(0)
    channels = len(image.getbands())
    failed = turbo.tjCompress2(handle, data, image.width, image.width * channels, image.height, PIXELS[channels], ctypes.byref(out),
                               ctypes.byref(size), SAMPLINGS[sampling], quality, 0)
    assert not failed, turbo.tjGetErrorStr2(handle)
    return ctypes.string_at(out, size.value)


libc = ctypes.CDLL(None)


def segments(jpeg):
    """Markers of the header with their bytes, and the rest from the first scan on."""
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        length = struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        found.append((jpeg[at + 1], jpeg[at:at + 2 + length]))
        at += 2 + length
    return found, jpeg[at:]


def joined(found, rest):
    return b"\xff\xd8" + b"".join(part for _, part in found) + rest


def without(jpeg, marker):
    found, rest = segments(jpeg)
    return joined([part for part in found if part[0] != marker], rest)


def with_first(jpeg, marker, content):
    found, rest = segments(jpeg)
    return joined([(marker, bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content)] + found, rest)


rgb, cmyk = picture(), picture("CMYK")
for sampling in SAMPLINGS:
    add(f"baseline-{sampling}.jpg", turbo_jpeg(rgb, sampling))
    if sampling != "gray":
        add(f"progressive-{sampling}.jpg", turbo_jpeg(rgb, sampling, progressive=True))
        add(f"ycck-{sampling}.jpg", turbo_jpeg(cmyk, sampling))
add("arithmetic-420.jpg", turbo_jpeg(rgb, "420", arithmetic=True))
add("arithmetic-progressive-444.jpg", turbo_jpeg(rgb, "444", progressive=True, arithmetic=True))
add("arithmetic-ycck.jpg", turbo_jpeg(cmyk, "420", arithmetic=True))
add("restarts.jpg", turbo_jpeg(rgb, "420", restart=True))
add("ycck-without-adobe.jpg", without(made["ycck-444.jpg"], 0xEE))
add("cmyk.jpg", saved(cmyk, "JPEG", quality=85))
add("cmyk-without-adobe.jpg", without(made["cmyk.jpg"], 0xEE))
add("cmyk-progressive.jpg", saved(cmyk, "JPEG", quality=85, progressive=True))


def cjpeg(*options):
    return subprocess.run(["cjpeg", *options], input=saved(rgb, "PPM"), stdout=subprocess.PIPE, check=True).stdout


scans = tempfile.NamedTemporaryFile("w")
scans.write("0; 1; 2;")
scans.flush()
# Samplings that TurboJPEG has no name for.
for name, factors in {"410": "4x2", "311": "3x1", "tall": "1x4", "chroma-finer": "1x1,2x2,2x2", "uneven": "2x2,2x1,1x2", "half-gone": "2x1,1x1,2x1"}.items():
    add(f"sampling-{name}.jpg", cjpeg("-sample", factors))
    add(f"sampling-{name}-progressive.jpg", cjpeg("-progressive", "-sample", factors))
add("smoothed-scans.jpg", cjpeg("-progressive", "-quality", "5"))
add("channels-apart.jpg", cjpeg("-scans", scans.name))
add("tiny-1x1.jpg", turbo_jpeg(picture(w=1, h=1), "420"))
add("narrow-3x17.jpg", turbo_jpeg(picture(w=3, h=17), "411"))
add("quality-1.jpg", turbo_jpeg(rgb, "420", quality=1))
add("quality-100.jpg", turbo_jpeg(rgb, "420", quality=100))
# Adobe's marker with transform 0: the three channels are red, green and blue themselves.
add("adobe-rgb.jpg", with_first(without(made["baseline-444.jpg"], 0xE0), 0xEE, b"Adobe\0\x64\0\0\0\0\0"))
add("jfif-and-adobe-rgb.jpg", with_first(made["baseline-444.jpg"], 0xEE, b"Adobe\0\x64\0\0\0\0\0"))


def with_components(jpeg, ids):
    """The channels under other numbers, in the frame's header and in the scan's."""
    found, rest = segments(jpeg)
    rest = bytearray(rest)
    for i, each in enumerate(ids):
        rest[5 + 2 * i] = each
    renamed = []
    for marker, part in found:
        part = bytearray(part)
        if marker == 0xC0:
            for i, each in enumerate(ids):
                part[10 + 3 * i] = each
        renamed.append((marker, bytes(part)))
    return joined(renamed, bytes(rest))


bare = without(made["baseline-444.jpg"], 0xE0)
add("no-marker-rgb-ids.jpg", with_components(bare, b"RGB"))
add("no-marker-odd-ids.jpg", with_components(bare, b"\x05\x06\x07"))
add("no-marker.jpg", bare)
for orientation in (2, 3, 6, 8):
    exif = Image.Exif()
    exif[0x0112] = orientation
    add(f"orientation-{orientation}.jpg", saved(rgb, "JPEG", quality=80, exif=exif))
add("trailing-bytes.jpg", made["baseline-420.jpg"] + b"more bytes \xff\xd8\xff\xda that follow")
add("two-pictures.jpg", made["baseline-420.jpg"] + made["baseline-444.jpg"])
add("fill-bytes.jpg", made["baseline-420.jpg"].replace(b"\xff\xdb", b"\xff\xff\xff\xdb", 1))
add("comment-with-end-marker.jpg", with_first(made["baseline-420.jpg"], 0xFE, b"\xff\xd9\xff\xd9"))
add("no-end-marker.jpg", made["baseline-420.jpg"][:-2])
add("half.jpg", made["baseline-420.jpg"][:len(made["baseline-420.jpg"]) * 2 // 3])
add("half-with-end-marker.jpg", made["half.jpg"] + b"\xff\xd9")
add("progressive-half-with-end-marker.jpg", made["progressive-420.jpg"][:len(made["progressive-420.jpg"]) * 2 // 3] + b"\xff\xd9")
mpo = io.BytesIO()
rgb.save(mpo, "MPO", save_all=True, append_images=[picture().rotate(180)])
add("multi-picture.jpg", mpo.getvalue())


def with_frame(jpeg, marker=None, precision=None, layers=None):
    found, rest = segments(jpeg)
    for i, (code, part) in enumerate(found):
        if code in (0xC0, 0xC2):
            part = bytearray(part)
            part[1] = marker or part[1]
            part[4] = precision or part[4]
            found[i] = (part[1], bytes(part))
    return joined(found, rest)


add("12-bit.jpg", with_frame(turbo_jpeg(rgb, "444"), marker=0xC1, precision=12))
add("extended-8-bit.jpg", with_frame(turbo_jpeg(rgb, "444"), marker=0xC1))
add("lossless-frame.jpg", with_frame(turbo_jpeg(rgb, "444"), marker=0xC3))


# --- PNG ------------------------------------------------------------------------------------------------------------------------
def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(depth, colour, rows, *before, interlaced=False, after=()):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, 1 if interlaced else 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(before) + chunk(b"IDAT", zlib.compress(rows, 9)) + b"".join(after) + chunk(b"IEND", b"")


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def rows(depth, colour, top=None, interlaced=False):
    """Samples of the depth, from 0 to top, in rows without a filter."""
    top, out = top or (1 << depth) - 1, bytearray()
    for x0, y0, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        for y in range(y0, H, dy):
            if x0 >= W:
                continue
            out.append(0)
            bits, count = 0, 0
            for x in range(x0, W, dx):
                for c in range(CHANNELS[colour]):
                    value = level(x, y, c)
                    value = value * 257 ^ (x * 31 & 255) if depth == 16 else value * (top + 1) // 256
                    bits, count = bits << depth | value, count + depth
            out += (bits << -count % 8).to_bytes((count + 7) // 8, "big")
    return bytes(out)


def palette(count):
    return chunk(b"PLTE", bytes(level(i * 7, c * 5 + i, c) for i in range(count) for c in range(3)))


for depth, colour in [(1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2), (8, 4), (16, 4), (8, 6), (16, 6)]:
    for interlaced in (False, True):
        name = f"{ {0: 'gray', 2: 'rgb', 4: 'gray-alpha', 6: 'rgba'}[colour] }-{depth}{'-interlaced' if interlaced else ''}.png"
        add(name.replace("{ ", ""), png(depth, colour, rows(depth, colour, interlaced=interlaced), interlaced=interlaced))
for depth in (1, 2, 4, 8):
    size = 1 << depth
    add(f"palette-{depth}.png", png(depth, 3, rows(depth, 3), palette(size)))
    add(f"palette-{depth}-interlaced.png", png(depth, 3, rows(depth, 3, interlaced=True), palette(size), interlaced=True))
    add(f"palette-{depth}-alpha.png", png(depth, 3, rows(depth, 3), palette(size), chunk(b"tRNS", bytes(range(0, size, 2))[:size // 2])))
add("palette-8-short.png", png(8, 3, rows(8, 3), palette(40)))
add("palette-4-short.png", png(4, 3, rows(4, 3), palette(9)))
add("palette-8-few.png", png(8, 3, rows(8, 3, top=19), palette(20)))
add("rgb-8-key.png", png(8, 2, rows(8, 2), chunk(b"tRNS", struct.pack(">HHH", *(level(5, 5, c) for c in range(3))))))
add("rgb-16-key.png", png(16, 2, rows(16, 2), chunk(b"tRNS", struct.pack(">HHH", 1, 2, 3))))
for depth in (1, 2, 4, 8):
    add(f"gray-{depth}-key.png", png(depth, 0, rows(depth, 0), chunk(b"tRNS", struct.pack(">H", 1))))
for depth, colour in [(8, 2), (8, 0), (8, 6), (16, 2), (8, 3)]:
    gamma = [chunk(b"gAMA", struct.pack(">I", 100_000))] + ([palette(256)] if colour == 3 else [])
    add(f"gamma-{depth}-{colour}.png", png(depth, colour, rows(depth, colour), *gamma))
add("chromaticity.png", png(8, 2, rows(8, 2), chunk(b"gAMA", struct.pack(">I", 45_455)),
                            chunk(b"cHRM", struct.pack(">8I", 31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000))))
add("significant-bits.png", png(8, 2, rows(8, 2), chunk(b"sBIT", b"\5\5\5")))
add("background.png", png(8, 6, rows(8, 6), chunk(b"bKGD", struct.pack(">HHH", 9, 99, 199))))
add("suggested-palette.png", png(8, 2, rows(8, 2), palette(16)))
exif = Image.Exif()
exif[0x0112] = 6
add("orientation-6.png", saved(rgb, "PNG", exif=exif))
add("filters.png", saved(rgb, "PNG"))
add("trailing-bytes.png", made["filters.png"] + b"more bytes that follow")
add("no-end-chunk.png", made["filters.png"][:-12])
add("half.png", made["filters.png"][:len(made["filters.png"]) // 2])
damaged = bytearray(made["filters.png"])
damaged[-20] ^= 0x40
add("damaged-data.png", damaged)
damaged = bytearray(made["rgb-8.png"])
damaged[29] ^= 1
add("wrong-checksum-of-head.png", damaged)
plain = made["rgb-8.png"]
damaged = bytearray(plain)
damaged[-13] ^= 1
add("wrong-checksum-of-data.png", damaged)
note = bytearray(chunk(b"tEXt", b"Comment\0hello"))
note[-1] ^= 1
add("wrong-checksum-of-text.png", plain[:33] + note + plain[33:])
add("unknown-chunk.png", plain[:33] + chunk(b"abCd", b"hello") + plain[33:])
add("wrong-profile.png", plain[:33] + chunk(b"iCCP", b"name\0\0" + zlib.compress(b"no profile")) + plain[33:])
add("srgb.png", plain[:33] + chunk(b"sRGB", b"\0") + plain[33:])
whole = zlib.compress(rows(8, 2), 9)
add("data-in-parts.png", plain[:33] + b"".join(chunk(b"IDAT", whole[i:i + 100]) for i in range(0, len(whole), 100)) + plain[-12:])
add("rows-missing.png", plain[:33] + chunk(b"IDAT", zlib.compress(rows(8, 2)[:H // 2 * (3 * W + 1)])) + plain[-12:])
add("rows-beyond.png", plain[:33] + chunk(b"IDAT", zlib.compress(rows(8, 2) + bytes(999))) + plain[-12:])
add("palette-missing.png", png(8, 3, rows(8, 3)))
animated = io.BytesIO()
rgb.save(animated, "PNG", save_all=True, append_images=[picture().rotate(180)], duration=100)
add("animated.png", animated.getvalue())
animated = io.BytesIO()
rgb.save(animated, "PNG", save_all=True, append_images=[picture().rotate(180), picture().rotate(90)], duration=100, default_image=True)
add("animated-apart.png", animated.getvalue())


# --- GIF ------------------------------------------------------------------------------------------------------------------------
def codes(indices, depth):
    """LZW that never builds a code: a clear code before the table would grow."""
    width, out, bits, count = depth + 1, bytearray(), 0, 0
    clear, since = 1 << depth, 0
    stream = [clear]
    for each in indices:
        if since == (1 << depth) - 2:
            stream.append(clear)
            since = 0
        stream.append(each)
        since += 1
    for each in stream + [clear + 1]:
        bits |= each << count
        count += width
        while count >= 8:
            out.append(bits & 255)
            bits, count = bits >> 8, count - 8
    if count:
        out.append(bits & 255)
    blocks = b"".join(bytes([len(out[i:i + 255])]) + out[i:i + 255] for i in range(0, len(out), 255))
    return bytes([depth]) + blocks + b"\0"


def colours(count):
    return bytes(level(i * 5, i + c * 9, c) for i in range(count) for c in range(3))


def frame(x, y, w, h, depth, used, key=None, local=None, interlaced=False, dispose=0):
    order = [*range(0, h, 8), *range(4, h, 8), *range(2, h, 4), *range(1, h, 2)] if interlaced else range(h)
    indices = [level(x, y, 0) * used // 256 for y in order for x in range(w)]
    control = b"" if key is None and not dispose else bytes([0x21, 0xF9, 4, dispose << 2 | (key is not None), 5, 0, key or 0, 0])
    flags = (0x80 | (depth - 1) if local else 0) | (0x40 if interlaced else 0)
    return control + b"\x2c" + struct.pack("<HHHHB", x, y, w, h, flags) + (local or b"") + codes(indices, max(depth, 2))


def gif(*frames, depth=4, table=True, background=0, w=W, h=H):
    head = b"GIF89a" + struct.pack("<HHBBB", w, h, (0x80 if table else 0) | 0x70 | (depth - 1), background, 0)
    return head + (colours(1 << depth) if table else b"") + b"".join(frames) + b"\x3b"


add("plain.gif", gif(frame(0, 0, W, H, 4, 16)))
add("interlaced.gif", gif(frame(0, 0, W, H, 4, 16, interlaced=True)))
add("transparent.gif", gif(frame(0, 0, W, H, 4, 16, key=5)))
add("transparent-unused.gif", gif(frame(0, 0, W, H, 4, 8, key=12)))
add("local-table.gif", gif(frame(0, 0, W, H, 4, 16, local=colours(19)[9:57])))
add("local-table-alone.gif", gif(frame(0, 0, W, H, 4, 16, key=3, local=colours(19)[9:57]), table=False))
add("no-table.gif", gif(frame(0, 0, W, H, 4, 16), table=False))
add("smaller-frame.gif", gif(frame(5, 4, 20, 15, 4, 16)))
add("smaller-frame-background.gif", gif(frame(5, 4, 20, 15, 4, 16), background=7))
add("smaller-frame-transparent.gif", gif(frame(5, 4, 20, 15, 4, 16, key=5)))
add("smaller-frame-local.gif", gif(frame(5, 4, 20, 15, 4, 16, key=5, local=colours(19)[9:57])))
add("larger-frame.gif", gif(frame(0, 0, W, H, 4, 16), w=20, h=15))
add("shifted-frame.gif", gif(frame(10, 10, W, H, 4, 16)))
add("table-of-2.gif", gif(frame(0, 0, W, H, 1, 2), depth=1))
add("beyond-table.gif", gif(frame(0, 0, W, H, 4, 16), depth=2))
add("beyond-table-transparent.gif", gif(frame(0, 0, W, H, 4, 16, key=2), depth=2))
add("key-beyond-table.gif", gif(frame(3, 3, 20, 15, 2, 4, key=9), depth=2))
add("animated.gif", gif(frame(0, 0, W, H, 4, 16, key=5, dispose=1), frame(3, 3, 10, 10, 4, 16, key=1, dispose=2), frame(0, 0, W, H, 4, 8)))
add("animated-dispose.gif", gif(frame(0, 0, W, H, 4, 16, key=5, dispose=2), frame(3, 3, 10, 10, 4, 16, dispose=2)))
add("control-twice.gif", gif(frame(0, 0, 0, 0, 4, 16, key=5)[:8] + frame(0, 0, W, H, 4, 16, key=6)))
add("comment.gif", gif(b"\x21\xfe\x05hello\0" + frame(0, 0, W, H, 4, 16, key=5)))
short = frame(0, 0, W, H, 4, 16)[:10] + codes([1, 2, 3] * 100, 4)
add("rows-missing.gif", gif(short))
add("rows-beyond.gif", gif(frame(0, 0, W, H, 4, 16)[:10] + codes([1, 2, 3] * 900, 4)))
add("version-87.gif", made["plain.gif"].replace(b"GIF89a", b"GIF87a"))
add("short-local-table.gif", gif(frame(2, 2, 20, 20, 4, 16, key=1, local=colours(4))))
add("empty-frame.gif", gif(frame(0, 0, 0, 0, 4, 16)[:10] + b"\4\0" + frame(0, 0, W, H, 4, 16)))
add("no-frame.gif", gif())
add("quantised.gif", saved(rgb, "GIF"))
add("gray-table.gif", saved(picture("L"), "GIF"))
add("black-and-white.gif", saved(picture("L").convert("1"), "GIF"))
add("half.gif", made["plain.gif"][:len(made["plain.gif"]) // 2])
add("no-trailer.gif", made["plain.gif"][:-1])
add("trailing-bytes.gif", made["plain.gif"] + b"more bytes")


# --- WebP -----------------------------------------------------------------------------------------------------------------------
rgba = picture("RGBA")
holes = rgba.copy()
holes.putalpha(Image.frombytes("L", (W, H), bytes(0 if (x + y) % 3 == 0 else 255 - 5 * x for y in range(H) for x in range(W))))
add("lossy.webp", saved(rgb, "WEBP", quality=80))
add("lossy-10.webp", saved(rgb, "WEBP", quality=10))
add("lossy-alpha.webp", saved(holes, "WEBP", quality=80))
add("lossless.webp", saved(rgb, "WEBP", lossless=True))
add("lossless-alpha.webp", saved(holes, "WEBP", lossless=True))
add("lossless-alpha-exact.webp", saved(holes, "WEBP", lossless=True, exact=True))
exif = Image.Exif()
exif[0x0112] = 6
add("orientation-6.webp", saved(rgb, "WEBP", quality=80, exif=exif))
for name, options in {"animated": {}, "animated-lossless": {"lossless": True}}.items():
    out = io.BytesIO()
    rgb.save(out, "WEBP", save_all=True, append_images=[picture().rotate(180)], duration=100, **options)
    add(f"{name}.webp", out.getvalue())
out = io.BytesIO()
holes.save(out, "WEBP", save_all=True, append_images=[rgba.rotate(180)], duration=100, lossless=True, background=(200, 100, 50, 255))
add("animated-alpha.webp", out.getvalue())


def webp_animation(payload, x, y, background):
    """One frame at a place of a larger canvas, which Pillow does not write."""
    inner = payload[12:]
    if inner[:4] == b"VP8X":
        inner = inner[18:]
    anmf = struct.pack("<I", x // 2)[:3] + struct.pack("<I", y // 2)[:3] + struct.pack("<I", W - 1)[:3] + struct.pack("<I", H - 1)[:3]
    anmf += struct.pack("<I", 100)[:3] + b"\0" + inner
    body = b"VP8X" + struct.pack("<I", 10) + bytes([0x12, 0, 0, 0]) + struct.pack("<I", W + 10)[:3] + struct.pack("<I", H + 8)[:3]
    body += b"ANIM" + struct.pack("<I", 6) + background + b"\0\0" + b"ANMF" + struct.pack("<I", len(anmf)) + anmf + b"\0" * (len(anmf) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


add("smaller-frame.webp", webp_animation(made["lossless.webp"], 4, 6, bytes([200, 100, 50, 255])))
add("half.webp", made["lossy.webp"][:len(made["lossy.webp"]) // 2])
add("trailing-bytes.webp", made["lossy.webp"] + b"more bytes")


# --- BMP ------------------------------------------------------------------------------------------------------------------------
def bmp(bits, table, data, compression=0, masks=b"", w=W, h=H, head=40, used=None):
    count = len(table) // 4
    info = struct.pack("<IiiHHIIiiII", head, w, h, 1, bits, compression, len(data), 2835, 2835, count if used is None else used, 0)
    if head > 40:
        info += masks.ljust(head - 40, b"\0")
        masks = b""
    offset = 14 + len(info) + len(masks) + len(table)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + info + masks + table + data


def bmp_rows(bits, top=None):
    out = b""
    for y in reversed(range(H)):
        row, count = 0, 0
        for x in range(W):
            value = level(x, y, 0) * (top or 1 << bits) // 256 if bits <= 8 else 0
            row, count = row << bits | value, count + bits
        line = (row << -count % 8).to_bytes((count + 7) // 8, "big")
        out += line + b"\0" * (-len(line) % 4)
    return out


def bmp_colours(pack, size):
    out = b""
    for y in reversed(range(H)):
        line = b"".join(pack(*(level(x, y, c) for c in range(4))) for x in range(W))
        out += line + b"\0" * (-len(line) % 4)
    assert size
    return out


def table(count):
    return b"".join(bytes([level(i * 5, i, 2), level(i * 5, i, 1), level(i * 5, i, 0), 0]) for i in range(count))


for bits in (1, 4, 8):
    add(f"palette-{bits}.bmp", bmp(bits, table(1 << bits), bmp_rows(bits)))
add("gray-8.bmp", bmp(8, b"".join(bytes([i, i, i, 0]) for i in range(256)), bmp_rows(8)))
add("black-and-white.bmp", bmp(1, b"\0\0\0\0\xff\xff\xff\0", bmp_rows(1)))
add("white-and-black.bmp", bmp(1, b"\xff\xff\xff\0\0\0\0\0", bmp_rows(1)))
add("palette-8-short.bmp", bmp(8, table(40), bmp_rows(8)))
add("palette-8-few.bmp", bmp(8, table(20), bmp_rows(8, top=20)))
bgr = lambda r, g, b, a: bytes([b, g, r])  # noqa: E731
bgrx = lambda r, g, b, a: bytes([b, g, r, a])  # noqa: E731
add("rgb-24.bmp", bmp(24, b"", bmp_colours(bgr, 3)))
add("rgb-32.bmp", bmp(32, b"", bmp_colours(bgrx, 4)))
add("rgb-32-zero.bmp", bmp(32, b"", bmp_colours(lambda r, g, b, a: bytes([b, g, r, 0]), 4)))
add("rgba-32-masks.bmp", bmp(32, b"", bmp_colours(bgrx, 4), 3, struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000), head=124))
add("rgb-32-masks.bmp", bmp(32, b"", bmp_colours(bgrx, 4), 3, struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)))
add("bgr-32-masks.bmp", bmp(32, b"", bmp_colours(lambda r, g, b, a: bytes([r, g, b, a]), 4), 3, struct.pack("<III", 0xFF, 0xFF00, 0xFF0000)))
five = lambda r, g, b, a: struct.pack("<H", r >> 3 << 10 | g >> 3 << 5 | b >> 3)  # noqa: E731
six = lambda r, g, b, a: struct.pack("<H", r >> 3 << 11 | g >> 2 << 5 | b >> 3)  # noqa: E731
add("rgb-16.bmp", bmp(16, b"", bmp_colours(five, 2)))
add("rgb-16-555.bmp", bmp(16, b"", bmp_colours(five, 2), 3, struct.pack("<III", 0x7C00, 0x3E0, 0x1F)))
add("rgb-16-565.bmp", bmp(16, b"", bmp_colours(six, 2), 3, struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
lines = bmp_colours(bgr, 3)
stride = len(lines) // H
add("top-down.bmp", bmp(24, b"", b"".join(lines[i:i + stride] for i in range(0, len(lines), stride)), h=-H))
add("os2.bmp", b"BM" + struct.pack("<IHHI", 26 + len(lines), 0, 0, 26) + struct.pack("<IHHHH", 12, W, H, 1, 24) + lines)
rle = b"".join(b"".join(bytes([1, level(x, y, 0) * 20 // 256]) for x in range(W)) + b"\0\0" for y in reversed(range(H))) + b"\0\1"
add("runs-8.bmp", bmp(8, table(20), rle, 1))
sparse = b"".join(bytes([5, 3, 0, 2, 4, 0]) + bytes([9, 7]) + b"\0\0" for _ in range(H)) + b"\0\1"
add("runs-8-gaps.bmp", bmp(8, table(20), sparse, 1))
rle = b"".join(b"".join(bytes([1, level(x, y, 0) * 16 // 256 << 4]) for x in range(W)) + b"\0\0" for y in reversed(range(H))) + b"\0\1"
add("runs-4.bmp", bmp(4, table(16), rle, 2))
add("runs-8-gray-gaps.bmp", bmp(8, b"".join(bytes([i, i, i, 0]) for i in range(256)), sparse, 1))
add("palette-4-short.bmp", bmp(4, table(9), bmp_rows(4)))
add("palette-8-gray-short.bmp", bmp(8, b"".join(bytes([i, i, i, 0]) for i in range(40)), bmp_rows(8)))
add("palette-8-two.bmp", bmp(8, table(2), bmp_rows(8, top=2)))
add("palette-8-two-gray.bmp", bmp(8, b"\0\0\0\0\xff\xff\xff\0", bmp_rows(8, top=2)))
add("palette-2.bmp", bmp(2, table(4), bmp_rows(2)))
small = b"".join(bytes([level(i * 5, i, 2), level(i * 5, i, 1), level(i * 5, i, 0)]) for i in range(256))
add("os2-palette.bmp", b"BM" + struct.pack("<IHHI", 26 + 768, 0, 0, 26 + 768) + struct.pack("<IHHHH", 12, W, H, 1, 8) + small + bmp_rows(8))
for head in (52, 56, 64, 108, 124):
    add(f"head-{head}.bmp", bmp(24, b"", bmp_colours(bgr, 3), head=head))
    add(f"head-{head}-palette.bmp", bmp(8, table(256), bmp_rows(8), head=head))
add("rgba-32-v3.bmp", bmp(32, b"", bmp_colours(bgrx, 4), 3, struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000), head=56))
add("xrgb-32-masks.bmp", bmp(32, b"", bmp_colours(lambda r, g, b, a: bytes([a, b, g, r]), 4), 3, struct.pack("<III", 0xFF000000, 0xFF0000, 0xFF00)))
add("half.bmp", made["rgb-24.bmp"][:len(made["rgb-24.bmp"]) // 2])
add("trailing-bytes.bmp", made["rgb-24.bmp"] + b"more bytes")

# --- kinds that are refused -------------------------------------------------------------------------------------------------------
add("plain.tif", saved(rgb, "TIFF"))
add("plain.ppm", saved(rgb, "PPM"))
add("plain.ico", saved(picture(w=32, h=32), "ICO"))
add("plain.jp2", saved(rgb, "JPEG2000"))
add("plain.tga", saved(rgb, "TGA"))

folder = HERE / "formats"
folder.mkdir(exist_ok=True)
for old in folder.iterdir():
    old.unlink()
with open(HERE / "formats.csv", "w", newline="\n") as out:
    print("file,mode,width,height,sha256", file=out)
    for name, data in sorted(made.items()):
        (folder / name).write_bytes(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                opened = Image.open(folder / name)
                mode = opened.mode
                pixels = opened.convert("RGB")
                row = f"{mode},{pixels.width},{pixels.height},{hashlib.sha256(pixels.tobytes()).hexdigest()}"
            except Exception as refused:
                words = str(refused).replace(str(folder / name), name).replace(",", ";")
                row = f"refused,0,0,{type(refused).__name__}: {words}"
        print(f"{name},{row}", file=out)
