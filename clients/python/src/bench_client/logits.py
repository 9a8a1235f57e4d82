"""Logits made elsewhere, as the .npz that the service scores."""
from __future__ import annotations

import contextlib
import pathlib
import zipfile
from typing import Any, Iterator, Sequence

from .errors import BenchError
from .sources import require

HEAD = 10
NAMES = ("names", "file_names", "filenames", "files", "order")


def arrays(logits: Any, kind: str = "logits") -> dict[str, Any]:
    """The arrays of a submission for logits [images, classes]: the ten best exactly, log Σ exp, and every logit in half precision.

    Of another ``kind`` (the manifest's outputKind) the numbers go as they are: what follows from them is the service's to compute.
    """
    import numpy

    values = numpy.asarray(logits)
    if values.dtype.kind not in "fiu":
        # NumPy has no bfloat16; what others save as such arrives as bytes without a meaning.
        raise BenchError("logits-type", f"The logits have NumPy's type {values.dtype}, which holds no numbers that can be read.", "Save them as float32: logits.float().numpy() in PyTorch, logits.astype('float32') in NumPy.")
    if values.ndim != 2:
        raise BenchError("logits-shape", f"The logits have the shape {values.shape}, but must be [images, classes].", "Give one row an image.")
    values = values.astype(numpy.float32)
    if not numpy.isfinite(values).all():
        row = int(numpy.argwhere(~numpy.isfinite(values).all(axis=1))[0, 0])
        raise BenchError("logits-not-finite", f"Row {row} of the logits has a value that is NaN or infinite.", "Give finite logits.")
    if kind != "logits":
        return {"logits": values}
    # A stable sort of the negated row ranks equal logits by their class, as the service does.
    ranked = numpy.argsort(-values, axis=1, kind="stable")[:, :HEAD]
    best = values.max(axis=1)
    return {
        "topk_class": ranked.astype(numpy.uint16),
        "topk_logit": numpy.take_along_axis(values, ranked, axis=1),
        "logsumexp": (best + numpy.log(numpy.exp((values - best[:, None]).astype(numpy.float64)).sum(axis=1))).astype(numpy.float32),
        "logits": numpy.clip(values, -65504, 65504).astype(numpy.float16),
    }


def write(path: pathlib.Path, logits: Any, kind: str = "logits") -> pathlib.Path:
    import numpy

    with path.open("wb") as file:
        numpy.savez(file, **arrays(logits, kind))
    return path


def read(path: pathlib.Path) -> tuple[Any, Sequence[str] | None]:
    """Logits of a .npy or .npz file, with the images' names where the file has them. Nothing in it is run."""
    numpy = require("numpy", "torch")
    with _loading(path):
        content = numpy.load(path, allow_pickle=False)
        if isinstance(content, numpy.ndarray):
            return content, None
        with content:
            if "logits" not in content.files:
                raise BenchError("logits-missing", f"'{path.name}' has the arrays {', '.join(content.files)} and none called logits.", "Save it with numpy.savez(file, logits=…, names=…).")
            name = next((name for name in NAMES if name in content.files), None)
            return content["logits"], None if name is None else [one.decode() if isinstance(one, bytes) else str(one) for one in content[name]]


def is_ready(path: pathlib.Path) -> bool:
    """Whether a .npz is one that the service takes as it is."""
    numpy = require("numpy", "torch")
    with _loading(path):
        content = numpy.load(path, allow_pickle=False)
        return not isinstance(content, numpy.ndarray) and "topk_class" in content.files


@contextlib.contextmanager
def _loading(path: pathlib.Path) -> Iterator[None]:
    """What NumPy raises about a file, in words that lead out; it asks people to allow pickles, which would run code."""
    try:
        yield
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        if "Object arrays" in str(error):
            raise BenchError("file-invalid", f"'{path.name}' has an array of Python objects, not of numbers or texts.", "Save the logits as numpy.stack(rows).astype('float32') and the names as numpy.array(names, dtype=str).") from error
        raise BenchError("file-invalid", f"'{path.name}' is not a file that numpy.save or numpy.savez wrote, or is not whole.", "Save it again with numpy.savez(file, logits=…, names=…).") from error
