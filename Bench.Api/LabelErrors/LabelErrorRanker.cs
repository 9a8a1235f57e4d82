using Bench.Api.Evaluations;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Predictions;
using Bench.Metrics.Catalogue;
using Bench.Metrics.LabelErrors;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.LabelErrors;

/// <summary>Asks the best models of a board which labels they dispute. What one model says is kept in memory, so that a
/// new model on the board costs one reading of predictions.</summary>
internal sealed class LabelErrorRanker(
    BenchDb db,
    Boards boards,
    DatasetStore datasets,
    LabelSetRegistry labelSets,
    IBlobStore blobs,
    IMemoryCache cache,
    PredictionSeat seat
)
{
    /// <summary>Past the best fifty, votes are many and weigh little, and every one costs a reading of all its
    /// predictions.</summary>
    public const int MostModels = 50;

    static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    /// <exception cref="RefusalException">There is no such dataset or label set, or the label set has several labels an
    /// image.</exception>
    public async Task<LabelErrorRanking> RankAsync(string datasetKey, string? labelSet, CancellationToken cancellationToken)
    {
        var subject = LeaderboardPlanner.Subject(await boards.SubjectsAsync(cancellationToken), datasetKey, labelSet);
        var key = (typeof(LabelErrorRanking), subject);
        if (cache.TryGetValue(key, out LabelErrorRanking? known))
            return known!;

        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == subject.DatasetId, cancellationToken);
        var row = await db.LabelSets.AsNoTracking().SingleAsync(set => set.Id == subject.LabelSetId, cancellationToken);
        if (dataset.ManifestBlob is null)
            return Nothing(dataset, subject);
        var labels = (await labelSets.LoadAsync(row, cancellationToken)).Labels;
        if (!labels.SingleLabel)
            throw RefusalException.Conflict(
                "labels-not-single",
                $"'{subject.LabelSet}' has several labels for some images; what is disputed is one label of an image.",
                "Ask for a label set of kind single, such as original."
            );

        var board = await boards.GetAsync(subject, cancellationToken);
        var accuracy = (await board.ColumnsAsync([AccuracyMetrics.Top1], cancellationToken))[AccuracyMetrics.Top1];
        var asked = accuracy
            .BestFirst.Take(MostModels)
            .Select(entry => (Entry: board.Entries[entry], Weight: accuracy[entry]!.Value.Value))
            .Where(model => model.Weight > 0)
            .ToList();
        var answers = new List<(VotingModel Model, IReadOnlyList<LabelCandidate> Disputed)>();
        foreach (var (entry, weight) in asked)
            if (await DisputeAsync(dataset, subject, labels, entry.EvaluationId, cancellationToken) is { } answer)
                answers.Add(
                    (
                        new VotingModel(entry.ModelId, entry.Name, entry.EvaluationId, weight, answer.Method, answer.Disputed.Count)
                        {
                            Checks = entry.Checks,
                        },
                        answer.Disputed
                    )
                );
        var ranking = new LabelErrorRanking(
            dataset,
            subject,
            [.. answers.Select(answer => answer.Model)],
            board.Checks,
            LabelErrorConsensus.Combine([.. answers.Select(answer => new ModelCandidates(answer.Disputed, answer.Model.Weight))])
        );
        return cache.Set(key, ranking, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
    }

    /// <summary>Null for an evaluation without stored predictions.</summary>
    async Task<Dispute?> DisputeAsync(
        Dataset dataset,
        BoardSubject subject,
        GroundTruth labels,
        Guid evaluationId,
        CancellationToken cancellationToken
    )
    {
        var evaluation = await db
            .Evaluations.AsNoTracking()
            .Where(candidate => candidate.Id == evaluationId)
            .Select(candidate => new { candidate.PredictionsBlob })
            .SingleOrDefaultAsync(cancellationToken);
        if (evaluation?.PredictionsBlob is not { } blob)
            return null;
        return await cache.GetOrCreateAsync(
            (typeof(Dispute), blob, subject.LabelSetId),
            async entry =>
            {
                entry.SlidingExpiration = Kept;
                await seat.TakeAsync(cancellationToken);
                var used = await db
                    .Scorings.AsNoTracking()
                    .Where(scoring => scoring.EvaluationId == evaluationId && scoring.LabelSetId == subject.LabelSetId)
                    .Select(scoring => scoring.Used)
                    .SingleAsync(cancellationToken);
                var answered = BitSet.FromBytes(used, subject.ImageCount);
                var seen = labels.Without(Enumerable.Range(0, subject.ImageCount).Where(image => !answered[image]), "unused");
                var predictions = PredictionFile.Read(await blobs.FetchAsync(blob, cancellationToken)).ToPredictions();
                var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
                if (manifest.Groups is { } groups)
                    return predictions.TryGroup(groups.Groups, out _) is { } grouped
                        ? new Dispute(LabelDispute.MethodFor(grouped.Content), LabelDispute.Find(grouped, seen))
                        : null;
                if (manifest.Mask is not { } classes)
                    return new Dispute(LabelDispute.MethodFor(predictions.Content), LabelDispute.Find(predictions, seen));
                ushort[] mask = [.. classes];
                var (masked, restricted) = (predictions.Restrict(mask), seen.Restrict(mask));
                return new Dispute(
                    LabelDispute.MethodFor(masked.Content),
                    [
                        .. LabelDispute
                            .Find(masked, restricted)
                            .Select(found => found with { Given = mask[found.Given], Suggested = mask[found.Suggested] }),
                    ]
                );
            }
        );
    }

    static LabelErrorRanking Nothing(Dataset dataset, BoardSubject subject) => new(dataset, subject, [], dataset.Checks, []);

    sealed record Dispute(DisputeMethod Method, IReadOnlyList<LabelCandidate> Disputed);
}
