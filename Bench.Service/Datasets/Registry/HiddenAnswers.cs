using Bench.Data.Datasets;
using Bench.Service.Refusals;

namespace Bench.Service.Datasets.Registry;

/// <summary>A dataset with a ladder tells no answer of a single image: who knows which images were right needs no
/// score.</summary>
public static class HiddenAnswers
{
    /// <exception cref="RefusalException">The dataset has a ladder.</exception>
    public static void RequireOpen(Dataset dataset)
    {
        if (dataset.Ladder)
            throw new RefusalException(
                RefusalKind.Forbidden,
                "answers-hidden",
                $"{dataset.Key} reports an owner's best scores alone; what is right on single images or classes is not given.",
                "Read the scores: GET /api/v1/evaluations/{id}/scores."
            );
    }

    /// <summary>For what counts by the labels of every image, whether they are kept back or not.</summary>
    /// <exception cref="RefusalException">The dataset has a ladder, or half of its labels are kept back.</exception>
    public static void RequireAllOpen(Dataset dataset, DateTime now)
    {
        RequireOpen(dataset);
        if (dataset.HoldsOut(now))
            throw HeldOut(dataset, "this would count by all of them", "Ask for it after that date.");
    }

    internal static RefusalException HeldOut(Dataset dataset, string why, string nextStep) =>
        RefusalException.Conflict(
            "labels-held-out",
            $"Half of the labels of {dataset.Key} are kept back until {dataset.HeldOutUntil:yyyy-MM-dd HH:mm} UTC; {why}.",
            nextStep
        );
}
