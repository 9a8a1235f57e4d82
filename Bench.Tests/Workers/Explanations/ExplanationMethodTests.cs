using Bench.Service.Explanations;
using Bench.Tests.Workers.Attacks;
using Bench.Workers.Explanations;

namespace Bench.Tests.Workers.Explanations;

/// <summary>What any explanation must do: point at what the model looks at, and change when the model does.</summary>
public sealed class ExplanationMethodTests
{
    const int Side = 16,
        Plane = Side * Side,
        Pixels = 3 * Plane,
        PatchSide = 4,
        PatchTop = 9,
        PatchLeft = 3;

    static readonly PictureFrame Frame = new(Side, Side, [0.5f, 0.4f, 0.3f]);

    public static TheoryData<string, int> Methods =>
        new()
        {
            { ExplanationSpec.GradientInput, 0 },
            { ExplanationSpec.IntegratedGradients, 4 },
            { ExplanationSpec.SmoothGrad, 4 },
            { ExplanationSpec.Occlusion, 0 },
            { ExplanationSpec.Rise, 600 },
        };

    [Theory, MemberData(nameof(Methods))]
    public void A_model_that_looks_at_one_patch_points_at_it(string method, int draws)
    {
        var model = new ExplainedModel(PatchTarget(), 0, 32, default);
        var picture = Picture(1);
        foreach (var place in Enumerable.Range(0, Pixels).Where(place => InPatch(place % Plane)))
            picture[place] = 1;

        var map = Explainer.Map(Spec(method, draws), model, picture, Frame, image: 3);

        InPatch(Array.IndexOf(map, map.Max())).ShouldBeTrue();
        var best = Enumerable.Range(0, Plane).OrderByDescending(place => map[place]).Take(PatchSide * PatchSide).ToArray();
        // Squares and cells of a mask are wider than a pixel and reach over the patch's edge.
        best.Count(InPatch).ShouldBeGreaterThanOrEqualTo(method is ExplanationSpec.Occlusion or ExplanationSpec.Rise ? 9 : 16);
        var (insertion, deletion) = FidelityCurves.Of(model, picture, map, Frame);
        var (against, keeping) = FidelityCurves.Of(model, picture, [.. map.Select(value => -value)], Frame);
        deletion.Area.ShouldBeLessThan(keeping.Area - 0.2);
        insertion.Area.ShouldBeGreaterThan(against.Area);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Random_weights_destroy_the_map(string method, int draws)
    {
        var picture = Picture(2);
        float[] Map(int weights, long seed) =>
            Explainer.Map(
                Spec(method, draws) with
                {
                    Seed = seed,
                },
                new ExplainedModel(LinearTarget.Random(weights, 4, Pixels), 1, 32, default),
                picture,
                Frame,
                image: 3
            );

        var map = Map(11, 0);

        map.ShouldBe(Map(11, 0), "the same request gives the same map");
        Math.Abs(Correlation(map, Map(12, 0))).ShouldBeLessThan(0.3);
        Correlation(map, Map(11, 1)).ShouldBeGreaterThan(0.3, "other random numbers change it little");
    }

    [Fact]
    public void Integrated_gradients_add_up_to_the_change_of_the_score()
    {
        var target = RectifierTarget.Random(4, 12);
        var frame = new PictureFrame(1, 2, [0.1f]);
        float[] picture = [0.9f, 0.2f],
            logits = new float[4];
        target.Logits([.. picture, 0.1f, 0.1f], logits);

        float Gap(int steps) =>
            Math.Abs(GradientMaps.IntegratedGradients(new(target, 1, 64, default), picture, frame, steps).Sum() - (logits[1] - logits[3]));

        Math.Abs(logits[1] - logits[3]).ShouldBeGreaterThan(0.05f);
        Gap(4_000).ShouldBeLessThan(1e-4f);
        Gap(1).ShouldBeGreaterThan(10 * Gap(4_000));
    }

    [Fact]
    public void On_a_linear_model_gradient_times_input_is_each_pixels_share_of_the_logit()
    {
        var target = LinearTarget.Random(5, 3, Pixels);
        var picture = Picture(3);

        var map = Explainer.Map(Spec(ExplanationSpec.GradientInput, 0), new(target, 2, 8, default), picture, Frame, 0);

        for (var place = 0; place < Plane; place++)
            map[place]
                .ShouldBe(
                    Enumerable
                        .Range(0, 3)
                        .Sum(channel =>
                            target.Weights[2 * Pixels + channel * Plane + place]
                            * (picture[channel * Plane + place] - Frame.Baseline[channel])
                        ),
                    1e-5f
                );
    }

    [Fact]
    public void A_curve_begins_and_ends_with_the_whole_picture()
    {
        var model = new ExplainedModel(PatchTarget(), 0, 5, default);
        var picture = Picture(4);
        float[] baseline = [.. Enumerable.Range(0, Pixels).Select(Frame.BaselineAt)];

        var (insertion, deletion) = FidelityCurves.Of(model, picture, picture[..Plane], Frame);

        var whole = model.Probabilities(1, (_, place) => picture.CopyTo(place))[0];
        (insertion.Probabilities.Count, deletion.Probabilities.Count).ShouldBe((21, 21));
        (insertion.Probabilities[^1], deletion.Probabilities[0]).ShouldBe((whole, whole));
        deletion.Probabilities[^1].ShouldBe(model.Probabilities(1, (_, place) => baseline.CopyTo(place))[0]);
        FidelityCurve.Of([1, 0.5, 0]).Area.ShouldBe(0.5, 1e-12);
        FidelityCurve.Of([0, 1, 1]).Area.ShouldBe(0.75, 1e-12);
    }

    internal static ExplanationSpec Spec(string method, int draws) =>
        new()
        {
            Method = method,
            Draws = draws,
            Class = ExplainedClass.Best,
            Image = 0,
            Images = 1,
            Seed = 7,
        };

    /// <summary>Its first class grows with the mean of a patch; it sees nothing else.</summary>
    static LinearTarget PatchTarget()
    {
        var weights = new float[2 * Pixels];
        for (var place = 0; place < Pixels; place++)
            weights[place] = InPatch(place % Plane) ? 6f / (3 * PatchSide * PatchSide) : 0;
        return new(weights, [-4, 0], Pixels);
    }

    static bool InPatch(int place) =>
        place / Side is >= PatchTop and < PatchTop + PatchSide && place % Side is >= PatchLeft and < PatchLeft + PatchSide;

    static float[] Picture(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Pixels).Select(_ => random.NextSingle())];
    }

    static double Correlation(float[] one, float[] other)
    {
        var (first, second) = (one.Average(), other.Average());
        double Sum(Func<int, double> of) => Enumerable.Range(0, one.Length).Sum(of);
        return Sum(i => (one[i] - first) * (other[i] - second))
            / Math.Sqrt(Sum(i => Math.Pow(one[i] - first, 2)) * Sum(i => Math.Pow(other[i] - second, 2)));
    }
}
