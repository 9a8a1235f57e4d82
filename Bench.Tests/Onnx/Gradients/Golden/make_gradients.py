#!/usr/bin/python3
"""Gradients of single operators by PyTorch's autograd, with the ONNX graph of each: gradients.json next to this script.

Debian: python3-torch python3-onnx. Each case is a graph from x to y in ONNX's words and the same function in PyTorch's; the loss is a random combination of y.
"""
import base64
import inspect
import json
import pathlib

import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

torch.manual_seed(20)
SHAPE = (2, 3, 6, 6)
cases = []


def node(op, inputs="x", outputs="y", **attributes):
    return helper.make_node(op, inputs.split(" ") if inputs else [], outputs.split(" "), **attributes)


def weights(*shape):
    return torch.randn(*shape) * 0.5


def case(name, function, *nodes, opset=17, shape=SHAPE, positive=False, **constants):
    x = torch.randn(*shape, dtype=torch.float64)
    if positive:
        x = x.abs() + 0.1
    x = x.float().double().requires_grad_()
    wanted = [name for name in inspect.signature(function).parameters if name in constants]
    y = function(x, **{name: constants[name].double() if constants[name].is_floating_point() else constants[name] for name in wanted}).flatten(1)
    seed = torch.randn(*y.shape)
    (gradient,) = torch.autograd.grad(y, x, seed.double())
    stored = [numpy_helper.from_array(value.numpy(), key) for key, value in constants.items()]
    graph = helper.make_graph(list(nodes) + [node("Flatten", "y", "out")], name,
                              [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
                              [helper.make_tensor_value_info("out", TensorProto.FLOAT, None)], stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    cases.append({"name": name, "shape": list(shape), "model": base64.b64encode(model.SerializeToString()).decode(),
                  "image": numbers(x), "seed": numbers(seed), "outputs": numbers(y), "gradient": numbers(gradient)})


def numbers(tensor):
    """Single precision, little-endian, base64."""
    return base64.b64encode(tensor.detach().float().numpy().tobytes()).decode()


i64 = lambda *values: torch.tensor(values, dtype=torch.int64)
f32 = lambda *values: torch.tensor(values, dtype=torch.float32)

# Activations
case("Relu", lambda x: F.relu(x), node("Relu"))
case("LeakyRelu", lambda x: F.leaky_relu(x, 0.2), node("LeakyRelu", alpha=0.2))
case("PRelu", lambda x, s: torch.where(x > 0, x, x * s), node("PRelu", "x s"), s=weights(3, 1, 1))
case("Elu", lambda x: F.elu(x, 1.3), node("Elu", alpha=1.3))
case("Celu", lambda x: F.celu(x, 1.3), node("Celu", alpha=1.3))
case("Selu", lambda x: F.selu(x), node("Selu"))
case("Clip", lambda x, a, b: x.clamp(-0.5, 0.7), node("Clip", "x a b"), a=torch.tensor(-0.5), b=torch.tensor(0.7))
case("Clip below", lambda x, a: x.clamp(min=-0.5), node("Clip", "x a"), a=torch.tensor(-0.5))
case("Clip opset 7", lambda x: x.clamp(-0.5, 0.7), node("Clip", min=-0.5, max=0.7), opset=7)
case("Sigmoid", lambda x: x.sigmoid(), node("Sigmoid"))
case("HardSigmoid", lambda x: F.hardsigmoid(x), node("HardSigmoid", alpha=1 / 6, beta=0.5))
case("HardSwish", lambda x, k: F.hardswish(x * k), node("Mul", "x k", "h"), node("HardSwish", "h"), k=torch.tensor(3.0))
case("Silu in two operators", lambda x: F.silu(x), node("Sigmoid", "x", "s"), node("Mul", "x s"))
case("Mish", lambda x: F.mish(x), node("Softplus", "x", "p"), node("Tanh", "p", "t"), node("Mul", "x t"))
case("Mish operator", lambda x: F.mish(x), node("Mish"), opset=18)
case("Tanh", lambda x: x.tanh(), node("Tanh"))
case("Softplus", lambda x: F.softplus(x), node("Softplus"))
case("Softsign", lambda x: F.softsign(x), node("Softsign"))
case("Gelu operator", lambda x: F.gelu(x), node("Gelu"), opset=20)
case("Gelu tanh", lambda x: F.gelu(x, approximate="tanh"), node("Gelu", approximate="tanh"), opset=20)
case("Erf", lambda x: torch.erf(x), node("Erf"))
case("Exp", lambda x: x.exp(), node("Exp"))
case("Log", lambda x: x.log(), node("Log"), positive=True)
case("Sqrt", lambda x: x.sqrt(), node("Sqrt"), positive=True)
case("Reciprocal", lambda x: 1 / x, node("Reciprocal"), positive=True)
case("Abs Neg", lambda x: -x.abs(), node("Abs", "x", "a"), node("Neg", "a"))
case("Sin Cos", lambda x: x.sin().cos(), node("Sin", "x", "s"), node("Cos", "s"))
case("ThresholdedRelu", lambda x: F.threshold(x, 0.3, 0), node("ThresholdedRelu", alpha=0.3))

# Arithmetic
case("Add broadcast", lambda x: x + x.mean((2, 3), keepdim=True), node("GlobalAveragePool", "x", "m"), node("Add", "m x"))
case("Sub both", lambda x: x.mean((2, 3), keepdim=True) - x, node("GlobalAveragePool", "x", "m"), node("Sub", "m x"))
case("Mul both", lambda x: x * x.mean(1, keepdim=True), node("ReduceMean", "x", "m", axes=[1]), node("Mul", "x m"))
case("Mul square", lambda x: x * x, node("Mul", "x x"))
case("Div both", lambda x: x / (x * x).mean(1, keepdim=True), node("Mul", "x x", "s"), node("ReduceMean", "s", "m", axes=[1]), node("Div", "x m"))
case("Mul lower rank", lambda x, g: x * g, node("Mul", "x g"), g=weights(6))
case("Sum", lambda x, g: x + g + x.tanh(), node("Tanh", "x", "t"), node("Sum", "x g t"), g=weights(3, 1, 1))
case("Mean", lambda x, g: (x + g + x.tanh()) / 3, node("Tanh", "x", "t"), node("Mean", "x g t"), g=weights(3, 1, 1))
case("Max", lambda x, g: torch.maximum(x, g), node("Max", "x g"), g=weights(3, 1, 1))
case("Min", lambda x, g: torch.minimum(x, g), node("Min", "x g"), g=weights(3, 1, 1))
case("Pow 2", lambda x, e: x ** 2, node("Pow", "x e"), e=torch.tensor(2.0))
case("Pow 3", lambda x, e: x ** 3, node("Pow", "x e"), e=torch.tensor(3.0))
case("Pow exponent", lambda x, b: b ** x, node("Pow", "b x"), b=torch.tensor(1.7))
case("Where", lambda x, t: torch.where(x > t, x * x, x * t), node("Greater", "x t", "c"), node("Mul", "x x", "q"), node("Mul", "x t", "h"), node("Where", "c q h"), t=torch.tensor(0.2))
case("Swish operator", lambda x: x * (1.5 * x).sigmoid(), node("Swish", alpha=1.5), opset=24)
case("Cast Identity Dropout", lambda x: x * x, node("Cast", "x", "d", to=TensorProto.FLOAT), node("Identity", "d", "i"), node("Dropout", "i", "j"), node("CastLike", "j x", "k"), node("Mul", "i k"))

# Convolutions
case("Conv", lambda x, w, b: F.conv2d(x, w, b, padding=1), node("Conv", "x w b", pads=[1, 1, 1, 1]), w=weights(4, 3, 3, 3), b=weights(4))
case("Conv stride", lambda x, w: F.conv2d(x, w, stride=2, padding=1), node("Conv", "x w", pads=[1, 1, 1, 1], strides=[2, 2]), w=weights(4, 3, 3, 3))
case("Conv stride beyond kernel", lambda x, w: F.conv2d(x, w, stride=3), node("Conv", "x w", strides=[3, 3]), w=weights(4, 3, 1, 1))
case("Conv stride leaves rows out", lambda x, w: F.conv2d(x, w, stride=4), node("Conv", "x w", strides=[4, 4]), w=weights(4, 3, 2, 2), shape=(2, 3, 9, 7))
case("Conv dilation", lambda x, w: F.conv2d(x, w, padding=2, dilation=2), node("Conv", "x w", pads=[2, 2, 2, 2], dilations=[2, 2]), w=weights(4, 3, 3, 3))
case("Conv wide pads", lambda x, w: F.conv2d(x, w, padding=2), node("Conv", "x w", pads=[2, 2, 2, 2]), w=weights(4, 3, 2, 2))
case("Conv uneven pads", lambda x, w: F.conv2d(F.pad(x, (2, 1, 0, 1)), w), node("Conv", "x w", pads=[0, 2, 1, 1]), w=weights(4, 3, 3, 2))
case("Conv same upper", lambda x, w: F.conv2d(F.pad(x, (0, 1, 0, 1)), w, stride=2), node("Conv", "x w", auto_pad="SAME_UPPER", strides=[2, 2]), w=weights(4, 3, 3, 3))
case("Conv same lower", lambda x, w: F.conv2d(F.pad(x, (1, 0, 1, 0)), w, stride=2), node("Conv", "x w", auto_pad="SAME_LOWER", strides=[2, 2]), w=weights(4, 3, 3, 3))
case("Conv depthwise", lambda x, w: F.conv2d(x, w, padding=1, groups=3), node("Conv", "x w", pads=[1, 1, 1, 1], group=3), w=weights(3, 1, 3, 3))
case("Conv depthwise stride", lambda x, w: F.conv2d(x, w, padding=1, stride=2, groups=3), node("Conv", "x w", pads=[1, 1, 1, 1], strides=[2, 2], group=3), w=weights(3, 1, 3, 3))
case("Conv groups", lambda x, w: F.conv2d(x, w, padding=1, groups=3), node("Conv", "x w", pads=[1, 1, 1, 1], group=3), w=weights(6, 1, 3, 3))
case("Conv groups of two", lambda x, v, w: F.conv2d(F.conv2d(x, v), w, groups=2), node("Conv", "x v", "h"), node("Conv", "h w", group=2), v=weights(4, 3, 1, 1), w=weights(6, 2, 3, 3))
case("Conv one axis", lambda x, w: F.conv1d(x.reshape(2, 3, 36), w, padding=1, stride=2), node("Reshape", "x s", "r"), node("Conv", "r w", pads=[1, 1], strides=[2]), s=i64(2, 3, 36), w=weights(4, 3, 5))
case("ConvTranspose", lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1), node("ConvTranspose", "x w b", strides=[2, 2], pads=[1, 1, 1, 1]), w=weights(3, 4, 3, 3), b=weights(4))
case("ConvTranspose output padding", lambda x, w: F.conv_transpose2d(x, w, stride=2, padding=1, output_padding=1),
     node("ConvTranspose", "x w", strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1]), w=weights(3, 4, 3, 3))
case("ConvTranspose far output padding", lambda x, w: F.conv_transpose2d(x, w, stride=3, output_padding=2), node("ConvTranspose", "x w", strides=[3, 3], output_padding=[2, 2]), w=weights(3, 4, 2, 2))
case("ConvTranspose groups", lambda x, w: F.conv_transpose2d(x, w, groups=3, dilation=2), node("ConvTranspose", "x w", group=3, dilations=[2, 2]), w=weights(3, 2, 2, 2))

# Matrices
case("MatMul right", lambda x, w: x @ w, node("MatMul", "x w"), w=weights(6, 5))
case("MatMul left", lambda x, w: w @ x, node("MatMul", "w x"), w=weights(5, 6))
case("MatMul both", lambda x: x @ x.transpose(2, 3), node("Transpose", "x", "t", perm=[0, 1, 3, 2]), node("MatMul", "x t"))
case("MatMul broadcast", lambda x: x.mean(1, keepdim=True) @ x, node("ReduceMean", "x", "m", axes=[1]), node("MatMul", "m x"))
case("MatMul vector", lambda x, w: x @ w, node("MatMul", "x w"), w=weights(6))
case("MatMul vector left", lambda x, w: w @ x, node("MatMul", "w x"), w=weights(6))
case("Gemm", lambda x, w, c: 0.5 * (x.flatten(1) @ w) + 2 * c, node("Flatten", "x", "f"), node("Gemm", "f w c", alpha=0.5, beta=2.0), w=weights(108, 4), c=weights(4))
case("Gemm transposed weights", lambda x, w, c: x.flatten(1) @ w.T + c, node("Flatten", "x", "f"), node("Gemm", "f w c", transB=1), w=weights(4, 108), c=weights(4))
case("Gemm transposed input", lambda x, w, c: 0.5 * (x.flatten(1) @ w) + c, node("Flatten", "x", "f"), node("Transpose", "f", "t"), node("Gemm", "t w c", transA=1, alpha=0.5), w=weights(108, 4), c=weights(4))
case("Gemm turned", lambda x, w: (w.T @ x.flatten(1).T).T, node("Flatten", "x", "f"), node("Gemm", "w f", "g", transA=1, transB=1), node("Transpose", "g"), w=weights(108, 4))
case("Gemm computed bias", lambda x, w: x.flatten(1) @ w + 2 * x.mean((1, 2, 3)).reshape(2, 1), node("Flatten", "x", "f"), node("ReduceMean", "f", "m", axes=[1]),
     node("Gemm", "f w m", beta=2.0), w=weights(108, 4))
case("Einsum", lambda x, w: torch.einsum("bchw,wd->bhdc", x, w), node("Einsum", "x w", equation="bchw,wd->bhdc"), w=weights(6, 5))

# Normalisation
case("BatchNormalization", lambda x, s, b, m, v: F.batch_norm(x, m, v, s, b, eps=1e-3), node("BatchNormalization", "x s b m v", epsilon=1e-3), s=weights(3), b=weights(3), m=weights(3), v=torch.rand(3) + 0.2)
case("BatchNormalization opset 7", lambda x, s, b, m, v: F.batch_norm(x, m, v, s, b, eps=1e-3), node("BatchNormalization", "x s b m v", epsilon=1e-3), opset=7, s=weights(3), b=weights(3), m=weights(3), v=torch.rand(3) + 0.2)
case("LayerNormalization", lambda x, s, b: F.layer_norm(x, (6,), s, b), node("LayerNormalization", "x s b"), s=weights(6), b=weights(6))
case("LayerNormalization two axes", lambda x, s: F.layer_norm(x, (6, 6), s), node("LayerNormalization", "x s", axis=2), s=weights(6, 6))
case("LayerNormalization in primitives", lambda x, s, b, e, two: F.layer_norm(x, (6,), s, b), node("ReduceMean", "x", "m", axes=[-1]), node("Sub", "x m", "d"), node("Pow", "d two", "q"),
     node("ReduceMean", "q", "v", axes=[-1]), node("Add", "v e", "w"), node("Sqrt", "w", "r"), node("Div", "d r", "n"), node("Mul", "n s", "o"), node("Add", "o b"),
     s=weights(6), b=weights(6), e=torch.tensor(1e-5), two=torch.tensor(2.0))
case("InstanceNormalization", lambda x, s, b: F.instance_norm(x, weight=s, bias=b), node("InstanceNormalization", "x s b"), s=weights(3), b=weights(3))
case("GroupNormalization by channel", lambda x, v, s, b: F.group_norm(F.conv2d(x, v), 2, s, b), node("Conv", "x v", "h"), node("GroupNormalization", "h s b", num_groups=2), opset=21, v=weights(4, 3, 1, 1), s=weights(4), b=weights(4))
case("MeanVarianceNormalization", lambda x: (x - x.mean((0, 2, 3), keepdim=True)) / x.std((0, 2, 3), unbiased=False, keepdim=True), node("MeanVarianceNormalization"))
case("RMSNormalization", lambda x, s: x / ((x * x).mean(-1, keepdim=True) + 1e-5).sqrt() * s, node("RMSNormalization", "x s"), opset=23, s=weights(6))
case("LpNormalization", lambda x: F.normalize(x, dim=1), node("LpNormalization", axis=1, p=2))
case("LpNormalization 1", lambda x: F.normalize(x, p=1, dim=2), node("LpNormalization", axis=2, p=1))
case("LRN", lambda x, v: F.local_response_norm(F.conv2d(x, v), 5, 0.5, 0.75, 2.0), node("Conv", "x v", "h"), node("LRN", "h", size=5, alpha=0.5, beta=0.75, bias=2.0), v=weights(8, 3, 1, 1))

# Pools
case("MaxPool", lambda x: F.max_pool2d(x, 2), node("MaxPool", kernel_shape=[2, 2], strides=[2, 2]))
case("MaxPool overlapping", lambda x: F.max_pool2d(x, 3, 2, 1), node("MaxPool", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]))
case("MaxPool ceil", lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True), node("MaxPool", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1))
case("AveragePool", lambda x: F.avg_pool2d(x, 2), node("AveragePool", kernel_shape=[2, 2], strides=[2, 2]))
case("AveragePool overlapping", lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), node("AveragePool", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]))
case("AveragePool with padding counted", lambda x: F.avg_pool2d(x, 3, 1, 1), node("AveragePool", kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1))
case("AveragePool ceil", lambda x: F.avg_pool2d(x, 3, 2, ceil_mode=True, count_include_pad=False), node("AveragePool", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1), shape=(2, 3, 8, 8))
case("GlobalAveragePool", lambda x: x.mean((2, 3)), node("GlobalAveragePool"))
case("GlobalMaxPool", lambda x: x.amax((2, 3)), node("GlobalMaxPool"))

# Reductions and softmax
case("ReduceMean", lambda x: x.mean((1, 3)), node("ReduceMean", axes=[1, -1], keepdims=0))
case("ReduceMean opset 18", lambda x, a: x.mean((1, 3), keepdim=True), node("ReduceMean", "x a"), opset=18, a=i64(1, 3))
case("ReduceSum", lambda x, a: x.sum(2), node("ReduceSum", "x a", keepdims=0), a=i64(2))
case("ReduceSum opset 11", lambda x: x.sum(2), node("ReduceSum", axes=[2], keepdims=0), opset=11)
case("ReduceL2", lambda x: x.norm(dim=1), node("ReduceL2", axes=[1], keepdims=0))
case("ReduceL1", lambda x: x.abs().sum(1), node("ReduceL1", axes=[1], keepdims=0))
case("ReduceSumSquare", lambda x: (x * x).sum(1), node("ReduceSumSquare", axes=[1], keepdims=0))
case("ReduceLogSumExp", lambda x: x.logsumexp(1), node("ReduceLogSumExp", axes=[1], keepdims=0))
case("ReduceMax", lambda x: x.amax(1), node("ReduceMax", axes=[1], keepdims=0))
# A Softmax at the end would be cut off, so something follows.
case("Softmax", lambda x: x.softmax(3).tanh(), node("Softmax", "x", "p"), node("Tanh", "p"))
case("Softmax channels", lambda x: x.softmax(1).tanh(), node("Softmax", "x", "p", axis=1), node("Tanh", "p"))
case("Softmax opset 9", lambda x: x.flatten(1).softmax(1).tanh(), node("Softmax", "x", "p", axis=1), node("Tanh", "p"), opset=9)
case("LogSoftmax", lambda x: x.log_softmax(1).tanh(), node("LogSoftmax", "x", "p", axis=1), node("Tanh", "p"))
case("ReduceMin", lambda x: x.amin(1), node("ReduceMin", axes=[1], keepdims=0))

# Shapes
case("Reshape", lambda x, s: x.reshape(2, 9, 12) ** 2, node("Reshape", "x s", "r"), node("Mul", "r r"), s=i64(0, 9, -1))
case("Squeeze Unsqueeze", lambda x, a, b: (x.unsqueeze(1) * x.mean((2, 3), keepdim=True).unsqueeze(1)).squeeze(1), node("GlobalAveragePool", "x", "m"), node("Unsqueeze", "x a", "u"),
     node("Unsqueeze", "m a", "v"), node("Mul", "u v", "w"), node("Squeeze", "w a"), a=i64(1), b=i64(1))
case("Squeeze opset 11", lambda x: x.mean((2, 3)), node("GlobalAveragePool", "x", "m"), node("Squeeze", "m", axes=[2, 3]), opset=11)
case("Transpose", lambda x: x.permute(0, 3, 1, 2) ** 2, node("Transpose", "x", "t", perm=[0, 3, 1, 2]), node("Mul", "t t"))
case("Expand", lambda x, s: x.mean(1, keepdim=True).expand(2, 4, 6, 6), node("ReduceMean", "x", "m", axes=[1]), node("Expand", "m s"), s=i64(2, 4, 6, 6))
case("Tile", lambda x, r: x.repeat(1, 2, 1, 3), node("Tile", "x r"), r=i64(1, 2, 1, 3))
case("DepthToSpace", lambda x, w: torch.pixel_shuffle(F.conv2d(x, w), 2), node("Conv", "x w", "h"), node("DepthToSpace", "h", blocksize=2, mode="CRD"), w=weights(8, 3, 1, 1))
case("SpaceToDepth", lambda x: x.reshape(2, 3, 3, 2, 3, 2).permute(0, 3, 5, 1, 2, 4).reshape(2, 12, 3, 3), node("SpaceToDepth", blocksize=2))
case("DepthToSpace DCR", lambda x, w: F.conv2d(x, w).reshape(2, 2, 2, 2, 6, 6).permute(0, 3, 4, 1, 5, 2).reshape(2, 2, 12, 12), node("Conv", "x w", "h"), node("DepthToSpace", "h", blocksize=2), w=weights(8, 3, 1, 1))
case("Concat", lambda x, g: torch.cat([x, x.tanh(), g], 1), node("Tanh", "x", "t"), node("Concat", "x t g", axis=1), g=weights(2, 2, 6, 6))
case("Split", lambda x, s: x.split([2, 4], 3)[0] * 2, node("Split", "x s", "a b", axis=3), node("Add", "a a"), s=i64(2, 4))
case("Split opset 11", lambda x: x.split([2, 4], 3)[1] * x.split([2, 4], 3)[0].mean(), node("Split", "x", "a b", axis=3, split=[2, 4]), node("ReduceMean", "a", "m", keepdims=0), node("Mul", "b m"), opset=11)
case("Slice", lambda x, s, e, a: x[:, :, 1:5, 2:], node("Slice", "x s e a"), s=i64(1, 2), e=i64(-1, 2 ** 62), a=i64(2, 3))
case("Slice steps", lambda x, s, e, a, p: x[:, :, 1::2, 0::4], node("Slice", "x s e a p"), s=i64(1, 0), e=i64(100, 100), a=i64(2, 3), p=i64(2, 4))
case("Slice backwards", lambda x, s, e, a, p: x.flip(3)[:, :, :, 1::2], node("Slice", "x s e a p"), s=i64(-2), e=i64(-100), a=i64(3), p=i64(-2))
case("Slice opset 9", lambda x: x[:, 1:, 1:5], node("Slice", axes=[1, 2], starts=[1, 1], ends=[100, 5]), opset=9)
case("Gather one", lambda x, p: x[:, :, -1], node("Gather", "x p", axis=2), p=torch.tensor(-1))
case("Gather many", lambda x, p: x[:, :, p], node("Gather", "x p", axis=2), p=torch.tensor([[0, 5, 2], [2, 2, 1]]))
case("GatherElements", lambda x, p: x.gather(3, p), node("GatherElements", "x p", axis=3), p=torch.randint(0, 6, (2, 3, 6, 4)))
case("GatherND", lambda x, p: torch.stack([x[0, 1], x[0, 1]], 0), node("GatherND", "x p"), p=torch.tensor([[0, 1], [0, 1]]))
case("Pad", lambda x, p: F.pad(x, (1, 2, 0, 3), value=0.0), node("Pad", "x p"), p=i64(0, 0, 0, 1, 0, 0, 3, 2))
case("Pad negative", lambda x, p: F.pad(x, (-1, 2, 1, -2)), node("Pad", "x p"), p=i64(0, 0, 1, -1, 0, 0, -2, 2))
case("Pad reflect", lambda x, p: F.pad(x, (1, 2, 3, 0), mode="reflect"), node("Pad", "x p", mode="reflect"), p=i64(0, 0, 3, 1, 0, 0, 0, 2))
case("Pad edge", lambda x, p: F.pad(x, (1, 2, 3, 0), mode="replicate"), node("Pad", "x p", mode="edge"), p=i64(0, 0, 3, 1, 0, 0, 0, 2))
case("Pad opset 9", lambda x: F.pad(x, (1, 2, 0, 3)), node("Pad", pads=[0, 0, 0, 1, 0, 0, 3, 2]), opset=9)

# Resizing
case("Resize nearest", lambda x, s: F.interpolate(x, scale_factor=2), node("Resize", "x  s", mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"), s=f32(1, 1, 2, 2))
case("Resize linear", lambda x, s: F.interpolate(x, (9, 4), mode="bilinear"), node("Resize", "x   s", mode="linear", coordinate_transformation_mode="half_pixel"), s=i64(2, 3, 9, 4))
case("Resize corners", lambda x, s: F.interpolate(x, (9, 4), mode="bilinear", align_corners=True), node("Resize", "x   s", mode="linear", coordinate_transformation_mode="align_corners"), s=i64(2, 3, 9, 4))
case("Resize cubic", lambda x, s: F.interpolate(x, (9, 11), mode="bicubic"), node("Resize", "x   s", mode="cubic", cubic_coeff_a=-0.75, coordinate_transformation_mode="half_pixel"), s=i64(2, 3, 9, 11))
case("Upsample opset 9", lambda x, s: F.interpolate(x, scale_factor=2), node("Upsample", "x s", mode="nearest"), opset=9, s=f32(1, 1, 2, 2))

# Paths that meet
case("Residual and attention", lambda x, w: (lambda q: q.softmax(-1) @ x + x)(x @ w @ x.transpose(2, 3)), node("MatMul", "x w", "p"), node("Transpose", "x", "t", perm=[0, 1, 3, 2]),
     node("MatMul", "p t", "q"), node("Softmax", "q", "a", axis=-1), node("MatMul", "a x", "v"), node("Add", "v x"), w=weights(6, 6))

pathlib.Path(__file__).with_name("gradients.json").write_text("[\n" + ",\n".join(json.dumps(each, separators=(",", ":")) for each in cases) + "\n]\n")
print(len(cases), "cases")
