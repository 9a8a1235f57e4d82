"""A leaderboard as rows: a list of flat records, which pandas takes as a frame."""
from __future__ import annotations

from typing import Any, Dict, Iterator, List, Sequence, overload

from .contract import LeaderboardResponse
from .errors import BenchError

Row = Dict[str, Any]


class Board(Sequence[Row]):
    """Rows of a board in its order.

    A row has ``rank``, ``model``, ``value``, ``ci_low``, ``ci_high``, ``n``, ``no_interval``, the model's facts and, for every column asked for, ``column``,
    ``column_low``, ``column_high`` and ``column_no_interval``. Rates are fractions in [0, 1]; what was not measured is None. A number without an interval says
    why under ``no_interval``, as a code and a sentence.
    """

    def __init__(self, answers: Sequence[LeaderboardResponse]):
        first = answers[0]
        self.dataset = first["dataset"]
        self.label_set = first["labelSet"]
        self.metric = first["metric"]
        self.higher_is_better = first["higherIsBetter"]
        self.columns = list(first["columns"])
        self.answers = answers
        self._rows = [self._flat(row) for answer in answers for row in answer["rows"]]

    def _flat(self, row: Any) -> Row:
        model, rank = row["model"], row["rankInterval"]
        flat: Row = {
            "rank": row["rank"],
            "rank_low": rank[0] if rank else None,
            "rank_high": rank[1] if rank else None,
            "model": model["name"],
            "value": row["value"],
            "ci_low": row["ciLow"],
            "ci_high": row["ciHigh"],
            "n": row["n"],
            "no_interval": reason(row),
        }
        for name, cell in row["columns"].items():
            flat[name] = cell and cell["value"]
            flat[f"{name}_low"] = cell and cell["ciLow"]
            flat[f"{name}_high"] = cell and cell["ciHigh"]
            flat[f"{name}_no_interval"] = cell and reason(cell)
        facts = {name: value for name, value in model.items() if name not in ("id", "name")}
        return {**flat, **facts, "verified": row["verified"], "model_id": model["id"], "evaluation_id": row["evaluationId"]}

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> List[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | List[Row]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def to_frame(self) -> Any:
        """The rows as a pandas.DataFrame."""
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise BenchError("package-missing", "pandas is not installed.", "pip install 'bench-client[pandas]'.") from error
        return pandas.DataFrame(self._rows)

    def __str__(self) -> str:
        rows = [["rank", "model", self.metric, "95 % interval", "images", *self.columns]]
        for row in self._rows:
            rank = "" if row["rank"] is None else str(row["rank"])
            if row["rank_low"] is not None and row["rank_low"] != row["rank_high"]:
                rank += f" ({row['rank_low']}–{row['rank_high']})"
            interval = "" if row["ci_low"] is None else f"{row['ci_low']:.4f}–{row['ci_high']:.4f}"
            rows.append([rank, row["model"], number(row["value"]), interval, "" if row["n"] is None else f"{row['n']:,}", *(number(row[name]) for name in self.columns)])
        return table(rows)


def reason(number: Any) -> str | None:
    """Why a number has no interval, where the server says it."""
    why = number.get("noInterval")
    return f"{why['code']}: {why['reason']}" if why else None


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Text in columns; the first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
