using Bench.Data;
using Bench.Data.Blobs;
using Bench.Service.Datasets.Manifests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Compare;

/// <summary>The image lists of datasets, kept in memory while they are in use. A list is immutable: its hash is its
/// name.</summary>
internal sealed class DatasetImages(IServiceScopeFactory scopes, IBlobStore blobs, IMemoryCache cache)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Paths of a dataset's images, in its order; null when the dataset has no list.</summary>
    public async Task<IReadOnlyList<string>?> NamesAsync(Guid dataset, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var key = await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Datasets.AsNoTracking()
            .Where(candidate => candidate.Id == dataset)
            .Select(candidate => candidate.ManifestBlob)
            .FirstOrDefaultAsync(cancellationToken);
        return key is null
            ? null
            : await cache.GetOrCreateAsync(
                (typeof(DatasetImages), key),
                async entry =>
                {
                    entry.SlidingExpiration = Kept;
                    await using var stream = await blobs.OpenAsync(key, cancellationToken);
                    return (await ManifestReader.ReadAsync(stream, cancellationToken)).Images.Select(image => image.Path).ToArray();
                }
            );
    }
}
