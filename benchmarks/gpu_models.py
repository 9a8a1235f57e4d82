"""Networks with random weights for benchmarks/gpu.sh, and their logits next to PyTorch's.

gpu_models.py export FOLDER [NAME ...]      ONNX files with an open batch, in single precision and, where there is a GPU, in half; manifest.json and classes.txt
gpu_models.py compare FOLDER PICTURES       reads the predictions that an evaluation wrote next to each file; exit status 1 where a difference is too large

torchvision's networks, or timm's where only that is installed. PyTorch computes without TF32, on the GPU where there is one.
"""
from __future__ import annotations

import json
import pathlib
import sys

import numpy
import torch
from PIL import Image

SIDE, MEAN, STD = 224, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
NETWORKS = {
    "resnet50": ("resnet50", "resnet50"),
    "vit_b_16": ("vit_b_16", "vit_base_patch16_224"),
    "convnext_tiny": ("convnext_tiny", "convnext_tiny"),
    "mobilenet_v2": ("mobilenet_v2", "mobilenetv2_100"),
}
# Largest difference of a logit, as a part of the spread of the logits over classes: sums in another order, and eleven bits of mantissa.
ALLOWED = {"float": 1e-4, "half": 3e-2}
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def network(name: str) -> torch.nn.Module:
    """The network with the weights that its seed gives."""
    theirs, timms = NETWORKS[name]
    torch.manual_seed(1)
    try:
        import torchvision

        made = getattr(torchvision.models, theirs)(weights=None)
    except ImportError:
        import timm

        made = timm.create_model(timms, pretrained=False, exportable=True)
    for part in made.modules():
        # A transformer's head begins with zeros, and would answer alike to everything.
        if isinstance(part, torch.nn.Linear) and not part.weight.any():
            torch.nn.init.normal_(part.weight, std=0.02)
    # Statistics of an untrained network are 0 and 1, and deep ones overflow half precision or answer alike to everything.
    if any(isinstance(part, torch.nn.BatchNorm2d) for part in made.modules()):
        made.train()
        with torch.no_grad():
            made(torch.randn(16, 3, SIDE, SIDE))
    return made.eval()


def export(folder: pathlib.Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or NETWORKS:
        model = network(name)
        torch.save(model, folder / f"{name}.pt")
        write(model, torch.zeros(2, 3, SIDE, SIDE), folder / f"{name}.float.onnx")
        if DEVICE == "cuda":
            write(model.half().to(DEVICE), torch.zeros(2, 3, SIDE, SIDE, dtype=torch.half, device=DEVICE), folder / f"{name}.half.onnx")
        print(name, file=sys.stderr)
    contract = {"preprocessing": {"input_size": [3, SIDE, SIDE], "interpolation": "bilinear", "crop_pct": 0.875, "mean": MEAN, "std": STD}}
    (folder / "manifest.json").write_text(json.dumps(contract))
    (folder / "classes.txt").write_text("".join(f"{'all' if c == 0 else f'class-{c:03}'}\n" for c in range(1000)))


def write(model: torch.nn.Module, batch: torch.Tensor, path: pathlib.Path) -> None:
    old = {"dynamo": False} if "dynamo" in torch.onnx.export.__code__.co_varnames else {}
    torch.onnx.export(
        model, batch, str(path), opset_version=17 if torch.__version__ >= "2" else 16, input_names=["input"], output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}}, **old,
    )


def tensor(path: pathlib.Path) -> torch.Tensor:
    """As the contract says: the shorter side to 256, the centre of it, normalised."""
    image = Image.open(path).convert("RGB")
    width, height = image.size
    # torchvision's rule, which the contract's default is: the longer side is cut to whole pixels, the crop begins at the rounded half.
    short = round(SIDE / 0.875)
    width, height = (short, int(short * height / width)) if width <= height else (int(short * width / height), short)
    image = image.resize((width, height), Image.BILINEAR)
    left, top = round((width - SIDE) / 2), round((height - SIDE) / 2)
    values = numpy.asarray(image.crop((left, top, left + SIDE, top + SIDE)), numpy.float32) / 255
    return torch.from_numpy(((values - numpy.float32(MEAN)) / numpy.float32(STD)).transpose(2, 0, 1))


def compare(folder: pathlib.Path, pictures: pathlib.Path) -> bool:
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    # An evaluation's rows are in the ordinal order of the file names.
    batch = torch.stack([tensor(path) for path in sorted(pictures.iterdir(), key=lambda path: path.name.encode())])
    print("| model | largest difference of a top logit, as a part of the spread | allowed | same first class |")
    print("|---|---|---|---|")
    well = True
    for path in sorted(folder.glob("*.onnx")):
        name, precision, _ = path.name.split(".")
        try:
            file = numpy.load(path.with_suffix(".npz"))
        except OSError:
            print(f"| {name}, {precision} | no predictions | {ALLOWED[precision]:g} | |")
            well = False
            continue
        model = torch.load(folder / f"{name}.pt", **({"weights_only": False} if torch.__version__ >= "2" else {})).to(DEVICE)
        with torch.no_grad():
            theirs = torch.cat([model(part.to(DEVICE)).cpu() for part in batch.split(16)]).numpy()
        classes, ours = file["topk_class"].astype(int), file["topk_logit"]
        difference = numpy.abs(numpy.take_along_axis(theirs, classes, 1) - ours).max() / theirs.std(axis=1).mean()
        same = (theirs.argmax(1) == classes[:, 0]).mean()
        print(f"| {name}, {precision} | {difference:.2g} | {ALLOWED[precision]:g} | {same:.1%} of {len(theirs)} |")
        well &= bool(difference <= ALLOWED[precision])
    return well


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["export", folder, *names]:
            export(pathlib.Path(folder), names)
        case ["compare", folder, pictures]:
            sys.exit(0 if compare(pathlib.Path(folder), pathlib.Path(pictures)) else 1)
        case _:
            sys.exit(__doc__)
