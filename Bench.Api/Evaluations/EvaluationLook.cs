using Bench.Data.Evaluations;

namespace Bench.Api.Evaluations;

/// <summary>The state of a watched evaluation as one look at the database found it.</summary>
/// <param name="Number">Of the look; a later one has a higher.</param>
internal sealed record EvaluationLook(
    long Number,
    Guid DatasetId,
    Guid ModelId,
    EvaluationState State,
    long Revision,
    EvaluationProgress Progress
)
{
    /// <summary>Whether it tells more than somebody knows already. A view may have been read after a look that is told
    /// later.</summary>
    public bool IsNewTo(EvaluationView view) =>
        Revision > view.Revision || (Revision == view.Revision && Progress != view.Progress && Progress.Done >= view.Progress.Done);
}
