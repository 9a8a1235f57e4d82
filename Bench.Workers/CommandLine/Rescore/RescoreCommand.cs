using System.CommandLine;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Evaluations.Scores;
using Bench.Workers.Hosting;

namespace Bench.Workers.CommandLine.Rescore;

/// <summary><c>rescore</c>: has scores that could not be recomputed tried again, or all of them recomputed. The
/// service's workers do it, when nothing else waits.</summary>
internal static class RescoreCommand
{
    static readonly Option<bool> All = new("--all") { Description = "Score every evaluation again, whatever catalogue made its scores" };
    static readonly Option<bool> Json = new("--json") { Description = "Print the number of evaluations as JSON" };

    public static Command Create()
    {
        var command = new Command(
            "rescore",
            "Has the service score evaluations again whose scores are of an older catalogue and could not be; settings as for serve, "
                + "by environment variables"
        )
        {
            All,
            Json,
        };
        command.SetReport(Json, RunAsync, Print);
        return command;
    }

    static async Task<RescoreReport> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var builder = WorkerHost.CreateForResults();
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration);
        using var host = builder.Build();
        await ServiceDatabase.OpenAsync(host, cancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        // Dies here: what was forgotten is found again by the next look of any worker.
        return new(
            await scope.ServiceProvider.GetRequiredService<OutdatedScores>().ForgetAsync(arguments.GetValue(All), cancellationToken)
        );
    }

    static void Print(RescoreReport report) =>
        Console.WriteLine($"{Counted.Of(report.Evaluations, "evaluation")} will be rescored; /health says how far it is");
}
