using Bench.Api.Evaluations;
using Bench.Data.Blobs;
using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Evaluations;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Mistakes;

/// <summary>The best classes of each image and the probability of the very best: all that pages read of a prediction
/// file, which is far larger.</summary>
/// <param name="HeadSize">Ranked classes of each image, K.</param>
/// <param name="TopClass">[N, K] class indices, best first.</param>
/// <param name="Confidence">[N] probability of the best class; empty when only ranks are known.</param>
internal sealed record RankedHead(int HeadSize, ushort[] TopClass, float[] Confidence)
{
    const long MaxArrayBytes = 100_000_000;
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    public int Best(int image) => TopClass[image * HeadSize];

    /// <summary>The best of some classes, where a dataset scores over fewer than the model knows; null when none of
    /// them is among the ranked ones.</summary>
    public int? Best(int image, IReadOnlySet<ushort>? among)
    {
        if (among is null)
            return Best(image);
        foreach (var category in TopClass.AsSpan(image * HeadSize, HeadSize))
            if (among.Contains(category))
                return category;
        return null;
    }

    /// <summary>Probability of the very best class, when that is the one meant.</summary>
    public double? ConfidenceOf(int image, int? category) => Confidence.Length > 0 && category == Best(image) ? Confidence[image] : null;

    /// <summary>The same over groups of classes, from the whole file; null where it cannot tell.</summary>
    public static async Task<RankedHead?> ReadAsync(
        string blob,
        ClassGroups? groups,
        IBlobStore blobs,
        IMemoryCache cache,
        PredictionSeat seat,
        CancellationToken cancellationToken
    )
    {
        if (groups is null)
            return await ReadAsync(blob, blobs, cache, cancellationToken);
        return await cache.GetOrCreateAsync(
            (typeof(RankedHead), blob, groups),
            async entry =>
            {
                entry.SlidingExpiration = Kept;
                await seat.TakeAsync(cancellationToken);
                if (
                    PredictionFile.Read(await blobs.FetchAsync(blob, cancellationToken)).ToPredictions().TryGroup(groups, out _)
                    is not { } grouped
                )
                    return null;
                var confidence = grouped.LogSumExp.IsEmpty
                    ? []
                    : Enumerable.Range(0, grouped.Count).Select(image => grouped.ProbabilityAt(image, 0)).ToArray();
                return new RankedHead(grouped.HeadSize, grouped.TopClass.ToArray(), confidence);
            }
        );
    }

    /// <summary>Reads a stored file's head; kept in memory while it is in use, for the file never changes.</summary>
    /// <remarks>The file's logits are not read: 6 bytes a ranked class of each image need no
    /// <see cref="PredictionSeat"/>.</remarks>
    public static async Task<RankedHead> ReadAsync(
        string blob,
        IBlobStore blobs,
        IMemoryCache cache,
        CancellationToken cancellationToken
    ) =>
        (
            await cache.GetOrCreateAsync(
                (typeof(RankedHead), blob),
                async entry =>
                {
                    entry.SlidingExpiration = Kept;
                    using var file = NpzReader.Open(await blobs.FetchAsync(blob, cancellationToken));
                    var arrays = (
                        Class: file.ReadArray<ushort>("topk_class", MaxArrayBytes),
                        Logit: file.ReadArray<float>("topk_logit", MaxArrayBytes),
                        Sum: file.ReadArray<float>("logsumexp", MaxArrayBytes)
                    );
                    if (arrays.Class?.Shape is not [_, var size])
                        throw new PredictionFileException("there is no topk_class of shape [N, K]");
                    var confidence = arrays is { Logit: { } logit, Sum: { } sum }
                        ? Enumerable
                            .Range(0, sum.Values.Length)
                            .Select(image => Math.Clamp(MathF.Exp(logit.Values[image * size] - sum.Values[image]), 0, 1))
                            .ToArray()
                        : [];
                    return new RankedHead((int)size, arrays.Class.Values, confidence);
                }
            )
        )!;
}
