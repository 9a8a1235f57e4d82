"""What a model's own library says about its preprocessing, in the words of the service's contract (those of timm's pretrained_cfg)."""
from __future__ import annotations

from typing import Any, Dict, Mapping

from .errors import BenchError

Contract = Dict[str, Any]

IMAGENET_MEAN = [0.485, 0.456, 0.406]
IMAGENET_STD = [0.229, 0.224, 0.225]
DEFAULT: Contract = {"input_size": [3, 224, 224], "interpolation": "bilinear", "crop_pct": 0.875, "crop_mode": "center", "mean": IMAGENET_MEAN, "std": IMAGENET_STD}

# PIL.Image.Resampling, by number as image processors write it.
PIL_FILTERS = {0: "nearest", 1: "lanczos", 2: "bilinear", 3: "bicubic", 4: "box", 5: "hamming"}
TIMM_FIELDS = ("input_size", "interpolation", "crop_pct", "crop_mode", "mean", "std")


def of_timm(config: Mapping[str, Any]) -> Contract:
    """timm's pretrained_cfg: taken as it is, without what is not about pixels."""
    contract = {name: list(value) if isinstance(value, tuple) else value for name, value in config.items() if name in TIMM_FIELDS and value is not None}
    if contract.get("interpolation") == "random":
        contract["interpolation"] = "bilinear"
    return contract


def of_module(module: Any) -> Contract | None:
    """What a module carries along, as timm's do, however it was made or loaded; None where it carries nothing."""
    config = getattr(module, "pretrained_cfg", None) or getattr(module, "default_cfg", None)
    return of_timm(config) if isinstance(config, Mapping) else None


def of_torchvision(transforms: Any) -> Contract:
    """The transforms() of torchvision's weights."""
    resize, crop = int(transforms.resize_size[0]), int(transforms.crop_size[0])
    return {
        "input_size": [3, crop, crop],
        "resize": resize,
        "interpolation": transforms.interpolation.value,
        "crop_mode": "center",
        "mean": [float(value) for value in transforms.mean],
        "std": [float(value) for value in transforms.std],
    }


def of_processor(config: Mapping[str, Any]) -> Contract:
    """A Hugging Face image processor's configuration (preprocessor_config.json)."""
    size = config.get("size")
    size = {"shortest_edge": size} if isinstance(size, int) else dict(size or {})
    crop = config.get("crop_size")
    crop = {"height": crop, "width": crop} if isinstance(crop, int) else dict(crop or {})
    interpolation = PIL_FILTERS.get(int(config.get("resample", 2)), "bilinear")
    byte = config.get("do_rescale") is False
    contract: Contract = {"interpolation": interpolation, "value_range": "byte" if byte else "unit"}
    if config.get("do_normalize", True):
        contract.update(mean=list(config.get("image_mean", IMAGENET_MEAN)), std=list(config.get("image_std", IMAGENET_STD)))
    else:
        contract.update(mean=[0.0, 0.0, 0.0], std=[1.0, 1.0, 1.0])
    if crop and config.get("do_center_crop", True):
        # Resize the shorter side, then cut the middle out: ResNet, CLIP.
        height, width = int(crop["height"]), int(crop["width"])
        shorter = int(size.get("shortest_edge") or size.get("height") or round(height / float(config.get("crop_pct", 1.0))))
        kind = str(config.get("image_processor_type") or config.get("feature_extractor_type") or "")
        if kind.startswith("PoolFormer"):
            shorter = int(shorter / float(config.get("crop_pct") or 0.9))
        elif kind.startswith("Levit"):
            shorter = int(256 / 224 * shorter)
        return {**contract, "input_size": [3, height, width], "resize": shorter, "crop_mode": "center"}
    if "shortest_edge" in size:
        # ConvNeXt: below 384 the shorter side is size / crop_pct and the middle is cut out, from 384 on the picture is squashed.
        side = int(size["shortest_edge"])
        if side >= 384:
            return {**contract, "input_size": [3, side, side], "crop_pct": 1.0, "crop_mode": "squash"}
        return {**contract, "input_size": [3, side, side], "resize": int(side / float(config.get("crop_pct") or 224 / 256)), "crop_mode": "center"}
    if "height" in size and "width" in size:
        # ViT, BEiT, Swin: both sides to the size, whatever the shape of the picture.
        return {**contract, "input_size": [3, int(size["height"]), int(size["width"])], "crop_pct": 1.0, "crop_mode": "squash"}
    raise BenchError("preprocessing-unknown", f"The image processor's size {size} is of a kind that has no contract here.", "Give the contract yourself with preprocessing=… or --preprocessing FILE.")
