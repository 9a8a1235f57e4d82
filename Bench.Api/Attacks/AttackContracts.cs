using Bench.Api.Doubts;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Attacks;
using Bench.Service.Evaluations;

namespace Bench.Api.Attacks;

/// <summary>An attack, and what is known of it so far.</summary>
/// <param name="State">queued, running, completed, failed or cancelled.</param>
/// <param name="Spec">What was asked for, with every default filled in.</param>
/// <param name="Done">Images done; results are of these.</param>
/// <param name="Total">Images to do.</param>
/// <param name="Results">Accuracies of the images that are done; null before the first are.</param>
/// <param name="Flags">Reasons to doubt the numbers.</param>
/// <param name="Record">How the model is run: input, output, batch, runtime, machine; null until it has been.</param>
public sealed record AttackView(
    Guid Id,
    Guid ModelId,
    string ModelName,
    string Dataset,
    EvaluationState State,
    AttackSpec Spec,
    int Done,
    int Total,
    AttackNumbers? Results,
    IReadOnlyList<AttackFlagText> Flags,
    Failure? Error,
    RunRecord? Record,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt
) : Doubted;

/// <summary>Shares are of all images, with Wilson's 95 % intervals.</summary>
/// <param name="Images">Images attacked.</param>
/// <param name="Excluded">Chosen images that could not be decoded; they are in no number.</param>
/// <param name="CleanAccuracy">Share that is right without an attack.</param>
/// <param name="Points">Robust accuracy at each ε, rising: upper bounds. None of a certificate or an ordered
/// attack.</param>
/// <param name="WithoutGradient">Operators without a gradient rule, or whatever else rules one out; empty where there
/// was one.</param>
/// <param name="Certified">Certified accuracy at each radius: lower bounds, for the smoothed model. Null for an
/// attack.</param>
/// <param name="Ordered">How often, and by how large moves, the recognised images were led to orders of each length.
/// Null for other attacks.</param>
/// <param name="Conformal">Coverage and sizes of robust prediction sets. Null for others.</param>
/// <param name="Shown">Up to three images that misled the model; <c>/pictures/{image}</c> draws each.</param>
public sealed record AttackNumbers(
    int Images,
    int Excluded,
    AttackShare CleanAccuracy,
    IReadOnlyList<AttackPoint> Points,
    IReadOnlyList<string> WithoutGradient,
    CertificateSummary? Certified,
    IReadOnlyList<OrderedPoint>? Ordered,
    RobustConformalSummary? Conformal,
    IReadOnlyList<ShownImage> Shown
);
