using System.Globalization;
using Bench.Service.Hosting;
using Bench.Workers.CommandLine;
using Bench.Workers.Inference.Child;

namespace Bench.Workers;

internal static class WorkerProgram
{
    static async Task<int> Main(string[] arguments)
    {
        // The caged child first: it starts for every shard and needs none of what the other verbs load.
        if (arguments is ["infer", var memory, var cpu])
            return InferCommand.Run(long.Parse(memory, CultureInfo.InvariantCulture), long.Parse(cpu, CultureInfo.InvariantCulture));
        StartFaults.Tell(typeof(WorkerProgram).Assembly);
        if (arguments is ["serve", ..])
            return await ServeCommand.RunAsync(arguments[1..]);
        // Settings alone, or nothing at all: a worker is there to serve.
        if (arguments is [] || IsSetting(arguments[0]))
            return await ServeCommand.RunAsync(arguments);
        return await WorkerCommands.RunAsync(arguments);
    }

    static bool IsSetting(string argument) => argument.StartsWith('-') && argument is not ("--help" or "-h" or "-?" or "--version");
}
