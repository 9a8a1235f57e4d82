using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;

namespace Bench.Benchmarks.Metrics;

/// <summary>A made-up classifier over a made-up validation set of any size: about three quarters right, two in a hundred images
/// mislabelled. Seeded.</summary>
internal static class MadeModel
{
    const int HeadSize = 10;

    /// <summary>True class of each image: what the model sees, whatever a label set says.</summary>
    public static ushort[] Truth(int images, int classes) =>
        [.. Enumerable.Range(0, images).Select(image => (ushort)(image * 7919L % classes))];

    public static BitSet CalibrationSplit(int images) =>
        Bench.Metrics.Calibration.CalibrationSplit.Of(Enumerable.Range(1, images).Select(number => $"ILSVRC2012_val_{number:D8}"), images);

    /// <summary>Logits of noise, of the true class, and of its nine neighbours, which are hard to tell from it.</summary>
    public static Predictions Predict(int images, int classes, int seed = 2012)
    {
        var truth = Truth(images, classes);
        var (top, topLogit, sums, tail) = (
            new ushort[images * HeadSize],
            new float[images * HeadSize],
            new float[images],
            new Half[images * classes]
        );
        Parallel.For(
            0,
            images,
            () => new float[classes],
            (image, _, row) =>
            {
                var random = new Random(unchecked(seed + 104_729 * (image + 1)));
                for (var @class = 0; @class < classes; @class++)
                    row[@class] = 1.2f * Normal(random);
                var strength = 9.5f + 3.5f * Normal(random);
                row[truth[image]] += strength;
                for (var near = 1; near < 10; near++)
                    row[(truth[image] + near) % classes] += 0.55f * strength + Normal(random);
                if (
                    !PredictionHead.TryExtract(
                        row,
                        top.AsSpan(image * HeadSize, HeadSize),
                        topLogit.AsSpan(image * HeadSize, HeadSize),
                        out sums[image]
                    )
                )
                    throw new InvalidOperationException("a made-up logit is not finite");
                PredictionHead.StoreTail(row, tail.AsSpan(image * classes, classes));
                return row;
            },
            _ => { }
        );
        return new()
        {
            Count = images,
            Classes = classes,
            HeadSize = HeadSize,
            TopClass = top,
            TopLogit = topLogit,
            LogSumExp = sums,
            Logits = tail,
        };
    }

    static float Normal(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
}
