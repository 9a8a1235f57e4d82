using System.Text.Json;
using Bench.Metrics.Statistics;
using Bench.Service.Attacks;
using Bench.Workers.Attacks;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Certificates against a second implementation (Golden/make_smoothing.py) and against the truth, which a linear model
/// has.</summary>
public sealed class RandomisedSmoothingTests
{
    const int Pixels = 27,
        Classes = 4;

    sealed record Golden(Run[] Runs, Bound[] Bounds, Quantile[] Quantiles);

    sealed record Run(double Sigma, int Selection, int Samples, double Alpha, Made[] Images);

    sealed record Made(int Class, int Votes, double Bound, double Radius);

    sealed record Bound(int Hits, int N, double Alpha, [property: System.Text.Json.Serialization.JsonPropertyName("bound")] double Lower);

    sealed record Quantile(double P, double X);

    static readonly Golden Expected = JsonSerializer.Deserialize<Golden>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workers/Attacks/Golden/smoothing.json")),
        JsonSerializerOptions.Web
    )!;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Counts_bounds_and_radii_are_those_of_SciPy_whatever_the_batch(int chunk)
    {
        float[] weights = [.. Uniform(0, 1, Classes * Pixels).Select(number => 2 * number - 1)];
        var target = new LinearTarget(weights, [.. weights.Chunk(Pixels).Select(row => -0.5f * row.Sum())], Pixels);
        foreach (var run in Expected.Runs)
            for (var image = 0; image < run.Images.Length; image++)
            {
                var spec = new SmoothingSpec(run.Sigma, run.Selection, run.Samples, run.Alpha);

                var made = RandomisedSmoothing.Certify(target, Uniform(image, 2, Pixels), image, spec, seed: 5, chunk, default);

                (made.Class, made.Votes).ShouldBe((run.Images[image].Class, run.Images[image].Votes));
                made.LowerBound.ShouldBe(run.Images[image].Bound, 1e-9);
                made.Radius.ShouldBe(run.Images[image].Radius, 1e-9);
            }
        Expected.Runs.SelectMany(run => run.Images).Count(image => image.Radius == 0).ShouldBeInRange(1, 20, "some abstain");
    }

    [Fact]
    public void The_lower_bound_of_a_share_is_that_of_SciPy()
    {
        foreach (var (hits, n, alpha, lower) in Expected.Bounds)
            ClopperPearson.Lower(hits, n, alpha).ShouldBe(lower, 1e-10, $"{hits} of {n}");
        ClopperPearson.Lower(0, 10, 0.05).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(3, 2, 0.05));
        Should.Throw<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(1, 2, 0));
    }

    [Fact]
    public void Quantiles_of_the_normal_distribution_are_those_of_SciPy()
    {
        foreach (var (p, x) in Expected.Quantiles)
            NormalDistribution.Quantile(p).ShouldBe(x, 1e-6);
        NormalDistribution.Quantile(1).ShouldBe(double.PositiveInfinity);
    }

    /// <summary>With two linear classes the smoothed model is the model itself, and its distance from the boundary is margin /
    /// ‖w₁ − w₂‖.</summary>
    [Fact]
    public void On_a_linear_model_hardly_any_certificate_exceeds_the_true_radius()
    {
        const double Alpha = 0.05;
        var target = LinearTarget.Random(9, 2, 12);
        var (above, certified, images) = (0, 0, 400);
        for (var image = 0; image < images; image++)
        {
            var picture = Uniform(image, 3, 12);

            var made = RandomisedSmoothing.Certify(target, picture, image, new(0.6, 20, 150, Alpha), seed: 5, 150, default);

            certified += made.Abstained ? 0 : 1;
            above += !made.Abstained && made.Radius > TrueRadius(target, picture, made.Class) ? 1 : 0;
        }
        certified.ShouldBeGreaterThan(200);
        // 5 % of 400 are 20; 34 or more have a probability below 0.2 %. None at all would be a bound that says too little.
        above.ShouldBeInRange(1, 33);
    }

    [Fact]
    public void With_many_draws_the_certificate_comes_near_the_true_radius()
    {
        var target = LinearTarget.Random(9, 2, 12);
        for (var image = 0; image < 6; image++)
        {
            var picture = Uniform(image, 3, 12);
            var truth = TrueRadius(target, picture, label: 0);

            var made = RandomisedSmoothing.Certify(target, picture, image, new(0.6, 50, 40_000, 0.001), seed: 5, 500, default);

            made.Radius.ShouldBeInRange(Math.Abs(truth) - 0.03, Math.Abs(truth));
            made.Class.ShouldBe(truth > 0 ? 0 : 1);
        }
    }

    [Fact]
    public void A_model_that_answers_with_no_number_votes_for_nothing()
    {
        var target = new LinearTarget([float.NaN, float.NaN], [0, 0], 1);

        var made = RandomisedSmoothing.Certify(target, [0.5f], 0, new(0.25, 10, 100, 0.001), seed: 0, 8, default);

        (made.Votes, made.Abstained, made.Radius).ShouldBe((0, true, 0));
    }

    [Fact]
    public void Certified_accuracy_counts_right_classes_that_hold_so_far()
    {
        var images = new[] { Image(new(1, 90, 0.8, 0.5)), Image(new(1, 99, 0.9, 1)), Image(new(2, 99, 0.9, 1)), Image(new(1, 50, 0.4, 0)) };

        var summary = CertificateSummary.Of(new(1, 10, 100, 0.001), [0.5, 0.75, 2], images, new(copies: null));

        (summary.Right.Hits, summary.Abstained.Hits).ShouldBe((2, 1));
        summary.Points.Select(point => point.Certified.Hits).ShouldBe([2, 1, 0]);
        summary.Points[0].Certified.CiLow.ShouldBe(WilsonInterval.Of(2, 4).Low);
        summary.Reach!.Value.ShouldBe(NormalDistribution.Quantile(Math.Pow(0.001, 0.01)), 1e-9, "all hundred draws of one class");

        static AttackedImage Image(Certificate made) => new(0, "a", 1, 1, []) { Certificate = made };
    }

    static double TrueRadius(LinearTarget target, float[] picture, int label)
    {
        double margin = target.Bias[label] - target.Bias[1 - label],
            square = 0;
        for (var k = 0; k < target.Pixels; k++)
        {
            var slope = (double)target.Weights[label * target.Pixels + k] - target.Weights[(1 - label) * target.Pixels + k];
            (margin, square) = (margin + slope * picture[k], square + slope * slope);
        }
        return margin / Math.Sqrt(square);
    }

    static float[] Uniform(long image, int part, int count)
    {
        var random = SeededRandom.For(5, image, part);
        var picture = new float[count];
        foreach (ref var number in picture.AsSpan())
            number = random.NextSingle();
        return picture;
    }
}
