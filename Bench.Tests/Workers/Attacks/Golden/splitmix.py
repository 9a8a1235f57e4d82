"""SplitMix64 and Box and Muller as SeededRandom draws them, for the scripts that make golden numbers."""
import numpy

GAMMA = numpy.uint64(0x9E3779B97F4A7C15)


def mix(value):
    with numpy.errstate(over="ignore"):
        value = (value ^ (value >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return value ^ (value >> numpy.uint64(31))


def draws(seed, image, part, count):
    with numpy.errstate(over="ignore"):
        state = mix(mix(numpy.uint64(seed) + GAMMA) ^ numpy.uint64(image)) ^ numpy.uint64(part)
        return mix(state + GAMMA * numpy.arange(1, count + 1, dtype=numpy.uint64))


def uniform(seed, image, part, count):
    return (draws(seed, image, part, count) >> numpy.uint64(40)).astype(numpy.float64) * 2.0 ** -24


def normals(seed, image, part, rows, count):
    """Rows of count numbers; the sine of the last pair of a row is dropped where count is odd."""
    pairs = (count + 1) // 2
    u = ((draws(seed, image, part, rows * pairs * 2) >> numpy.uint64(11)).astype(numpy.float64) * 2.0 ** -53).reshape(rows, pairs, 2)
    length, angle = numpy.sqrt(-2 * numpy.log(1 - u[..., 0])), 2 * numpy.pi * u[..., 1]
    return numpy.stack([length * numpy.cos(angle), length * numpy.sin(angle)], -1).reshape(rows, -1)[:, :count]
