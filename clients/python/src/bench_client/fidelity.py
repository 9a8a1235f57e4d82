"""Whether an exported file gives the numbers of the module that it came from, on the same pixels."""
from __future__ import annotations

import json
import os
import pathlib
import shlex
import shutil
import struct
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from typing import Any, List, Sequence

from .errors import BenchError
from .preprocessing import Contract

# Kernels differ in the order of their sums; what an export gets wrong is larger by orders of magnitude.
TOLERANCE = 2e-3


@dataclass(frozen=True)
class Difference:
    """The largest difference of two sets of logits, relative to the largest logit."""

    pictures: int
    largest: float
    by: str

    def __str__(self) -> str:
        return f"equal to PyTorch on {self.pictures} pictures to {self.largest:.1e} by {self.by}"


def synthetic_pictures(count: int, height: int, width: int, channels: int = 3) -> Any:
    """Smooth coloured gradients with a little noise, the same at every call: uint8 [count, height, width, channels]."""
    import numpy

    random = numpy.random.RandomState(20)
    y, x = numpy.meshgrid(numpy.linspace(0, 1, height), numpy.linspace(0, 1, width), indexing="ij")
    waves = random.uniform(-6, 6, (count, channels, 3))
    drawn = numpy.stack([127.5 + 110 * numpy.sin(w[..., 0, None, None] * x + w[..., 1, None, None] * y + w[..., 2, None, None]) for w in waves])
    noisy = drawn + random.uniform(-16, 16, drawn.shape)
    return numpy.clip(noisy, 0, 255).astype(numpy.uint8).transpose(0, 2, 3, 1)


def pictures_of(paths: Sequence[pathlib.Path], contract: Contract) -> Any:
    """Pictures of the user, resized and cropped to the contract's size: uint8 [count, height, width, 3]."""
    import numpy
    from PIL import Image

    _, height, width = contract["input_size"]
    return numpy.stack([numpy.asarray(Image.open(path).convert("RGB").resize((width, height), Image.BICUBIC)) for path in paths])


def tensor_of(pictures: Any, contract: Contract) -> Any:
    """The pictures as a model of this contract takes them: float32 [count, 3, height, width]."""
    import numpy

    values = pictures.astype(numpy.float32)
    if contract.get("value_range", "unit") == "unit":
        values = values / numpy.float32(255)
    if contract.get("channel_order", "rgb") == "bgr":
        values = values[..., ::-1]
    values = (values - numpy.float32(contract["mean"])) / numpy.float32(contract["std"])
    return numpy.ascontiguousarray(values.transpose(0, 3, 1, 2))


def compare(path: pathlib.Path, pictures: Any, contract: Contract, expected: Any) -> Difference:
    """Runs the file over the pictures and compares; raises where the numbers differ."""
    import numpy

    scale = max(float(numpy.abs(expected).max()), 1e-30)
    largest, by = _by_runtime(path, pictures, contract, expected) or _by_worker(path, pictures, contract, expected) or _nothing()
    if not largest / scale <= TOLERANCE:
        raise BenchError(
            "export-differs", f"{path.name} does not give PyTorch's numbers: logits differ by up to {largest:.4g}, with logits up to {scale:.4g}.",
            "Export from evaluation mode in float32 without random operations; check=False or --no-check sends it all the same.",
        )
    return Difference(len(pictures), largest / scale, by)


def _nothing() -> tuple[float, str]:
    raise BenchError(
        "runtime-missing", "There is nothing here to run ONNX with, so the export cannot be compared with PyTorch.",
        "pip install onnxruntime, or name the service's command line in BENCH_WORKER (in a checkout that was built: 'dotnet Bench.Workers/bin/Debug/net10.0/Bench.Workers.dll'); check=False or --no-check goes without.",
    )


def _by_runtime(path: pathlib.Path, pictures: Any, contract: Contract, expected: Any) -> tuple[float, str] | None:
    try:
        import onnxruntime
    except ModuleNotFoundError:
        return None
    import numpy

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    pixels = tensor_of(pictures, contract)
    # One by one and together: a file whose batch is fixed fails here and not on the service.
    together = session.run(["logits"], {"input": pixels})[0]
    alone = session.run(["logits"], {"input": pixels[:1]})[0]
    return float(max(numpy.abs(together - expected).max(), numpy.abs(alone - expected[:1]).max())), f"ONNX Runtime {onnxruntime.__version__}"


def is_unclear(rows: Any) -> bool:
    """Whether rows from 0 up lie in [0, 1] or sum alike without being probabilities: the service does not take them for logits unless they are declared."""
    sums = rows.sum(axis=1)
    return bool(rows.min() >= 0 and (rows.max() <= 1 or sums.max() - sums.min() <= 0.02 * sums.max()) and abs(sums - 1).max() > 0.01)


def _by_worker(path: pathlib.Path, pictures: Any, contract: Contract, expected: Any) -> tuple[float, str] | None:
    """Runs the service's own engine from the command line: pictures of exactly the input's size, so that nothing is resized."""
    command = shlex.split(os.environ.get("BENCH_WORKER", "")) or ([found] if (found := shutil.which("bench-worker")) else [])
    if not command:
        return None
    import numpy

    with tempfile.TemporaryDirectory(prefix="bench-check-") as temporary:
        folder = pathlib.Path(temporary)
        classes = [f"c{index:05}" for index in range(expected.shape[1])]
        (folder / "classes.txt").write_text("\n".join(classes) + "\n", encoding="utf-8")
        for index, picture in enumerate(pictures):
            file = folder / "pictures" / classes[0] / f"{index:03}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(picture))
        # A shorter side takes the place of the part that a crop keeps.
        geometry = {name: value for name, value in contract.items() if name != "crop_pct"}
        declared = {"outputKind": "logits"} if is_unclear(expected) else {}
        (folder / "manifest.json").write_text(json.dumps({"name": path.stem, **declared, "preprocessing": {**geometry, "resize": min(contract["input_size"][1:]), "crop_mode": "center"}}), encoding="utf-8")
        arguments = ["evaluate", "--model", str(path), "--manifest", str(folder / "manifest.json"), "--dataset", str(folder / "pictures"), "--classes", str(folder / "classes.txt")]
        run = subprocess.run([*command, *arguments, "--no-doctor", "--predictions", str(folder / "out.npz"), "--cache", str(folder / "cache"), "--json"], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise BenchError("export-unreadable", f"The worker cannot run {path.name}: {_refusal(run.stdout) or run.stderr.strip()[-400:]}", "Try another opset, or send it with check=False or --no-check to see the service's own report.")
        with numpy.load(folder / "out.npz") as answer:
            ranked, head, tail = answer["topk_class"].astype(numpy.int64), answer["topk_logit"], answer["logits"].astype(numpy.float32)
    # The head is stored exactly and the tail in half precision, whose own rounding is not the export's fault.
    exact = float(numpy.abs(head - numpy.take_along_axis(expected, ranked, axis=1)).max())
    rounding = numpy.abs(expected) * 2.0**-10 + 2.0**-14
    rest = float(numpy.maximum(numpy.abs(tail - expected) - rounding, 0).max())
    return max(exact, rest), "the service's engine"


def _refusal(output: str) -> str | None:
    try:
        error = json.loads(output)["error"]
        return f"{error['code']}: {error['message']}"
    except (ValueError, KeyError, TypeError):
        return None


def png(picture: Any) -> bytes:
    """A picture of uint8 [height, width, 3] as PNG."""
    height, width, _ = picture.shape
    rows: List[bytes] = [b"\0" + picture[row].tobytes() for row in range(height)]
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"".join(rows), 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content)) for kind, content in chunks)
