using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Service.Refusals;

namespace Bench.Api.LabelErrors;

/// <summary>Chooses the corrected label set of a dataset, and brings the reviews that say which of its images were
/// mislabelled.</summary>
internal sealed class CorrectedBoards(Boards boards, ReviewReader reviews)
{
    /// <summary>Images without a valid label are no test of anything, so the pruned label set is the usual
    /// one.</summary>
    const string Usual = "cleanlab-pruned";

    /// <param name="dataset">Dataset key; null takes the first one.</param>
    /// <param name="labelSet">Corrected label set; null takes <c>cleanlab-pruned</c>, else the set that carries the
    /// reviews.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="RefusalException">A name is unknown, or there are no reviews:
    /// <c>reviews-missing</c>.</exception>
    public async Task<(BoardSubject Subject, LabelReviews Reviews)> FindAsync(
        string? dataset,
        string? labelSet,
        CancellationToken cancellationToken
    )
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        var any = LeaderboardPlanner.Subject(subjects, dataset, labelSet);
        var found = await reviews.RequireAsync(any.DatasetId, any.Dataset, cancellationToken);
        if (labelSet is not null)
            return (any, found);
        var usual = subjects.FirstOrDefault(subject => subject.DatasetId == any.DatasetId && subject.LabelSet == Usual);
        return (usual ?? LeaderboardPlanner.Subject(subjects, any.Dataset, found.LabelSet), found);
    }
}
