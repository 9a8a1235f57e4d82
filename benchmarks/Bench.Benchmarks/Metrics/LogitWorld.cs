using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Benchmarks.Metrics;

/// <summary>A sample of pictures with a made-up model's logits, and labels drawn by the softmax of cooler ones.</summary>
internal sealed class LogitWorld
{
    public const int Classes = 20;
    public const double Temperature = 1.5;
    const double Spread = 1.5;
    const double Lift = 6;

    /// <param name="images">How many.</param>
    /// <param name="seed">Of everything drawn.</param>
    /// <param name="isKnown">Whether a picture shows one of the classes.</param>
    public LogitWorld(int images, int seed, bool isKnown)
    {
        var random = new Random(seed);
        var (best, logit, sums) = (new ushort[images * Classes], new float[images * Classes], new float[images]);
        var (tail, label, row) = (new Half[images * Classes], new ushort[images], new float[Classes]);
        Label = new double[images];
        for (var image = 0; image < images; image++)
        {
            for (var k = 0; k < Classes; k++)
                row[k] = (float)(Spread * Normal(random));
            if (isKnown)
                row[random.Next(Classes)] += (float)(Lift * random.NextDouble());
            label[image] = Draw(row, random.NextDouble());
            for (var k = 0; k < Classes; k++)
                row[k] *= (float)Temperature;
            var head = image * Classes;
            PredictionHead.TryExtract(row, best.AsSpan(head, Classes), logit.AsSpan(head, Classes), out sums[image]);
            PredictionHead.StoreTail(row, tail.AsSpan(head, Classes));
            Label[image] = Math.Exp(row[label[image]] - sums[image]);
        }
        Predictions = new()
        {
            Count = images,
            Classes = Classes,
            HeadSize = Classes,
            TopClass = best,
            TopLogit = logit,
            LogSumExp = sums,
            Logits = tail,
        };
        Labels = new()
        {
            Offsets = Enumerable.Range(0, images + 1).ToArray(),
            Classes = label,
            OriginalClass = label,
            SingleLabel = true,
        };
    }

    public Predictions Predictions { get; }

    /// <summary>The same without anything but the best class, of which one score follows.</summary>
    public Predictions Best =>
        Predictions with
        {
            HeadSize = 1,
            TopClass = Enumerable.Range(0, Predictions.Count).Select(image => Predictions.TopClass.Span[image * Classes]).ToArray(),
            TopLogit = Enumerable.Range(0, Predictions.Count).Select(image => Predictions.TopLogit.Span[image * Classes]).ToArray(),
            Logits = default,
        };

    public GroundTruth Labels { get; }

    /// <summary>[N] probability that the model gives to the label.</summary>
    public double[] Label { get; }

    static ushort Draw(float[] logits, double at)
    {
        var most = logits.Max();
        var sum = logits.Sum(logit => Math.Exp(logit - most));
        for (var k = 0; k < logits.Length; k++)
            if ((at -= Math.Exp(logits[k] - most) / sum) < 0)
                return (ushort)k;
        return (ushort)(logits.Length - 1);
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
