"""Which service, with which key: arguments, then the environment, then what ``bench login`` kept."""
from __future__ import annotations

import json
import os
import pathlib
from dataclasses import dataclass

from .errors import BenchError
from .uploads import config_folder, write_private


@dataclass(frozen=True)
class Settings:
    url: str
    key: str | None

    @staticmethod
    def find(url: str | None = None, key: str | None = None) -> "Settings":
        kept = Settings._kept()
        address = url or os.environ.get("BENCH") or kept.get("url")
        if not address:
            raise BenchError("address-missing", "No service is named.", "Run bench login URL, or set BENCH to the service's address.")
        # A kept key belongs to the service that it was kept for.
        own = kept.get("key") if _same(address, kept.get("url")) else None
        return Settings(address, key or os.environ.get("KEY") or own)

    def keep(self) -> pathlib.Path:
        path = Settings._path()
        write_private(path, json.dumps({"url": self.url, "key": self.key}))
        return path

    @staticmethod
    def _path() -> pathlib.Path:
        return config_folder() / "client.json"

    @staticmethod
    def _kept() -> dict[str, str]:
        try:
            kept = json.loads(Settings._path().read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise BenchError("settings-unreadable", f"'{Settings._path()}' cannot be read: {error}.", "Delete it and run bench login again.") from error
        return kept if isinstance(kept, dict) else {}


def _same(one: str, other: str | None) -> bool:
    return other is not None and one.rstrip("/").removesuffix("/api/v1") == other.rstrip("/").removesuffix("/api/v1")
