"""Resumable uploads by tus 1.0: pieces with a checksum each, and a note on disk that lets a later process go on."""
from __future__ import annotations

import base64
import hashlib
import json
import os
import pathlib
import tempfile
import time
from typing import Callable

from .errors import BenchError
from .transport import BLOCK, TRIES, Transport, blocks, bytes_body, opened

PIECE = 8 * BLOCK
TUS = {"Tus-Resumable": "1.0.0"}

Told = Callable[[int, int], None]


def sha256(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    for block in blocks(path):
        digest.update(block)
    return digest.hexdigest()


class ResumableUpload:
    """Sends a file in pieces. What breaks off goes on where it was, also in a later process."""

    def __init__(self, transport: Transport, notes: pathlib.Path | None = None, piece: int = PIECE):
        self._transport = transport
        self._notes = notes or cache_folder() / "uploads.json"
        self._piece = piece

    def send(self, path: pathlib.Path, told: Told = lambda done, total: None) -> str:
        """Returns the id of the finished upload, for ``uploadId`` of a manifest."""
        total = path.stat().st_size
        name = f"{self._transport.address} {sha256(path)} {path.name}"
        url, offset = self._resume(name, total)
        if url is None:
            url = self._begin(path, total)
            self._note(name, url)
        with opened(path) as file:
            while offset < total:
                told(offset, total)
                file.seek(offset)
                piece = file.read(self._piece)
                if not piece:
                    raise BenchError("file-changed", f"'{path}' became shorter while it was sent.", "Send it again when it is written to its end.")
                offset = self._append(url, offset, piece)
        told(total, total)
        self._note(name, None)
        return url.rsplit("/", 1)[1]

    def _begin(self, path: pathlib.Path, total: int) -> str:
        name = base64.b64encode(path.name.encode()).decode()
        answer = self._transport.call("CreateUpload", headers={**TUS, "Upload-Length": str(total), "Upload-Metadata": f"filename {name}"})
        location = str(answer.headers["Location"])
        return location.removeprefix(self._transport.address)

    def _resume(self, name: str, total: int) -> tuple[str | None, int]:
        url = self._read().get(name)
        if url is None:
            return None, 0
        try:
            answer = self._transport.send("HEAD", url, headers=TUS, repeatable=True)
        except BenchError as refusal:
            # Given up or expired: it begins again. Anything else is the caller's to know.
            if refusal.status in (403, 404, 410):
                return None, 0
            raise
        return (url, int(answer.headers["Upload-Offset"])) if int(answer.headers["Upload-Length"]) == total else (None, 0)

    def _append(self, url: str, offset: int, piece: bytes) -> int:
        checksum = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        headers = {**TUS, "Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {checksum}"}
        for remaining in reversed(range(TRIES)):
            try:
                answer = self._transport.send("PATCH", url, bytes_body(piece, "application/offset+octet-stream"), headers)
                return int(answer.headers["Upload-Offset"])
            except BenchError as refusal:
                # 409: another offset than ours; 423: the broken connection still holds the upload; 460: bytes were damaged on their way.
                if remaining == 0 or refusal.status not in (0, 409, 423, 460, 502, 503, 504):
                    raise
                time.sleep(2.0 ** (TRIES - 1 - remaining) / 4)
            reached = int(self._transport.send("HEAD", url, headers=TUS, repeatable=True).headers["Upload-Offset"])
            if reached != offset:
                return reached
        raise AssertionError("the last try returns or raises")

    def _read(self) -> dict[str, str]:
        try:
            notes = json.loads(self._notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}

    def _note(self, name: str, url: str | None) -> None:
        notes = {known: address for known, address in self._read().items() if known != name}
        if url is not None:
            notes[name] = url
        try:
            write_private(self._notes, json.dumps(notes, indent=1))
        except OSError:
            # Without a place for notes an upload still goes on within this process.
            pass


def write_private(path: pathlib.Path, text: str) -> None:
    """Replaces a file at once, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)


def cache_folder() -> pathlib.Path:
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "bench"


def config_folder() -> pathlib.Path:
    return pathlib.Path(os.environ.get("XDG_CONFIG_HOME") or pathlib.Path.home() / ".config") / "bench"
