namespace Bench.Tests.Onnx.Gradients;

/// <summary>Float twins of real integer and half precision models: they answer as the served model does, and their gradients are the slopes
/// of the twin.</summary>
public sealed class RealModelGradientTests
{
    [Theory]
    [InlineData("SqueezeNet_fp16", 10)]
    [InlineData("mobilenetv2_int8_static", 9)]
    public void The_twin_says_of_photographs_what_the_served_model_says(string name, int least)
    {
        using var model = new RealModel(name);
        var result = model.Gradient();
        result.Missing.ShouldBeEmpty();
        using var twin = new GradientRunner(result.Model!);

        model
            .Photographs(10)
            .Count(photograph =>
            {
                var input = model.Input(photograph.Crop);
                return Best(twin.Run(input, new float[1000]).Logits) == Best(model.Logits(input));
            })
            .ShouldBeGreaterThanOrEqualTo(least);
    }

    [Theory]
    [InlineData("SqueezeNet_fp16", 1.0f)]
    [InlineData("mobilenetv2_int8_static", 0.02f)]
    [InlineData("mobilenetv2_int8_broken", 0.02f)]
    public void The_gradient_is_the_slope_of_the_twin(string name, float step)
    {
        using var model = new RealModel(name);
        using var twin = new GradientRunner(model.Gradient().Model!);
        foreach (var (crop, _) in model.Photographs(2))
        {
            var input = model.Input(crop);
            var seed = new float[1000];
            seed[Best(twin.Run(input, seed).Logits)] = 1;
            var (_, gradient) = twin.Run(input, seed);
            var length = Math.Sqrt(gradient.Sum(value => (double)value * value));

            var ahead = Value(step);
            var behind = Value(-step);

            ((ahead - behind) / (2 * step) / length).ShouldBe(1, 0.03);

            double Value(float along) =>
                twin.Run([.. input.Zip(gradient, (x, g) => x + along * (float)(g / length))], seed).Logits.Zip(seed, (l, s) => l * s).Sum();
        }
    }

    static int Best(float[] logits) => Array.IndexOf(logits, logits.Max());
}
