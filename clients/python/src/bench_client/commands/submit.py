from __future__ import annotations

import argparse
import json
import pathlib
import sys
from typing import Any, Dict

from ..board import reason
from ..client import Bench, Submission
from ..contract import EvaluationView
from ..errors import BenchError

SOURCES = "timm:NAME, torchvision:NAME, hf:REPOSITORY, model.pt, model.onnx, model.zip, logits.npz, logits.npy or predictions.csv"


SAID = {
    "modelId": "an earlier model that these predictions are of",
    "outputKind": "what the numbers are: logits, probabilities, logProbabilities, percentages, sigmoid or scores",
}


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("submit", help="submit a model or predictions, and evaluate", description="Exports if need be, uploads, starts an evaluation on each dataset, and waits.")
    add_source(verb)
    verb.add_argument("dataset", nargs="+", help="keys of datasets; for predictions one")
    add_description(verb)
    verb.add_argument("--no-wait", action="store_true", help="do not wait for the end")
    verb.add_argument("--json", action="store_true", help="print the evaluations as JSON")
    verb.set_defaults(run=run)


def add_source(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("source", help=SOURCES)
    add_loading(verb)


def add_loading(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--preprocessing", type=pathlib.Path, metavar="FILE", help="JSON of the preprocessing contract; goes before what the source says")
    verb.add_argument("--weights-of", metavar="SOURCE", help="what a .pt file of weights alone belongs to, for example torchvision:resnet18")
    verb.add_argument("--random-weights", action="store_true", help="the architecture without its weights; downloads nothing")
    verb.add_argument("--trust-pickle", action="store_true", help="load a .pt file that runs code of whoever wrote it")
    verb.add_argument("--opset", type=int, help="ONNX operator set of an export (17)")
    verb.add_argument("--no-check", action="store_true", help="do not compare an export with PyTorch")


def add_description(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--name", help="name on the board")
    for option, field in (("--architecture", "architecture"), ("--training-data", "trainingData"), ("--license", "license"), ("--url", "url"), ("--description", "description"), ("--parent", "parentModelId"), ("--model", "modelId"), ("--output-kind", "outputKind")):
        verb.add_argument(option, dest=field, help=SAID.get(field, f"the manifest's {field}"))
    verb.add_argument("--order", metavar="FILE", help="names of the images of predictions' rows, one a line")


def loading(arguments: argparse.Namespace) -> Dict[str, Any]:
    """What the options say about loading a model, in the words of prepare()."""
    chosen: Dict[str, Any] = {"architecture_source": arguments.weights_of, "opset": arguments.opset}
    if arguments.random_weights:
        chosen["random_weights"] = True
    if arguments.trust_pickle:
        chosen["trust_pickle"] = True
    return chosen


def contract(path: pathlib.Path | None) -> Dict[str, Any] | None:
    if path is None:
        return None
    try:
        found: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    except OSError as error:
        raise BenchError("file-missing", f"'{path}' cannot be read: {error.strerror}.", "Check the path.") from error
    except ValueError as error:
        raise BenchError("file-invalid", f"'{path}' is not valid JSON: {error}.", "Write it as timm's pretrained_cfg.") from error


def submit(bench: Bench, arguments: argparse.Namespace) -> Submission:
    described: Dict[str, Any] = {field: getattr(arguments, field, None) for field in ("architecture", "trainingData", "license", "url", "description", "parentModelId", "modelId", "outputKind")}
    submission = bench.submit(
        arguments.source, arguments.dataset, name=arguments.name, preprocessing=contract(arguments.preprocessing), order=arguments.order, check=not arguments.no_check, **described, **loading(arguments)
    )
    for note in submission.notes:
        print(note, file=sys.stderr)
    known = "new here" if submission.is_new else "known here"
    for evaluation in submission.evaluations:
        print(f"Model {submission.model_id} ({known}), evaluation {evaluation['id']} on {evaluation['dataset']}.", file=sys.stderr)
    return submission


def run(arguments: argparse.Namespace) -> int:
    submission = submit(Bench(), arguments)
    if not arguments.no_wait:
        submission = submission.wait()
    if arguments.json:
        print(json.dumps(submission.evaluations, indent=2))
    else:
        for evaluation in submission.evaluations:
            print_scores(evaluation)
    return 0


def print_scores(evaluation: EvaluationView) -> None:
    """The usual numbers of every label set; the board and the page have the others."""
    for score in evaluation["scores"]:
        if score["metric"] in ("top1", "top5", "ece", "nll"):
            low, high = score["ciLow"], score["ciHigh"]
            interval = f" (no interval: {reason(score)})" if low is None or high is None else f" ({low:.4f} to {high:.4f})"
            print(f"{evaluation['dataset']} {score['labelSet']} {score['metric']} {score['value']:.4f}{interval}")
