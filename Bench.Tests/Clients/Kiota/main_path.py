"""Submits, waits and reads the board with the client that Kiota generated beside this file, and prints what it got. Arguments: address, key, model, dataset."""
import asyncio
import pathlib
import sys
import uuid

from kiota_runtime import MultipartBody, RequestAdapter, RequestConfiguration

from client.api.v1.leaderboard.leaderboard_request_builder import LeaderboardRequestBuilder
from client.bench_client import BenchClient
from client.models.model_manifest import ModelManifest
from client.models.preprocessing_request import PreprocessingRequest
from client.models.problem_details import ProblemDetails
from client.models.start_evaluations_request import StartEvaluationsRequest


async def main(address, key, file, dataset):
    bench = BenchClient(RequestAdapter(address, key)).api.v1

    form = MultipartBody()
    form.add_or_replace_part("manifest", "application/json", ModelManifest(name="by kiota", preprocessing=PreprocessingRequest(input_size=[3, 8, 8])))
    form.add_or_replace_part("file", "application/octet-stream", pathlib.Path(file).read_bytes(), "model.onnx")
    model = await bench.models.post(form)

    started = await bench.evaluations.post(StartEvaluationsRequest(model_id=model.id, datasets=[dataset]))
    waiting = RequestConfiguration()
    waiting.headers.add("Prefer", "wait=30")
    evaluation = await bench.evaluations.by_id(started.items[0].id).get(waiting)
    print(type(evaluation.id).__name__, evaluation.state.name, evaluation.preprocessing.interpolation.name, evaluation.created_at.tzinfo)

    query = LeaderboardRequestBuilder.LeaderboardRequestBuilderGetQueryParameters(dataset=dataset, metric="top1", columns="ece,top5", limit=5)
    board = await bench.leaderboard.get(RequestConfiguration(query_parameters=query))
    for row in board.rows:
        print(row.rank, row.model.name, isinstance(row.value, float), row.n)

    try:
        await bench.models.by_id(uuid.UUID(int=0)).get()
    except ProblemDetails as problem:
        print(problem.response_status_code, problem.code, problem.next_step)


asyncio.run(main(*sys.argv[1:]))
