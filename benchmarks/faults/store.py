"""As much of S3 as a blob store asks for, with its objects in a folder, and with bad days: `mode` is well, refusing (503), dead (the connection breaks) or slow."""
import http.server
import pathlib
import random
import threading
import time
import urllib.parse


class Store:
    def __init__(self, folder, seed):
        self.folder, self.mode, self.flips, self.flipped = pathlib.Path(folder), "well", 0, []
        self._random = random.Random(seed)
        store = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_PUT(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self._is_bad():
                    return
                if self.headers.get("x-amz-decoded-content-length"):
                    body = unchunked(body)
                path = store.path(urllib.parse.unquote(urllib.parse.urlsplit(self.path).path.lstrip("/")))
                path.parent.mkdir(parents=True, exist_ok=True)
                staged = path.with_name(f"{path.name}.{threading.get_ident()}.tmp")
                staged.write_bytes(store.rotten(path, body))
                staged.rename(path)
                self._answer(200)

            def do_GET(self):
                if self._is_bad():
                    return
                try:
                    self._answer(200, store.path(urllib.parse.unquote(urllib.parse.urlsplit(self.path).path.lstrip("/"))).read_bytes())
                except (FileNotFoundError, IsADirectoryError):
                    self._answer(404, b"<Error><Code>NoSuchKey</Code><Message>no</Message></Error>")

            do_HEAD = do_GET

            def do_DELETE(self):
                if self._is_bad():
                    return
                store.path(urllib.parse.unquote(urllib.parse.urlsplit(self.path).path.lstrip("/"))).unlink(missing_ok=True)
                self._answer(204)

            def _is_bad(self):
                if store.mode == "slow":
                    time.sleep(1)
                elif store.mode == "refusing":
                    self._answer(503, b"<Error><Code>ServiceUnavailable</Code><Message>later</Message></Error>")
                elif store.mode == "dead":
                    self.close_connection = True
                return store.mode in ("refusing", "dead")

            def _answer(self, status, body=b""):
                self.send_response(status)
                # A tag of parts is no checksum, and the client compares nothing: what is compared is Bench's own business.
                self.send_header("ETag", '"0-1"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def path(self, key):
        return self.folder / key

    def rotten(self, path, body):
        """The bytes as they are kept: of the next `flips` parts of evaluations, one bit is another."""
        if self.flips and "/parts/" in str(path):
            self.flips -= 1
            self.flipped.append(path)
            return flip(body, self._random)
        return body


def flip(body, generator):
    changed = bytearray(body)
    changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
    return bytes(changed)


def unchunked(body):
    """A body in signed chunks: hexadecimal length, signature, bytes; a chunk of none ends it."""
    out, at = bytearray(), 0
    while True:
        end = body.index(b"\r\n", at)
        length = int(body[at:end].split(b";")[0], 16)
        if length == 0:
            return bytes(out)
        out += body[end + 2 : end + 2 + length]
        at = end + 2 + length + 2
