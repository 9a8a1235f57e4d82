using System.CommandLine;
using Bench.Data;
using Bench.Service.Work;
using Bench.Workers.Verification;

namespace Bench.Workers.CommandLine.Verify;

/// <summary><c>verify</c>: reads everything the service stored, and every picture, and says what is damaged.</summary>
internal static class VerifyCommand
{
    const string DamageFound = "damage-found";

    static readonly Option<bool> BlobsOnly = new("--blobs-only") { Description = "Leave the datasets' pictures out" };
    static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };

    public static Command Create()
    {
        var command = new Command("verify", "Reads every stored file and every picture and lists what is damaged; settings as for serve, by environment variables") { BlobsOnly, Json };
        command.SetAction((arguments, cancellationToken) => CommandOutcome.OfAsync(arguments.GetValue(Json), () => RunAsync(arguments, cancellationToken)));
        return command;
    }

    static async Task RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchHandlers();
        using var host = builder.Build();
        await host.Services.MigrateAsync(cancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        var report = await scope.ServiceProvider.GetRequiredService<StoreVerifier>().RunAsync(!arguments.GetValue(BlobsOnly), (_, _) => { }, cancellationToken);
        if (arguments.GetValue(Json)) CommandOutcome.Write(report);
        else Print(report);
        if (report.Damaged.Count > 0)
            throw new FailureException(DamageFound, $"{report.Damaged.Count:N0} of {report.Blobs + report.Pictures:N0} stored things are damaged.", "Put them back from a backup, or send the same bytes again; then run verify once more.");
    }

    static void Print(VerificationReport report)
    {
        foreach (var thing in report.Damaged) Console.WriteLine($"{thing.Code}\t{thing.Subject}");
        foreach (var dataset in report.Unseen) Console.Error.WriteLine($"the pictures of dataset {dataset} could not be looked at from here");
        Console.WriteLine($"{report.Blobs:N0} stored files and {report.Pictures:N0} pictures read, {report.Damaged.Count:N0} damaged");
    }
}
