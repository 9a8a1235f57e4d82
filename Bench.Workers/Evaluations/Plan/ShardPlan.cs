using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Service.Evaluations.Stop;

namespace Bench.Workers.Evaluations.Plan;

/// <summary>Cuts an evaluation's images into shards.</summary>
internal static class ShardPlan
{
    /// <summary>Shards of an evaluation: smaller ones where its question is looked at after each.</summary>
    /// <param name="evaluation">Knows its images.</param>
    /// <param name="shardSize">Images wanted in a shard.</param>
    /// <param name="batch">Images a run.</param>
    public static List<WorkItem> Cut(Evaluation evaluation, int shardSize, int batch, DateTime now) =>
        Cut(
            evaluation.Id,
            evaluation.OwnerKeyId,
            evaluation.Total,
            evaluation.StopWhen is null ? shardSize : StopRule.ShardSize(evaluation.Total, shardSize),
            batch,
            now
        );

    /// <summary>Work items that together cover [0, images), each of a whole number of batches but for the last, so that
    /// every cut runs the same batches.</summary>
    /// <param name="owner">Whose evaluation it is.</param>
    /// <param name="images">Images of the dataset, at least 1.</param>
    /// <param name="shardSize">Images wanted in a shard.</param>
    /// <param name="batch">Images a run.</param>
    public static List<WorkItem> Cut(Guid evaluationId, Guid? owner, int images, int shardSize, int batch, DateTime now)
    {
        var size = Math.Max(batch, shardSize / batch * batch);
        var shards = new List<WorkItem>();
        for (var start = 0; start < images; start += size)
        {
            var count = Math.Min(size, images - start);
            shards.Add(
                new WorkItem
                {
                    Id = Guid.CreateVersion7(),
                    Kind = WorkKind.RunShard,
                    SubjectId = evaluationId,
                    OwnerKeyId = owner,
                    Start = start,
                    Count = count,
                    Total = count,
                    CreatedAt = now,
                }
            );
        }
        return shards;
    }
}
