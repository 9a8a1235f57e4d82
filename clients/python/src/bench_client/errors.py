"""What goes wrong, told the way the service tells it: a code for scripts, a sentence for people, and what to do next."""
from __future__ import annotations

from typing import Mapping, Sequence


class BenchError(Exception):
    """A refusal or failure.

    ``code`` stays the same when sentences change; ``next_step`` leads out; ``status`` is the HTTP status, 0 where none was received;
    ``errors`` names fields where fields are to blame.
    """

    def __init__(self, code: str, detail: str, next_step: str, status: int = 0, errors: Mapping[str, Sequence[str]] | None = None):
        super().__init__(code, detail, next_step)
        self.code = code
        self.detail = detail
        self.next_step = next_step
        self.status = status
        self.errors = dict(errors or {})

    def __str__(self) -> str:
        fields = "".join(f" {name}: {' '.join(sentences)}" for name, sentences in self.errors.items())
        return f"{self.code}: {self.detail}{fields} {self.next_step}"


class EvaluationFailed(BenchError):
    """An evaluation ended as failed or cancelled."""

    def __init__(self, evaluation_id: str, code: str, detail: str, next_step: str):
        super().__init__(code, detail, next_step)
        self.evaluation_id = evaluation_id
