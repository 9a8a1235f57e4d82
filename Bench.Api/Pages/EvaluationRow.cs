using Bench.Api.Metrics;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;

namespace Bench.Api.Pages;

/// <summary>An evaluation in the list of work.</summary>
/// <param name="Owner">Name of the key that started it; null when that key is gone.</param>
/// <param name="HasAdvice">Whether the preprocessing doctor advises something.</param>
/// <param name="Speed">Images per second now; 0 when nothing runs.</param>
/// <param name="Ahead">Unfinished evaluations that came before it.</param>
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
    DateTime? FinishedAt,
    double Speed = 0,
    int Ahead = 0
)
{
    public EvaluationRow With((int Done, double Speed) shards, int ahead) =>
        this with
        {
            Done = Math.Min(Total, Done + shards.Done),
            Speed = shards.Speed,
            Ahead = ahead,
        };

    /// <summary>How far it is, in words: its place while it waits, its images and the time left while it runs.</summary>
    public string Progress =>
        State switch
        {
            EvaluationState.Queued or EvaluationState.Inspecting => Ahead == 0 ? "next in line" : $"{NumberText.Whole(Ahead)} ahead",
            EvaluationState.Running when Speed > 0 => $"{NumberText.Whole(Done)} of {NumberText.Whole(Total)}, "
                + $"{NumberText.Duration(TimeSpan.FromSeconds((Total - Done) / Speed))} left",
            EvaluationState.Running => $"{NumberText.Whole(Done)} of {NumberText.Whole(Total)}",
            EvaluationState.Scoring => "computing scores",
            EvaluationState.Completed => $"{NumberText.Whole(Total)} images",
            EvaluationState.Failed => Failure?.Message ?? "",
            _ => "",
        };
}
