from __future__ import annotations

import argparse
import pathlib

from ..board import table
from ..client import Bench
from ..progress import describe
from .submit import print_scores


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    status = verbs.add_parser("status", help="the newest evaluations, or one", description="Lists evaluations, newest first, or says what one is at.")
    status.add_argument("evaluation", nargs="?", help="id of an evaluation")
    status.add_argument("--state", help="only these: queued, inspecting, running, scoring, completed, failed, cancelled or partial")
    status.add_argument("--limit", type=int, default=20, help="how many (20)")
    status.set_defaults(run=show)
    wait = verbs.add_parser("wait", help="wait for evaluations to end", description="Waits; ends with 1 for an evaluation that did not complete.")
    wait.add_argument("evaluation", nargs="+", help="ids of evaluations")
    wait.add_argument("--timeout", type=float, help="seconds to wait for each")
    wait.set_defaults(run=wait_for)
    for name, text in (("cancel", "cancel an evaluation"), ("retry", "start a failed or cancelled evaluation again")):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("evaluation", help="id of an evaluation")
        verb.set_defaults(run=control, verb=name)
    download = verbs.add_parser("download", help="download stored predictions", description="Writes the predictions of an evaluation, an .npz for numpy.load.")
    download.add_argument("evaluation", help="id of an evaluation")
    download.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("predictions.npz"), help="file to write (predictions.npz)")
    download.set_defaults(run=fetch)


def show(arguments: argparse.Namespace) -> int:
    bench = Bench()
    if arguments.evaluation:
        evaluation = bench.evaluation(arguments.evaluation)
        print(describe(evaluation))
        if error := evaluation["error"]:
            print(f"{error['code']}: {error['message']} {error['nextStep']}")
        if advice := evaluation["advice"]:
            print(advice["message"])
        return 0
    rows = [["evaluation", "model", "dataset", "state", "images", "since"]]
    for summary in bench.evaluations(state=arguments.state, limit=min(max(arguments.limit, 1), 100)):
        if len(rows) > arguments.limit:
            break
        state = summary["state"] if summary["error"] is None else f"{summary['state']} ({summary['error']['code']})"
        rows.append([summary["id"], summary["modelName"], summary["dataset"], state, f"{summary['done']:,} of {summary['total']:,}", summary["createdAt"][:16].replace("T", " ")])
    print(table(rows))
    return 0


def wait_for(arguments: argparse.Namespace) -> int:
    bench = Bench()
    for evaluation in arguments.evaluation:
        print_scores(bench.wait(evaluation, timeout=arguments.timeout))
    return 0


def control(arguments: argparse.Namespace) -> int:
    bench = Bench()
    print(describe((bench.cancel if arguments.verb == "cancel" else bench.retry)(arguments.evaluation)))
    return 0


def fetch(arguments: argparse.Namespace) -> int:
    print(Bench().predictions(arguments.evaluation, arguments.output))
    return 0
