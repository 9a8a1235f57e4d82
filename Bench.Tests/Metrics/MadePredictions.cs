using Bench.Metrics.Predicted;

namespace Bench.Tests.Metrics;

/// <summary>Predictions made from rows of float32 logits, as inference makes them.</summary>
internal static class MadePredictions
{
    public static Predictions From(float[][] logits, int headSize = 10)
    {
        var (n, c) = (logits.Length, logits.Length == 0 ? headSize : logits[0].Length);
        var k = Math.Min(headSize, c);
        var (classes, top, sums, tail) = (new ushort[n * k], new float[n * k], new float[n], new Half[n * c]);
        for (var i = 0; i < n; i++)
        {
            PredictionHead.TryExtract(logits[i], classes.AsSpan(i * k, k), top.AsSpan(i * k, k), out sums[i]).ShouldBeTrue();
            PredictionHead.StoreTail(logits[i], tail.AsSpan(i * c, c));
        }
        return new()
        {
            Count = n,
            Classes = c,
            HeadSize = k,
            TopClass = classes,
            TopLogit = top,
            LogSumExp = sums,
            Logits = tail,
        };
    }

    /// <summary>Best class and its probability only.</summary>
    public static Predictions TopConfidence(int classes, params (int Class, double Probability)[] images) =>
        new()
        {
            Count = images.Length,
            Classes = classes,
            HeadSize = 1,
            TopClass = images.Select(i => (ushort)i.Class).ToArray(),
            TopLogit = images.Select(i => (float)Math.Log(i.Probability)).ToArray(),
            LogSumExp = new float[images.Length],
        };

    /// <summary>Ranked classes only.</summary>
    public static Predictions Ranks(int classes, params int[][] images) =>
        new()
        {
            Count = images.Length,
            Classes = classes,
            HeadSize = images[0].Length,
            TopClass = images.SelectMany(i => i).Select(c => (ushort)c).ToArray(),
        };

    /// <summary>Logits of a made-up classifier: noise, with the true class lifted; exactly representable in half precision.</summary>
    public static float[][] Logits(Random random, int images, int classes, int[] truth, double lift = 2) =>
        [
            .. Enumerable
                .Range(0, images)
                .Select(i =>
                    Enumerable
                        .Range(0, classes)
                        .Select(c => (float)(Half)(float)(3 * (random.NextDouble() - 0.5) + (c == truth[i] ? lift : 0)))
                        .ToArray()
                ),
        ];
}
