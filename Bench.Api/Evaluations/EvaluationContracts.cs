using System.Text.Json;
using Bench.Api.Doubts;
using Bench.Api.Http;
using Bench.Api.Metrics;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Json;
using Bench.Service.Models.Registration;

namespace Bench.Api.Evaluations;

/// <param name="ModelId">The model.</param>
/// <param name="Datasets">Keys of the datasets; one evaluation is made for each.</param>
/// <param name="Preprocessing">Another contract than the model's own, for this time.</param>
/// <param name="StopWhen">A question that ends each evaluation as soon as it is decided; all images are run when
/// absent.</param>
public sealed record StartEvaluationsRequest(
    Guid ModelId,
    IReadOnlyList<string> Datasets,
    [property: WrittenAs(typeof(PreprocessingRequest))] JsonElement? Preprocessing = null,
    StopWhen? StopWhen = null
);

/// <summary>One model over one dataset.</summary>
/// <param name="State">queued, inspecting, running, scoring, completed, failed, cancelled, or partial: its question was
/// decided before the last image.</param>
/// <param name="Verified">False for predictions-only submissions.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Preprocessing">The contract in use.</param>
/// <param name="Record">How it is run: provider, decoder, sandbox, batch, versions.</param>
/// <param name="Checks">What is doubtful about its numbers, and choices made on the way; those of its dataset and label
/// sets come with them.</param>
/// <param name="Advice">What the preprocessing doctor advises.</param>
/// <param name="StopWhen">The question that may end it before its last image; null where all images are run.</param>
/// <param name="Decision">How that was decided; null until it is, or all images have been run.</param>
/// <param name="Revision">Rises at every visible change.</param>
/// <param name="Scores">Its numbers under every current label set; empty until it is scored.</param>
public sealed record EvaluationView(
    Guid Id,
    Guid ModelId,
    string ModelName,
    string Dataset,
    EvaluationState State,
    bool Verified,
    EvaluationProgress Progress,
    Failure? Error,
    PreprocessingContract? Preprocessing,
    RunRecord? Record,
    IReadOnlyList<Check> Checks,
    DoctorAdvice? Advice,
    StopRule? StopWhen,
    StopDecision? Decision,
    int Attempt,
    long Revision,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    EvaluationLinks Links,
    IReadOnlyList<ScoreView> Scores
)
{
    /// <summary>The owner's earlier evaluations over the dataset that were scored, those of deleted models included;
    /// null where it has no owner, or an operator is the owner.</summary>
    public int? EarlierTries { get; init; }

    /// <summary>Root of the hash tree over submitted rows, hexadecimal; null where the service made them.</summary>
    public string? RowsRoot { get; init; }
}

/// <param name="Done">Images done.</param>
/// <param name="Total">Images in all.</param>
/// <param name="ImagesPerSecond">Over all machines that run it now; over the whole run when it has ended.</param>
/// <param name="EtaSeconds">Seconds until its images are done: by the present speed, or, while it waits, by what
/// evaluations took last. Null while nothing was measured.</param>
/// <param name="QueuePosition">Evaluations that have a device now or get one before it, by the turns that owners take;
/// null once it runs.</param>
public sealed record EvaluationProgress(int Done, int Total, double? ImagesPerSecond, double? EtaSeconds, int? QueuePosition);

/// <param name="Self">This evaluation.</param>
/// <param name="Events">Server-Sent Events of its state and progress.</param>
/// <param name="Scores">Its scores.</param>
/// <param name="Predictions">Its predictions as .npz.</param>
public sealed record EvaluationLinks(string Self, string Events, string Scores, string Predictions);

/// <summary>An evaluation as lists show it.</summary>
public sealed record EvaluationSummary(
    Guid Id,
    Guid ModelId,
    string ModelName,
    string Dataset,
    EvaluationState State,
    bool Verified,
    int Done,
    int Total,
    Failure? Error,
    DateTime CreatedAt,
    DateTime? FinishedAt
);

/// <summary>One number. Rates are fractions.</summary>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Metric">Id in the catalogue.</param>
/// <param name="Value">The number.</param>
/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of the 95 % interval.</param>
/// <param name="N">Images used.</param>
/// <param name="Excluded">Images left out, by reason.</param>
/// <param name="Note">What to know of the value, such as that a search ended at its border; null for most.</param>
public sealed record ScoreView(
    string LabelSet,
    string Metric,
    double Value,
    double? CiLow,
    double? CiHigh,
    int N,
    IReadOnlyDictionary<string, int> Excluded,
    string? Note
)
{
    /// <summary>Why it has no interval; null where it has one.</summary>
    public NoIntervalView? NoInterval { get; init; }
}

/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Metric">Id in the catalogue.</param>
/// <param name="Reason">Why these predictions cannot support it.</param>
public sealed record MissingScoreView(string LabelSet, string Metric, string Reason);

/// <param name="Items">The numbers.</param>
/// <param name="Missing">Metrics that these predictions cannot support, with the reason.</param>
public sealed record EvaluationScores(IReadOnlyList<ScoreView> Items, IReadOnlyList<MissingScoreView> Missing) : Doubted;
