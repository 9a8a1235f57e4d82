using Bench.Api.Doubts;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;

namespace Bench.Api.Reports;

/// <summary>All that is known of one model: the model, its family, its evaluations, every score.</summary>
internal sealed record ModelReport
{
    public required Model Model { get; init; }

    /// <summary>Name of the key that entered it; null when that key is gone.</summary>
    public string? Owner { get; init; }

    /// <summary>Other entries over the same file.</summary>
    public IReadOnlyList<RelatedModel> SameFile { get; init; } = [];

    /// <summary>The model that this one was made from, by the submitter's word.</summary>
    public RelatedModel? Parent { get; init; }

    /// <summary>Models that name this one as their parent.</summary>
    public required IReadOnlyList<RelatedModel> Children { get; init; }

    /// <summary>Choices made about the model, and what is doubtful about it.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<ReportedEvaluation> Evaluations { get; init; }

    /// <summary>Every score of every completed evaluation.</summary>
    public required IReadOnlyList<ModelScore> Scores { get; init; }

    /// <summary>Label sets that the scores are of, in the order in which they are shown.</summary>
    public required IReadOnlyList<BoardSubject> Subjects { get; init; }

    /// <summary>Formats of the label sets that the scores are of.</summary>
    public required IReadOnlyList<string> LabelFormats { get; init; }

    /// <summary>Doubts about the label sets that the scores are of, by their ids.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<Check>> LabelChecks { get; init; } = new Dictionary<Guid, IReadOnlyList<Check>>();

    /// <summary>The score of a metric under a label set from the newest evaluation, which is the one that boards show;
    /// null where that one has none.</summary>
    public ModelScore? Find(BoardSubject subject, string metric) => Shown.GetValueOrDefault((subject.LabelSetId, metric));

    /// <summary>Doubts about a number.</summary>
    public IReadOnlyList<Check> ChecksOf(ModelScore score) =>
        Evaluations
            .Where(evaluation => evaluation.Id == score.EvaluationId)
            .SelectMany(evaluation => evaluation.Checks)
            .With(LabelChecks.GetValueOrDefault(score.LabelSetId, []))
            .With(OthersUnder(score));

    /// <summary>Doubts about other evaluations, by the evaluation that rests on them and the label set.</summary>
    public IReadOnlyDictionary<(Guid Evaluation, Guid LabelSet), OtherSides> Others { get; init; } =
        new Dictionary<(Guid, Guid), OtherSides>();

    /// <summary>Doubts about the other evaluations that shown numbers rest on, each once.</summary>
    public IReadOnlyList<Check> OthersChecks => [.. Shown.Values.SelectMany(OthersUnder).Distinct()];

    IReadOnlyList<Check> OthersUnder(ModelScore score) =>
        MetricDirectory.Find(score.Metric) is { } metric
            ? Others.GetValueOrDefault((score.EvaluationId, score.LabelSetId), OtherSides.None).Under(metric)
            : [];

    /// <summary>Metrics that have a number under any label set.</summary>
    public IReadOnlySet<string> Metrics => Shown.Keys.Select(shown => shown.Metric).ToHashSet();

    Dictionary<(Guid LabelSet, string Metric), ModelScore> Shown =>
        _shown ??= Scores
            .GroupBy(score => score.LabelSetId)
            .SelectMany(same => same.GroupBy(score => score.EvaluationId).MaxBy(of => of.Key)!)
            .ToDictionary(score => (score.LabelSetId, score.Metric));

    Dictionary<(Guid LabelSet, string Metric), ModelScore>? _shown;
}

/// <summary>A parent or a child.</summary>
internal sealed record RelatedModel(Guid Id, string Name);

/// <summary>An evaluation as a model's page lists it.</summary>
internal sealed record ReportedEvaluation(
    Guid Id,
    string Dataset,
    string Variant,
    EvaluationState State,
    bool Verified,
    IReadOnlyList<Check> Checks,
    double? ImagesPerSecond,
    DateTime CreatedAt
)
{
    public Guid DatasetId { get; init; }

    /// <summary>The owner's earlier evaluations over the dataset that were scored; null where an operator is the owner,
    /// or nobody recorded that.</summary>
    public int? EarlierTries { get; init; }
}

/// <summary>A score with what it is about.</summary>
internal sealed record ModelScore(Guid EvaluationId, Guid LabelSetId, string Metric, double Value, double? CiLow, double? CiHigh, int N)
{
    /// <summary>Why it has no interval, as a code of <see cref="Bench.Metrics.Statistics.NoInterval"/>; null where it has one, and
    /// for rows from before it was recorded.</summary>
    public string? WhyNoInterval { get; init; }

    /// <summary>Whether it rests on another evaluation too.</summary>
    public bool IsDerived => MetricDirectory.Find(Metric) is { Basis: not "predictions" };
}
