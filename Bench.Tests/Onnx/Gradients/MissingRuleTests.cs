using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>Models without a gradient say why; shapes that matter to callers.</summary>
public sealed class MissingRuleTests
{
    static readonly OnnxImageInput Image = new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, null, 6, 6);

    [Fact]
    public void Operators_without_a_rule_are_named_once_each()
    {
        var model = Model()
            .Node("Sinh", ["x"], ["a"])
            .Node("Relu", ["a"], ["b"])
            .Node("Sinh", ["b"], ["c"])
            .Node("Cosh", ["c"], ["d"])
            .Node("Flatten", ["d"], ["out"]);

        SmallGradients.Build(model.ToArray(), Image, "out").Missing.ShouldBe(["Cosh", "Sinh"]);
    }

    [Fact]
    public void An_operator_of_another_domain_is_named_with_it()
    {
        var model = Model().Opset("com.microsoft", 1).Node("com.microsoft", "QuickGelu", ["x"], ["a"], []).Node("Flatten", ["a"], ["out"]);

        SmallGradients.Build(model.ToArray(), Image, "out").Missing.ShouldNotBeEmpty();
    }

    [Fact]
    public void Weights_that_depend_on_the_picture_are_named()
    {
        var model = Model()
            .Initializer<float>("w", [1, 2, 3], 1, 3, 1, 1)
            .Node("Sigmoid", ["x"], ["s"])
            .Node("ReduceMean", ["s"], ["m"])
            .Node("Mul", ["w", "m"], ["v"])
            .Node("Conv", ["x", "v"], ["c"])
            .Node("Flatten", ["c"], ["out"]);

        SmallGradients.Build(model.ToArray(), Image, "out").Missing.ShouldHaveSingleItem().ShouldContain("Conv");
    }

    [Fact]
    public void An_output_that_the_picture_does_not_reach_smoothly_has_no_gradient()
    {
        var model = Model().Node("Floor", ["x"], ["f"]).Node("Flatten", ["f"], ["out"]);

        SmallGradients.Build(model.ToArray(), Image, "out").Missing.ShouldBe(["no way from the logits to the picture"]);
    }

    [Fact]
    public void Opset_6_is_too_old()
    {
        var model = new OnnxModelBuilder(6)
            .Input("x", OnnxElementType.Float, "N", 3, 6, 6)
            .Output("out", OnnxElementType.Float, "N", 108)
            .Node("Flatten", ["x"], ["out"]);

        SmallGradients.Build(model.ToArray(), Image, "out").Missing.ShouldBe(["opset 6"]);
    }

    [Fact]
    public void A_softmax_at_the_end_is_cut_off()
    {
        var model = Model().Node("Flatten", ["x"], ["f"]).Node("Softmax", ["f"], ["out"], Attribute("axis", 1L));
        var result = SmallGradients.Build(model.ToArray(), Image, "out");
        using var runner = new GradientRunner(result.Model!);
        var image = Enumerable.Range(0, 108).Select(i => i * 0.5f).ToArray();

        var (logits, gradient) = runner.Run(image, image);

        logits.ShouldBe(image);
        gradient.ShouldBe(image);
    }

    /// <summary>Percentages, and a mean of two models: the logarithm of p has the gradient 2 · (seed − p · Σ seed) where p is the softmax
    /// of twice the picture.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Probabilities_that_no_softmax_at_the_end_makes_are_differentiated_by_their_logarithms(bool mean)
    {
        var model = Model()
            .Initializer<float>("two", [2])
            .Node("Flatten", ["x"], ["f"])
            .Node("Mul", ["f", "two"], ["z"])
            .Node("Softmax", ["z"], ["p"], Attribute("axis", 1L))
            .Initializer<float>("hundred", [100]);
        model = mean
            ? model.Node("Identity", ["p"], ["q"]).Node("Add", ["p", "q"], ["s"]).Node("Div", ["s", "two"], ["out"])
            : model.Node("Mul", ["p", "hundred"], ["out"]);
        var result = SmallGradients.Build(model.ToArray(), Image, "out", probabilities: true);
        using var runner = new GradientRunner(result.Model!);
        var image = Enumerable.Range(0, 108).Select(i => MathF.Sin(i) + (i == 7 ? 12 : 0)).ToArray();
        var seed = Enumerable.Range(0, 108).Select(i => i - 50f).ToArray();

        var gradient = runner.Run(image, seed).Gradient;

        var powers = image.Select(value => Math.Exp(2.0 * value)).ToArray();
        var (whole, sum) = (powers.Sum(), seed.Sum(value => (double)value));
        (powers[7] / whole).ShouldBeGreaterThan(0.99999, "a probability that has almost saturated");
        for (var place = 0; place < 108; place++)
            ((double)gradient[place]).ShouldBe(2 * (seed[place] - powers[place] / whole * sum), 2e-3);
    }

    /// <summary>p (1 − p) is zero in single precision from log-odds of 17 on, and below −104 so is p: what goes into the Sigmoid says
    /// which way to go.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Independent_probabilities_that_have_rounded_are_differentiated_by_their_log_odds(bool sigmoid)
    {
        var model = Model()
            .Initializer<float>("two", [2])
            .Node("Flatten", ["x"], ["f"])
            .Node("Mul", ["f", "two"], ["z"])
            .Node("Sigmoid", ["z"], ["p"])
            .Node("Clip", ["p"], ["out"]);
        using var runner = new GradientRunner(SmallGradients.Build(model.ToArray(), Image, "out", sigmoid: sigmoid).Model!);
        var image = Enumerable.Range(0, 108).Select(i => i % 2 == 0 ? 60f : -60f).ToArray();
        var seed = Enumerable.Range(0, 108).Select(i => i - 50f).ToArray();

        var gradient = runner.Run(image, seed).Gradient;

        gradient.ShouldBe(Array.ConvertAll(seed, value => sigmoid ? 2 * value : 0), 1e-4);
    }

    [Fact]
    public void A_function_of_the_models_own_is_written_out()
    {
        var model = Model()
            .Opset("own", 1)
            .Function("own", "Twice", ["a"], ["b"], CreateNode("", "Add", ["a", "a"], ["t"]), CreateNode("", "Identity", ["t"], ["b"]))
            .Node("own", "Twice", ["x"], ["y"])
            .Node("own", "Twice", ["y"], ["z"])
            .Node("Flatten", ["z"], ["out"]);
        using var runner = new GradientRunner(SmallGradients.Build(model.ToArray(), Image, "out").Model!);
        var seed = Enumerable.Range(0, 108).Select(i => i - 50f).ToArray();

        runner.Run(new float[108], seed).Gradient.ShouldBe(seed.Select(value => 4 * value));
    }

    static OnnxModelBuilder Model() =>
        new OnnxModelBuilder(17).Input("x", OnnxElementType.Float, "N", 3, 6, 6).Output("out", OnnxElementType.Float, "N", null);
}
