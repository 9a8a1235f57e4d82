namespace Bench.Tests.Data.Predictions;

/// <summary>Seeded predictions with their head and sums.</summary>
sealed class RandomRows
{
    public RandomRows(int seed, int count, int classes, int head)
    {
        var random = new Random(seed);
        (Count, TopClass, TopLogit, LogSumExp, Logits) = (
            count,
            new ushort[count * head],
            new float[count * head],
            new float[count],
            new Half[count * classes]
        );
        for (var row = 0; row < count; row++)
        {
            var logits = Enumerable.Range(0, classes).Select(_ => (float)(random.NextDouble() * 20 - 10)).ToArray();
            var best = Enumerable.Range(0, classes).OrderByDescending(c => logits[c]).ThenBy(c => c).Take(head).ToArray();
            for (var i = 0; i < head; i++)
                (TopClass[row * head + i], TopLogit[row * head + i]) = ((ushort)best[i], logits[best[i]]);
            LogSumExp[row] = (float)Math.Log(logits.Sum(l => Math.Exp(l)));
            for (var c = 0; c < classes; c++)
                Logits[row * classes + c] = (Half)logits[c];
        }
    }

    public int Count { get; }

    public ushort[] TopClass { get; }

    public float[] TopLogit { get; }

    public float[] LogSumExp { get; }

    public Half[] Logits { get; }
}
