#!/usr/bin/python3
"""Gradients of whole networks by PyTorch's autograd in double precision.

Usage: make_network_gradients.py                      small networks of real architectures: networks.json next to this script
       make_network_gradients.py OUT_DIR [NAME ...]   the real sizes, NAME.onnx and NAME.json in a folder for BENCH_TEST_ARCHITECTURES (1 GB: keep it out of the project)

Debian: python3-torch python3-torchvision. Weights are random; what an architecture starts at zero is drawn too, or no gradient would pass it.
"""
import base64
import io
import json
import pathlib
import sys
import warnings

import torch
import torchvision
from torchvision.models import ConvNeXt, DenseNet, SwinTransformer, VisionTransformer
from torchvision.models.convnext import CNBlockConfig

warnings.filterwarnings("ignore")
NAMES = ["alexnet", "squeezenet1_1", "resnet18", "resnet50", "densenet121", "mobilenet_v2", "efficientnet_b0", "convnext_tiny", "vit_b_16", "swin_t"]
SMALL = {
    "vit": (32, lambda: VisionTransformer(image_size=32, patch_size=8, num_layers=2, num_heads=2, hidden_dim=16, mlp_dim=32, num_classes=10)),
    "swin": (32, lambda: SwinTransformer(patch_size=[2, 2], embed_dim=8, depths=[2], num_heads=[2], window_size=[4, 4], num_classes=10)),
    "convnext": (32, lambda: ConvNeXt([CNBlockConfig(8, 16, 1), CNBlockConfig(16, None, 1)], num_classes=10)),
    "mobilenet_v3": (64, lambda: torchvision.models.mobilenet_v3_small(num_classes=10, width_mult=0.1)),
    "densenet": (32, lambda: DenseNet(growth_rate=4, block_config=(2, 2), num_init_features=8, num_classes=10)),
}


def randomise(model):
    for parameter in model.parameters():
        if parameter.detach().abs().max() < 1e-3:
            torch.nn.init.normal_(parameter, std=0.1)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(std=0.1)
            module.running_var.uniform_(0.5, 1.5)
    return model.eval()


def numbers(tensor):
    return base64.b64encode(tensor.detach().float().numpy().tobytes()).decode()


def golden(name, model, size, batch):
    file = io.BytesIO()
    torch.onnx.export(model, torch.zeros(batch, 3, size, size), file, opset_version=16, input_names=["x"], output_names=["out"], dynamic_axes={"x": {0: "batch"}, "out": {0: "batch"}})
    image = torch.randn(batch, 3, size, size).double().requires_grad_()
    image.data = image.data.float().double()
    logits = model.double()(image)
    seed = torch.randn(*logits.shape)
    (gradient,) = torch.autograd.grad(logits, image, seed.double())
    return file.getvalue(), {"name": name, "shape": list(image.shape), "image": numbers(image), "seed": numbers(seed), "outputs": numbers(logits), "gradient": numbers(gradient)}


def small():
    """The small networks with their cases, the same in every run."""
    torch.manual_seed(21)
    for name, (size, make) in SMALL.items():
        model = randomise(make())
        yield (name, size, model, *golden(name, model, size, 2))


def main():
    torch.manual_seed(21)
    if len(sys.argv) == 1:
        cases = []
        for name, _, _, model, case in small():
            cases.append(case | {"model": base64.b64encode(model).decode()})
            print(name, len(model), "bytes")
        pathlib.Path(__file__).with_name("networks.json").write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
    else:
        out = pathlib.Path(sys.argv[1])
        out.mkdir(parents=True, exist_ok=True)
        for name in sys.argv[2:] or NAMES:
            model, case = golden(name, randomise(torchvision.models.get_model(name, weights=None) if hasattr(torchvision.models, "get_model") else getattr(torchvision.models, name)(weights=None)), 224, 1)
            (out / f"{name}.onnx").write_bytes(model)
            (out / f"{name}.json").write_text(json.dumps([case | {"model": f"{name}.onnx"}]))
            print(name)


if __name__ == "__main__":
    main()
