using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Metrics.Clustered;
using Bench.Service.Datasets.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Leaderboard;

/// <summary>Which images of a board's dataset are of one picture.</summary>
internal sealed class BoardPictures(IServiceScopeFactory scopes, DatasetStore datasets)
{
    /// <summary>Null where each image is its own, as in most datasets, whose list is not read for that.</summary>
    public async Task<Clusters?> OfAsync(BoardSubject subject, CancellationToken cancellationToken)
    {
        if (!subject.RepeatsPictures)
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var dataset = await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Datasets.AsNoTracking()
            .FirstOrDefaultAsync(dataset => dataset.Id == subject.DatasetId, cancellationToken);
        return dataset?.ManifestBlob is null ? null : (await datasets.ManifestAsync(dataset, cancellationToken)).Pictures;
    }
}
