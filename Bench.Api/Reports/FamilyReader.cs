using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Mistakes;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Reports;

/// <summary>Compares a model with its parent and its children over every dataset that they share: what quantising,
/// pruning or distilling changed.</summary>
internal sealed class FamilyReader(BenchDb db, Boards boards, ModelComparison comparison, IBlobStore blobs, IMemoryCache cache)
{
    const int MostChildren = 8;

    public async Task<IReadOnlyList<FamilyComparison>> ReadAsync(ModelReport report, CancellationToken cancellationToken)
    {
        var self = new RelatedModel(report.Model.Id, report.Model.Name);
        var pairs = report.Children.Take(MostChildren).Select(child => (Parent: self, Child: child));
        if (report.Parent is { } parent)
            pairs = pairs.Prepend((parent, self));
        var found = new List<FamilyComparison>();
        foreach (var (elder, child) in pairs)
        foreach (var subject in report.Subjects.DistinctBy(subject => subject.DatasetId))
            if (await CompareAsync(elder, child, subject, cancellationToken) is { } compared)
                found.Add(compared);
        return found;
    }

    async Task<FamilyComparison?> CompareAsync(
        RelatedModel parent,
        RelatedModel child,
        BoardSubject subject,
        CancellationToken cancellationToken
    )
    {
        var board = await boards.GetAsync(subject, cancellationToken);
        if (board.Find(parent.Id) < 0 || board.Find(child.Id) < 0)
            return null;
        var (_, sides) = await comparison.LoadAsync(subject.Dataset, subject.LabelSet, [child.Id, parent.Id], cancellationToken);
        var pair = ComparedPair.All(sides)[0];
        var agreement = await AgreementAsync(sides[0].Entry.EvaluationId, sides[1].Entry.EvaluationId, cancellationToken);
        return new FamilyComparison(parent, child, subject.Dataset, subject.LabelSet, pair.Difference, pair.Counts, agreement)
        {
            Checks = board.Checks.With(sides.SelectMany(side => side.Entry.Checks.About(side.Entry.Name))),
        };
    }

    async Task<double?> AgreementAsync(Guid first, Guid second, CancellationToken cancellationToken)
    {
        var stored = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation =>
                (evaluation.Id == first || evaluation.Id == second)
                && evaluation.State == EvaluationState.Completed
                && evaluation.PredictionsBlob != null
            )
            .Select(evaluation => evaluation.PredictionsBlob!)
            .ToListAsync(cancellationToken);
        if (stored.Count < 2)
            return null;
        var (one, other) = (
            await RankedHead.ReadAsync(stored[0], blobs, cache, cancellationToken),
            await RankedHead.ReadAsync(stored[1], blobs, cache, cancellationToken)
        );
        var images = one.TopClass.Length / one.HeadSize;
        return images == 0 || images != other.TopClass.Length / other.HeadSize
            ? null
            : Enumerable.Range(0, images).Count(image => one.Best(image) == other.Best(image)) / (double)images;
    }
}
