"""What needs neither a service nor PyTorch: python3 -m unittest discover -s tests -t . from clients/python."""
from __future__ import annotations

import hashlib
import http.server
import json
import os
import pathlib
import sys
import tempfile
import threading
import unittest
import urllib.parse
import uuid
from types import SimpleNamespace
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "src"))

from bench_client import Bench, BenchError
from bench_client.board import Board
from bench_client.client import pairs, what_was_known
from bench_client.commands.gate import Requirement
from bench_client.preprocessing import of_module, of_processor, of_timm, of_torchvision
from bench_client.progress import describe, duration
from bench_client.settings import Settings
from bench_client.sources import load, named
from bench_client.submission import Prepared, prepare
from bench_client.transport import Transport
from bench_client.uploads import ResumableUpload


class Stand(http.server.BaseHTTPRequestHandler):
    """A service that answers what a test puts into its script, and remembers what was asked."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        status, headers, body = self.server.script.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_HEAD = do_PATCH = answer

    def log_message(self, *arguments: object) -> None:
        pass


class BoardRows(unittest.TestCase):
    def test_a_number_without_an_interval_says_why(self) -> None:
        why = {"code": "pictures-repeated", "reason": "several images are of one picture"}
        row = {
            "rank": 1, "rankInterval": None, "model": {"id": "m", "name": "net"}, "evaluationId": "e", "verified": True,
            "value": 0.5, "ciLow": None, "ciHigh": None, "n": 9, "noInterval": why,
            "columns": {
                "top1": {"value": 0.7, "ciLow": 0.6, "ciHigh": 0.8, "n": 9, "noInterval": None},
                "ece": {"value": 0.1, "ciLow": None, "ciHigh": None, "n": 9, "noInterval": why},
                "nll": None,
            },
        }
        answer = {"dataset": "d", "labelSet": "original", "metric": "worst", "higherIsBetter": True, "columns": ["top1", "ece", "nll"], "rows": [row]}

        flat = Board([answer])[0]

        self.assertEqual("pictures-repeated: several images are of one picture", flat["no_interval"])
        self.assertEqual("pictures-repeated: several images are of one picture", flat["ece_no_interval"])
        self.assertIsNone(flat["top1_no_interval"])
        self.assertIsNone(flat["nll_no_interval"])


class WithStand(unittest.TestCase):
    def setUp(self) -> None:
        self.stand = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stand)
        self.stand.script, self.stand.asked = [], []
        threading.Thread(target=self.stand.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.stand.server_close)
        self.addCleanup(self.stand.shutdown)
        self.address = f"http://127.0.0.1:{self.stand.server_address[1]}"


class Calls(WithStand):
    def test_a_refusal_is_an_exception_with_code_and_next_step(self) -> None:
        problem = {"title": "Not Found", "status": 404, "code": "model-not-found", "detail": "There is no model.", "nextStep": "List them.", "errors": {"id": ["It is none."]}}
        self.stand.script = [(404, {"Content-Type": "application/problem+json"}, json.dumps(problem).encode())]
        with self.assertRaises(BenchError) as refused:
            Bench(self.address, "bench_x").model("1")
        self.assertEqual((refused.exception.code, refused.exception.next_step, refused.exception.status), ("model-not-found", "List them.", 404))
        self.assertEqual(str(refused.exception), "model-not-found: There is no model. id: It is none. List them.")
        self.assertEqual(self.stand.asked[0][2]["Authorization"], "Bearer bench_x")

    def test_what_is_no_id_is_blamed_and_not_the_address(self) -> None:
        problem = {"title": "Not Found", "status": 404, "code": "not-found", "detail": "There is nothing at this address.", "nextStep": "Look up the address at /swagger."}
        self.stand.script = [(404, {}, json.dumps(problem).encode())]
        with self.assertRaises(BenchError) as refused:
            Bench(self.address).evaluation("resnet50")
        self.assertEqual(refused.exception.detail, "'resnet50' is not a valid id.")

    def test_a_board_of_more_rows_than_one_answer_has_is_whole_as_csv_too(self) -> None:
        follows = {"Link": '<?dataset=pets&limit=1000&cursor=c%2B1>; rel="next"'}
        for limit, asked in ((None, ["1000", "1000"]), (1002, ["1000", "2"])):
            self.stand.asked.clear()
            self.stand.script = [(200, follows, b"rank,model\r\n1,a\r\n"), (200, {}, b'rank,model\r\n2,"b\r\nc"\r\n')]
            self.assertEqual(Bench(self.address).leaderboard_csv("pets", limit=limit), 'rank,model\r\n1,a\r\n2,"b\r\nc"\r\n')
            queries = [dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query)) for _, path, _, _ in self.stand.asked]
            self.assertEqual([query["limit"] for query in queries], asked)
            self.assertEqual([query.get("cursor") for query in queries], [None, "c+1"])

    def test_an_address_with_another_path_is_blamed_and_one_without_a_scheme_is_completed(self) -> None:
        problem = {"title": "Not Found", "status": 404, "code": "not-found", "detail": "There is nothing at this address.", "nextStep": "Look up the address at /swagger."}
        self.stand.script = [(404, {"Content-Type": "application/problem+json"}, json.dumps(problem).encode())]
        with self.assertRaises(BenchError) as refused:
            Bench(self.address + "/other", "bench_x").model(str(uuid.UUID(int=1)))
        self.assertIn(f"{self.address}/other/api/v1/models/{uuid.UUID(int=1)} is not there.", str(refused.exception))
        with self.assertRaises(BenchError) as refused:
            Bench("localhost:5080", "bench_x")
        self.assertIn("for example http://localhost:5080.", str(refused.exception))

    def test_a_download_that_fails_is_told_in_a_sentence(self) -> None:
        from unittest import mock

        from bench_client import sources

        with mock.patch.object(sources, "_torchvision", side_effect=OSError("Name or service not known")), self.assertRaises(BenchError) as refused:
            sources.load("torchvision:resnet18")
        self.assertEqual(str(refused.exception).split(".")[0], "weights-unreachable: 'torchvision:resnet18' cannot be downloaded: Name or service not known")

    def test_the_address_is_understood_with_and_without_the_prefix(self) -> None:
        for address in (self.address, self.address + "/", self.address + "/api/v1", self.address + "/api/v1/"):
            self.stand.script = [(200, {}, b'{"items": [], "next": null}')]
            Bench(address).datasets()
        self.assertEqual({path for _, path, _, _ in self.stand.asked}, {"/api/v1/datasets"})

    def test_it_slows_down_when_told_and_sends_the_whole_body_again(self) -> None:
        self.stand.script = [(429, {"Retry-After": "0"}, b"{}"), (202, {}, b'{"items": [], "next": null}')]
        Bench(self.address).evaluate("m", ["d"])
        (_, _, first, sent), (_, _, second, again) = self.stand.asked
        self.assertEqual(sent, again)
        self.assertEqual(first["Idempotency-Key"], second["Idempotency-Key"])

    def test_what_may_have_been_done_is_not_done_again(self) -> None:
        self.stand.script = [(503, {"Retry-After": "0"}, b"{}")]
        with self.assertRaises(BenchError):
            Bench(self.address).cancel("e")
        self.assertEqual(len(self.stand.asked), 1)

    def test_an_answer_of_a_proxy_is_told_as_one(self) -> None:
        self.stand.script = [(403, {}, b"<html>Forbidden by the proxy</html>")]
        with self.assertRaises(BenchError) as refused:
            Bench(self.address).cancel("e")
        self.assertEqual(refused.exception.code, "not-a-problem")
        self.assertIn("Forbidden by the proxy", refused.exception.detail)

    def test_nothing_at_the_address_is_told_with_the_address(self) -> None:
        with mock.patch("time.sleep"), self.assertRaises(BenchError) as refused:
            Bench("http://127.0.0.1:9").model("1")
        self.assertEqual(refused.exception.code, "unreachable")
        self.assertIn("http://127.0.0.1:9", refused.exception.detail)

    def test_a_key_goes_to_no_other_host(self) -> None:
        other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stand)
        other.script, other.asked = [(200, {}, b"{}")], []
        threading.Thread(target=other.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(other.server_close)
        self.addCleanup(other.shutdown)
        self.stand.script = [(302, {"Location": f"http://127.0.0.1:{other.server_address[1]}/"}, b"")]
        Bench(self.address, "bench_secret").model("1")
        self.assertNotIn("Authorization", other.asked[0][2])


class Uploads(WithStand):
    def setUp(self) -> None:
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.file = self.folder / "model.onnx"
        self.file.write_bytes(bytes(range(256)) * 4)
        self.upload = ResumableUpload(Transport(self.address, None, 5), self.folder / "notes.json", piece=400)

    def test_a_file_goes_in_pieces_with_their_checksums(self) -> None:
        self.stand.script = [(201, {"Location": "/api/v1/uploads/u1"}, b"")] + [(204, {"Upload-Offset": str(offset)}, b"") for offset in (400, 800, 1024)]
        told: list[tuple[int, int]] = []
        self.assertEqual(self.upload.send(self.file, lambda done, total: told.append((done, total))), "u1")
        pieces = [body for method, _, _, body in self.stand.asked if method == "PATCH"]
        self.assertEqual(hashlib.sha256(b"".join(pieces)).digest(), hashlib.sha256(self.file.read_bytes()).digest())
        self.assertEqual(told, [(0, 1024), (400, 1024), (800, 1024), (1024, 1024)])
        self.assertTrue(self.stand.asked[1][2]["Upload-Checksum"].startswith("sha256 "))

    def test_a_piece_that_is_lost_is_sent_again_from_where_the_service_stands(self) -> None:
        self.stand.script = [
            (201, {"Location": f"{self.address}/api/v1/uploads/u2"}, b""), (204, {"Upload-Offset": "400"}, b""), (460, {}, b"{}"), (200, {"Upload-Offset": "500"}, b""),
            (204, {"Upload-Offset": "900"}, b""), (204, {"Upload-Offset": "1024"}, b""),
        ]
        with mock.patch("time.sleep"):
            self.upload.send(self.file)
        self.assertEqual([headers["Upload-Offset"] for method, _, headers, _ in self.stand.asked if method == "PATCH"], ["0", "400", "500", "900"])

    def test_a_later_process_goes_on_and_one_that_is_done_leaves_no_note(self) -> None:
        self.stand.script = [(201, {"Location": "/api/v1/uploads/u3"}, b""), (204, {"Upload-Offset": "400"}, b""), (401, {}, b"{}")]
        with self.assertRaises(BenchError):
            self.upload.send(self.file)
        self.stand.script = [(200, {"Upload-Offset": "400", "Upload-Length": "1024"}, b""), (204, {"Upload-Offset": "800"}, b""), (204, {"Upload-Offset": "1024"}, b"")]
        self.assertEqual(ResumableUpload(Transport(self.address, None, 5), self.folder / "notes.json", piece=400).send(self.file), "u3")
        self.assertEqual(json.loads((self.folder / "notes.json").read_text()), {})

    def test_an_upload_that_expired_begins_anew(self) -> None:
        self.stand.script = [(201, {"Location": "/api/v1/uploads/u4"}, b""), (401, {}, b"{}")]
        with self.assertRaises(BenchError):
            self.upload.send(self.file)
        self.stand.script = [(410, {}, b""), (201, {"Location": "/api/v1/uploads/u5"}, b"")] + [(204, {"Upload-Offset": str(offset)}, b"") for offset in (400, 800, 1024)]
        self.assertEqual(self.upload.send(self.file), "u5")


class Words(unittest.TestCase):
    def test_a_known_file_says_which_words_were_not_taken(self) -> None:
        kept = {"name": "ResNet-50", "architecture": None, "preprocessing": {"interpolation": "bilinear", "crop_pct": 0.875, "mean": [0.5]}}
        (note,) = what_was_known(kept, False, {"name": "mine", "architecture": "resnet18", "preprocessing": {"interpolation": "bicubic", "crop_pct": 0.875, "mean": [0.5]}})
        self.assertIn("name ('ResNet-50', not 'mine')", note)
        self.assertIn("architecture (None, not 'resnet18')", note)
        self.assertIn("preprocessing.interpolation ('bilinear', not 'bicubic')", note)
        self.assertNotIn("crop_pct", note)
        self.assertEqual(what_was_known(kept, True, {"name": "mine"}), [])
        (other,) = what_was_known({**kept, "submission": {"newEntry": True, "newFile": False, "ignored": []}}, True, {"name": "mine"})
        self.assertIn("an entry of its own", other)

    def test_progress_is_told_with_place_speed_and_time_to_go(self) -> None:
        waiting = {"modelName": "m", "dataset": "d", "state": "queued", "progress": {"done": 0, "total": 0, "imagesPerSecond": None, "etaSeconds": 125, "queuePosition": 3}}
        running = {**waiting, "state": "running", "progress": {"done": 500, "total": 1000, "imagesPerSecond": 250.0, "etaSeconds": 2, "queuePosition": None}}
        self.assertEqual(describe(waiting), "m on d: queued, place 3 in the queue, 2 min 05 s to go")
        self.assertEqual(describe(running), "m on d: running, " + "█" * 12 + "░" * 12 + " 500 of 1,000, 250 images/s, 2 s to go")
        self.assertEqual(duration(7260), "2 h 01 min")

    def test_query_parameters_are_spelled_as_the_contract_spells_them(self) -> None:
        self.assertEqual(pairs({"a": None, "verified": True, "m": ["x", "y"], "limit": 3}), [("verified", "true"), ("m", "x"), ("m", "y"), ("limit", "3")])


class Gates(unittest.TestCase):
    def test_a_requirement_is_read_in_points_or_as_a_fraction(self) -> None:
        self.assertAlmostEqual(Requirement.parse("top1 >= -0.1pp").margin, -0.001)
        self.assertAlmostEqual(Requirement.parse("top1>=-0.001").margin, -0.001)
        strict = Requirement.parse("real:top1 > 0.5% @95%")
        self.assertEqual((strict.label_set, strict.is_strict, strict.is_sure), ("real", True, True))
        for wrong in ("top1", "ece <= 0.1", "top1 >= x", "top1 >= 0.1pp @90%", "top1 >= -0.1pp and more"):
            with self.assertRaises(BenchError):
                Requirement.parse(wrong)


class Verdicts(WithStand):
    def test_a_question_goes_with_the_evaluation_and_its_decision_is_an_end(self) -> None:
        evaluation = {"id": "1", "state": "partial", "error": None, "decision": {"outcome": "worse"}}
        self.stand.script = [(202, {}, json.dumps({"items": [evaluation], "next": None}).encode()), (200, {}, json.dumps(evaluation).encode())]
        bench = Bench(self.address)
        bench.evaluate("m", ["pets"], stop_when={"against": "b", "betterOrWorseBy": 0.01})
        self.assertEqual(json.loads(self.stand.asked[0][3])["stopWhen"], {"against": "b", "betterOrWorseBy": 0.01})
        self.assertEqual(bench.wait("1", progress=False)["decision"], {"outcome": "worse"})

    def test_a_gate_asks_the_service_and_takes_its_word(self) -> None:
        ids = [str(uuid.UUID(int=number)) for number in (1, 2)]
        for rule, asked in (
            ("top1 >= -0.1pp", {"margin": "0.001", "basis": "measured", "labelSet": "original"}),
            ("real:top1 > 0.5% @95%", {"margin": "-0.005", "strict": "true", "labelSet": "real"}),
        ):
            for holds in (True, False):
                models = [(200, {}, json.dumps({"id": each}).encode()) for each in ids]
                self.stand.asked.clear()
                self.stand.script = [*models, (200, {}, json.dumps({"holds": holds}).encode())]
                self.assertIs(Requirement.parse(rule).judge(Bench(self.address), *ids, "pets")["holds"], holds)
                address = urllib.parse.urlsplit(self.stand.asked[-1][1])
                self.assertEqual(address.path, "/api/v1/compare/verdict")
                self.assertEqual(dict(urllib.parse.parse_qsl(address.query)), {"a": ids[0], "b": ids[1], "dataset": "pets", "limit": "0", **asked})


class Preprocessing(unittest.TestCase):
    def test_timm_is_taken_as_it_is_without_what_is_not_about_pixels(self) -> None:
        config = {"input_size": (3, 288, 288), "interpolation": "bicubic", "crop_pct": 0.95, "crop_mode": "center", "mean": (0.5, 0.5, 0.5), "std": (0.5, 0.5, 0.5), "url": "https://example.org", "num_classes": 1000}
        self.assertEqual(of_timm(config), {"input_size": [3, 288, 288], "interpolation": "bicubic", "crop_pct": 0.95, "crop_mode": "center", "mean": [0.5] * 3, "std": [0.5] * 3})

    def test_a_module_that_carries_timms_configuration_is_asked_for_it(self) -> None:
        config = {"input_size": (3, 96, 96), "crop_pct": 0.9, "num_classes": 10}
        self.assertEqual(of_module(SimpleNamespace(pretrained_cfg=config)), {"input_size": [3, 96, 96], "crop_pct": 0.9})
        self.assertEqual(of_module(SimpleNamespace(default_cfg=config)), {"input_size": [3, 96, 96], "crop_pct": 0.9})
        self.assertIsNone(of_module(SimpleNamespace()))

    def test_torchvision_names_the_shorter_side(self) -> None:
        transforms = SimpleNamespace(crop_size=[224], resize_size=[232], mean=[0.1, 0.2, 0.3], std=[1, 1, 1], interpolation=SimpleNamespace(value="bilinear"))
        self.assertEqual(of_torchvision(transforms)["resize"], 232)
        self.assertEqual(of_torchvision(transforms)["input_size"], [3, 224, 224])

    def test_image_processors_of_each_kind_become_a_contract(self) -> None:
        vit = of_processor({"size": {"height": 224, "width": 224}, "resample": 2, "image_mean": [0.5] * 3, "image_std": [0.5] * 3, "do_rescale": True})
        clip = of_processor({"size": {"shortest_edge": 224}, "crop_size": {"height": 224, "width": 224}, "resample": 3, "do_center_crop": True, "image_mean": [0.48] * 3, "image_std": [0.27] * 3})
        convnext = of_processor({"size": {"shortest_edge": 224}, "crop_pct": 0.875, "resample": 3})
        large = of_processor({"size": {"shortest_edge": 384}, "crop_pct": 0.875, "resample": 3})
        old = of_processor({"size": 256, "crop_size": 224, "resample": 3, "do_normalize": False})
        self.assertEqual((vit["crop_mode"], vit["input_size"], vit["interpolation"]), ("squash", [3, 224, 224], "bilinear"))
        self.assertEqual((clip["resize"], clip["crop_mode"], clip["interpolation"]), (224, "center", "bicubic"))
        for kind, resize in (("PoolFormerImageProcessor", 248), ("LevitFeatureExtractor", 256)):
            own = of_processor({"size": {"shortest_edge": 224}, "crop_size": 224, "image_processor_type": kind})
            self.assertEqual(own["resize"], resize)
        self.assertEqual((convnext["resize"], large["crop_mode"], large["input_size"]), (256, "squash", [3, 384, 384]))
        self.assertEqual((old["resize"], old["mean"], old["std"]), (256, [0.0] * 3, [1.0] * 3))
        with self.assertRaises(BenchError):
            of_processor({"size": {"longest_edge": 10}})


class Names(unittest.TestCase):
    def test_a_model_is_named_as_people_have_it(self) -> None:
        for written, meant in (
            ("hf:microsoft/resnet-50/", "hf:microsoft/resnet-50"),
            ("https://huggingface.co/microsoft/resnet-50", "hf:microsoft/resnet-50"),
            ("https://huggingface.co/microsoft/resnet-50/tree/main", "hf:microsoft/resnet-50"),
            ("https://huggingface.co/microsoft/resnet-50/blob/v2/config.json?download=true", "hf:microsoft/resnet-50@v2"),
            ("hf:timm/resnet50.a1_in1k", "timm:hf-hub:timm/resnet50.a1_in1k"),
            ("https://huggingface.co/timm/resnet50.a1_in1k", "timm:hf-hub:timm/resnet50.a1_in1k"),
            (" timm:resnet50 ", "timm:resnet50"),
            ("model.onnx", "model.onnx"),
            ("folder/", "folder/"),
        ):
            self.assertEqual(named(written), meant)

    def test_a_revision_is_asked_of_the_hub(self) -> None:
        asked = []

        class Hub:
            @staticmethod
            def from_pretrained(name: str, **at: str) -> None:
                asked.append((name, at))
                raise OSError("away")

        with mock.patch.dict(sys.modules, {"transformers": SimpleNamespace(AutoImageProcessor=Hub), "torch": SimpleNamespace()}):
            with self.assertRaises(BenchError) as refused:
                load("hf:microsoft/resnet-50@v2")
        self.assertEqual(asked, [("microsoft/resnet-50", {"revision": "v2"})])
        self.assertEqual(refused.exception.code, "weights-unreachable")


class Files(unittest.TestCase):
    def test_a_packed_table_goes_as_it_is_and_other_packages_are_told_to_be_unpacked(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            def prepared(name: str) -> Prepared:
                path = pathlib.Path(folder, name)
                path.write_bytes(b"packed")
                return prepare(path, pathlib.Path(folder))

            for name in ("p.csv", "p.csv.gz", "p.csv.zip"):
                self.assertEqual(prepared(name).manifest, {"name": "p", "format": "csv"})
            for name in ("p.csv.bz2", "p.csv.xz", "logits.npz.gz", "model.onnx.zst"):
                with self.assertRaises(BenchError) as refused:
                    prepared(name)
                self.assertIn(f"'{name}' is packed", str(refused.exception))


class Keys(unittest.TestCase):
    def test_a_key_is_kept_for_its_service_alone_and_for_its_owner_alone(self) -> None:
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"XDG_CONFIG_HOME": folder}, clear=False):
            for name in ("BENCH", "KEY"):
                os.environ.pop(name, None)
            with self.assertRaises(BenchError):
                Settings.find()
            path = Settings("http://one.example", "bench_1").keep()
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            self.assertEqual(Settings.find().key, "bench_1")
            self.assertEqual(Settings.find("http://one.example/api/v1").key, "bench_1")
            self.assertIsNone(Settings.find("http://two.example").key)


if __name__ == "__main__":
    unittest.main()
