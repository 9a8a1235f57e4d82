using System.Globalization;
using Bench.Benchmarks.Leaderboard;

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
                await ImagingThroughput.RunAsync(folder, int.Parse(repeats, CultureInfo.InvariantCulture));
                break;
            default:
                BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(arguments);
                break;
        }
    }
}
