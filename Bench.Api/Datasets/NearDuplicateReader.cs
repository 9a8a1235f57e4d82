using System.Globalization;
using System.Numerics;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Imaging.Properties;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Datasets;

/// <summary>Finds pictures that are nearly the same, from the hashes that imports kept.</summary>
internal sealed class NearDuplicateReader(BenchDb db, LabelSetRegistry registry, DatasetStore datasets)
{
    const int MostPairs = 1000;

    /// <param name="key">Key of the dataset.</param>
    /// <param name="otherKey">Key of the dataset to compare with; the dataset itself when null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="RefusalException">There is no such dataset, or the pictures of one were not
    /// measured.</exception>
    public async Task<NearDuplicateAnswer> ReadAsync(string key, string? otherKey, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var hashes = await HashesAsync(dataset, cancellationToken);
        var other = otherKey is null || otherKey == key ? dataset : await db.FindDatasetAsync(otherKey, cancellationToken);
        var others = other == dataset ? hashes : await HashesAsync(other, cancellationToken);
        var nearest = other == dataset ? NearDuplicates.Nearest(hashes) : NearDuplicates.Nearest(hashes, others);
        var (images, theirs) = (
            (await datasets.ManifestAsync(dataset, cancellationToken)).Images,
            (await datasets.ManifestAsync(other, cancellationToken)).Images
        );
        return new(
            dataset.Key,
            other.Key,
            nearest.Count(place => place >= 0),
            NearDuplicates.MostBits,
            [
                .. nearest
                    .Index()
                    .Where(pair => pair.Item >= 0)
                    .Take(MostPairs)
                    .Select(pair => new NearDuplicatePair(
                        pair.Index,
                        images[pair.Index].Path,
                        pair.Item,
                        theirs[pair.Item].Path,
                        BitOperations.PopCount(hashes[pair.Index]!.Value ^ others[pair.Item]!.Value)
                    )),
            ]
        );
    }

    async Task<ulong?[]> HashesAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var set = await db
            .LabelSets.AsNoTracking()
            .SingleOrDefaultAsync(set => set.DatasetId == dataset.Id && set.IsCurrent && set.Key == PropertyFacets.Key, cancellationToken);
        var column = set is null
            ? null
            : (await registry.LoadAsync(set, cancellationToken)).Columns.FirstOrDefault(each => each.Name == PropertyFacets.HashColumn);
        if (column is null)
            throw RefusalException.Conflict(
                "properties-missing",
                $"No perceptual hashes of the pictures of '{dataset.Key}' are kept.",
                "Register the dataset again to have its pictures measured; lists, corruption trees, films and datasets of 65,535 pictures "
                    + "and more have none."
            );
        return
        [
            .. Enumerable
                .Range(0, column.Codes.Length)
                .Select(image =>
                    column.Of(image) is { } text ? ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (ulong?)null
                ),
        ];
    }
}
