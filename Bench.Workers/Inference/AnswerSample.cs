using System.Numerics.Tensors;

namespace Bench.Workers.Inference;

/// <summary>A few numbers of an answer, by which two workers' answers to one input are compared.</summary>
internal static class AnswerSample
{
    const int Most = 64;

    /// <summary>Numbers of a row, evenly spread over it; none of a row with NaN or infinities, whose run fails and
    /// names the image.</summary>
    public static float[] Of(ReadOnlySpan<float> row)
    {
        if (!TensorPrimitives.IsFiniteAll(row))
            return [];
        var sample = new float[Math.Min(Most, row.Length)];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = row[(int)((long)i * row.Length / sample.Length)];
        return sample;
    }

    /// <summary>‖a − b‖ over ‖a − mean(a)‖: 0 for the same answer, about 1 for an unrelated one. Answers without spread
    /// are compared by their own length.</summary>
    /// <returns>NaN where an answer has numbers that are none; infinity where the lengths differ.</returns>
    public static double Difference(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        if (expected.Count != actual.Count)
            return double.PositiveInfinity;
        double mean = expected.Average(value => (double)value),
            spread = 0,
            distance = 0;
        for (var i = 0; i < expected.Count; i++)
        {
            spread += (expected[i] - mean) * (expected[i] - mean);
            distance += ((double)expected[i] - actual[i]) * ((double)expected[i] - actual[i]);
        }
        if (distance == 0)
            return 0;
        return Math.Sqrt(distance / (spread > 0 ? spread : Math.Max(mean * mean * expected.Count, double.Epsilon)));
    }
}
