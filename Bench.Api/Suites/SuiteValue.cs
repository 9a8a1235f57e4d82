using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Bench.Metrics.Statistics;
using Bench.Metrics.Suites;
using Bench.Service.Suites;

namespace Bench.Api.Suites;

/// <summary>One number of a suite for one model.</summary>
/// <param name="Number">How the suite defines it.</param>
/// <param name="Value">Null where members are missing that the suite needs.</param>
/// <param name="CiLow">Lower end of its 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="Members">Members that the model has a number on.</param>
/// <param name="Of">Members that the number is over.</param>
/// <param name="Missing">Names of those that lack.</param>
internal sealed record SuiteValue(
    SuiteNumber Number,
    double? Value,
    double? CiLow,
    double? CiHigh,
    int Members,
    int Of,
    IReadOnlyList<string> Missing
)
{
    /// <summary>Why it has no interval; null where it has one, and without a value.</summary>
    public NoIntervalView? NoInterval { get; init; }

    /// <summary>Whether it is over every member that it counts.</summary>
    public bool IsComplete => Value is not null && Members == Of;

    public static SuiteValue Read(SuiteNumber number, IReadOnlyList<MemberColumns> members, Guid model)
    {
        var counted = members.Where(member => number.Counts(member.Member)).ToList();
        var (found, missing) = (new List<MemberEstimate>(), new List<string>());
        foreach (var member in counted)
            if (member.Find(number.Metric) is { } column && column.Cells.TryGetValue(model, out var cell))
                found.Add(new(cell.Value, Ends(cell), member.Member.Group ?? ""));
            else
                missing.Add(member.Member.Name);
        if (found.Count == 0 || found.Count < (number.AtLeast ?? counted.Count))
            return new(number, null, null, null, found.Count, counted.Count, missing);
        var mean = MemberMean.Of(found, number.Rule == SuiteNumber.MeanOfGroups, SharesImages(number, counted));
        return new(number, Finite(mean.Value), Finite(mean.Interval.Low), Finite(mean.Interval.High), found.Count, counted.Count, missing)
        {
            NoInterval = NoIntervalView.Of(Finite(mean.Interval.Low), mean.Interval.WhyNone, SuiteTable.MetricOf(number)),
        };
    }

    /// <summary>Whether members, or what they are compared with, are known to have images in common.</summary>
    static bool SharesImages(SuiteNumber number, List<MemberColumns> counted) =>
        number.SharedImages
        || SuiteTable.MetricOf(number) is { Basis: "clean-evaluation" or "suite" }
        || counted.Select(member => member.Images ?? member.Subject?.DatasetId.ToString()).Distinct().Count() < counted.Count;

    static Interval Ends(BoardCell cell) => cell is { CiLow: { } low, CiHigh: { } high } ? new(low, high) : Interval.None;
}
