namespace Bench.Workers;

internal static class WorkerProgram
{
    static int Main() => 0;
}
