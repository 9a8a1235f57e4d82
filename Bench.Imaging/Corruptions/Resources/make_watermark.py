"""Draws watermark.png: python3 make_watermark.py NotoSerifCJK-ExtraLight.ttc watermark.png

The opacity that ImageNet-W's text leaves on each pixel of a picture of 224 x 224. Its authors draw with Source Han Serif SC ExtraLight;
Noto Serif CJK SC ExtraLight is the same design under another name. Prints the offset of the drawn part.
"""

import sys

from PIL import Image, ImageDraw, ImageFont

SIDE, SIZE, OPACITY, LEFT, TOP = 224, 36, 0.5, 0.01, 0.4
SIMPLIFIED_CHINESE = 2

layer = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
font = ImageFont.truetype(sys.argv[1], SIZE, index=SIMPLIFIED_CHINESE)
ImageDraw.Draw(layer).text((LEFT * SIDE, TOP * SIDE), "捷径捷径捷径", fill=(255, 255, 255, round(OPACITY * 255)), font=font)
alpha = layer.getchannel("A")
box = alpha.getbbox()
alpha.crop(box).save(sys.argv[2], optimize=True)
print(box, alpha.getextrema())
