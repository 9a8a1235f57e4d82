"""Bench from Python: submit a model or its predictions, wait, read the board, compare.

>>> from bench_client import Bench
>>> bench = Bench("http://localhost:5080", key="bench_…")
>>> bench.submit("torchvision:resnet18", "imagenet-val").wait()
>>> print(bench.leaderboard("imagenet-val"))
"""
from ._version import VERSION as __version__
from .board import Board
from .client import Bench, Submission
from .errors import BenchError, EvaluationFailed

__all__ = ["Bench", "BenchError", "Board", "EvaluationFailed", "Submission", "__version__"]
