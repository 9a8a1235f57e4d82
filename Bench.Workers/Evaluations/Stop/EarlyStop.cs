using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Metrics.Numerics;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Evaluations.Scores;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations.Stop;

/// <summary>Ends an evaluation whose question is decided.</summary>
/// <remarks>
/// Only shards without a gap from the first image on are looked at, and the question is decided at the first of their
/// ends at which it can be: the same decision by the same images, however many workers run the shards and in whatever
/// order they end.
/// </remarks>
internal sealed class EarlyStop(BenchDb db, WorkQueue queue, QuestionLabels labels, TimeProvider time)
{
    /// <summary>A look's input next to the shards; read before the transaction that ends one.</summary>
    /// <param name="Counts">Images that count: the labels and the other model use them.</param>
    /// <param name="Other">Images that the other model gets right; null where none is compared.</param>
    public sealed record Yardstick(StopRule Rule, IReadOnlyList<int> Order, BitSet Counts, BitSet? Other);

    /// <summary>Null where the other model was rescored under other labels meanwhile: the evaluation then runs to its
    /// end.</summary>
    public async Task<Yardstick?> YardstickAsync(
        StopRule rule,
        DatasetManifest manifest,
        IReadOnlyList<int> order,
        CancellationToken cancellationToken
    )
    {
        var truth = await labels.LoadAsync(rule, manifest, cancellationToken);
        var counts = new BitSet(manifest.Count);
        for (var image = 0; image < manifest.Count; image++)
            counts[image] = truth.IsUsed(image);
        if (rule.Against is not { } against)
            return new(rule, order, counts, null);
        var other = await db
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.EvaluationId == against && scoring.LabelSetId == rule.LabelSetId)
            .Select(scoring => new { scoring.Used, scoring.Correct })
            .SingleOrDefaultAsync(cancellationToken);
        if (other is null)
            return null;
        var used = BitSet.FromBytes(other.Used, manifest.Count);
        for (var image = 0; image < manifest.Count; image++)
            counts[image] &= used[image];
        return new(rule, order, counts, BitSet.FromBytes(other.Correct, manifest.Count));
    }

    /// <summary>Looks after a shard; where the question is decided before the last image, calls off what is left and
    /// makes the evaluation partial. Call inside the transaction that ended the shard, which saves the changes: all of
    /// it happens or nothing.</summary>
    /// <param name="ended">The shard.</param>
    /// <returns>Blobs of the parts, which nobody reads any more; null where the evaluation goes on.</returns>
    public async Task<IReadOnlyList<string>?> LookAsync(Yardstick yardstick, WorkLease ended, CancellationToken cancellationToken)
    {
        var shards = await db
            .Work.AsNoTracking()
            .Where(item =>
                item.SubjectId == ended.SubjectId
                && item.Kind == WorkKind.RunShard
                && (item.State == WorkState.Waiting || item.State == WorkState.Leased || item.State == WorkState.Done)
            )
            .OrderBy(item => item.Start)
            .ToListAsync(cancellationToken);
        var seen = shards.TakeWhile(item => item.State == WorkState.Done).ToList();
        var numbers = new List<sbyte>();
        var (right, look) = (0, new StopLook(yardstick.Rule, yardstick.Order.Count, yardstick.Counts.PopCount()));
        for (var i = 0; i < seen.Count; i++)
        {
            if (WorkJson.Read<ShardNotes>(seen[i].Notes!).Outcomes is not { } outcomes)
                return null;
            right += Add(yardstick, seen[i].Start, outcomes, numbers);
            // Ends before this shard's were looked at when they came.
            var isLast = i == shards.Count - 1;
            if (seen[i].Start < ended.Start || (!isLast && !look.IsDecided([.. numbers])))
                continue;
            var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == ended.SubjectId, cancellationToken);
            if (evaluation.State != EvaluationState.Running)
                return null;
            var run = seen[i].Start + seen[i].Count;
            evaluation.Decision = WorkJson.Write(look.Decide([.. numbers], run, right));
            if (isLast)
                return null;
            await queue.CancelAsync(evaluation.Id, cancellationToken);
            RunConclusion.Of(evaluation, seen.GetRange(0, i + 1));
            evaluation.State = EvaluationState.Partial;
            evaluation.Done = run;
            evaluation.FinishedAt = time.GetUtcNow().UtcDateTime;
            evaluation.Revision++;
            return [.. shards.Select(shard => shard.Result).OfType<string>()];
        }
        return null;
    }

    /// <summary>Adds the numbers of a shard's images that count.</summary>
    /// <returns>How many of these the model gets right.</returns>
    static int Add(Yardstick yardstick, int start, string outcomes, List<sbyte> numbers)
    {
        var right = 0;
        for (var place = 0; place < outcomes.Length; place++)
        {
            var image = yardstick.Order[start + place];
            if (outcomes[place] == ShardOutcomes.Unused || !yardstick.Counts[image])
                continue;
            var mine = outcomes[place] == ShardOutcomes.Right ? 1 : 0;
            right += mine;
            numbers.Add((sbyte)(yardstick.Other is { } other ? mine - (other[image] ? 1 : 0) : mine));
        }
        return right;
    }
}
