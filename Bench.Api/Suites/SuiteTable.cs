using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Data.Outcomes;
using Bench.Service.Suites;

namespace Bench.Api.Suites;

/// <summary>A suite with every model that has a number on one of its members.</summary>
internal sealed record SuiteTable(StoredSuite Suite, IReadOnlyList<MemberColumns> Members, IReadOnlyList<SuiteRow> Rows)
{
    /// <summary>Datasets and label sets that are here.</summary>
    public int Present => Members.Count(member => member.Missing is null);

    /// <summary>The metric of a number; null where this build has none of its id.</summary>
    public static MetricDescription? MetricOf(SuiteNumber number) => MetricDirectory.Find(number.Metric);
}

/// <summary>A member with its columns.</summary>
/// <param name="Member">As the suite names it.</param>
/// <param name="Subject">Dataset and label set here; null where one of them is missing.</param>
/// <param name="Entries">Models with a completed evaluation over it.</param>
/// <param name="Missing">Why there is none.</param>
/// <param name="Columns">One for each of its metrics.</param>
internal sealed record MemberColumns(
    SuiteMember Member,
    BoardSubject? Subject,
    IReadOnlyDictionary<Guid, BoardEntry> Entries,
    Failure? Missing,
    IReadOnlyList<SuiteColumn> Columns
)
{
    /// <summary>Doubts about the labels that all numbers rest on.</summary>
    public IReadOnlyList<Check> LabelChecks { get; init; } = [];

    /// <summary>Hash of its list of images: two datasets may be the same pictures.</summary>
    public string? Images { get; init; }

    /// <summary>Doubts of a model's evaluation here next to those on the members before it.</summary>
    public Func<Guid, IReadOnlyList<Check>> ContractDoubts { get; init; } = static _ => [];

    /// <summary>Doubts about a model's numbers, and about what they are compared with.</summary>
    public IReadOnlyList<Check> ChecksOf(Guid model)
    {
        if (!Entries.TryGetValue(model, out var entry))
            return [];
        var shown = Columns.Where(column => column.Cells.ContainsKey(model)).ToList();
        return LabelChecks
            .With(entry.Checks)
            .With(ContractDoubts(model))
            .With(entry.Others.Under(shown.Select(column => column.Metric)))
            .With(shown.SelectMany(column => column.ChecksOf(model)));
    }

    public SuiteColumn? Find(string metric) => Columns.FirstOrDefault(column => column.Metric.Id == metric);
}

/// <summary>One metric of one member.</summary>
/// <param name="Metric">What it measures.</param>
/// <param name="Cells">Numbers by model.</param>
/// <param name="WhyNone">Why no model has a number; null where one may have.</param>
/// <param name="Reasons">Why a model has none, where more is known than that it was not evaluated.</param>
internal sealed record SuiteColumn(
    MetricDescription Metric,
    IReadOnlyDictionary<Guid, BoardCell> Cells,
    string? WhyNone,
    IReadOnlyDictionary<Guid, string> Reasons
)
{
    /// <summary>Doubts about a model's number that its row on the member's board does not say.</summary>
    public Func<Guid, IReadOnlyList<Check>> ChecksOf { get; init; } = static _ => [];
}

/// <summary>A model in a suite.</summary>
/// <param name="Rank">1 + the models whose headline is better; 0 for one without a headline over every member that it counts.</param>
/// <param name="ModelId">The model.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scored">Members on which it has a number.</param>
/// <param name="Numbers">The headline first.</param>
internal sealed record SuiteRow(int Rank, Guid ModelId, string Name, int Scored, IReadOnlyList<SuiteValue> Numbers);
