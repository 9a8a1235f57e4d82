"""The whole way against a running service, which BENCH, KEY and DATASET name: real architectures with random weights, exported by PyTorch.

Run by the project's tests: python3 -m unittest tests.against_a_service from clients/python. BENCH_WORKER names the worker's command line where onnxruntime is absent.
"""
from __future__ import annotations

import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "src"))

import numpy
import torch
import torchvision

from bench_client import Bench, BenchError, EvaluationFailed
from bench_client.cli import main

DATASET = os.environ.get("DATASET", "")


def command(*arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command bench."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(arguments)
    return status, out.getvalue(), err.getvalue()


class TheWholeWay(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        torch.manual_seed(7)
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        os.environ["XDG_CACHE_HOME"] = os.environ["XDG_CONFIG_HOME"] = cls.folder.name
        cls.bench = Bench()
        # From the command line, checked by whatever runs ONNX here.
        cls.exported = pathlib.Path(cls.folder.name, "squeezenet.onnx")
        cls.export = command("export", "torchvision:squeezenet1_1", "--random-weights", "--name", "squeezenet", "-o", str(cls.exported))
        cls.squeezenet = cls.bench.submit(str(cls.exported), DATASET, progress=False, outputKind="logits", preprocessing=json.loads(cls.exported.with_suffix(".json").read_text())["preprocessing"]).wait(progress=False)
        # From a module, as a notebook has it.
        small = torchvision.models.shufflenet_v2_x0_5(weights=None)
        cls.shufflenet = cls.bench.submit(small, DATASET, name="shufflenet", preprocessing={"input_size": [3, 64, 64]}, check=False, architecture="shufflenet_v2_x0_5", outputKind="logits", progress=False).wait(progress=False)

    def test_an_export_is_equal_to_pytorch_and_brings_its_contract(self) -> None:
        status, out, err = self.export
        self.assertEqual((status, out.strip()), (0, str(self.exported)))
        self.assertRegex(err, r"opset 17, any batch, 1,000 outputs; equal to PyTorch on 10 pictures to \d\.\de-\d+ by ")
        manifest = json.loads(self.exported.with_suffix(".json").read_text())
        self.assertEqual((manifest["preprocessing"]["resize"], manifest["preprocessing"]["input_size"]), (256, [3, 224, 224]))

    def test_the_service_says_what_is_new_and_what_it_knew(self) -> None:
        self.assertTrue(self.squeezenet.is_new)
        again = self.bench.submit(str(self.exported), DATASET, name="another name", outputKind="logits", progress=False)
        self.assertTrue(again.is_new or again.notes, "either it is an entry of its own or the words that were not taken are told")

    def test_the_board_has_both_as_rows_and_as_a_frame(self) -> None:
        board = self.bench.leaderboard(DATASET, columns=["ece"])
        self.assertLessEqual({"squeezenet", "shufflenet"}, {row["model"] for row in board})
        both = [row for row in board if row["model"] in ("squeezenet", "shufflenet")]
        self.assertTrue(both and all(row["n"] == 4 and row["ece"] is not None for row in both))
        self.assertIn("squeezenet", str(board))
        self.assertEqual(list(board.to_frame()["model"]), [row["model"] for row in board])

    def test_two_models_are_compared_image_by_image(self) -> None:
        answer = self.bench.compare("squeezenet", "shufflenet", dataset=DATASET)
        self.assertEqual(answer["n"], 4)
        self.assertEqual(answer["difference"]["value"], answer["a"]["accuracy"] - answer["b"]["accuracy"])

    def test_a_gate_ends_with_0_when_met_and_with_2_when_missed(self) -> None:
        arguments = ("gate", "squeezenet", "--against", "shufflenet", "--dataset", DATASET)
        met, said, _ = command(*arguments, "--require", "top1 >= -100pp")
        missed, why, summary = command(*arguments, "--require", "top1 >= -100pp", "--require", "top1 > 100pp")
        between = self.bench.compare("squeezenet", "shufflenet", dataset=DATASET)["difference"]
        halfway = f"top1 >= {50 * (between['ciLow'] + between['value']):.2f}pp"
        measured, _, _ = command(*arguments, "--require", halfway)
        sure, _, _ = command(*arguments, "--require", f"{halfway} @95%")
        self.assertEqual((met, missed, measured, sure), (0, 2, 0, 2))
        self.assertIn("McNemar p =", said)
        self.assertIn("MISSED: top1 > 100pp", why)
        self.assertIn("1 of 2 requirements missed.", summary)

    def test_a_gate_submits_a_candidate_by_itself(self) -> None:
        status, said, told = command("gate", str(self.exported), "--against", "shufflenet", "--dataset", DATASET, "--require", "top1 >= -100pp", "--name", "candidate")
        self.assertEqual(status, 0, told)
        self.assertIn("met: top1 >= -100pp", said)

    def test_stored_predictions_come_as_arrays_and_go_back_as_a_submission(self) -> None:
        evaluation = self.shufflenet.evaluations[0]
        arrays = self.bench.predictions(evaluation["id"])
        self.assertEqual(arrays["logits"].shape, (4, 1000))
        file = pathlib.Path(self.folder.name, "logits.npz")
        names = ["n01440764/0.jpg", "n01440764/1.jpg", "n01443537/0.jpg", "n01443537/1.jpg"]
        numpy.savez(file, logits=arrays["logits"], names=names)
        sent = self.bench.submit(file, DATASET, name="sent back").wait(progress=False)
        self.assertEqual(sent.scores()[DATASET]["top1"], self.shufflenet.scores()[DATASET]["top1"])
        status, _, told = command("submit", str(file), DATASET, "--order", str(file.with_suffix(".missing")))
        self.assertEqual((status, told.split(":")[0]), (1, "file-missing"))

    def test_predictions_of_a_table_are_scored(self) -> None:
        file = pathlib.Path(self.folder.name, "table.csv")
        file.write_text("file_name,predicted_class,predicted_probability\n" + "".join(f"{name},{label},0.9\n" for name, label in (("n01440764/0.jpg", 0), ("n01440764/1.jpg", 0), ("n01443537/0.jpg", 1), ("n01443537/1.jpg", 0))))
        status, said, told = command("submit", str(file), DATASET, "--name", "table")
        self.assertEqual(status, 0, told)
        self.assertIn(f"{DATASET} original top1 0.7500", said)

    def test_a_module_is_sent_with_the_preprocessing_that_it_carries_and_one_that_carries_none_is_told_so(self) -> None:
        def small(**carried: object) -> torch.nn.Module:
            convolution = torch.nn.Conv2d(3, 1000, kernel_size=8, stride=8)
            module = torch.nn.Sequential(convolution, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten())
            for name, value in carried.items():
                setattr(module, name, value)
            return module

        carrying = small(pretrained_cfg={"input_size": (3, 64, 64), "crop_pct": 0.9})
        sent = self.bench.submit(carrying, DATASET, name="carries", check=False, progress=False)
        plain = self.bench.submit(small(), DATASET, name="carries none", check=False, progress=False)
        self.assertEqual((sent.model["preprocessing"]["input_size"], sent.model["preprocessing"]["crop_pct"]), ([3, 64, 64], 0.9))
        self.assertFalse([note for note in sent.notes if note.startswith("Preprocessing")])
        self.assertTrue([note for note in plain.notes if note.startswith("Preprocessing: 224")])

    def test_what_is_asked_is_listed_shown_and_downloaded(self) -> None:
        evaluation = self.squeezenet.evaluations[0]["id"]
        self.assertIn(evaluation, command("status", "--limit", "50")[1])
        self.assertIn("squeezenet on", command("status", evaluation)[1])
        self.assertIn("squeezenet", command("board", DATASET)[1])
        self.assertTrue(command("board", DATASET, "--csv")[1].startswith("rank,"))
        target = pathlib.Path(self.folder.name, "down.npz")
        self.assertEqual(command("download", evaluation, "-o", str(target))[0], 0)
        self.assertGreater(target.stat().st_size, 1000)

    def test_a_row_and_the_whole_log_are_verified_and_another_key_is_not(self) -> None:
        evaluation = self.squeezenet.evaluations[0]["id"]
        status, said, told = command("verify", evaluation)
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"^receipt at place \d+ of \d+, with predictions, labels, manifest: verified\n$")
        self.assertIn("The key came from the service itself.", told)
        self.assertRegex(command("verify")[1], r"^\d+ entries: verified\n$")
        status, said, _ = command("verify", evaluation, "--key", "ab" * 32)
        self.assertEqual(status, 1)
        self.assertIn("NOT verified", said)
        self.assertEqual(command("verify", "00000000-0000-7000-8000-000000000000")[0], 1)

    def test_logging_in_keeps_a_good_key_and_refuses_a_bad_one(self) -> None:
        self.assertEqual(command("login", os.environ["BENCH"])[0], 0)
        good, os.environ["KEY"] = os.environ["KEY"], "bench_of_nobody"
        try:
            status, _, told = command("login", os.environ["BENCH"])
        finally:
            os.environ["KEY"] = good
        self.assertEqual((status, told.split(":")[0]), (1, "key-unknown"))

    def test_a_large_file_goes_up_in_pieces(self) -> None:
        from unittest import mock

        with mock.patch("bench_client.client.RESUMABLE_FROM", 0):
            model, _ = self.bench.upload_model(self.exported, {"name": "in pieces"})
        self.assertEqual(model["fileSize"], self.exported.stat().st_size)

    def test_an_evaluation_that_fails_says_why(self) -> None:
        ten = torch.nn.Sequential(torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(3, 10))
        with self.assertRaises((EvaluationFailed, BenchError)) as failed:
            self.bench.submit(ten, DATASET, name="ten classes", check=False, progress=False).wait(progress=False)
        self.assertEqual(failed.exception.code, "output-mismatch")

    def test_weights_alone_want_their_architecture_and_a_pickle_wants_trust(self) -> None:
        weights, pickled, scripted = (pathlib.Path(self.folder.name, name) for name in ("weights.pt", "pickled.pt", "scripted.pt"))
        torch.manual_seed(8)
        model = torchvision.models.squeezenet1_1(weights=None).eval()
        torch.save({"state_dict": {f"module.{name}": value for name, value in model.state_dict().items()}}, weights)
        torch.save(torch.nn.Linear(2, 2), pickled)
        torch.jit.save(torch.jit.script(model), str(scripted))
        target = str(pathlib.Path(self.folder.name, "from.onnx"))
        for file, code in ((weights, "architecture-missing"), (pickled, "model-unreadable")):
            status, _, told = command("export", str(file), "-o", target)
            self.assertEqual((status, told.split(":")[0]), (1, code))
        self.assertEqual(command("export", str(weights), "--weights-of", "torchvision:squeezenet1_1", "--no-check", "-o", target)[0], 0)
        self.assertEqual(command("export", str(weights), "--weights-of", "torchvision:shufflenet_v2_x0_5", "--no-check", "-o", target)[2].split(":")[0], "architecture-mismatch")
        self.assertEqual(command("export", str(scripted), "--no-check", "-o", target)[0], 0)


if __name__ == "__main__":
    unittest.main()
