using Bench.Data.Evaluations;

namespace Bench.Api.Evaluations;

/// <summary>How far an evaluation is, other than its shards.</summary>
/// <param name="Total">Images of its dataset.</param>
internal readonly record struct UnderWay(
    Guid Id,
    Guid? OwnerKeyId,
    EvaluationState State,
    int Done,
    int Total,
    double? ImagesPerSecond,
    DateTime? StartedAt
)
{
    public static UnderWay Of(Evaluation evaluation, int images) =>
        new(
            evaluation.Id,
            evaluation.OwnerKeyId,
            evaluation.State,
            evaluation.Done,
            evaluation.Total > 0 ? evaluation.Total : images,
            evaluation.ImagesPerSecond,
            evaluation.StartedAt
        );
}
