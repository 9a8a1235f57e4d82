"""Where PyTorch models come from: timm, torchvision, Hugging Face, a file. Each gives a module with what is known of it."""
from __future__ import annotations

import importlib
import pathlib
import re
from dataclasses import dataclass, field
from typing import Any, Dict

from . import preprocessing
from .errors import BenchError

SCHEMES = ("timm", "torchvision", "hf")

_PAGE = re.compile(r"https?://(?:www\.)?huggingface\.co/([\w.-]+/[\w.-]+)(?:/(?:tree|blob|resolve)/([\w.-]+))?(?:[/?#].*)?", re.IGNORECASE)


def named(source: str) -> str:
    """A source as it is loaded. People copy the address of a model's page, and call timm's models at Hugging Face both ways."""
    text = source.strip()
    page = _PAGE.fullmatch(text)
    if page:
        text = f"hf:{page[1]}" + (f"@{page[2]}" if page[2] and page[2] != "main" else "")
    if text.partition(":")[0] not in SCHEMES:
        return source
    text = text.rstrip("/")
    return f"timm:hf-hub:{text[len('hf:'):]}" if text.startswith("hf:timm/") else text


@dataclass(frozen=True)
class Loaded:
    """A module in evaluation mode, its preprocessing contract (None where nobody says), and what a manifest says of it."""

    module: Any
    contract: preprocessing.Contract | None
    described: Dict[str, Any] = field(default_factory=dict)


def require(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise BenchError("package-missing", f"{module} is not installed.", f"pip install 'bench-client[{extra}]'.") from error


def load(source: str, *, random_weights: bool = False, architecture: str | None = None, trust_pickle: bool = False) -> Loaded:
    """Loads ``timm:NAME``, ``torchvision:NAME``, ``hf:REPOSITORY`` or a .pt or .pth file.

    ``random_weights`` takes an architecture without its weights, so that nothing is downloaded. ``architecture`` says what a file of weights alone belongs to.
    ``trust_pickle`` allows a pickled module, which runs code of whoever wrote it.
    """
    source = named(source)
    scheme, _, name = source.partition(":")
    by_name = {"timm": _timm, "torchvision": _torchvision, "hf": _huggingface}.get(scheme)
    if by_name is None:
        return _file(pathlib.Path(source), architecture, trust_pickle)
    try:
        return by_name(name, random_weights)
    except OSError as error:
        # What downloads raise, those of torch.hub, requests and the hubs' clients among them.
        reason = " ".join(str(getattr(error, "reason", error)).split())[:300]
        raise BenchError("weights-unreachable", f"'{source}' cannot be downloaded: {reason}.", "Check the name and the network, or load the model yourself and submit the module or its .pt file.") from error


def _timm(name: str, random_weights: bool) -> Loaded:
    timm = require("timm", "timm")
    try:
        module = timm.create_model(name, pretrained=not random_weights, exportable=True)
    except RuntimeError as error:
        raise BenchError("source-unknown", f"timm does not make '{name}': {error}.", "List names with timm.list_models(pretrained=True).") from error
    config = getattr(module, "pretrained_cfg", None) or getattr(module, "default_cfg", {})
    described = {"name": name, "architecture": config.get("architecture") or name.split(".")[0], "license": config.get("license"), "url": _web_address(config)}
    return Loaded(module.eval(), preprocessing.of_timm(config), {key: value for key, value in described.items() if value})


def _web_address(config: Any) -> str | None:
    hub = config.get("hf_hub_id")
    return f"https://huggingface.co/{hub}" if hub else config.get("origin_url")


def _torchvision(name: str, random_weights: bool) -> Loaded:
    models = require("torchvision.models", "torch")
    try:
        weights = models.get_model_weights(name).DEFAULT
    except ValueError as error:
        raise BenchError("source-unknown", f"torchvision has no model '{name}'.", "List names with torchvision.models.list_models(module=torchvision.models).") from error
    module = models.get_model(name, weights=None if random_weights else weights)
    described = {"name": name, "architecture": name} if random_weights else {"name": f"{name}.{weights.name.lower()}", "architecture": name, "trainingData": "ImageNet-1k", "license": "BSD-3-Clause"}
    return Loaded(module.eval(), preprocessing.of_torchvision(weights.transforms()), described)


def _huggingface(name: str, random_weights: bool) -> Loaded:
    transformers = require("transformers", "huggingface")
    torch = require("torch", "torch")
    name, _, revision = name.partition("@")
    at = {"revision": revision} if revision else {}
    processor = transformers.AutoImageProcessor.from_pretrained(name, **at)
    if random_weights:
        model = transformers.AutoModelForImageClassification.from_config(transformers.AutoConfig.from_pretrained(name, **at))
    else:
        model = transformers.AutoModelForImageClassification.from_pretrained(name, **at)

    class Logits(torch.nn.Module):  # type: ignore[misc,name-defined]
        """The logits alone: a traced model gives tensors, not records."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, pixel_values: Any) -> Any:
            return self.model(pixel_values=pixel_values).logits

    described = {"name": name.rsplit("/", 1)[-1], "architecture": model.config.model_type, "url": f"https://huggingface.co/{name}"}
    return Loaded(Logits().eval(), preprocessing.of_processor(processor.to_dict()), described)


def _file(path: pathlib.Path, architecture: str | None, trust_pickle: bool) -> Loaded:
    torch = require("torch", "torch")
    if not path.is_file():
        raise BenchError("file-missing", f"There is no file '{path}'.", "Check the path, or name a model as timm:NAME, torchvision:NAME or hf:REPOSITORY.")
    described = {"name": path.stem}
    try:
        return Loaded(torch.jit.load(str(path), map_location="cpu").eval(), None, described)
    except (RuntimeError, ValueError):
        # Not TorchScript: weights, a checkpoint around weights, or a pickled module.
        pass
    try:
        content = torch.load(str(path), map_location="cpu", weights_only=not trust_pickle)
    except Exception as error:  # the unpickler raises what it likes
        if trust_pickle:
            raise BenchError("model-unreadable", f"'{path.name}' cannot be loaded: {error}.", "Run it where the module's classes can be imported, or save it with torch.jit.save.") from error
        raise BenchError(
            "model-unreadable", f"'{path.name}' is neither TorchScript nor weights alone; loading it would run code in it.",
            "Save it with torch.jit.save or as a state_dict, or, if you trust the file, allow it with trust_pickle=True or --trust-pickle.",
        ) from error
    if isinstance(content, torch.nn.Module):
        return Loaded(content.eval(), None, described)
    return _weights(path, content, architecture, described)


def _weights(path: pathlib.Path, content: Any, architecture: str | None, described: Dict[str, Any]) -> Loaded:
    if not isinstance(content, dict) or "logits" in content:
        raise BenchError(
            "source-unknown", f"'{path.name}' holds neither a model nor its weights.",
            "If these are logits, submit them as an .npz: numpy.savez('logits.npz', logits=logits.float().cpu().numpy(), names=names).",
        )
    if architecture is None:
        raise BenchError("architecture-missing", f"'{path.name}' holds weights without the model that they belong to.", "Name it with architecture_source=… or --weights-of, for example torchvision:resnet18 or timm:resnet50.")
    weights = content
    for key in ("state_dict", "model", "state_dict_ema"):
        if isinstance(weights, dict) and isinstance(weights.get(key), dict):
            weights = weights[key]
    # Training in parallel and torch.compile write each name with a prefix.
    weights = {str(name).removeprefix("module.").removeprefix("_orig_mod.").removeprefix("module."): value for name, value in weights.items()}
    loaded = load(architecture, random_weights=True)
    try:
        loaded.module.load_state_dict(weights)
    except RuntimeError as error:
        first = " ".join(str(error).split())[:300]
        raise BenchError("architecture-mismatch", f"The weights in '{path.name}' do not fit {architecture}: {first}", "Name the architecture that was trained, with its number of classes.") from error
    return Loaded(loaded.module, loaded.contract, {**described, "architecture": architecture.partition(":")[2]})
