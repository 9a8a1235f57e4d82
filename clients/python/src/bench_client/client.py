"""The service, as an object: what it answers is JSON, typed by its contract."""
from __future__ import annotations

import os
import pathlib
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Mapping, Sequence

from .board import Board
from .contract import CompareResponse, DatasetView, EvaluationSummary, EvaluationView, ModelSummary, ModelView, OperationId, StopWhen, VerdictResponse
from .errors import BenchError, EvaluationFailed
from .progress import ProgressLine, describe
from .settings import Settings
from .submission import Prepared, Tower, prepare, what_was_known
from .transport import Answer, Transport, form_body, is_id, json_body
from .uploads import ResumableUpload

ENDED = ("completed", "failed", "cancelled", "partial")
# Smaller files travel in one request, which is one round trip instead of three.
RESUMABLE_FROM = 16 << 20
# The most rows of a board that one answer has.
MOST_ROWS = 1000


@dataclass(frozen=True)
class Submission:
    """What a submission became: the model, whether the service knew it already, and its evaluations."""

    bench: "Bench"
    model_id: str
    is_new: bool
    evaluations: List[EvaluationView]
    notes: List[str] = field(default_factory=list)
    model: ModelView | None = None

    def wait(self, progress: bool = True, timeout: float | None = None) -> "Submission":
        """Waits until every evaluation has ended; raises EvaluationFailed for the first that did not complete."""
        ended = [self.bench.wait(evaluation["id"], progress=progress, timeout=timeout) for evaluation in self.evaluations]
        return Submission(self.bench, self.model_id, self.is_new, ended, self.notes, self.model)

    def scores(self, label_set: str = "original") -> Dict[str, Dict[str, float]]:
        """Values by dataset and metric."""
        return {evaluation["dataset"]: {score["metric"]: score["value"] for score in evaluation["scores"] if score["labelSet"] == label_set} for evaluation in self.evaluations}


class Bench:
    """A Bench service.

    ``url`` and ``key`` default to the environment's BENCH and KEY, then to what ``bench login`` kept. Reading usually needs no key.
    """

    def __init__(self, url: str | None = None, key: str | None = None, timeout: float = 120.0):
        settings = Settings.find(url, key)
        self._transport = Transport(settings.url, settings.key, timeout)

    @property
    def address(self) -> str:
        return self._transport.address

    # Submitting

    def submit(
        self,
        source: Any,
        datasets: str | Sequence[str],
        *,
        name: str | None = None,
        preprocessing: Mapping[str, Any] | None = None,
        order: str | os.PathLike[str] | Sequence[str] | None = None,
        check: bool = True,
        progress: bool = True,
        class_embeddings: Any = None,
        temperature: float = 1.0,
        similarity: str = "cosine",
        **described: Any,
    ) -> Submission:
        """Submits a model or its predictions, and asks for an evaluation on each dataset.

        ``source`` is a torch.nn.Module, ``timm:NAME``, ``torchvision:NAME``, ``hf:REPOSITORY``, or the path of a .onnx, .zip, .pt, .pth, .npz, .npy or .csv file.
        PyTorch models are exported first and, unless ``check`` is False, compared with what they were exported from. ``order`` names the images of
        predictions' rows. ``class_embeddings`` [classes, width] makes a classifier of a module that gives embeddings: similarities, divided by the temperature.
        ``described`` is what else a manifest has: architecture, trainingData, license, url, description, parentModelId.
        """
        keys = [datasets] if isinstance(datasets, str) else list(datasets)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            tower = None if class_embeddings is None else Tower(class_embeddings, similarity, temperature)
            prepared = prepare(source, pathlib.Path(folder), name=name, preprocessing=preprocessing, order=order, check=check, tower=tower, described=described)
            if prepared.is_predictions:
                return self._submit_predictions(prepared, keys)
            model, is_new = self.upload_model(prepared.path, prepared.manifest, progress=progress)
        notes = [*prepared.notes, *what_was_known(model, is_new, prepared.manifest)]
        return Submission(self, model["id"], is_new, self.evaluate(model["id"], keys), notes, model)

    def upload_model(self, path: str | os.PathLike[str], manifest: Mapping[str, Any], *, progress: bool = False) -> tuple[ModelView, bool]:
        """Uploads a .onnx or .zip; large files go in pieces and go on where they broke off. Returns the model and whether it is new here."""
        file = pathlib.Path(path)
        if not file.is_file():
            raise BenchError("file-missing", f"There is no file '{file}'.", "Check the path.")
        if file.stat().st_size < RESUMABLE_FROM:
            body = form_body({"manifest": dict(manifest)}, {"file": file})
        else:
            line, started = ProgressLine(), time.monotonic()
            upload_id = ResumableUpload(self._transport).send(file, (lambda done, total: line.sent(file.name, started, done, total)) if progress else lambda done, total: None)
            line.close()
            body = form_body({"manifest": {**manifest, "uploadId": upload_id}}, {})
        answer = self._transport.call("UploadModel", body=body)
        model: ModelView = answer.json()
        return model, answer.status == 201

    def evaluate(self, model_id: str, datasets: Sequence[str], *, stop_when: StopWhen | None = None, idempotency_key: str | None = None) -> List[EvaluationView]:
        """Asks for an evaluation on each dataset; a request that is sent again, by us or by a proxy, starts nothing twice.

        With ``stop_when`` (``{"against": model, "betterOrWorseBy": 0.01}`` or ``{"accuracyAboveOrBelow": 0.76}``) each ends as ``partial`` as soon as its question is decided.
        """
        headers = {"Idempotency-Key": idempotency_key or uuid.uuid4().hex}
        request: dict[str, Any] = {"modelId": model_id, "datasets": list(datasets), **({"stopWhen": stop_when} if stop_when else {})}
        answer = self._transport.call("StartEvaluations", body=json_body(request), headers=headers, repeatable=True)
        items: List[EvaluationView] = answer.json()["items"]
        return items

    def _submit_predictions(self, prepared: Prepared, datasets: Sequence[str]) -> Submission:
        if len(datasets) != 1:
            raise BenchError("dataset-count", f"Predictions belong to one dataset; {len(datasets)} were named.", "Submit each dataset's predictions by themselves, the later ones with modelId=….")
        files = {"file": prepared.path, **({"order": prepared.order} if prepared.order else {})}
        answer = self._transport.call("SubmitPredictions", body=form_body({"manifest": {**prepared.manifest, "dataset": datasets[0]}}, files))
        evaluation: EvaluationView = answer.json()
        return Submission(self, evaluation["modelId"], "modelId" not in prepared.manifest, [evaluation], prepared.notes)

    # Following

    def evaluation(self, evaluation_id: str, *, wait: float | None = None) -> EvaluationView:
        """An evaluation as it is now; with ``wait`` the answer is held until it has ended, at most this many seconds."""
        headers = {"Prefer": f"wait={wait:g}"} if wait else {}
        answer: EvaluationView = self._transport.call("GetEvaluation", {"id": evaluation_id}, headers=headers).json()
        return answer

    def wait(self, evaluation_id: str, *, progress: bool = True, timeout: float | None = None) -> EvaluationView:
        """Waits until an evaluation has ended, with a line on standard error. Raises EvaluationFailed unless it completed, or ended as partial with the decision that was asked for."""
        deadline = None if timeout is None else time.monotonic() + timeout
        line = ProgressLine() if progress else None
        while True:
            # The service holds each answer, and gives it at once when the evaluation ends: nothing is polled in vain.
            evaluation = self.evaluation(evaluation_id, wait=2 if progress else 30)
            if line:
                line.show(describe(evaluation))
            if evaluation["state"] in ENDED:
                break
            if deadline is not None and time.monotonic() > deadline:
                raise BenchError("timed-out", f"The evaluation {evaluation_id} is {evaluation['state']} after {timeout:g} s.", f"Go on waiting with: bench wait {evaluation_id}.")
        if line:
            line.close()
        if evaluation["state"] in ("completed", "partial"):
            return evaluation
        error = evaluation["error"]
        if error is None:
            raise EvaluationFailed(evaluation_id, "cancelled", f"The evaluation {evaluation_id} was cancelled.", f"Start it again with: bench retry {evaluation_id}.")
        raise EvaluationFailed(evaluation_id, error["code"], error["message"], error["nextStep"])

    def cancel(self, evaluation_id: str) -> EvaluationView:
        answer: EvaluationView = self._transport.call("CancelEvaluation", {"id": evaluation_id}).json()
        return answer

    def retry(self, evaluation_id: str) -> EvaluationView:
        answer: EvaluationView = self._transport.call("RetryEvaluation", {"id": evaluation_id}).json()
        return answer

    # Reading

    def leaderboard(self, dataset: str | None = None, *, label_set: str | None = None, metric: str | None = None, columns: Sequence[str] = (), limit: int | None = None, **filters: Any) -> Board:
        """A board with all its rows, or the first ``limit``. ``filters`` are the contract's: q, architecture, precision, maxParameters, verified, since, …"""
        query = pairs({"dataset": dataset, "labelSet": label_set, "metric": metric, "columns": ",".join(columns) or None, **filters})
        return Board([answer.json() for answer in self._parts("GetLeaderboard", query, limit)])

    def leaderboard_csv(self, dataset: str | None = None, *, limit: int | None = None, **parameters: Any) -> str:
        """The same rows as the service writes them as CSV: all of them, or the first ``limit``."""
        parts = [answer.content.decode("utf-8-sig") for answer in self._parts("GetLeaderboardCsv", pairs({"dataset": dataset, **parameters}), limit)]
        # Every part has the line of names.
        return parts[0] + "".join(part.partition("\r\n")[2] for part in parts[1:])

    def _parts(self, operation: OperationId, query: List[tuple[str, str]], limit: int | None) -> Iterator[Answer]:
        """A board's rows in as many answers as the service needs: each names the next one in its header Link, whatever its form."""
        cursor: str | None = None
        rows = 0
        while True:
            most = MOST_ROWS if limit is None else min(limit - rows, MOST_ROWS)
            answer = self._transport.call(operation, query=[*query, *pairs({"limit": most, "cursor": cursor})])
            yield answer
            cursor, rows = answer.cursor, rows + most
            if not cursor or (limit is not None and rows >= limit):
                return

    def compare(self, a: str, b: str, *, dataset: str | None = None, label_set: str | None = None, limit: int | None = None) -> CompareResponse:
        """Two models image by image: paired difference a − b with its interval, McNemar's test, the images where they differ. Ids or exact names."""
        ids = {"a": self.find_model(a)["id"], "b": self.find_model(b)["id"]}
        answer: CompareResponse = self._transport.call("CompareModels", query=pairs({**ids, "dataset": dataset, "labelSet": label_set, "limit": limit})).json()
        return answer

    def judge(
        self,
        a: str,
        b: str,
        margin: float,
        *,
        dataset: str | None = None,
        label_set: str | None = None,
        confidence: float | None = None,
        measured: bool = False,
        strict: bool = False,
        limit: int | None = None,
    ) -> VerdictResponse:
        """Whether ``a`` keeps up with ``b``: it may stay behind by ``margin``, a fraction (0.003 is 0.3 points). ``holds`` is the answer; the images that flipped come with it. Ids or exact names."""
        ids = {"a": self.find_model(a)["id"], "b": self.find_model(b)["id"]}
        rule = {"margin": repr(margin), "confidence": confidence, "basis": "measured" if measured else None, "strict": strict or None}
        answer: VerdictResponse = self._transport.call("JudgeModel", query=pairs({**ids, **rule, "dataset": dataset, "labelSet": label_set, "limit": limit})).json()
        return answer

    def predictions(self, evaluation_id: str, path: str | os.PathLike[str] | None = None) -> Any:
        """Stored predictions: the file's path when ``path`` is given, else the arrays by name (needs NumPy)."""
        content = self._transport.call("DownloadPredictions", {"id": evaluation_id}).content
        if path is not None:
            target = pathlib.Path(path)
            target.write_bytes(content)
            return target
        import io

        import numpy

        with numpy.load(io.BytesIO(content)) as arrays:
            return {name: arrays[name] for name in arrays.files if not name.endswith(".json")}

    def datasets(self) -> List[DatasetView]:
        return list(self._pages("ListDatasets", {}))

    def evaluations(self, **filters: Any) -> Iterator[EvaluationSummary]:
        """Newest first; ``filters`` are the contract's: modelId, dataset, state."""
        return self._pages("ListEvaluations", filters)

    def models(self, name: str | None = None) -> Iterator[ModelSummary]:
        """Newest first; ``name`` is a part of the name."""
        return self._pages("ListModels", {"name": name})

    def model(self, model_id: str) -> ModelView:
        answer: ModelView = self._transport.call("GetModel", {"id": model_id}).json()
        return answer

    def find_model(self, name_or_id: str) -> ModelView:
        """The model with this id or exactly this name."""
        if is_id(name_or_id):
            return self.model(name_or_id)
        found = [model["id"] for model in self.models(name_or_id) if model["name"] == name_or_id]
        if len(found) == 1:
            return self.model(found[0])
        if not found:
            raise BenchError("model-not-found", f"There is no model '{name_or_id}'.", "List the models with: bench models.")
        raise BenchError("model-ambiguous", f"{len(found)} models are called '{name_or_id}'.", f"Name one by its id: {', '.join(found[:5])}.")

    def get(self, path: str) -> Answer:
        """Whatever an address of the service answers, for example ``/api/v1/log``."""
        return self._transport.send("GET", path, repeatable=True)

    def check_key(self) -> None:
        """Raises unless the key may submit: asks for an upload that no key has."""
        try:
            self._transport.call("GetUploadGraph", {"id": str(uuid.UUID(int=0))}).json()
        except BenchError as refusal:
            # Any web server has a 404; this one is Bench's.
            if refusal.code != "upload-not-found":
                raise

    def _pages(self, operation: OperationId, parameters: Mapping[str, Any]) -> Iterator[Any]:
        query = pairs(parameters)
        page = self._transport.call(operation, query=query).json()
        yield from page["items"]
        while page["next"]:
            page = self._transport.call(operation, query=[*query, ("cursor", page["next"])]).json()
            yield from page["items"]


def pairs(parameters: Mapping[str, Any]) -> List[tuple[str, str]]:
    """Query parameters: None is left out, truth is spelled as JSON spells it, a list repeats its name."""
    found = []
    for name, value in parameters.items():
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if item is not None:
                found.append((name, str(item).lower() if isinstance(item, bool) else str(item)))
    return found
