using System.Numerics.Tensors;
using Bench.Workers.Attacks;

namespace Bench.Workers.Explanations;

/// <summary>Importance of each pixel for a class's logit, by gradients. Numbers of the three channels are added, but
/// for SmoothGrad.</summary>
internal static class GradientMaps
{
    /// <summary>Standard deviation of SmoothGrad's noise, as a share of the range of pixel values.</summary>
    const float Noise = 0.15f;

    const int NoisePart = 3_000_000;

    /// <summary>Gradient · (x − baseline). Shrikumar et al., 2017.</summary>
    public static float[] GradientInput(ExplainedModel model, float[] picture, PictureFrame frame) =>
        // The gradient at the end of the way, in place of the mean over it.
        AlongTheWay(model, picture, frame, [1]);

    /// <summary>(x − baseline) · the mean gradient on the straight way from the baseline, at the middles of equal
    /// steps. The sum over all pixels comes to f(x) − f(baseline) as steps grow. Sundararajan et al., 2017.</summary>
    public static float[] IntegratedGradients(ExplainedModel model, float[] picture, PictureFrame frame, int steps) =>
        AlongTheWay(model, picture, frame, [.. Enumerable.Range(0, steps).Select(step => (step + 0.5f) / steps)]);

    /// <summary>Absolute value of the mean gradient over noisy copies, the largest of the three channels. Smilkov et
    /// al., 2017.</summary>
    public static float[] SmoothGrad(ExplainedModel model, float[] picture, PictureFrame frame, int copies, long seed, long image)
    {
        var (random, sum) = (SeededRandom.For(seed, image, NoisePart), new double[picture.Length]);
        model.Gradients(
            copies,
            (_, noisy) =>
            {
                random.FillNormals(noisy);
                TensorPrimitives.MultiplyAdd(noisy, Noise, picture, noisy);
            },
            (_, gradient) => Add(sum, gradient)
        );
        var map = new float[frame.Plane];
        for (var i = 0; i < sum.Length; i++)
            map[i % frame.Plane] = Math.Max(map[i % frame.Plane], (float)Math.Abs(sum[i] / copies));
        return map;
    }

    static float[] AlongTheWay(ExplainedModel model, float[] picture, PictureFrame frame, float[] places)
    {
        var sum = new double[picture.Length];
        model.Gradients(
            places.Length,
            (step, variation) =>
            {
                for (var i = 0; i < variation.Length; i++)
                    variation[i] = frame.BaselineAt(i) + places[step] * (picture[i] - frame.BaselineAt(i));
            },
            (_, gradient) => Add(sum, gradient)
        );
        var numbers = new float[picture.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)(sum[i] / places.Length * (picture[i] - frame.BaselineAt(i)));
        return frame.SumOverChannels(numbers);
    }

    static void Add(double[] sum, ReadOnlySpan<float> gradient)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += gradient[i];
    }
}
