#!/usr/bin/env python3
"""Draws docs/images/explanations.png: one picture of a running board, explained by every method for two models.

Usage: docs/make-explanations.py KEY [BOARD [IMAGE]]    (needs python3-pil; BOARD is http://localhost:5080, the demo's, by default; KEY a submitter's key)
"""

import io
import json
import pathlib
import sys
import time
import urllib.request

from PIL import Image, ImageDraw, ImageOps

OUT = pathlib.Path(__file__).resolve().parent / "images" / "explanations.png"
METHODS = ("gradient-input", "integrated-gradients", "smoothgrad", "occlusion", "rise")
KEY, BOARD, IMAGE = (sys.argv[1:] + ["http://localhost:5080", "0"][max(0, len(sys.argv) - 2):])[:3]
CELL, GAP, LINE = 160, 8, 18


def call(path, body=None):
    request = urllib.request.Request(
        f"{BOARD}/api/v1/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def ended(identity):
    while True:
        explanation = json.loads(call(f"explanations/{identity}"))
        if explanation["state"] in ("completed", "failed"):
            return explanation
        time.sleep(0.5)


def picture(data):
    return ImageOps.fit(Image.open(io.BytesIO(data)).convert("RGB"), (CELL, CELL), Image.NEAREST)


evaluations = json.loads(call("evaluations?limit=50"))["items"]
dataset = next(each["dataset"] for each in evaluations if each["dataset"])
models = sorted({each["modelName"]: each["modelId"] for each in evaluations if each["dataset"] == dataset}.items())[:2]
sheet = Image.new("RGB", ((len(METHODS) + 1) * (CELL + GAP), LINE + len(models) * (CELL + 3 * LINE)), "white")
draw = ImageDraw.Draw(sheet)
for column, title in enumerate(("the picture", *METHODS)):
    draw.text((column * (CELL + GAP), 4), title, fill="black")
for row, (name, _) in enumerate(models):
    y = LINE + row * (CELL + 3 * LINE)
    sheet.paste(picture(call(f"datasets/{dataset}/images/{IMAGE}")), (0, y))
    draw.text((0, y + CELL + 4), name, fill="black")
for column, method in enumerate(METHODS, 1):
    x = column * (CELL + GAP)
    asked = json.loads(call("explanations", {"modelIds": [each for _, each in models], "dataset": dataset, "image": IMAGE, "method": method}))
    for row, explanation in enumerate(ended(each["id"]) for each in asked):
        y = LINE + row * (CELL + 3 * LINE)
        if explanation["state"] == "failed":
            draw.text((x, y), explanation["error"]["code"], fill="black")
            continue
        line = explanation["results"]["images"][0]
        sheet.paste(picture(call(f"explanations/{explanation['id']}/maps/{line['index']}")), (x, y))
        draw.text((x, y + CELL + 4), f"deletion {line['deletion']:.3f}", fill="black")
        draw.text((x, y + CELL + 4 + LINE), f"insertion {line['insertion']:.3f}", fill="black")
sheet.save(OUT, optimize=True)
print(OUT)
