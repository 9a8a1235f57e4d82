namespace Bench.Benchmarks;

internal static class BenchmarkProgram
{
    static void Main(string[] arguments) => BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(arguments);
}
