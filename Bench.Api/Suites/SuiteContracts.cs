using System.Text.Json;
using Bench.Api.Metrics;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Json;
using Bench.Service.Models.Registration;
using Bench.Service.Suites;

namespace Bench.Api.Suites;

/// <summary>A suite as lists show it.</summary>
/// <param name="Version">The newest one.</param>
/// <param name="Headline">What models are ranked by.</param>
/// <param name="Members">Members of the suite.</param>
/// <param name="Present">Members whose dataset and label set are here.</param>
/// <param name="Declared">Whether it comes from a file of the service or its operator.</param>
/// <param name="Owner">Name of the key that made it; null for declared ones, and when that key is gone.</param>
public sealed record SuiteSummary(
    string Key,
    int Version,
    string Title,
    string? Description,
    string Headline,
    int Members,
    int Present,
    bool Declared,
    string? Owner
);

/// <summary>A version of a suite, and what of it is here.</summary>
/// <param name="Versions">All versions, newest first.</param>
/// <param name="Declaration">Members and numbers.</param>
/// <param name="Members">Each member with the dataset that it is here.</param>
public sealed record SuiteView(
    string Key,
    int Version,
    IReadOnlyList<int> Versions,
    bool Declared,
    string? Owner,
    DateTime CreatedAt,
    SuiteDeclaration Declaration,
    IReadOnlyList<SuiteMemberView> Members
);

/// <param name="Name">Name within the suite.</param>
/// <param name="Dataset">The dataset here; null where it is missing.</param>
/// <param name="LabelSetVersion">Version of the label set here; null where it is missing.</param>
/// <param name="Missing">Why it is missing.</param>
public sealed record SuiteMemberView(
    string Name,
    string? Group,
    string? Dataset,
    string LabelSet,
    int? LabelSetVersion,
    IReadOnlyList<string> Metrics,
    Failure? Missing
);

/// <summary>Models ranked by a suite's headline.</summary>
public sealed record SuiteBoard(
    string Suite,
    int Version,
    string Title,
    IReadOnlyList<SuiteMemberView> Members,
    IReadOnlyList<SuiteBoardRow> Rows
);

/// <param name="Rank">1 + the models whose headline is better; null for one without a headline over every member that
/// it counts.</param>
/// <param name="Coverage"><c>complete</c>, or <c>partial: 5 of 7 sets</c>.</param>
/// <param name="Scored">Members on which the model has a number.</param>
/// <param name="Also">Further numbers of the suite.</param>
/// <param name="Cells">Numbers on the members, under <c>member/metric</c>; null where there is none.</param>
/// <param name="Checks">What is doubtful about the numbers, and on which member.</param>
public sealed record SuiteBoardRow(
    int? Rank,
    Guid ModelId,
    string Model,
    string Coverage,
    int Scored,
    SuiteNumberView Headline,
    IReadOnlyList<SuiteNumberView> Also,
    IReadOnlyDictionary<string, SuiteCell?> Cells,
    IReadOnlyList<Check> Checks
);

/// <param name="Value">Null where members are missing that the suite needs.</param>
/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="Members">Members that the model has the metric on.</param>
/// <param name="Of">Members that the number is over: it is a mean over fewer where <c>members</c> is less.</param>
/// <param name="Missing">Names of those that lack.</param>
public sealed record SuiteNumberView(
    string Title,
    string Metric,
    double? Value,
    double? CiLow,
    double? CiHigh,
    int Members,
    int Of,
    IReadOnlyList<string> Missing
)
{
    /// <summary>Why the value has no interval; null where it has one, and without a value.</summary>
    public NoIntervalView? NoInterval { get; init; }
}

/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="N">Images.</param>
/// <param name="NoInterval">Why it has no interval; null where it has one.</param>
public sealed record SuiteCell(double Value, double? CiLow, double? CiHigh, int N, NoIntervalView? NoInterval);

/// <summary>One model over a suite.</summary>
/// <param name="Coverage"><c>complete</c>, or <c>partial: 5 of 7 sets</c>.</param>
/// <param name="Scored">Members on which the model has a number.</param>
/// <param name="Rank">Its rank on the suite's board; null without one.</param>
/// <param name="Models">Models that have a rank.</param>
public sealed record SuiteReport(
    string Suite,
    int Version,
    string Title,
    Guid ModelId,
    string Model,
    string Coverage,
    int Scored,
    int? Rank,
    int Models,
    SuiteNumberView Headline,
    IReadOnlyList<SuiteNumberView> Also,
    IReadOnlyList<SuiteMemberReport> Members
);

/// <param name="Member">The member.</param>
/// <param name="EvaluationId">The model's newest evaluation over the dataset; null where there is none.</param>
/// <param name="State">State of that evaluation.</param>
/// <param name="Numbers">One for each metric of the member.</param>
/// <param name="Checks">What is doubtful about these numbers.</param>
public sealed record SuiteMemberReport(
    SuiteMemberView Member,
    Guid? EvaluationId,
    EvaluationState? State,
    IReadOnlyList<SuiteMetricView> Numbers,
    IReadOnlyList<Check> Checks
);

/// <param name="Name">The metric's name.</param>
/// <param name="Value">Null where there is none.</param>
/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="N">Images.</param>
/// <param name="Reason">Why there is no number.</param>
public sealed record SuiteMetricView(string Metric, string Name, double? Value, double? CiLow, double? CiHigh, int? N, string? Reason)
{
    /// <summary>Why the value has no interval; null where it has one, and without a value.</summary>
    public NoIntervalView? NoInterval { get; init; }
}

/// <param name="ModelId">The model to evaluate.</param>
/// <param name="Preprocessing">Another contract than the model's own, for this time.</param>
public sealed record RunSuiteRequest(Guid ModelId, [property: WrittenAs(typeof(PreprocessingRequest))] JsonElement? Preprocessing = null);

/// <summary>What a run of a suite started and what it found.</summary>
/// <param name="Evaluations">One for each dataset that the suite reads here, and for clean datasets that its metrics
/// need.</param>
/// <param name="Missing">Members, and clean datasets, that nothing was started for.</param>
/// <param name="Report">Where the model's numbers are gathered.</param>
public sealed record SuiteRunView(
    string Suite,
    int Version,
    Guid ModelId,
    IReadOnlyList<SuiteEvaluation> Evaluations,
    IReadOnlyList<MissingMember> Missing,
    string Report
);
