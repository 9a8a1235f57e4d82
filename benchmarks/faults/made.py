"""The least that is a dataset and the least that is a classifier, by the standard library alone."""
import random
import struct
import zlib


def picture(generator, side=16):
    """A PNG of one colour with noise."""
    colour = [generator.randrange(40, 216) for _ in range(3)]
    rows = bytearray()
    for _ in range(side):
        rows.append(0)
        for _ in range(side):
            rows.extend(max(0, min(255, channel + generator.randrange(-40, 41))) for channel in colour)
    part = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) + part(b"IDAT", zlib.compress(bytes(rows))) + part(b"IEND", b"")


def dataset(folder, seed, images, classes="abc"):
    """Folders of classes below `folder`, `images` pictures in all."""
    generator = random.Random(seed)
    for index in range(images):
        place = folder / classes[index % len(classes)]
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{index:04}.png").write_bytes(picture(generator))


def model(seed, classes=3, side=8):
    """An ONNX file: the mean of each channel, times a matrix, with its softmax left to the service."""
    generator = random.Random(seed)
    weights = [generator.uniform(-4, 4) for _ in range(3 * classes)]
    graph = (
        _node("GlobalAveragePool", ["input"], "pooled") + _node("Flatten", ["pooled"], "flat") + _node("MatMul", ["flat", "w"], "output") + _field(2, b"g")
        + _field(5, b"".join(_number(1, size) for size in (3, classes)) + _number(2, 1) + _field(8, b"w") + _field(9, struct.pack(f"<{3 * classes}f", *weights)))
        + _field(11, _value(b"input", [b"N", 3, side, side])) + _field(12, _value(b"output", [b"N", classes]))
    )
    return _number(1, 8) + _field(2, b"benchmarks/faults") + _field(7, graph) + _field(8, _number(2, 13))


def _node(kind, inputs, output):
    return _field(1, b"".join(_field(1, name.encode()) for name in inputs) + _field(2, output.encode()) + _field(4, kind.encode()))


def _value(name, shape):
    sizes = b"".join(_field(1, _field(2, size) if isinstance(size, bytes) else _number(1, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _number(1, 1) + _field(2, sizes)))


def _field(number, body):
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _number(number, value):
    return _varint(number << 3) + _varint(value)


def _varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))
