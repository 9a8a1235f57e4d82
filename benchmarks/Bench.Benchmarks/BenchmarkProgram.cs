using System.Globalization;
using Bench.Benchmarks.Engine;
using Bench.Benchmarks.Leaderboard;
using Bench.Benchmarks.Metrics;

namespace Bench.Benchmarks;

internal static class BenchmarkProgram
{
    static async Task Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["board", .. var rest]:
                await BoardCommand.RunAsync(rest);
                break;
            case ["preprocessing", var folder, var repeats]:
                await ImagingThroughput.RunAsync(folder, Number(repeats));
                break;
            case ["scoring-files", var folder, var images, var classes]:
                ScoringCommand.WriteFiles(folder, Number(images), Number(classes));
                break;
            case ["scoring", var folder]:
                ScoringCommand.Run(folder);
                break;
            case ["intervals", var images]:
                ScoringCommand.Intervals(Number(images));
                break;
            case ["engine", var model, var pictures, var images, var large]:
                await EngineCommand.RunAsync(model, pictures, int.Parse(images, CultureInfo.InvariantCulture), int.Parse(large, CultureInfo.InvariantCulture));
                break;
            case ["predictions", var file, var images, var classes]:
                PredictionsCommand.Run(file, int.Parse(images, CultureInfo.InvariantCulture), int.Parse(classes, CultureInfo.InvariantCulture));
                break;
            default:
                BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(arguments);
                break;
        }
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
