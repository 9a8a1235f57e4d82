"""One line on standard error while something takes long: redrawn on a terminal, one line a change elsewhere."""
from __future__ import annotations

import sys
import time
from typing import TextIO

from .contract import EvaluationView

WIDTH = 24


def bar(done: int, total: int) -> str:
    filled = WIDTH * done // total if total else 0
    return "█" * filled + "░" * (WIDTH - filled)


def duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60:02d} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def describe(evaluation: EvaluationView) -> str:
    """What an evaluation is at, in a line: state, place in the queue or images done, speed, time to go."""
    progress = evaluation["progress"]
    parts = [f"{evaluation['modelName']} on {evaluation['dataset']}: {evaluation['state']}"]
    if evaluation["state"] == "running" and progress["total"]:
        parts.append(f"{bar(progress['done'], progress['total'])} {progress['done']:,} of {progress['total']:,}")
    if (place := progress.get("queuePosition")) is not None and evaluation["state"] == "queued":
        parts.append(f"place {place} in the queue")
    if evaluation["state"] == "running" and (speed := progress.get("imagesPerSecond")):
        parts.append(f"{speed:,.0f} images/s")
    if (left := progress.get("etaSeconds")) is not None and evaluation["state"] not in ("completed", "failed", "cancelled", "partial"):
        parts.append(f"{duration(left)} to go")
    return ", ".join(parts)


class ProgressLine:
    """Writes lines that replace each other; ``close`` leaves the last one standing."""

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream if stream is not None else sys.stderr
        self._live = self._stream.isatty()
        self._last = ""
        self._shown = ""

    def show(self, line: str) -> None:
        if line == self._last:
            return
        self._last = line
        if self._live:
            self._stream.write("\r\x1b[2K" + line)
            self._stream.flush()
        # A log wants the steps, not every image.
        elif (step := line.split(", ")[0]) != self._shown:
            self._shown = step
            self._stream.write(line + "\n")
            self._stream.flush()

    def sent(self, name: str, started: float, done: int, total: int) -> None:
        """How far an upload is; a moment is not told."""
        seconds = time.monotonic() - started
        if seconds > 1 or self._last:
            speed = done / seconds / 1e6 if seconds else 0
            self.show(f"{name}: sending, {bar(done, total)} {done / 1e6:,.0f} of {total / 1e6:,.0f} MB, {speed:,.0f} MB/s")

    def close(self) -> None:
        if self._live and self._last:
            self._stream.write("\n")
            self._stream.flush()
