using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;
using Bench.Data;
using Bench.Service.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bench.Service.Hosting;

/// <summary>Faults that stop a program while it starts — a setting, a folder, the database — are the operator's to
/// mend, and are told in one sentence. After the start, an exception that nobody catches is a fault of ours, and ends
/// as the runtime ends it.</summary>
public static class StartFaults
{
    /// <summary>Where it is set, the runtime tells the whole of it.</summary>
    public const string TraceVariable = "BENCH_START_TRACE";

    /// <summary>With which a program ends that cannot start.</summary>
    public const int ExitCode = 1;

    const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    static volatile bool _isStarted;

    static bool IsWhole => Environment.GetEnvironmentVariable(TraceVariable) is not null;

    /// <summary>From now on, where this is the program that runs and not a test of it.</summary>
    public static void Tell(Assembly program)
    {
        if (Assembly.GetEntryAssembly() == program)
            AppDomain.CurrentDomain.UnhandledException += (_, fault) => Tell(program, fault.ExceptionObject as Exception);
    }

    /// <summary>Runs a program until it is told to end. Where it does not start, what had begun is stopped before the fault goes on: broken
    /// off in the middle, it would log faults of its own around the one sentence.</summary>
    public static async Task RunToTheEndAsync(this IHost host)
    {
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => _isStarted = true);
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await host.StopAsync();
            throw;
        }
        await host.WaitForShutdownAsync();
    }

    /// <summary>Why it does not start the host logs with a trace, and throws too; loops that it had begun and breaks off are faults to it.
    /// It is told once, here.</summary>
    public static ILoggingBuilder AddStartFaults(this ILoggingBuilder logging) =>
        logging.AddFilter(Host, level => level >= LogLevel.Warning && (_isStarted || IsWhole));

    /// <summary>The sentence about a fault; null where it is none that an operator could mend.</summary>
    internal static string? Sentence(Exception? fault) =>
        fault switch
        {
            AggregateException { InnerException: { } inner } => Sentence(inner),
            { } refused when StorageFault.IsRefused(refused) =>
                $"{StorageFault.Reason(refused).TrimEnd('.')}. The user '{Environment.UserName}' needs the right to read and write "
                    + "there, or another place (Bench:DataDirectory, Bench:CacheDirectory, Bench:Blobs, "
                    + "Bench:Webhooks:KeyRing; TMPDIR for temporary files)",
            { } full when StorageFault.Is(full) =>
                $"{Innermost(full)}. Free some room there, or give it another place (Bench:DataDirectory; TMPDIR for temporary files)",
            OptionsValidationException wrong => string.Join("; ", wrong.Failures),
            ArgumentException { StackTrace: { } trace } wrong when trace.Contains("ConnectionString", StringComparison.Ordinal) =>
                "ConnectionStrings:Bench is not a connection string of Postgres (Host=…;Username=…;Password=…;Database=…, with a value "
                    + $"that has a semicolon or a quotation mark in quotation marks): {wrong.Message}",
            FailureException or FormatException or InvalidOperationException => fault.Message,
            SocketException => $"an address cannot be listened at (ASPNETCORE_URLS, Bench:MetricsPort): {fault.Message}",
            IOException { InnerException.InnerException: SocketException } =>
                $"{fault.Message.TrimEnd('.')}. Another process listens there; ASPNETCORE_URLS names another address",
            IOException => fault.Message,
            DbException => $"the database refuses: {Innermost(fault)}",
            ArgumentException => Innermost(fault),
            _ => null,
        };

    static void Tell(Assembly program, Exception? fault)
    {
        if (_isStarted || IsWhole || Sentence(fault) is not { } sentence)
            return;
        Console.Error.WriteLine($"{program.GetName().Name} does not start: {sentence}");
        Environment.Exit(ExitCode);
    }

    static string Innermost(Exception fault) => fault.GetBaseException().Message;
}
