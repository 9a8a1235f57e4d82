from __future__ import annotations

import argparse
import json
import pathlib
import sys
import tempfile
import urllib.parse
from typing import Any

from ..client import Bench
from ..errors import BenchError
from ..proofs import faults_of_log, faults_of_row, gaps_of_row
from ..transport import is_id

PIECE = 1000
FILES = ("predictions", "labels", "manifest")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "verify",
        help="check a row of a board, or the whole log",
        description="Downloads an evaluation's receipt with its proof, predictions, labels and image list, and checks signatures, the hash tree and every file's hash here. Without an evaluation it checks the whole log. Ends with 1 when anything is wrong.",
    )
    verb.add_argument("evaluation", nargs="?", help="id of an evaluation; the whole log when absent")
    verb.add_argument("--label-set", default="original", help="label set of the receipt (original)")
    verb.add_argument("--key", metavar="HEX", help="the service's public key, from a source that you trust; without it the service vouches for itself")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    bench = Bench()
    what, faults = check_row(bench, arguments) if arguments.evaluation else check_log(bench, arguments.key)
    for fault in faults:
        print(fault)
    print(f"{what}: {'NOT verified' if faults else 'verified'}")
    if not arguments.key:
        print("The key came from the service itself. Give --key with the one that its operator has published.", file=sys.stderr)
    return 1 if faults else 0


def check_row(bench: Bench, arguments: argparse.Namespace) -> tuple[str, list[str]]:
    if not is_id(arguments.evaluation):
        raise BenchError("evaluation-not-found", f"'{arguments.evaluation}' is not the id of an evaluation.", "List them with: bench status.")
    row: Any = bench.get(f"/api/v1/log/rows/{urllib.parse.quote(arguments.evaluation, safe='')}?labelSet={urllib.parse.quote(arguments.label_set)}").json()
    addresses = {"predictions": f"/api/v1/evaluations/{arguments.evaluation}/predictions", **{name: row["files"][name] for name in FILES[1:]}}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files, missing = {}, []
        for name, address in addresses.items():
            try:
                content = bench.get(address).content
            except BenchError as refusal:
                # Predictions of a dataset whose answers are kept back are nobody's to check; what the service has lost is a fault of the row.
                if refusal.status >= 500:
                    missing.append(f"The service cannot give {name}: {refusal.detail}")
                    continue
                print(f"Not checked: {name}. {refusal.detail}", file=sys.stderr)
                continue
            files[name] = str(pathlib.Path(folder, name))
            pathlib.Path(files[name]).write_bytes(content)
        faults = missing + faults_of_row(row, arguments.key, files)
        receipt = json.loads(row["receipt"]["body"])
        # A sound row of another evaluation proves nothing about the one that was asked for.
        if receipt["evaluation"].lower() != arguments.evaluation.lower() or receipt["labelSet"] != arguments.label_set:
            shown = f"{receipt['evaluation']} under {receipt['labelSet']}"
            faults.append(f"The row is that of {shown}, not of {arguments.evaluation} under {arguments.label_set}.")
        for gap in gaps_of_row(row, arguments.key or row["publicKey"]):
            print(gap, file=sys.stderr)
        return f"receipt at place {row['receipt']['place']} of {row['head']['size']}, with {', '.join(files) or 'no files'}", faults


def check_log(bench: Bench, key: str | None) -> tuple[str, list[str]]:
    now: Any = bench.get("/api/v1/log").json()
    entries: list[Any] = []
    while len(entries) < now["head"]["size"]:
        piece: Any = bench.get(f"/api/v1/log/entries?start={len(entries)}&limit={PIECE}").json()
        if not piece:
            break
        entries += piece
    heads: Any = bench.get("/api/v1/log/heads").json()
    return f"{len(entries)} entries", faults_of_log(entries, heads + [now["head"]], key or now["publicKey"])
