from __future__ import annotations

import argparse
import json

from ..board import table
from ..client import Bench


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    board = verbs.add_parser("board", help="print a leaderboard", description="Prints a leaderboard as a table, as CSV or as JSON.")
    board.add_argument("dataset", nargs="?", help="key of a dataset; the first one when absent")
    board.add_argument("--label-set", help="label set ('original')")
    board.add_argument("--metric", help="metric that ranks ('top1')")
    board.add_argument("--columns", help="more columns, comma-separated: metric, labelSet:metric or dataset:labelSet:metric")
    board.add_argument("--limit", type=int, help="how many rows; all when absent")
    form = board.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print CSV")
    form.add_argument("--json", action="store_true", help="print JSON")
    board.set_defaults(run=run)
    models = verbs.add_parser("models", help="list models", description="Lists models, newest first.")
    models.add_argument("name", nargs="?", help="a part of the name")
    models.set_defaults(run=list_models)
    compare = verbs.add_parser("compare", help="compare two models image by image", description="The paired difference of two models with its interval and McNemar's test.")
    compare.add_argument("a", help="name or id of a model")
    compare.add_argument("b", help="name or id of another")
    compare.add_argument("--dataset", help="key of a dataset")
    compare.add_argument("--label-set", help="label set ('original')")
    compare.add_argument("--json", action="store_true", help="print JSON")
    compare.set_defaults(run=run_compare)


def run(arguments: argparse.Namespace) -> int:
    bench = Bench()
    if arguments.csv:
        print(bench.leaderboard_csv(arguments.dataset, labelSet=arguments.label_set, metric=arguments.metric, columns=arguments.columns, limit=arguments.limit), end="")
        return 0
    columns = [name for name in (arguments.columns or "").split(",") if name]
    board = bench.leaderboard(arguments.dataset, label_set=arguments.label_set, metric=arguments.metric, columns=columns, limit=arguments.limit)
    print(json.dumps(list(board), indent=2) if arguments.json else board)
    return 0


def list_models(arguments: argparse.Namespace) -> int:
    rows = [["model", "name", "state", "architecture", "since"]]
    rows += [[model["id"], model["name"], model["state"], model["architecture"] or "", model["createdAt"][:16].replace("T", " ")] for model in Bench().models(arguments.name)]
    print(table(rows))
    return 0


def run_compare(arguments: argparse.Namespace) -> int:
    answer = Bench().compare(arguments.a, arguments.b, dataset=arguments.dataset, label_set=arguments.label_set, limit=0)
    if arguments.json:
        print(json.dumps(answer, indent=2))
        return 0
    print(table([["", answer["a"]["name"], answer["b"]["name"]], ["accuracy", *(percent(answer[side]["accuracy"]) for side in ("a", "b"))]]))  # type: ignore[literal-required]
    print(difference(answer))
    return 0


def percent(value: float | None) -> str:
    return "none" if value is None else f"{100 * value:.2f} %"


def points(value: float | None) -> str:
    return "none" if value is None else f"{100 * value:+.2f}"


def difference(answer: object) -> str:
    """The paired difference in words, by the server's test."""
    found: dict[str, dict[str, float | None]] = answer  # type: ignore[assignment]
    between = found["difference"]
    p = found["mcNemar"]["pValue"]
    return (
        f"Difference {points(between['value'])} points (95 % interval {points(between['ciLow'])} to {points(between['ciHigh'])}) on {found['dataset']}, {found['labelSet']} labels, {found['n']:,} images; "
        f"only the first right on {found['onlyA']:,}, only the second on {found['onlyB']:,}; McNemar p = {p:.3g}."
    )
