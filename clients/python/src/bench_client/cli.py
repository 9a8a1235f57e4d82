"""The command ``bench``. Exit statuses: 0 done, 1 refused or failed (standard error has the code), 2 a gate's requirement is missed, 130 interrupted."""
from __future__ import annotations

import argparse
import io
import sys
from typing import NoReturn, Sequence

from ._version import VERSION
from .commands import ALL
from .errors import BenchError

INTERRUPTED = "Interrupted. An upload in pieces is kept for 24 hours: the same command goes on where it was. What was started goes on by itself: bench status shows it."


class Parser(argparse.ArgumentParser):
    """Ends with 1 where argparse ends with 2, which is a gate's answer here."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(1, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    root = Parser(prog="bench", description="Submits ImageNet classifiers to a Bench service and reads its board. The service and the key come from bench login, or from BENCH and KEY.")
    root.add_argument("--version", action="version", version=f"bench {VERSION}")
    verbs = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in ALL:
        command.add(verbs)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A name or a dash that a console or a pipe cannot show must not end the command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\n{INTERRUPTED}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the output has read enough.
        sys.stderr.close()
        return 0
    except OSError as error:
        named = f"'{error.filename}': " if error.filename else ""
        print(BenchError("file-failed", f"{named}{error.strerror or error}.", "Check the path, its permissions and the space left."), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
