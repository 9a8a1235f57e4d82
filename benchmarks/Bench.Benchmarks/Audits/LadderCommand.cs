using System.Globalization;

namespace Bench.Benchmarks.Audits;

/// <summary>How far adaptive tries lift a reported score above the truth, under each rule.</summary>
internal static class LadderCommand
{
    public static void Run(int images, int tries, int worlds)
    {
        Console.WriteLine($"{tries:N0} adaptive tries over {images:N0} images, {worlds} owners; reported less true accuracy, points");
        Console.WriteLine("| rule | mean | 95 % of owners within | most |\n|---|---|---|---|");
        foreach (var rule in Enum.GetValues<ReportRule>())
        {
            var simulation = new LadderSimulation(images, tries, rule);
            var found = Enumerable
                .Range(0, worlds)
                .AsParallel()
                .Select(seed => 100 * simulation.Inflation(seed))
                .OrderBy(Math.Abs)
                .ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {rule} | {found.Average():+0.000;-0.000} | ±{Math.Abs(found[(int)Math.Ceiling(0.95 * worlds) - 1]):0.000} | "
                        + $"{found[^1]:+0.000;-0.000} |"
                )
            );
        }
    }
}
