using Bench.Api.Leaderboard;
using Bench.Service.Refusals;

namespace Bench.Api.LabelErrors;

/// <summary>Chooses the corrected label view of a dataset, and brings the reviews that say which of its images were mislabelled.</summary>
internal sealed class CorrectedViews(Boards boards, ReviewReader reviews)
{
    /// <summary>Images without a valid label are no test of anything, so the pruned view is the usual one.</summary>
    const string Usual = "cleanlab-pruned";

    /// <param name="dataset">Dataset key; null takes the first one.</param>
    /// <param name="labelSet">Corrected label set; null takes <c>cleanlab-pruned</c>, else the set that carries the reviews.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="RefusalException">A name is unknown, or there are no reviews: <c>reviews-missing</c>.</exception>
    public async Task<(BoardView View, LabelReviews Reviews)> FindAsync(
        string? dataset,
        string? labelSet,
        CancellationToken cancellationToken
    )
    {
        var views = await boards.ViewsAsync(cancellationToken);
        var any = LeaderboardPlanner.View(views, dataset, labelSet);
        var found = await reviews.RequireAsync(any.DatasetId, any.Dataset, cancellationToken);
        if (labelSet is not null)
            return (any, found);
        var usual = views.FirstOrDefault(view => view.DatasetId == any.DatasetId && view.LabelSet == Usual);
        return (usual ?? LeaderboardPlanner.View(views, any.Dataset, found.LabelSet), found);
    }
}
