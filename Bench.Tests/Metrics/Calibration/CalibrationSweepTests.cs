using Bench.Metrics.Calibration;
using Bench.Metrics.Predicted;

namespace Bench.Tests.Metrics.Calibration;

public sealed class CalibrationSweepTests
{
    [Fact]
    public void A_hand_worked_classwise_error_of_two_classes()
    {
        // Four images, probabilities of class 0: .95 .75 .35 .15, labels 0 1 0 1. In ten bins no two probabilities of a class meet, so that
        // every gap counts.
        var predictions = MadePredictions.From([
            .. ((double[])[0.95, 0.75, 0.35, 0.15]).Select(p => new[] { (float)Math.Log(p), (float)Math.Log(1 - p) }),
        ]);
        var labels = WrittenLabels.Single(0, 1, 0, 1);

        var swept = CalibrationSweep.Compute(
            predictions,
            labels,
            [CalibrationFamily.ClasswiseEce, CalibrationFamily.Mce],
            CalibrationStage.All
        );

        // Of class 0 |1 − .95|, |0 − .75|, |1 − .35| and |0 − .15|; class 1 mirrors them. The best class is surest of itself and wrong at
        // .75.
        Value(swept, CalibrationFamily.ClasswiseEce, 10).ShouldBe((0.05 + 0.75 + 0.65 + 0.15) / 4, 1e-6);
        Value(swept, CalibrationFamily.Mce, 500).ShouldBe(0.75, 1e-6);
        swept.ShouldAllBe(number => number.N == 4);
    }

    [Fact]
    public void Every_number_is_that_of_the_definition_over_random_images()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (images, classes) = (random.Next(1, 80), random.Next(2, 7));
            int[] label = [.. Enumerable.Range(0, images).Select(i => i % 9 == 4 ? -1 : random.Next(classes))];
            var predictions = MadePredictions.From(MadePredictions.Logits(random, images, classes, [.. label.Select(l => Math.Max(l, 0))]));
            var used = Enumerable.Range(0, images).Where(i => label[i] >= 0).ToArray();

            var swept = CalibrationSweep.Compute(
                predictions,
                WrittenLabels.Single(label),
                Enum.GetValues<CalibrationFamily>(),
                CalibrationStage.Before
            );

            swept.Count.ShouldBe(5 * 9);
            foreach (var bins in CalibrationSweep.Bins)
            {
                if (used.Length == 0)
                    continue;
                Value(swept, CalibrationFamily.ClasswiseEce, bins)
                    .ShouldBe(Enumerable.Range(0, classes).Average(c => Slow(predictions, used, c, label, bins, Binning.Width)), 1e-9);
                Value(swept, CalibrationFamily.ClasswiseEceMass, bins)
                    .ShouldBe(Enumerable.Range(0, classes).Average(c => Slow(predictions, used, c, label, bins, Binning.Mass)), 1e-9);
            }
        }
    }

    [Fact]
    public void Edges_found_by_halving_are_those_of_counting()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 300; trial++)
        {
            var ascending = Enumerable
                .Range(0, random.Next(0, 60))
                .Select(_ => trial % 2 == 0 ? random.Next(0, 11) / 10f : random.NextSingle())
                .Order()
                .ToArray();
            var bins = random.Next(1, 40);

            var edges = ConfidenceBins.Edges(ascending, bins, Binning.Width);

            for (var b = 0; b < bins; b++)
                (edges[b + 1] - edges[b]).ShouldBe(ascending.Count(c => ConfidenceBins.WidthBinOf(c, bins) == b));
        }
    }

    [Fact]
    public void Predictions_that_carry_too_little_have_fewer_families()
    {
        var ranks = MadePredictions.Ranks(3, [1], [0]);

        CalibrationSweep
            .Compute(ranks, WrittenLabels.Single(0, 1), Enum.GetValues<CalibrationFamily>(), CalibrationStage.All)
            .ShouldBeEmpty();
        CalibrationSweep
            .WhyMissing(CalibrationFamily.Ece, PredictionContent.Ranks)
            .ShouldBe("needs the probability of the best class; these predictions are a ranking only");
        CalibrationSweep.WhyMissing(CalibrationFamily.ClasswiseEce, PredictionContent.Head).ShouldNotBeNull();
        CalibrationSweep.WhyMissing(CalibrationFamily.Mce, PredictionContent.TopConfidence).ShouldBeNull();
    }

    static double Value(IEnumerable<SweptCalibration> swept, CalibrationFamily family, int bins) =>
        swept.Single(number => number.Family == family && number.Bins == bins).Value;

    static double Slow(Predictions predictions, int[] used, int @class, int[] label, int bins, Binning binning)
    {
        var sorted = used.Select(i => (P: predictions.ProbabilityOf(i, @class), Hit: label[i] == @class ? 1 : 0))
            .OrderBy(pair => pair.P)
            .ToArray();
        var sum = 0.0;
        for (int b = 0, start = 0; b < bins; b++)
        {
            var members =
                binning == Binning.Width
                    ? [.. sorted.Where(pair => ConfidenceBins.WidthBinOf(pair.P, bins) == b)]
                    : sorted[start..(start += sorted.Length / bins + (b < sorted.Length % bins ? 1 : 0))];
            sum += Math.Abs(members.Sum(pair => pair.Hit - (double)pair.P));
        }
        return sum / sorted.Length;
    }
}
