from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import sys
import tempfile

from ..submission import prepare
from .submit import add_source, contract, loading


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("export", help="export a PyTorch model to ONNX", description="Exports with any batch and compares with PyTorch on ten pictures. The manifest is written next to the file.")
    add_source(verb)
    verb.add_argument("-o", "--output", type=pathlib.Path, required=True, help="the .onnx file to write")
    verb.add_argument("--name", help="name in the manifest")
    verb.add_argument("--pictures", type=pathlib.Path, nargs="+", default=[], help="pictures to compare on, instead of drawn ones")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        described = {**loading(arguments), "pictures": arguments.pictures}
        prepared = prepare(arguments.source, pathlib.Path(folder), name=arguments.name, preprocessing=contract(arguments.preprocessing), check=not arguments.no_check, described=described)
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(prepared.path), arguments.output)
    manifest = arguments.output.with_suffix(".json")
    manifest.write_text(json.dumps(prepared.manifest, indent=2) + "\n", encoding="utf-8")
    for note in prepared.notes:
        print(note, file=sys.stderr)
    print(arguments.output)
    return 0
