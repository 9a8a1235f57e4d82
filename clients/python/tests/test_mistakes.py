"""What people get wrong, with a wrong address, a mangled key or a file of another kind: each ends in a sentence that leads out."""
from __future__ import annotations

import contextlib
import io
import os
import pathlib
import socket
import ssl
import sys
import tempfile
import threading
import unittest
import urllib.error
from unittest import mock

from .test_client import WithStand

from bench_client import Bench, BenchError
from bench_client.cli import main
from bench_client.submission import prepare
from bench_client.transport import Transport, bytes_body, form_body
from bench_client.uploads import ResumableUpload

try:
    import numpy
except ModuleNotFoundError:
    numpy = None


class Addresses(WithStand):
    def login(self, *answers: tuple[int, bytes]) -> tuple[int, str, bool]:
        """Exit status, what was said, and whether the key was kept."""
        self.stand.script = [(status, {}, body) for status, body in answers]
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"XDG_CONFIG_HOME": folder, "KEY": "bench_secret"}):
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                status = main(["login", self.address])
            return status, said.getvalue(), pathlib.Path(folder, "bench", "client.json").exists()

    def test_a_key_is_not_kept_for_a_web_server_that_is_no_bench(self) -> None:
        for answer in ((404, b"<html>404 nginx</html>"), (200, b"<html>Welcome</html>"), (404, b'{"code": "not-found", "detail": "d", "nextStep": "n"}')):
            status, said, kept = self.login(answer)
            self.assertEqual((status, kept), (1, False), said)
        self.assertEqual(self.login((404, b'{"code": "upload-not-found", "detail": "d", "nextStep": "n"}'))[::2], (0, True))

    def test_a_page_in_the_place_of_an_answer_is_called_so(self) -> None:
        self.stand.script = [(200, {}, b"<html>Sign in to the network</html>")]
        with self.assertRaises(BenchError) as refused:
            Bench(self.address).leaderboard("pets")
        self.assertIn("The answer is 200 and not one of Bench: <html>Sign in to the network", str(refused.exception))

    def test_a_write_is_never_sent_on_as_a_read(self) -> None:
        for status in (301, 302, 307, 308):
            self.stand.asked.clear()
            self.stand.script = [(status, {"Location": "https://bench.example/lab/api/v1/evaluations"}, b""), (200, {}, b'{"items": []}')]
            with self.assertRaises(BenchError) as refused:
                Bench(self.address, "bench_x").evaluate("m", ["d"])
            self.assertEqual(refused.exception.code, "address-moved")
            self.assertIn("Give https://bench.example/lab as the service's address.", str(refused.exception))
            self.assertEqual(len(self.stand.asked), 1)

    def test_a_host_that_sends_on_to_itself_is_asked_with_the_key_at_its_own_address(self) -> None:
        https = self.address.replace("http:", "https:")
        self.stand.script = [(301, {"Location": f"{https}/api/v1/datasets"}, b"")]
        with self.assertRaises(BenchError) as refused:
            Bench(self.address, "bench_x").datasets()
        self.assertIn(f"Give {https} as the service's address.", str(refused.exception))

    def test_a_refusal_is_heard_while_a_long_body_is_still_sent(self) -> None:
        refusal = b'{"code": "key-unknown", "detail": "The key is not known.", "nextStep": "Ask for one."}'

        def refuse(listening: socket.socket) -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(refusal), refusal))

        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = threading.Thread(target=refuse, args=(listening,))
            server.start()
            with self.assertRaises(BenchError) as refused:
                Transport(f"http://127.0.0.1:{listening.getsockname()[1]}", "bench_x", 5).send("POST", "/", bytes_body(bytes(64 << 20), "text/plain"))
            server.join()
        self.assertEqual(refused.exception.code, "key-unknown")

    def test_https_where_http_is_spoken_is_told_so_and_so_is_an_unknown_authority(self) -> None:
        for error, words in ((ssl.SSLError("wrong version number"), "may speak http there"), (ssl.SSLCertVerificationError("self-signed"), "SSL_CERT_FILE")):
            with mock.patch("urllib.request.OpenerDirector.open", side_effect=urllib.error.URLError(error)), mock.patch("time.sleep"), self.assertRaises(BenchError) as refused:
                Bench("https://bench.example").datasets()
            self.assertIn(words, refused.exception.next_step)

    def test_a_key_that_cannot_be_one_is_refused_and_not_repeated(self) -> None:
        for key in ("bench_sec\nret", "bench_sec…", "bench_sec ret"):
            with self.assertRaises(BenchError) as refused:
                Bench(self.address, key)
            self.assertEqual(refused.exception.code, "key-invalid")
            self.assertNotIn("bench_sec", str(refused.exception))
        self.stand.script = [(200, {}, b'{"items": [], "next": null}')]
        Bench(f" {self.address} ", "bench_x\n").datasets()
        self.assertEqual(self.stand.asked[0][2]["Authorization"], "Bearer bench_x")


class Files(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def said(self, *arguments: str) -> str:
        """What the command says as it refuses, in one line."""
        error = io.StringIO()
        with contextlib.redirect_stderr(error), mock.patch.dict(os.environ, {"BENCH": "http://127.0.0.1:9"}):
            self.assertEqual(main(arguments), 1)
        self.assertEqual(error.getvalue().count("\n"), 1, error.getvalue())
        return error.getvalue()

    def test_a_file_that_cannot_be_read_is_not_blamed_on_the_network(self) -> None:
        file = self.folder / "model.onnx"
        file.write_bytes(b"model")
        body = form_body({}, {"file": file})
        with mock.patch.object(pathlib.Path, "open", side_effect=PermissionError(13, "Permission denied")), self.assertRaises(BenchError) as refused:
            list(body.open())
        self.assertEqual(refused.exception.code, "file-unreadable")

    def test_a_file_that_shrinks_while_it_is_sent_ends_the_upload(self) -> None:
        file = self.folder / "model.onnx"
        file.write_bytes(bytes(1_000_000))
        upload = ResumableUpload(Transport("http://127.0.0.1:9", None, 5), self.folder / "notes.json", piece=400_000)

        def shrinks(url: str, offset: int, piece: bytes) -> int:
            file.write_bytes(bytes(400_000))
            return offset + len(piece)

        with mock.patch.object(upload, "_begin", return_value="/api/v1/uploads/u"), mock.patch.object(upload, "_append", shrinks), self.assertRaises(BenchError) as refused:
            upload.send(file)
        self.assertEqual(refused.exception.code, "file-changed")

    def test_a_place_that_cannot_be_written_is_named(self) -> None:
        target = str(self.folder / "missing" / "p.npz")
        with mock.patch("bench_client.transport.Transport.call", return_value=mock.Mock(content=b"PK")):
            self.assertIn(f"file-failed: '{target}': No such file or directory.", self.said("download", "e", "-o", target))

    def test_a_name_that_a_pipe_cannot_spell_is_written_with_escapes(self) -> None:
        pipe = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        page = {"items": [{"id": "1", "name": "größer", "state": "ready", "architecture": None, "createdAt": "2026-01-01T00:00:00Z"}], "next": None}
        with mock.patch("bench_client.transport.Transport.call", return_value=mock.Mock(json=lambda: page)), mock.patch.object(sys, "stdout", pipe), mock.patch.dict(os.environ, {"BENCH": "http://127.0.0.1:9"}):
            self.assertEqual(main(["models"]), 0)
            pipe.flush()
        self.assertIn(b"gr\\xf6\\xdfer", pipe.buffer.getvalue())

    @unittest.skipIf(numpy is None, "NumPy is absent")
    def test_arrays_that_hold_no_numbers_are_told_in_a_sentence(self) -> None:
        def saved(name: str, array: object) -> str:
            numpy.save(self.folder / name, array, allow_pickle=True)
            return str(self.folder / name)

        (self.folder / "text.npz").write_bytes(b"hello")
        (self.folder / "empty.npy").write_bytes(b"")
        (self.folder / "pickle.npy").write_bytes(b"\x80\x04]\x94.")
        numpy.savez(self.folder / "rows.npz", logits=numpy.array([[1.0], [2.0, 3.0]], dtype=object))
        (self.folder / "order.txt").write_text("a\nb\n")
        for file, words in (
            (str(self.folder / "text.npz"), "is not a file that numpy.save or numpy.savez wrote"),
            (str(self.folder / "empty.npy"), "is not a file that numpy.save or numpy.savez wrote"),
            (str(self.folder / "pickle.npy"), "is not a file that numpy.save or numpy.savez wrote"),
            (str(self.folder / "rows.npz"), "has an array of Python objects"),
            (saved("bfloat16.npy", numpy.zeros((2, 3), "V2")), "which holds no numbers"),
            (saved("words.npy", numpy.array([["a", "b"]])), "which holds no numbers"),
        ):
            self.assertIn(words, self.said("submit", file, "pets", "--order", str(self.folder / "order.txt")))

    @unittest.skipIf(numpy is None, "NumPy is absent")
    def test_probabilities_that_are_declared_go_as_they_are(self) -> None:
        file, order = self.folder / "p.npz", self.folder / "order.txt"
        (self.folder / "made").mkdir()
        numpy.savez(file, logits=numpy.array([[0.25, 0.75]], numpy.float32))
        order.write_text("a.jpg\n")
        for kind, sent in (("probabilities", ["logits"]), (None, ["logits", "logsumexp", "topk_class", "topk_logit"])):
            prepared = prepare(file, self.folder / "made", order=order, described={"outputKind": kind})
            with numpy.load(prepared.path) as arrays:
                self.assertEqual(sorted(arrays.files), sent)
            self.assertEqual(prepared.manifest.get("outputKind"), kind)

    @unittest.skipIf(numpy is None, "NumPy is absent")
    def test_names_in_bytes_are_the_names(self) -> None:
        from bench_client import logits

        file = self.folder / "logits.npz"
        numpy.savez(file, logits=numpy.zeros((2, 3), numpy.float32), names=numpy.array(["a.jpg".encode(), "größer.jpg".encode()]))
        self.assertEqual(logits.read(file)[1], ["a.jpg", "größer.jpg"])


class Weights(unittest.TestCase):
    def test_logits_in_a_pt_file_are_not_asked_for_their_architecture(self) -> None:
        from bench_client.sources import _weights

        for content in (mock.Mock(shape=(2, 3)), {"logits": 1, "names": 2}, [1, 2]):
            with self.assertRaises(BenchError) as refused:
                _weights(pathlib.Path("logits.pt"), content, None, {})
            self.assertIn("submit them as an .npz", refused.exception.next_step)

    def test_prefixes_of_wrappers_are_taken_off(self) -> None:
        from bench_client import sources

        for name in ("fc.bias", "module.fc.bias", "_orig_mod.fc.bias", "_orig_mod.module.fc.bias", "module._orig_mod.fc.bias"):
            module = mock.Mock()
            with mock.patch.object(sources, "load", return_value=sources.Loaded(module, None)):
                sources._weights(pathlib.Path("w.pt"), {"state_dict": {name: 1}}, "torchvision:resnet18", {})
            module.load_state_dict.assert_called_once_with({"fc.bias": 1})


if __name__ == "__main__":
    unittest.main()
