using Bench.Data.Datasets;
using Bench.Service.Refusals;

namespace Bench.Service.Audits;

/// <summary>A dataset with a ladder tells no answer of a single image: who knows which images were right needs no score.</summary>
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
}
