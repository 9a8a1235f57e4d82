using System.Text.Json;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Selective;
using CsCheck;

namespace Bench.Tests.Metrics.Selective;

public class SelectiveTests
{
    static readonly Gen<(float Confidence, bool Right)[]> Answers = Gen.Select(Gen.Int[0, 4].Select(static v => v / 4f), Gen.Bool).Array[
        1,
        12
    ];

    [Fact]
    public void Four_images_by_hand()
    {
        // Right, wrong, right, right from the top: risks 0, 1/2, 1/3, 1/4. Perfect: 0, 0, 0, 1/4.
        var sweep = ThresholdSweep.Of([0.9f, 0.8f, 0.7f, 0.6f], [true, false, true, true]);
        Aurc.Compute(sweep).ShouldBe((1.0 / 2 + 1.0 / 3 + 1.0 / 4) / 4, 1e-15);
        ExcessAurc.Compute(sweep).ShouldBe((1.0 / 2 + 1.0 / 3) / 4, 1e-15);
        Aurra.Compute(sweep).ShouldBe((1 + 1.0 / 2 + 2.0 / 3 + 3.0 / 4) / 4, 1e-15);
    }

    [Fact]
    public void Tied_images_stand_in_no_order()
    {
        // Both orders of one right and one wrong image: risks (0, 1/2) and (1, 1/2), on average (1/2, 1/2).
        Aurc.Compute(ThresholdSweep.Of([0.5f, 0.5f], [true, false])).ShouldBe(0.5, 1e-15);
        Aurc.Compute(ThresholdSweep.Of([0.5f, 0.5f], [false, true])).ShouldBe(0.5, 1e-15);
    }

    [Fact]
    public void Agrees_with_NumPy_over_random_orders_of_ties()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Metrics", "OpenSet", "Golden", "open_set.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var row in document.RootElement.GetProperty("selective").EnumerateArray())
        {
            var sweep = ThresholdSweep.Of(
                row.GetProperty("confidence").Deserialize<float[]>(),
                row.GetProperty("correct").Deserialize<bool[]>()
            );
            var tolerance = row.GetProperty("tied").GetBoolean() ? 2e-3 : 1e-12;
            Aurc.Compute(sweep).ShouldBe(row.GetProperty("aurc").GetDouble(), tolerance);
            ExcessAurc.Compute(sweep).ShouldBe(row.GetProperty("excess").GetDouble(), tolerance);
        }
    }

    [Fact]
    public void Aurc_is_the_mean_of_the_best_and_the_worst_order_for_two_way_ties_and_ignores_input_order() =>
        Answers.Sample(
            answers =>
            {
                var forward = Aurc.Compute(Sweep(answers));
                Aurc.Compute(Sweep([.. answers.Reverse()])).ShouldBe(forward, 1e-12);
                forward.ShouldBeInRange(
                    Walk(answers.OrderByDescending(static a => (a.Confidence, a.Right))) - 1e-12,
                    Walk(answers.OrderByDescending(static a => a.Confidence).ThenBy(static a => a.Right)) + 1e-12
                );
            },
            iter: 1000
        );

    [Fact]
    public void A_perfect_ranking_has_no_excess() =>
        Answers.Sample(static answers =>
        {
            var perfect = answers.Select(static a => (Confidence: a.Right ? 1f : 0f, a.Right)).ToArray();
            ExcessAurc.Compute(Sweep(perfect)).ShouldBeGreaterThanOrEqualTo(0);
            if (answers.Count(static a => !a.Right) <= 1)
                ExcessAurc.Compute(Sweep(perfect)).ShouldBe(0, 1e-12);
            ExcessAurc.Compute(Sweep(answers)).ShouldBeGreaterThanOrEqualTo(0);
        });

    [Fact]
    public void Always_right_always_wrong_and_nothing()
    {
        Aurc.Compute(Sweep([(1, true), (0.2f, true)])).ShouldBe(0);
        Aurc.Compute(Sweep([(1, false), (0.2f, false)])).ShouldBe(1);
        ExcessAurc.Compute(Sweep([(1, false), (0.2f, false)])).ShouldBe(0);
        Aurc.Compute(Sweep([])).ShouldBe(double.NaN);
        RiskCoverageCurve.Compute(Sweep([])).ShouldBeEmpty();
    }

    [Fact]
    public void The_curve_ends_at_full_coverage_with_the_plain_error_rate() =>
        Gen.Select(Answers, Gen.Int[1, 20])
            .Sample(
                (answers, points) =>
                {
                    var curve = RiskCoverageCurve.Compute(Sweep(answers), points);
                    curve.Count.ShouldBeInRange(1, points);
                    curve[^1].Coverage.ShouldBe(1);
                    curve[^1].Risk.ShouldBe((double)answers.Count(static a => !a.Right) / answers.Length, 1e-12);
                    foreach (var point in curve)
                        point.Images.ShouldBe(answers.Count(a => a.Confidence >= point.Confidence));
                }
            );

    static ThresholdSweep Sweep((float Confidence, bool Right)[] answers) =>
        ThresholdSweep.Of(Array.ConvertAll(answers, static a => a.Confidence), Array.ConvertAll(answers, static a => a.Right));

    static double Walk(IEnumerable<(float Confidence, bool Right)> ordered)
    {
        int errors = 0,
            seen = 0;
        return ordered.Select(a => (double)(errors += a.Right ? 0 : 1) / ++seen).ToArray().Average();
    }
}
