from __future__ import annotations

import argparse
import getpass
import os
import sys

from ..client import Bench
from ..errors import BenchError
from ..settings import Settings


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("login", help="keep the address of a service and a key", description="Checks a key and keeps it with the address, readable by you alone. The key is taken from KEY, from a pipe, or asked for.")
    verb.add_argument("url", help="address of the service, for example http://localhost:5080")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    key = os.environ.get("KEY") or (getpass.getpass("Key: ") if sys.stdin.isatty() else sys.stdin.readline())
    if not key.strip():
        raise BenchError("key-missing", "No key was given.", "Put it into KEY, pipe it in (bench login URL < data/operator.key), or run bench login in a terminal, which asks for it.")
    Bench(arguments.url, key.strip()).check_key()
    path = Settings(arguments.url.rstrip("/"), key.strip()).keep()
    print(f"Logged in to {arguments.url}; kept in {path}.")
    return 0
