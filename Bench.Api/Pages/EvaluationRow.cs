using Bench.Api.Evaluations;
using Bench.Api.Metrics;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;

namespace Bench.Api.Pages;

/// <summary>An evaluation in the list of work.</summary>
/// <param name="Owner">Name of the key that started it; null when that key is gone.</param>
/// <param name="HasAdvice">Whether the preprocessing doctor advises something.</param>
/// <param name="How">How far it is; null when it has ended.</param>
internal sealed record EvaluationRow(
    Guid Id,
    Guid ModelId,
    string Model,
    string Dataset,
    string? Owner,
    Guid? OwnerKeyId,
    EvaluationState State,
    int Done,
    int Total,
    bool HasAdvice,
    Failure? Failure,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    EvaluationProgress? How = null
)
{
    public UnderWay UnderWay => new(Id, OwnerKeyId, State, Done, Total, null, StartedAt);

    /// <summary>How far it is, in words: its place while it waits, its images and the time left while it
    /// runs.</summary>
    public string Progress =>
        State switch
        {
            EvaluationState.Queued or EvaluationState.Inspecting => Place + Left,
            EvaluationState.Running => $"{NumberText.Whole(How?.Done ?? Done)} of {NumberText.Whole(Total)}{Left}",
            EvaluationState.Scoring => "computing scores",
            EvaluationState.Completed => Counted.Of(Total, "image"),
            EvaluationState.Partial => $"decided on {NumberText.Whole(Done)} of {Counted.Of(Total, "image")}",
            EvaluationState.Failed => Failure?.Message ?? "",
            _ => "",
        };

    string Place => How?.QueuePosition is > 0 and var ahead ? $"{NumberText.Whole(ahead)} ahead" : "next in line";

    string Left => How?.EtaSeconds is { } seconds ? $", {NumberText.Duration(TimeSpan.FromSeconds(seconds))} left" : "";
}
