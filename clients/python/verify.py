"""Checks a row of a board, or a whole log, without the service's help. Python's own library alone; docs/verify.md says what is checked.

    python3 verify.py row.json [--key HEX] [--predictions FILE] [--labels FILE] [--manifest FILE]
    python3 verify.py --log http://localhost:5080 [--key HEX]
"""
from __future__ import annotations

import argparse
import json
import pathlib
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "src"))

from bench_client.proofs import faults_of_log, faults_of_row, gaps_of_row


def download(address: str):
    with urllib.request.urlopen(address, timeout=60) as answer:
        return json.load(answer)


def audit(address: str, key: str | None) -> tuple[str, list[str]]:
    base = address.rstrip("/").removesuffix("/api/v1") + "/api/v1/log"
    now = download(base)
    entries: list[dict] = []
    while len(entries) < now["head"]["size"]:
        piece = download(f"{base}/entries?start={len(entries)}&limit=1000")
        if not piece:
            break
        entries += piece
    return f"{len(entries)} entries", faults_of_log(entries, download(f"{base}/heads") + [now["head"]], key or now["publicKey"])


def main() -> int:
    arguments = argparse.ArgumentParser(description="Checks a row of a board, or a whole log.")
    arguments.add_argument("row", nargs="?", help="answer of /api/v1/log/rows/{evaluation}")
    arguments.add_argument("--log", metavar="ADDRESS", help="download the whole log of this service and check it")
    arguments.add_argument("--key", metavar="HEX", help="the service's public key, from a source that you trust")
    for name in ("predictions", "labels", "manifest"):
        arguments.add_argument(f"--{name}", metavar="FILE")
    given = arguments.parse_args()
    if bool(given.row) == bool(given.log):
        arguments.error("name a row, or a service with --log")
    gaps: list[str] = []
    if given.log:
        what, faults = audit(given.log, given.key)
    else:
        with open(given.row, encoding="utf-8") as file:
            row = json.load(file)
        files = {name: path for name in ("predictions", "labels", "manifest") if (path := getattr(given, name))}
        what = f"receipt at place {row['receipt']['place']} of {row['head']['size']}, as of {row['head']['at']}"
        faults, gaps = faults_of_row(row, given.key, files), gaps_of_row(row, given.key)
    for fault in faults + gaps:
        print(fault)
    print(f"{what}: {'NOT verified' if faults else 'verified'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
