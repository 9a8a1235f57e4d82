using Bench.Benchmarks.Leaderboard;

namespace Bench.Benchmarks;

internal static class BenchmarkProgram
{
    static async Task Main(string[] arguments)
    {
        if (arguments is ["board", .. var rest]) await BoardCommand.RunAsync(rest);
        else BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(arguments);
    }
}
