"""From what a person has to what the service takes: a file, its manifest and, for predictions, the names of the rows."""
from __future__ import annotations

import os
import pathlib
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Sequence

from . import logits
from .errors import BenchError
from .preprocessing import of_module
from .sources import SCHEMES, Loaded, load, named

# Endings of what Python's and people's tools pack files as, and the service does not unpack.
PACKED = (".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".tgz")

UNSAID = (
    "Preprocessing: 224 × 224, bilinear, crop 0.875, ImageNet's mean and standard deviation, "
    "because neither you nor the model says another."
)

Order = str | os.PathLike[str] | Sequence[str] | None


@dataclass(frozen=True)
class Prepared:
    path: pathlib.Path
    manifest: Dict[str, Any]
    is_predictions: bool = False
    order: pathlib.Path | None = None
    notes: List[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tower:
    """What makes a classifier of a model that gives embeddings: a matrix [classes, width], and how the two are compared."""

    class_embeddings: Any
    similarity: str = "cosine"
    temperature: float = 1.0


def prepare(
    source: Any,
    folder: pathlib.Path,
    *,
    name: str | None = None,
    preprocessing: Mapping[str, Any] | None = None,
    order: Order = None,
    check: bool = True,
    tower: Tower | None = None,
    described: Mapping[str, Any] | None = None,
) -> Prepared:
    """Makes ready what is to be sent; what has to be made is made in ``folder``. ``described`` may also carry what only concerns loading: architecture_source, trust_pickle, opset."""
    said = {key: value for key, value in (described or {}).items() if value is not None}
    loading = {key: said.pop(key) for key in ("random_weights", "architecture_source", "trust_pickle", "opset", "pictures") if key in said}
    if not isinstance(source, (str, os.PathLike)):
        return _with(tower, _exported(Loaded(source, None, {"name": type(source).__name__}), folder, name, preprocessing, check, said, loading), folder)
    text = named(os.fspath(source))
    kind = pathlib.Path(text).suffix.lower()
    if text.partition(":")[0] in SCHEMES or kind in (".pt", ".pth"):
        loaded = load(text, random_weights=loading.get("random_weights", False), architecture=loading.get("architecture_source"), trust_pickle=loading.get("trust_pickle", False))
        return _with(tower, _exported(loaded, folder, name, preprocessing, check, said, loading, catalogued=text.partition(":")[0] in SCHEMES), folder)
    path = pathlib.Path(text)
    if not path.is_file():
        raise BenchError("file-missing", f"There is no file '{text}'.", "Check the path, or name a model as timm:NAME, torchvision:NAME or hf:REPOSITORY.")
    manifest = {"name": name or path.stem, **said}
    if kind == ".csv" or path.name.lower().endswith((".csv.gz", ".csv.zip")):
        table = name or path.name[: path.name.lower().rindex(".csv")]
        return Prepared(path, {**manifest, "name": table, "format": "csv"}, is_predictions=True)
    if kind in (".onnx", ".zip"):
        return _with(tower, Prepared(path, {**manifest, **({"preprocessing": dict(preprocessing)} if preprocessing else {})}), folder)
    if kind in (".npz", ".npy"):
        return _logits(path, folder, manifest, order)
    if kind in PACKED:
        raise BenchError(
            "source-unknown",
            f"'{path.name}' is packed in a way that is not read.",
            "Unpack it and submit the file inside; a table may be packed as .csv.gz or .csv.zip.",
        )
    raise BenchError(
        "source-unknown",
        f"'{path.name}' is of a kind that is not understood.",
        "Submit timm:NAME, torchvision:NAME, hf:REPOSITORY, or a .onnx, .zip, .pt, .pth, .npz, .npy, .csv, .csv.gz or .csv.zip file.",
    )


def _exported(loaded: Loaded, folder: pathlib.Path, name: str | None, preprocessing: Mapping[str, Any] | None, check: bool, said: Dict[str, Any], loading: Dict[str, Any], *, catalogued: bool = False) -> Prepared:
    from .export import OPSET, export

    manifest = {**loaded.described, **said, **({"name": name} if name else {})}
    own = loaded.contract or of_module(loaded.module)
    contract = {**(own or {}), **(preprocessing or {})}
    file = folder / f"{file_name(manifest['name'])}.onnx"
    exported = export(loaded.module, file, contract, opset=loading.get("opset") or OPSET, check=check, pictures=loading.get("pictures", ()))
    if exported.unclear and catalogued:
        # The classifiers of torchvision, timm and Hugging Face give logits, even where these happen to lie in [0, 1].
        manifest.setdefault("outputKind", "logits")
    return Prepared(file, {**manifest, "preprocessing": exported.contract}, notes=[str(exported), *([] if contract else [UNSAID])])


def _with(tower: Tower | None, prepared: Prepared, folder: pathlib.Path) -> Prepared:
    """The model and its class embeddings in one archive."""
    if tower is None:
        return prepared
    import zipfile

    import numpy

    archive = folder / f"{prepared.path.stem}.zip"
    with zipfile.ZipFile(archive, "w") as parts:
        parts.write(prepared.path, prepared.path.name)
        with parts.open("class_embeddings.npy", "w") as matrix:
            numpy.save(matrix, numpy.asarray(tower.class_embeddings), allow_pickle=False)
    embedding = {"classes": "class_embeddings.npy", "similarity": tower.similarity, "temperature": tower.temperature}
    return Prepared(archive, {**prepared.manifest, "embedding": embedding}, notes=prepared.notes)


def _logits(path: pathlib.Path, folder: pathlib.Path, manifest: Dict[str, Any], order: Order) -> Prepared:
    if path.suffix.lower() == ".npz" and logits.is_ready(path):
        return Prepared(path, {**manifest, "format": "npz"}, is_predictions=True, order=_order(order, folder, None))
    values, names = logits.read(path)
    listed = _order(order, folder, names)
    if listed is None:
        raise BenchError("order-missing", f"'{path.name}' does not say which image each row is about.", "Give the names with order=… or --order FILE (one a line), or save them in the .npz as names.")
    return Prepared(logits.write(folder / f"{path.stem}.npz", values, manifest.get("outputKind") or "logits"), {**manifest, "format": "npz"}, is_predictions=True, order=listed)


def _order(order: Order, folder: pathlib.Path, names: Sequence[str] | None) -> pathlib.Path | None:
    if isinstance(order, (str, os.PathLike)):
        path = pathlib.Path(order)
        if not path.is_file():
            raise BenchError("file-missing", f"There is no file '{path}'.", "Check the path of the order.")
        return path
    listed = order if order is not None else names
    if listed is None:
        return None
    path = folder / "order.txt"
    path.write_text("\n".join(listed) + "\n", encoding="utf-8")
    return path


def file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in name) or "model"


def what_was_known(model: Mapping[str, Any], is_new: bool, manifest: Mapping[str, Any]) -> List[str]:
    """What a submitter should know when the service had the file or the entry already: which of the words sent were not taken."""
    submission = model.get("submission") or {}
    if is_new:
        return ["The service had these bytes already; this is an entry of its own over them."] if submission.get("newFile") is False else []
    ignored = [f"{name} ({model.get(name)!r}, not {value!r})" for name, value in manifest.items() if name in model and name != "preprocessing" and value is not None and model.get(name) != value]
    sent, kept = manifest.get("preprocessing") or {}, model.get("preprocessing") or {}
    ignored += [f"preprocessing.{name} ({kept[name]!r}, not {value!r})" for name, value in sent.items() if name in kept and not same(kept[name], value)]
    known = f"The service knew this entry already, as '{model['name']}'."
    return [known + (f" What it keeps: {', '.join(ignored)}." if ignored else " Nothing of the manifest differs.")]


def same(kept: Any, sent: Any) -> bool:
    if isinstance(kept, (list, tuple)) and isinstance(sent, (list, tuple)):
        return len(kept) == len(sent) and all(same(one, other) for one, other in zip(kept, sent))
    if isinstance(kept, (int, float)) and isinstance(sent, (int, float)):
        return abs(kept - sent) <= 1e-9
    return bool(kept == sent)
