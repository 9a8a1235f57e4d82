#!/usr/bin/python3
"""QuadAttacK as published (Paniagua, Grainger and Wu, 2023), over PyTorch, on the pictures and orders that `ordered` wrote.

Usage: ordered_attacks.py FOLDER MODEL [SEED]     (Debian: python3-torch python3-onnx python3-scipy)

The quadratic program is over the features before the last linear layer, where the model ends in one (Gemm); else over the logits. Of integer models the float twin is
attacked: weights dequantised, activations cut to what their integers can hold. Writes the moved pictures to FOLDER/MODEL.peer.bin; `ordered-judge` counts them on the served model.
"""
import json
import pathlib
import sys
import time

import numpy
import onnx
import onnx.numpy_helper
import torch
from scipy.optimize import nnls

STEP, START, WARM_UP, WEIGHT, FALL, MARGIN = 0.0022, 2e-3, 5, 10.0, 0.75, 0.2


class Network(torch.nn.Module):
    """An ONNX graph of convolutions, node by node."""

    def __init__(self, path):
        super().__init__()
        graph = onnx.load(path).graph
        self.nodes, self.values = list(graph.node), {}
        self.values = {each.name: torch.from_numpy(onnx.numpy_helper.to_array(each).astype(numpy.float64).copy()) for each in graph.initializer}
        self.types = {each.name: each.data_type for each in graph.initializer}
        self.input = [each.name for each in graph.input if each.name not in self.values][0]
        for node in self.nodes:
            if node.op_type == "Constant":
                self.values[node.output[0]] = torch.from_numpy(numpy.asarray(onnx.numpy_helper.to_array(node.attribute[0].t), numpy.float64).copy())
        self.values = {name: value.float() for name, value in self.values.items()}
        self.head = next((node for node in reversed(self.nodes) if node.op_type == "Gemm"), None)

    def forward(self, picture):
        """Features before the last layer (None where it is not linear), logits."""
        values, features = {**self.values, self.input: picture}, None
        for node in self.nodes:
            if node.op_type in ("Constant", "Softmax"):
                continue
            has = [values.get(name) for name in node.input]
            options = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
            if node is self.head:
                features = has[0]
            values[node.output[0]] = made = getattr(self, node.op_type)(node, has, options)
        return features, made.flatten(1)

    def head_matrices(self):
        if self.head is None:
            return numpy.eye(1000), numpy.zeros(1000)
        return self.weights(self.head.input[1]).double().numpy(), self.weights(self.head.input[2]).double().numpy()

    def weights(self, name):
        if name in self.values:
            return self.values[name]
        node = next(each for each in self.nodes if name in each.output)
        return self.DequantizeLinear(node, [self.values.get(each) for each in node.input], {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute})

    def QuantizeLinear(self, node, has, options):
        low, high = (0, 255) if self.types.get(node.input[2], 2) == onnx.TensorProto.UINT8 else (-128, 127)
        return has[0].clamp((low - has[2].item()) * has[1].item(), (high - has[2].item()) * has[1].item())

    def DequantizeLinear(self, node, has, options):
        if node.input[0] not in self.values:
            return has[0]
        shape = [-1 if i == options.get("axis", 1) else 1 for i in range(has[0].dim())] if has[1].numel() > 1 else []
        zero = has[2] if len(has) > 2 and has[2] is not None else torch.zeros_like(has[1])
        return (has[0] - zero.reshape(shape)) * has[1].reshape(shape)

    def Conv(self, node, has, options):
        pads = options.get("pads", [0, 0, 0, 0])
        padded = torch.nn.functional.pad(has[0], (pads[1], pads[3], pads[0], pads[2]))
        bias = has[2] if len(has) > 2 else None
        return torch.nn.functional.conv2d(padded, has[1], bias, options.get("strides", 1), 0, options.get("dilations", 1), options.get("group", 1))

    def MaxPool(self, node, has, options):
        return torch.nn.functional.max_pool2d(has[0], options["kernel_shape"], options["strides"])

    def Gemm(self, node, has, options):
        return has[0] @ has[1].T + has[2]

    def Relu(self, node, has, options):
        return has[0].relu()

    def Add(self, node, has, options):
        return has[0] + has[1]

    def Concat(self, node, has, options):
        return torch.cat(has, options["axis"])

    def Dropout(self, node, has, options):
        return has[0]

    def Flatten(self, node, has, options):
        return has[0].flatten(1)

    def GlobalAveragePool(self, node, has, options):
        return has[0].mean((2, 3), keepdim=True)


def nearest(features, rows, least):
    """argmin ‖z − f‖² with rows · z ≥ least: Lawson and Hanson's least distance program over the constraints that bind, found by adding those that are violated."""
    missing, chosen = least - rows @ features, []
    move = numpy.zeros_like(features)
    for _ in range(50):
        violated = missing - rows @ move
        new = [each for each in numpy.argsort(-violated)[:20] if violated[each] > 1e-7 and each not in chosen]
        if not new:
            break
        chosen += new
        system = numpy.vstack([rows[chosen].T, missing[chosen]])
        goal = numpy.zeros(len(features) + 1)
        goal[-1] = 1
        rest = system @ nnls(system, goal, maxiter=10_000)[0] - goal
        move = -rest[:-1] / rest[-1]
    return features + move


def attack(network, normalise, picture, order, steps, generator):
    head, bias = network.head_matrices()
    others = [each for each in range(len(bias)) if each not in order]
    pairs = list(zip(order, order[1:])) + [(order[-1], other) for other in others]
    above, below = numpy.array(pairs).T
    rows, least = head[above] - head[below], MARGIN - (bias[above] - bias[below])
    change = (torch.randn(picture.shape, generator=generator) * START).requires_grad_()
    best, length, weight, optimiser = None, float("inf"), WEIGHT, None
    with torch.no_grad():
        change.data = (picture + change).clamp(0, 1) - picture
    for step in range(steps + 1):
        if step in (0, WARM_UP):
            optimiser = torch.optim.Adam([change], lr=STEP)
        features, logits = network(normalise(picture + change))
        features = logits if features is None else features.flatten(1)
        if logits[0].argsort(descending=True)[: len(order)].tolist() == order and change.norm().item() < length:
            best, length, weight = change.detach().clone(), change.norm().item(), weight * FALL
        if step == steps:
            break
        target = torch.from_numpy(nearest(features[0].detach().double().numpy(), rows, least)).float()
        loss = weight * (features[0] - target).square().sum() + change.square().sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            change.data = (picture + change).clamp(0, 1) - picture
    return best


def main():
    folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    said = json.loads((folder / f"{name}.orders.json").read_text())
    pictures = torch.from_numpy(numpy.fromfile(folder / f"{name}.pictures.bin", numpy.float32).reshape(-1, 1, 3, 224, 224).copy())
    network = Network(said["model"])
    bytewise = name.startswith("SqueezeNet")
    mean = torch.tensor([103.939, 116.779, 123.68] if bytewise else [0.485, 0.456, 0.406]).view(3, 1, 1)
    spread = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)

    def normalise(picture):
        return picture.flip(1) * 255 - mean if bytewise else (picture - mean) / spread

    recognised = sum(network(normalise(picture))[1].argmax().item() == label for picture, label in zip(pictures, said["labels"]))
    begun, found = time.process_time(), []
    for picture, order in zip(pictures, said["orders"]):
        found.append(attack(network, normalise, picture, order, said["steps"], generator))
    reached = [each for each in found if each is not None]
    moved = torch.stack([picture if change is None else picture + change for picture, change in zip(pictures, found)])
    moved.numpy().tofile(folder / f"{name}.peer.bin")

    def mean_of(energy):
        return float("nan") if not reached else sum(energy(each).item() for each in reached) / len(reached)

    length, over = len(said["orders"][0]), "features" if network.head is not None else "logits"
    print(f"# the twin recognises {recognised} of {len(found)}")
    print(
        f"| {name} | {length} | PyTorch, quadratic over {over} | {len(reached)} of {len(found)} | {mean_of(lambda c: c.abs().sum()):.1f} | {mean_of(lambda c: c.norm()):.3f} | "
        f"{mean_of(lambda c: c.abs().max()):.4f} | {time.process_time() - begun:.0f} s |"
    )


if __name__ == "__main__":
    main()
