using Bench.Service.Hosting;
using Microsoft.Extensions.Logging.Console;

namespace Bench.Workers.Hosting;

/// <summary>The host under each verb of a worker. Its settings are in the program's own folder, wherever it is
/// started.</summary>
internal static class WorkerHost
{
    public static HostApplicationBuilder Create(string[] arguments)
    {
        FileWatching.Avoid();
        return Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = arguments, ContentRootPath = AppContext.BaseDirectory }
        );
    }

    /// <summary>For verbs whose standard output is a result: errors alone are logged, on standard error.</summary>
    public static HostApplicationBuilder CreateForResults()
    {
        var builder = Create([]);
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Error);
        return builder;
    }
}
