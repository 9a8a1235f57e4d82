using Bench.Api.Leaderboard.Plans;
using Bench.Data.Outcomes;

namespace Bench.Api.Leaderboard;

/// <summary>The part of a board that was asked for, before it becomes JSON, CSV or a page.</summary>
internal sealed class LeaderboardPart
{
    public required LeaderboardPlan Plan { get; init; }

    public required Board Board { get; init; }

    /// <summary>The column that ranks.</summary>
    public required BoardColumn Ranking { get; init; }

    /// <summary>For each further column of the plan the cell of an entry.</summary>
    public required IReadOnlyList<Func<int, BoardCell?>> Columns { get; init; }

    /// <summary>For each further column of the plan whether an entry without a number is being rescored.</summary>
    public required IReadOnlyList<Func<int, bool>> IsBeingScored { get; init; }

    /// <summary>Doubts about an entry's cells that come from other boards.</summary>
    public required Func<int, IReadOnlyList<Check>> OtherChecks { get; init; }

    /// <summary>Null while it is being computed.</summary>
    public required Standing? Standing { get; init; }

    /// <summary>Null when none was asked for.</summary>
    public required Baseline? Baseline { get; init; }

    /// <summary>Models that match the filters.</summary>
    public required int Matching { get; init; }

    /// <summary>Matching models before the first one here.</summary>
    public required int Start { get; init; }

    /// <summary>The entries to show, in order.</summary>
    public required IReadOnlyList<int> Entries { get; init; }

    public required string? Next { get; init; }

    public LeaderboardResponse ToResponse() =>
        new(
            Plan.Subject.Dataset,
            Plan.Subject.LabelSet,
            Plan.Subject.Version,
            Plan.Metric.Id,
            Plan.Metric.HigherIsBetter,
            Standing?.Method ?? Leaderboard.Standing.Pending,
            [.. Plan.Columns.Select(column => column.Name)],
            Board.Checks,
            Board.Entries.Count,
            Matching,
            [.. Entries.Select(Row)],
            Next,
            Baseline is { } baseline ? Row(baseline.Entry) : null
        );

    /// <summary>Doubts about an entry's numbers, those from other boards included.</summary>
    public IReadOnlyList<Check> ChecksOf(int index) => Board.Entries[index].Checks.With(OtherChecks(index));

    /// <summary>An entry's name for a picture of the board: with a dagger where something takes from its
    /// numbers.</summary>
    public string NameOf(int index) => Board.Entries[index].Name + (ChecksOf(index).Warnings().Any() ? " †" : "");

    /// <summary>The sentence about doubts on a picture of the board; null where there are none.</summary>
    public string? Doubts
    {
        get
        {
            var codes = Board.Checks.Warnings().Codes();
            var marked = Entries.Any(entry => ChecksOf(entry).Warnings().Any());
            var words = new[] { codes.Length > 0 ? $"labels in doubt: {codes}" : null, marked ? "† in doubt" : null };
            return codes.Length > 0 || marked ? string.Join("; ", words.OfType<string>()) : null;
        }
    }

    LeaderboardRow Row(int index)
    {
        var entry = Board.Entries[index];
        var cell = Ranking[index];
        var standing = cell is null ? null : Standing?[index];
        var columns = new Dictionary<string, LeaderboardCell?>(Columns.Count);
        for (var i = 0; i < Columns.Count; i++)
            columns[Plan.Columns[i].Name] = Columns[i](index) is { } other
                ? new LeaderboardCell(other.Value, other.CiLow, other.CiHigh, other.N, other.NoInterval(Plan.Columns[i].Metric))
                : null;
        return new LeaderboardRow(
            cell is null ? null : Ranking.Ranks[index],
            standing is { } interval ? [interval.Low, interval.High] : null,
            standing?.TieGroup,
            new LeaderboardModel(
                entry.ModelId,
                entry.Name,
                entry.Owner,
                entry.Architecture,
                entry.TrainingData,
                entry.License,
                entry.Url,
                entry.Tags,
                entry.Precision,
                entry.Parameters,
                entry.Macs,
                entry.CreatedAt
            ),
            entry.EvaluationId,
            entry.Verified,
            ChecksOf(index),
            cell?.Value,
            cell?.CiLow,
            cell?.CiHigh,
            cell?.N,
            columns,
            [
                .. Ranking.IsBeingScored(index) ? [Plan.Metric.Id] : Array.Empty<string>(),
                .. Plan.Columns.Where((_, place) => IsBeingScored[place](index)).Select(column => column.Name),
            ],
            Baseline?[index] is { } difference
                ? new(difference.Value, difference.CiLow, difference.CiHigh, difference.PValue, difference.Adjusted)
                : null
        )
        {
            NoInterval = cell?.NoInterval(Plan.Metric),
            EarlierTries = entry.EarlierTries,
            SpotCheck = entry.SpotCheck is { } spot ? new LeaderboardSpotCheck(spot.Images, spot.Differ, spot.MostFalse) : null,
        };
    }
}
