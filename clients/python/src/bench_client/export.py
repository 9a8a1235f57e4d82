"""PyTorch to ONNX as the service wants it: any batch, a named opset, one file, and the same numbers as PyTorch."""
from __future__ import annotations

import inspect
import pathlib
import warnings
from dataclasses import dataclass
from typing import Any, Sequence

from .errors import BenchError
from .fidelity import Difference, compare, pictures_of, synthetic_pictures, tensor_of, is_unclear
from .preprocessing import DEFAULT, Contract
from .sources import require

OPSET = 17
PICTURES = 10


@dataclass(frozen=True)
class Exported:
    """An exported file. ``difference`` is None where it was not checked."""

    path: pathlib.Path
    contract: Contract
    opset: int
    classes: int
    difference: Difference | None
    unclear: bool = False
    """Whether the outputs lie in [0, 1] without being probabilities."""

    def __str__(self) -> str:
        checked = f"; {self.difference}" if self.difference else "; not compared with PyTorch"
        return f"Exported {self.path.name}: opset {self.opset}, any batch, {self.classes:,} outputs{checked}."


def export(module: Any, path: pathlib.Path, contract: Contract | None = None, *, opset: int = OPSET, check: bool = True, pictures: Sequence[pathlib.Path] = ()) -> Exported:
    """Exports a module that takes [batch, 3, height, width] and gives [batch, classes].

    The file is compared with the module on ten pictures (``pictures``, or drawn ones) and deleted again when they disagree.
    """
    torch = require("torch", "torch")
    wanted = {**DEFAULT, **(contract or {})}
    if "resize" in wanted:
        # An explicit shorter side goes before the part that a crop keeps.
        del wanted["crop_pct"]
    channels, height, width = (int(side) for side in wanted["input_size"])
    module = module.eval()
    drawn = pictures_of(pictures, wanted) if pictures else synthetic_pictures(PICTURES, height, width, channels)
    pixels = torch.from_numpy(tensor_of(drawn, wanted))
    with torch.no_grad():
        expected = module(pixels)
    if not isinstance(expected, torch.Tensor) or expected.dim() != 2 or expected.shape[0] != len(drawn):
        shape = tuple(expected.shape) if isinstance(expected, torch.Tensor) else type(expected).__name__
        raise BenchError("output-shape", f"The module answers {len(drawn)} pictures with {shape}, but must be [batch, classes].", "Wrap it in a module whose forward returns the logits alone.")
    options: dict[str, Any] = {"opset_version": opset, "input_names": ["input"], "output_names": ["logits"], "dynamic_axes": {"input": {0: "batch"}, "logits": {0: "batch"}}}
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        # Newer versions have a second exporter as their default; this one needs no further package.
        options["dynamo"] = False
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            # Two pictures, so that a batch of one is not taken for a constant.
            torch.onnx.export(module, pixels[:2], str(path), **options)
        difference = compare(path, drawn, wanted, expected.numpy()) if check else None
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, (RuntimeError, ValueError, TypeError)):
            raise BenchError("export-failed", f"PyTorch cannot export the module with opset {opset}: {' '.join(str(error).split())[:400]}", "Try another opset, or wrap what cannot be traced.") from error
        raise
    return Exported(path, wanted, opset, int(expected.shape[1]), difference, is_unclear(expected.numpy()))
