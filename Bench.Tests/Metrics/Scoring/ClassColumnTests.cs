using Bench.Metrics.Catalogue;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>The pass over classes' columns in buckets, against the definitions written out: ties, probabilities of exactly 0 and 1, images
/// left out, several views at once.</summary>
public sealed class ClassColumnTests
{
    const int Images = 150,
        Classes = 8,
        Bins = 15;

    static readonly ScoringOptions Options = new()
    {
        Metrics = ["macro-auroc", "macro-average-precision", "classwise-ece", "classwise-ece-mass", "tace"],
        Resamples = 1,
    };

    [Fact]
    public void Every_number_of_a_column_is_that_of_its_definition_over_sorted_images()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            // A coarse grid makes ties; a steep one makes probabilities of 0 and 1.
            var steep = seed % 3 == 0 ? 120 : 1.5f;
            var predictions = MadePredictions.From(
                [.. Enumerable.Range(0, Images).Select(_ => Enumerable.Range(0, Classes).Select(_ => steep * random.Next(5)).ToArray())],
                headSize: Classes
            );
            GroundTruth[] views =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(view => WrittenLabels.Sets([.. Enumerable.Range(0, Images).Select(_ => Set(random, empty: view * 0.3))])),
            ];

            var cards = Scorer.ScoreAll(predictions, views, Options, TestContext.Current.CancellationToken);

            for (var v = 0; v < views.Length; v++)
                foreach (var score in cards[v].Scores)
                    score.Value.ShouldBeNear(Twin(score.Metric, predictions, views[v]), 1e-12, $"{score.Metric}, seed {seed}, view {v}");
        }
    }

    [Fact]
    public void Every_half_that_is_a_number_or_minus_infinity_is_read_exactly()
    {
        Half[] halves =
        [
            .. Enumerable.Range(0, 65_536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(half => !Half.IsNaN(half)),
        ];
        var singles = new float[halves.Length];

        HalfLogits.ToSingle(halves, singles);

        singles.Select(BitConverter.SingleToUInt32Bits).ShouldBe(halves.Select(half => BitConverter.SingleToUInt32Bits((float)half)));
    }

    static int[] Set(Random random, double empty) =>
        random.NextDouble() < empty
            ? []
            :
            [
                .. Enumerable
                    .Range(0, Classes)
                    .Where(c => c == random.Next(Classes) || random.NextDouble() < 0.1)
                    .DefaultIfEmpty(random.Next(Classes)),
            ];

    /// <summary>Slow and by the book: a full sort for each class.</summary>
    static double Twin(string metric, Predictions predictions, GroundTruth labels)
    {
        int[] used = [.. Enumerable.Range(0, Images).Where(labels.IsUsed)];
        var values = Enumerable
            .Range(0, Classes)
            .Select(c =>
            {
                var column = used.Select(i => (P: (double)predictions.ProbabilityOf(i, c), Hit: labels.Of(i).Contains((ushort)c)))
                    .OrderBy(pair => pair.P)
                    .ToArray();
                return metric switch
                {
                    "macro-auroc" => Auroc(column),
                    "macro-average-precision" => AveragePrecision(column),
                    "classwise-ece" => column
                        .GroupBy(pair => Math.Max(1, (int)Math.Ceiling(pair.P * Bins)))
                        .Sum(bin => Math.Abs(bin.Sum(Gap))) / column.Length,
                    "classwise-ece-mass" => MassError(column),
                    _ => MassError([.. column.Where(pair => pair.P > 0.01)]),
                };
            });
        return values.Where(value => !double.IsNaN(value)).Average();
    }

    static double Gap((double P, bool Hit) pair) => (pair.Hit ? 1 : 0) - pair.P;

    static double MassError((double P, bool Hit)[] column)
    {
        var (sum, start) = (0.0, 0);
        for (var b = 0; b < Bins; b++)
        {
            var size = column.Length / Bins + (b < column.Length % Bins ? 1 : 0);
            sum += Math.Abs(column.Skip(start).Take(size).Sum(Gap));
            start += size;
        }
        return sum / column.Length;
    }

    static double Auroc((double P, bool Hit)[] column) =>
        column
            .Where(pair => pair.Hit)
            .SelectMany(
                _ => column.Where(pair => !pair.Hit),
                (hit, miss) =>
                    hit.P > miss.P ? 1
                    : hit.P == miss.P ? 0.5
                    : 0
            )
            .DefaultIfEmpty(double.NaN)
            .Average();

    static double AveragePrecision((double P, bool Hit)[] column) =>
        column
            .Where(pair => pair.Hit)
            .Select(hit => (double)column.Count(pair => pair.Hit && pair.P >= hit.P) / column.Count(pair => pair.P >= hit.P))
            .DefaultIfEmpty(double.NaN)
            .Average();
}
