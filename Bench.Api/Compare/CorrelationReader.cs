using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Metrics.Comparison;
using Bench.Service.Refusals;

namespace Bench.Api.Compare;

/// <summary>Rank correlations between columns of a board.</summary>
internal sealed class CorrelationReader(Boards boards)
{
    /// <exception cref="RefusalException">A column names something unknown, or there are too few or too
    /// many.</exception>
    public async Task<CorrelationsAnswer> ReadAsync(string? dataset, string? labelSet, string columns, CancellationToken cancellationToken)
    {
        var names = columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (names.Count is < 2 or > LeaderboardPlan.MaxColumns)
            throw new RefusalException(
                RefusalKind.Malformed,
                "columns-invalid",
                $"{names.Count} different columns were named.",
                $"Name 2 to {LeaderboardPlan.MaxColumns} of them."
            );
        var subjects = await boards.SubjectsAsync(cancellationToken);
        var subject = LeaderboardPlanner.Subject(subjects, dataset, labelSet);
        var board = await boards.GetAsync(subject, cancellationToken);
        var (values, read) = (new List<double[]>(), new HashSet<Board> { board });
        foreach (var name in names)
            values.Add(await ValuesAsync(board, subjects, name, read, cancellationToken));
        return new CorrelationsAnswer(
            subject.Dataset,
            subject.LabelSet,
            board.Entries.Count,
            names,
            Matrix(values, (x, y) => Finite(KendallTau.Compute(x, y).Shown)),
            Matrix(values, (x, y) => Finite(SpearmanRho.Compute(x, y).Shown)),
            Matrix(values, (x, y) => KendallTau.Compute(x, y).N)
        )
        {
            Checks = [.. read.SelectMany(there => there.AllChecks).Distinct()],
        };
    }

    async Task<double[]> ValuesAsync(
        Board board,
        IReadOnlyList<BoardSubject> subjects,
        string name,
        HashSet<Board> read,
        CancellationToken cancellationToken
    )
    {
        if (BoardCosts.All.TryGetValue(name, out var cost))
            return [.. board.Entries.Select(entry => cost.Of(entry) ?? double.NaN)];
        var column = LeaderboardPlanner.Column(subjects, board.Subject, name);
        var there = await boards.GetAsync(column.Subject, cancellationToken);
        read.Add(there);
        var cells = (await there.ColumnsAsync([column.Metric.Id], cancellationToken))[column.Metric.Id];
        return
        [
            .. board.Entries.Select(entry =>
                there.Find(entry.ModelId) is >= 0 and var place && cells[place] is { } cell ? cell.Value : double.NaN
            ),
        ];
    }

    static List<T[]> Matrix<T>(List<double[]> values, Func<double[], double[], T> of)
    {
        var matrix = values.ConvertAll(_ => new T[values.Count]);
        for (var row = 0; row < values.Count; row++)
        for (var column = 0; column <= row; column++)
            matrix[row][column] = matrix[column][row] = of(values[row], values[column]);
        return matrix;
    }
}
