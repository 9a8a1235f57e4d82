using Bench.Api.Doubts;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Evaluations;
using Bench.Service.Explanations;

namespace Bench.Api.Explanations;

/// <summary>An explanation, and what is known of it so far.</summary>
/// <param name="State">queued, running, completed, failed or cancelled.</param>
/// <param name="Image">Index of the one image in the dataset; null for a sample.</param>
/// <param name="Spec">What was asked for, with every default filled in.</param>
/// <param name="Done">Images done.</param>
/// <param name="Total">Images to do.</param>
/// <param name="Results">Images and curves; null before the end. <c>maps/{index}</c> has an image's map.</param>
/// <param name="Record">How the model is run: input, output, batch, runtime, machine; null until it has been.</param>
public sealed record ExplanationView(
    Guid Id,
    Guid ModelId,
    string ModelName,
    string Dataset,
    int? Image,
    EvaluationState State,
    ExplanationSpec Spec,
    int Done,
    int Total,
    ExplanationSummary? Results,
    Failure? Error,
    RunRecord? Record,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt
) : Doubted;
