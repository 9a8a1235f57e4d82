using Bench.Onnx.Gradients;
using Bench.Onnx.Gradients.Rules;
using Bench.Onnx.Model;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>Every gradient rule against PyTorch's automatic differentiation (Golden/make_gradients.py) and against differences of the graph
/// itself.</summary>
public sealed class GoldenGradientTests
{
    static readonly Lazy<Dictionary<string, GoldenCase>> Cases = new(() =>
        GoldenCase.Read(GoldenCase.PathOf("gradients.json")).ToDictionary(golden => golden.Name)
    );

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_is_that_of_automatic_differentiation_and_of_differences(string name)
    {
        var golden = Cases.Value[name];
        var (image, seed) = (GoldenCase.Numbers(golden.Image), GoldenCase.Numbers(golden.Seed));

        var result = Build(golden);

        result.Missing.ShouldBeEmpty();
        using var runner = new GradientRunner(result.Model!);
        var (outputs, gradient) = runner.Run(image, seed);
        Agree(outputs, GoldenCase.Numbers(golden.Outputs));
        Agree(gradient, GoldenCase.Numbers(golden.Gradient));
        AgreeWithDifferences(runner, image, seed, gradient);
    }

    [Fact]
    public void Every_rule_is_among_the_cases()
    {
        var covered = Cases.Value.Values.SelectMany(golden => SmallGradients.Operators(Convert.FromBase64String(golden.Model))).ToHashSet();

        GradientRules.Operators.Except(covered).ShouldBeEmpty();
    }

    static GradientResult Build(GoldenCase golden) =>
        SmallGradients.Build(
            Convert.FromBase64String(golden.Model),
            new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, golden.Shape[0], golden.Shape[2], golden.Shape[3]),
            "out"
        );

    /// <summary>Single precision against double: the difference by the size of the largest number.</summary>
    static void Agree(float[] actual, float[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Math.Abs(actual[i] - expected[i]).ShouldBeLessThan(1e-5f * scale + 1e-6f, $"element {i}: {actual[i]} instead of {expected[i]}");
    }

    /// <summary>Along a random direction, a central difference of the forward pass.</summary>
    static void AgreeWithDifferences(GradientRunner runner, float[] image, float[] seed, float[] gradient)
    {
        var random = new Random(22);
        var direction = image.Select(_ => random.NextSingle() * 2 - 1).ToArray();
        const float step = 2e-3f;
        var (after, _) = runner.Run([.. image.Zip(direction, (x, d) => x + step * d)], seed);
        var (before, _) = runner.Run([.. image.Zip(direction, (x, d) => x - step * d)], seed);
        var difference = after.Zip(before, (a, b) => (double)a - b).Zip(seed, (d, s) => d * s).Sum() / (2 * step);
        var slope = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
        var size = gradient.Zip(direction, (g, d) => Math.Abs((double)g * d)).Sum();
        Math.Abs(difference - slope).ShouldBeLessThan(0.01 * size + 1e-3, $"slope {slope}, difference {difference}");
    }
}
