"""HTTP by the standard library: JSON, forms whose files are streamed, problems as exceptions, patience where the service asks for it."""
from __future__ import annotations

import contextlib
import http.client
import json
import pathlib
import re
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from email.message import Message
from typing import Any, BinaryIO, Callable, Iterable, Iterator, Mapping

from ._version import VERSION
from .contract import OPERATIONS, OperationId
from .errors import BenchError

BLOCK = 1 << 20
LONGEST_PAUSE = 60.0
TRIES = 5

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Body:
    """What a request carries. ``open`` gives its bytes again, so that a request can be sent again."""

    content_type: str
    length: int
    open: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    content: bytes

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError:
            raise foreign(self.status, self.content) from None

    @property
    def cursor(self) -> str | None:
        """Cursor of the part that follows, from the header Link; None at the end."""
        link = re.match(r'<([^>]*)>; rel="next"', self.headers.get("Link", ""))
        return urllib.parse.parse_qs(urllib.parse.urlsplit(link[1]).query)["cursor"][0] if link else None


def json_body(value: Any) -> Body:
    return bytes_body(json.dumps(value).encode(), "application/json")


def bytes_body(content: bytes, content_type: str) -> Body:
    return Body(content_type, len(content), lambda: [content])


def form_body(fields: Mapping[str, Any], files: Mapping[str, pathlib.Path]) -> Body:
    """A multipart form: fields as JSON, files read a block at a time while they are sent."""
    boundary = uuid.uuid4().hex
    heads = {name: f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: application/json\r\n\r\n{json.dumps(value)}\r\n'.encode() for name, value in fields.items()}
    file_heads = {
        name: f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{quoted(path.name)}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
        for name, path in files.items()
    }
    tail = f"--{boundary}--\r\n".encode()

    def parts() -> Iterator[bytes]:
        yield from heads.values()
        for name, path in files.items():
            yield file_heads[name]
            yield from blocks(path)
            yield b"\r\n"
        yield tail

    length = sum(map(len, heads.values())) + sum(len(file_heads[name]) + path.stat().st_size + 2 for name, path in files.items()) + len(tail)
    return Body(f"multipart/form-data; boundary={boundary}", length, parts)


def quoted(file_name: str) -> str:
    return file_name.replace("\\", "_").replace('"', "%22").replace("\r", "_").replace("\n", "_")


def blocks(path: pathlib.Path) -> Iterator[bytes]:
    with opened(path) as file:
        while block := file.read(BLOCK):
            yield block


def opened(path: pathlib.Path) -> BinaryIO:
    """A file to read. What is wrong with it must not be taken for a fault of the network, amid whose calls it is read."""
    try:
        return path.open("rb")
    except OSError as error:
        raise BenchError("file-unreadable", f"'{path}' cannot be read: {error.strerror}.", "Check the path and its permissions.") from error


def is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
        return True
    except ValueError:
        return False


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects of what only reads, and takes a key to no other host.

    A write would arrive as a read, without its body. A host that sends on to itself, from http to https as a rule, would see no key and ask for one.
    """

    def redirect_request(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> urllib.request.Request | None:
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if req.get_method() not in ("GET", "HEAD") or (old.scheme != new.scheme and old.hostname == new.hostname):
            return None
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request is not None and old[:2] != new[:2]:
            request.remove_header("Authorization")
        return request


class _Heard:
    """Listens also when a body could not be sent to its end: who refuses a key or a size answers before it has read the rest, and closes."""

    def request(self, *arguments: Any, **options: Any) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            super().request(*arguments, **options)  # type: ignore[misc]


class _PlainConnection(_Heard, http.client.HTTPConnection):
    pass


class _SecureConnection(_Heard, http.client.HTTPSConnection):
    pass


class _Plain(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_PlainConnection, req)


class _Secure(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecureConnection, req)  # type: ignore[arg-type]


class Transport:
    """Calls of one service with one key."""

    def __init__(self, url: str, key: str | None, timeout: float):
        address = url.strip().rstrip("/")
        # The address with and without the API's prefix is understood: README exports the one, a browser shows the other.
        self.address = address.removesuffix("/api/v1")
        if urllib.parse.urlsplit(self.address).scheme not in ("http", "https"):
            example = "http://localhost:5080" if "://" in address or not address else f"http://{address}"
            raise BenchError("address-invalid", f"'{url}' is not the address of a service.", f"Give an http or https address, for example {example}.")
        self._key = key and key.strip()
        if self._key and not re.fullmatch("[!-~]+", self._key):
            # The key itself is not repeated: what is said lands in logs.
            raise BenchError("key-invalid", "The key has a space, a line break or a letter that no key has.", "Copy the key again, whole and alone, as it was shown when it was made.")
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_SameHost, _Plain, _Secure)

    def call(
        self,
        operation: OperationId,
        path: Mapping[str, str] | None = None,
        query: Iterable[tuple[str, str]] = (),
        body: Body | None = None,
        headers: Headers | None = None,
        repeatable: bool | None = None,
    ) -> Answer:
        """Calls an operation of the contract.

        ``repeatable`` says that a second try does no harm; reads are, and what carries an idempotency key.
        """
        method, template = OPERATIONS[operation]
        url = template.format(**{name: urllib.parse.quote(value, safe="") for name, value in (path or {}).items()})
        pairs = list(query)
        if pairs:
            url += "?" + urllib.parse.urlencode(pairs)
        try:
            return self.send(method, url, body, headers, method in ("GET", "HEAD", "PUT", "DELETE") if repeatable is None else repeatable)
        except BenchError as refusal:
            named = (path or {}).get("id")
            if refusal.code == "not-found" and named is not None and not is_id(named):
                raise BenchError("not-found", f"'{named}' is not a valid id.", "The ids of evaluations and models are listed by: bench status, bench models.", 404) from None
            raise

    def send(self, method: str, url: str, body: Body | None = None, headers: Headers | None = None, repeatable: bool = False) -> Answer:
        for remaining in reversed(range(TRIES)):
            try:
                return self._once(method, url, body, headers or {})
            except BenchError as refusal:
                pause = getattr(refusal, "pause", None)
                # A rate limit was met before anything was done; an absent database may have been met in the middle.
                may_repeat = refusal.status == 429 or (repeatable and refusal.status in (0, 502, 503, 504))
                if remaining == 0 or not may_repeat:
                    raise
                time.sleep(min(LONGEST_PAUSE, pause if pause is not None else 2.0 ** (TRIES - 1 - remaining) / 4))
        raise AssertionError("the last try returns or raises")

    def _once(self, method: str, url: str, body: Body | None, headers: Headers) -> Answer:
        request = urllib.request.Request(self.address + url, method=method)
        request.add_header("User-Agent", f"bench-client/{VERSION}")
        request.add_header("Accept", "application/json, application/problem+json, */*;q=0.5")
        if self._key:
            request.add_header("Authorization", f"Bearer {self._key}")
        for name, value in headers.items():
            request.add_header(name, value)
        if body is not None:
            request.data = iter(body.open())
            request.add_header("Content-Type", body.content_type)
            request.add_header("Content-Length", str(body.length))
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                if refusal.code == 304:
                    return Answer(304, refusal.headers, b"")
                if 300 <= refusal.code < 400 and (target := refusal.headers.get("Location")):
                    there = urllib.parse.urljoin(request.full_url, target)
                    raise BenchError("address-moved", f"{self.address} sends on to {there}.", f"Give {there.removesuffix(url)} as the service's address.", refusal.code)
                error = problem(refusal.code, refusal.headers, refusal.read())
                if error.code == "not-found":
                    # The contract's addresses are there on every service: the part before them is wrong, or the service is older.
                    error = BenchError("not-found", f"{self.address}{url} is not there.", f"Check the service's address, {self.address}, or whether it is as new as this client.", 404)
                raise error from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise BenchError("unreachable", f"{self.address} does not answer: {reason}.", way_out(reason)) from error


def way_out(reason: object) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "Name the file of the authority that signed the service's certificate in SSL_CERT_FILE."
    if isinstance(reason, ssl.SSLError):
        return "Check the address; the service may speak http there, not https."
    return "Check the address and the network, or whether the service runs."


def problem(status: int, headers: Message, content: bytes) -> BenchError:
    """The exception for a refusal; a proxy's answer, which is no problem document, still has its status and first words."""
    try:
        document = json.loads(content)
        error = BenchError(document["code"], document["detail"], document["nextStep"], status, document.get("errors"))
    except (ValueError, KeyError, TypeError):
        error = foreign(status, content)
    pause = headers.get("Retry-After", "")
    if pause.isdecimal():
        setattr(error, "pause", float(pause))
    return error


def foreign(status: int, content: bytes) -> BenchError:
    words = content[:200].decode("utf-8", "replace").strip() or http.client.responses.get(status, "no text")
    return BenchError("not-a-problem", f"The answer is {status} and not one of Bench: {words}", "Check the address; a proxy may have answered in place of the service.", status)
