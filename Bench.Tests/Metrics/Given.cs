using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics;

/// <summary>Predictions and labels as a worker stores them, made from plain numbers.</summary>
internal static class Given
{
    /// <summary>Predictions with all logits; ties rank by class.</summary>
    public static Predictions Logits(IReadOnlyList<double[]> rows, int head = 10)
    {
        int n = rows.Count,
            c = n == 0 ? 1 : rows[0].Length,
            k = Math.Min(head, c);
        var (top, logits, sums, all) = (new ushort[n * k], new float[n * k], new float[n], new Half[n * c]);
        for (var i = 0; i < n; i++)
        {
            var row = rows[i];
            var order = Enumerable.Range(0, c).OrderByDescending(j => (float)row[j]).ThenBy(static j => j).Take(k).ToArray();
            for (var j = 0; j < k; j++)
                (top[i * k + j], logits[i * k + j]) = ((ushort)order[j], (float)row[order[j]]);
            sums[i] = (float)Math.Log(row.Sum(Math.Exp));
            for (var j = 0; j < c; j++)
                all[i * c + j] = (Half)(float)row[j];
        }
        return new()
        {
            Count = n,
            Classes = c,
            HeadSize = k,
            TopClass = top,
            TopLogit = logits,
            LogSumExp = sums,
            Logits = all,
        };
    }

    /// <summary>Predictions that only name a class each.</summary>
    public static Predictions Ranks(int classes, params ushort[] top) =>
        new()
        {
            Count = top.Length,
            Classes = classes,
            HeadSize = 1,
            TopClass = top,
        };

    /// <summary>One label an image; −1 leaves it out.</summary>
    public static GroundTruth Labels(params int[] label) => Sets([.. label.Select(static l => l < 0 ? Array.Empty<int>() : [l])]);

    /// <summary>Label sets; an empty one leaves its image out.</summary>
    public static GroundTruth Sets(params int[][] sets)
    {
        var offsets = new int[sets.Length + 1];
        for (var i = 0; i < sets.Length; i++)
            offsets[i + 1] = offsets[i] + sets[i].Length;
        return new()
        {
            Offsets = offsets,
            Classes = sets.SelectMany(static set => set.Order()).Select(static c => (ushort)c).ToArray(),
            Exclusions = Array.ConvertAll(sets, static set => set.Length == 0 ? (byte)1 : (byte)0),
            ExclusionReasons = ["no-label"],
            SingleLabel = sets.All(static set => set.Length <= 1),
        };
    }
}
