namespace Bench.Data.Predictions;

/// <summary>The numbers of a prediction file. Parts that a file does not carry are empty.</summary>
public sealed record PredictionArrays
{
    /// <summary>Number of rows, N.</summary>
    public required int Rows { get; init; }

    /// <summary>Ranked classes of each row, K.</summary>
    public required int HeadSize { get; init; }

    /// <summary>[N, K] class indices, best first.</summary>
    public required ushort[] TopClass { get; init; }

    /// <summary>[N, K] logits of those classes; empty when only ranks are known.</summary>
    public float[] TopLogit { get; init; } = [];

    /// <summary>[N] log Σ exp over all logits; empty when only ranks are known.</summary>
    public float[] LogSumExp { get; init; } = [];

    /// <summary>[N, C] all logits; empty when the head alone was kept.</summary>
    public Half[] Logits { get; init; } = [];

    /// <summary>Number of classes that <see cref="Logits"/> have, C; null without them.</summary>
    public int? Classes { get; init; }

    /// <summary>Reads the arrays of an <c>.npz</c> file and checks that their shapes fit together. The numbers
    /// themselves are not looked at: see <see cref="PredictionArraysCheck"/>.</summary>
    /// <param name="npz">The open file.</param>
    /// <param name="maxBytes">Most bytes of a single array.</param>
    /// <exception cref="PredictionFileException">An array is missing, damaged, of another type, or does not fit the
    /// others.</exception>
    public static PredictionArrays Read(NpzReader npz, long maxBytes)
    {
        var topClass = npz.ReadArray<ushort>("topk_class", maxBytes) ?? throw new PredictionFileException("there is no topk_class");
        if (topClass.Shape is not [var rows, > 0 and var head])
            throw new PredictionFileException($"topk_class has shape ({string.Join(", ", topClass.Shape)}); [N, K] is expected");
        var topLogit = npz.ReadArray<float>("topk_logit", maxBytes);
        var logSumExp = npz.ReadArray<float>("logsumexp", maxBytes);
        var logits = npz.ReadArray<Half>("logits", maxBytes);
        Fits("topk_logit", topLogit?.Shape, rows, head);
        Fits("logsumexp", logSumExp?.Shape, rows);
        if (topLogit is null != logSumExp is null)
            throw new PredictionFileException("topk_logit and logsumexp go together; one of them is missing");
        if (logits is not null && topLogit is null)
            throw new PredictionFileException(
                "logits need topk_logit and logsumexp as well: the head is exact, the tail is half precision"
            );
        if (logits is not null)
            Fits(
                "logits",
                logits.Shape,
                rows,
                logits.Shape.Count > 1 && logits.Shape[1] is > 0 and <= ushort.MaxValue ? logits.Shape[1] : -1
            );
        return new PredictionArrays
        {
            Rows = (int)rows,
            HeadSize = (int)head,
            TopClass = topClass.Values,
            TopLogit = topLogit?.Values ?? [],
            LogSumExp = logSumExp?.Values ?? [],
            Logits = logits?.Values ?? [],
            Classes = (int?)logits?.Shape[1],
        };
    }

    static void Fits(string name, IReadOnlyList<long>? shape, params ReadOnlySpan<long> wanted)
    {
        if (shape is null)
            return;
        var same = shape.Count == wanted.Length;
        for (var i = 0; same && i < wanted.Length; i++)
            same = shape[i] == wanted[i];
        if (!same)
            throw new PredictionFileException(
                $"{name} has shape ({string.Join(", ", shape)}), which does not fit the {wanted[0]:N0} rows of topk_class"
            );
    }
}
