using System.Globalization;
using Bench.Metrics.Sequential;
using Bench.Service.Evaluations.Stop;

namespace Bench.Benchmarks.Metrics;

/// <summary><c>sequential WORLDS</c>: how often a test that is looked at after every shard is wrong, and after how many images it is
/// decided.</summary>
/// <remarks>A world is a pair of models over a dataset: on a share of images only the first is right, on another share only the second. The
/// looks are those of an evaluation with <c>stopWhen</c>.</remarks>
internal static class SequentialCommand
{
    /// <param name="First">Share of images that only the first model gets right.</param>
    /// <param name="Second">The same of the second.</param>
    /// <param name="Margin">δ of the question.</param>
    /// <param name="IsDataset">Whether the question is about the dataset, in which the shares are then exact.</param>
    sealed record Pair(int Images, double First, double Second, double Margin, bool IsDataset = false)
    {
        double Difference => First - Second;

        public bool IsWrong(SequentialOutcome outcome) =>
            outcome switch
            {
                SequentialOutcome.Above => Difference <= Margin,
                SequentialOutcome.Below => Difference >= -Margin,
                SequentialOutcome.Within => Math.Abs(Difference) >= Margin,
                _ => false,
            };
    }

    static readonly Pair[] Pairs =
    [
        new(50_000, 0.01, 0.01, 0),
        new(50_000, 0.05, 0.05, 0),
        new(50_000, 0.15, 0.15, 0),
        new(10_000, 0.05, 0.05, 0),
        new(2_000, 0.05, 0.05, 0, IsDataset: true),
        new(50_000, 0.055, 0.045, 0.01),
        new(50_000, 0.055, 0.045, 0),
        new(50_000, 0.06, 0.04, 0),
        new(50_000, 0.08, 0.03, 0),
        new(50_000, 0.08, 0.03, 0.01),
        new(50_000, 0.01, 0.01, 0.005),
        new(50_000, 0.05, 0.05, 0.01),
    ];

    public static void Run(int worlds)
    {
        Console.WriteLine("| images | only first | only second | margin | about | wrong | decided | images, median | images, 90 % |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var pair in Pairs)
        {
            var ended = new (SequentialOutcome Outcome, int Images)[worlds];
            Parallel.For(0, worlds, world => ended[world] = World(pair, new Random(world)));
            var images = ended.Select(each => each.Images).Order().ToArray();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {pair.Images:N0} | {pair.First:0.0 %} | {pair.Second:0.0 %} | {pair.Margin:0.0 %} "
                        + $"| {(pair.IsDataset ? "dataset" : "population")} "
                        + $"| {(double)ended.Count(each => pair.IsWrong(each.Outcome)) / worlds:0.00 %} "
                        + $"| {(double)ended.Count(each => each.Outcome != SequentialOutcome.Undecided) / worlds:0.0 %} "
                        + $"| {images[worlds / 2]:N0} | {images[worlds * 9 / 10]:N0} |"
                )
            );
        }
    }

    static (SequentialOutcome, int) World(Pair pair, Random random)
    {
        var numbers = new sbyte[pair.Images];
        for (var image = 0; image < numbers.Length; image++)
        {
            var u = pair.IsDataset ? (image + 0.5) / numbers.Length : random.NextDouble();
            numbers[image] = (sbyte)(
                u < pair.First ? 1
                : u < pair.First + pair.Second ? -1
                : 0
            );
        }
        if (pair.IsDataset)
            random.Shuffle(numbers);
        var question = SequentialQuestion.Difference(pair.Margin, population: pair.IsDataset ? pair.Images : null);
        var every = StopRule.ShardSize(pair.Images, int.MaxValue);
        for (var seen = every; seen < pair.Images; seen += every)
            if (question.Look(numbers.AsSpan(0, seen)).Outcome is not SequentialOutcome.Undecided and var outcome)
                return (outcome, seen);
        return (question.Look(numbers).Outcome, pair.Images);
    }
}
