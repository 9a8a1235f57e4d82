"""The order in which an evaluation that may end early runs its images, written again from the description of ImageOrder.

    /usr/bin/python3 image_order.py > image_order.json
"""
import json

MASK = (1 << 64) - 1


def split_mix(state):
    """SplitMix64's outputs, one after the other."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def order(images, seed):
    hashes = [value for _, value in zip(range(images), split_mix((seed << 32) & MASK))]
    return sorted(range(images), key=lambda image: (hashes[image], image))


print(json.dumps([{"images": images, "seed": seed, "order": order(images, seed)} for images, seed in [(1, 5), (12, 0), (40, 7), (25, 2**31 - 1)]]))
