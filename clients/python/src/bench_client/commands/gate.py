from __future__ import annotations

import argparse
import pathlib
import re
import sys
from dataclasses import dataclass

from ..client import Bench
from ..contract import VerdictResponse
from ..errors import BenchError
from ..sources import SCHEMES
from ..transport import is_id
from .board import difference
from .submit import SOURCES, add_description, add_loading, submit

REFUSED = 2


@dataclass(frozen=True)
class Requirement:
    """``[labelSet:]top1 >= -0.1pp [@95%]``: how far the candidate may stay behind, or has to be ahead, in points of accuracy."""

    text: str
    label_set: str
    margin: float
    is_strict: bool
    is_sure: bool

    PATTERN = re.compile(r"\s*(?:(?P<labels>[\w.-]+):)?top1\s*(?P<sign>>=|>)\s*(?P<number>[+-]?\d*\.?\d+)\s*(?P<unit>pp|%)?\s*(?P<sure>@\s*95\s*%)?\s*")

    @staticmethod
    def parse(text: str) -> "Requirement":
        found = Requirement.PATTERN.fullmatch(text)
        if found is None:
            raise BenchError("requirement-invalid", f"'{text}' is not a requirement.", "Write for example 'top1 >= -0.1pp', 'real:top1 > 0pp' or 'top1 >= -0.1pp @95%'.")
        return Requirement(text.strip(), found["labels"] or "original", float(found["number"]) / (100 if found["unit"] else 1), found["sign"] == ">", found["sure"] is not None)

    def judge(self, bench: Bench, candidate: str, baseline: str, dataset: str) -> VerdictResponse:
        """The service's verdict, which its page shows too."""
        return bench.judge(candidate, baseline, -self.margin, dataset=dataset, label_set=self.label_set, measured=not self.is_sure, strict=self.is_strict, limit=0)


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "gate",
        help="fail unless a model keeps up with another",
        description=f"Lets the service compare a model with another image by image and ends with {REFUSED} unless every requirement is met. A source is submitted and evaluated first; a name or id of a model is taken as it is.",
        epilog="'top1 >= -0.1pp' judges the measured difference; with '@95%%' the low end of its 95 %% interval has to reach the margin, so that chance cannot pass it.",
    )
    verb.add_argument("source", help=f"name or id of a model, or {SOURCES}")
    verb.add_argument("--against", required=True, metavar="MODEL", help="name or id of the model to keep up with")
    verb.add_argument("--dataset", required=True, help="key of the dataset")
    verb.add_argument("--require", required=True, action="append", metavar="RULE", help="'[labelSet:]top1 >= MARGINpp [@95%%]'; may be given several times")
    add_loading(verb)
    add_description(verb)
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    requirements = [Requirement.parse(text) for text in arguments.require]
    bench = Bench()
    baseline = bench.find_model(arguments.against)["id"]
    candidate = candidate_of(bench, arguments)
    missed = 0
    for requirement in requirements:
        answer = requirement.judge(bench, candidate, baseline, arguments.dataset)
        missed += not answer["holds"]
        print(f"{'met' if answer['holds'] else 'MISSED'}: {requirement.text}. {answer['sentence']} {difference(answer)}")
    if missed:
        print(f"{missed} of {len(requirements)} requirements missed.", file=sys.stderr)
    return REFUSED if missed else 0


def candidate_of(bench: Bench, arguments: argparse.Namespace) -> str:
    """A model that is there, or one that becomes it."""
    source = arguments.source
    if is_id(source) or not (pathlib.Path(source).exists() or source.partition(":")[0] in SCHEMES):
        return bench.find_model(source)["id"]
    arguments.dataset = [arguments.dataset]
    submission = submit(bench, arguments).wait()
    (arguments.dataset,) = arguments.dataset
    return submission.model_id
