using System.CommandLine;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Work;
using Bench.Workers.Hosting;
using Bench.Workers.Verification;

namespace Bench.Workers.CommandLine.Verify;

/// <summary><c>verify</c>: reads everything the service stored, every picture and the log, and says what is damaged.
/// <c>verify row.json</c>: checks one row of a board, offline.</summary>
internal static class VerifyCommand
{
    const string DamageFound = "damage-found";

    static readonly Argument<FileInfo?> Row = new("row")
    {
        Description = "A row from /api/v1/log/rows/{evaluation}; without one, everything stored is read",
        Arity = ArgumentArity.ZeroOrOne,
    };
    static readonly Option<FileInfo?> Predictions = new("--predictions") { Description = "With a row: its predictions (.npz)" };
    static readonly Option<FileInfo?> Labels = new("--labels") { Description = "With a row: its label set" };
    static readonly Option<FileInfo?> Manifest = new("--manifest") { Description = "With a row: its list of images" };
    static readonly Option<string?> Key = new("--key")
    {
        Description = "With a row: the service's public key (hexadecimal) from a source that you trust",
    };
    static readonly Option<bool> BlobsOnly = new("--blobs-only") { Description = "Leave the datasets' pictures out" };
    static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };

    public static Command Create()
    {
        var command = new Command(
            "verify",
            "Reads every stored file, every picture and the log, and lists what is damaged (settings as for serve, by environment "
                + "variables); or checks a row of a board, offline"
        )
        {
            Row,
            Predictions,
            Labels,
            Manifest,
            Key,
            BlobsOnly,
            Json,
        };
        command.SetReport(
            Json,
            (arguments, cancellationToken) =>
                arguments.GetValue(Row) is { } row ? RowAsync(arguments, row, cancellationToken) : StoreAsync(arguments, cancellationToken)
        );
        return command;
    }

    static async Task RowAsync(ParseResult arguments, FileInfo row, CancellationToken cancellationToken)
    {
        var report = await RowVerification.RunAsync(
            row,
            arguments.GetValue(Key),
            arguments.GetValue(Predictions),
            arguments.GetValue(Labels),
            arguments.GetValue(Manifest),
            cancellationToken
        );
        if (arguments.GetValue(Json))
            CommandOutcome.Write(report);
        else
            Print(report);
        if (report.Faults.Count > 0)
            throw new FailureException(
                "row-not-verified",
                $"The row is not verified: {string.Join(' ', report.Faults)}",
                "Do not trust its numbers; ask the person who gave it to you, and the service's operator."
            );
    }

    static void Print(RowReport report)
    {
        Console.WriteLine(
            $"{report.Dataset}, {report.LabelSet}: receipt at place {report.Place:N0} of {report.Size:N0}, "
                + $"as of {report.At:yyyy-MM-dd HH:mm} UTC"
        );
        if (report.Retracted)
            Console.WriteLine("the row has been retracted since");
        if (report.Numbers is { } numbers)
            Console.WriteLine(
                $"{Counted.Of(numbers.Same, "number is", "numbers are")} recomputed to the last digit, "
                    + $"{numbers.Different.Count:N0} differ, {numbers.Beyond.Count:N0} need other evaluations or a hierarchy"
                    + (numbers.OtherVersion.Count > 0 ? $", {numbers.OtherVersion.Count:N0} are of another version of their metric" : "")
            );
        else
            Console.WriteLine("the numbers were not recomputed: that needs --predictions, --labels and --manifest");
        foreach (var gap in report.Gaps)
            Console.WriteLine(gap);
        Console.WriteLine(report.Faults.Count == 0 ? "verified" : "NOT verified");
    }

    static async Task StoreAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var builder = WorkerHost.CreateForResults();
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchHandlers();
        using var host = builder.Build();
        await ServiceDatabase.OpenAsync(host, cancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        var report = await scope
            .ServiceProvider.GetRequiredService<StoreVerifier>()
            .RunAsync(!arguments.GetValue(BlobsOnly), (_, _) => { }, cancellationToken);
        if (arguments.GetValue(Json))
            CommandOutcome.Write(report);
        else
            Print(report);
        if (report.Damaged.Count > 0)
            throw new FailureException(
                DamageFound,
                $"{report.Damaged.Count:N0} of {report.Blobs + report.Pictures:N0} stored things are damaged.",
                "Put them back from a backup, or send the same bytes again; then run verify once more."
            );
    }

    static void Print(VerificationReport report)
    {
        foreach (var thing in report.Damaged)
            Console.WriteLine($"{thing.Code}\t{thing.Subject}");
        foreach (var dataset in report.Unseen)
            Console.Error.WriteLine($"the pictures of dataset {dataset} could not be looked at from here");
        Console.WriteLine(
            $"{report.Blobs:N0} stored files and {Counted.Of(report.Pictures, "picture")} read, {report.Damaged.Count:N0} damaged"
        );
        Console.WriteLine(
            $"{Counted.Of(report.Log.Entries, "entry", "entries")} of the log under {report.Log.Heads:N0} heads checked"
                + $"{(report.Log.SignaturesChecked ? "" : ", signatures not: the log's key is not here")}; the numbers of "
                + $"{Counted.Of(report.Log.Rows, "row")} compared with their receipts"
        );
    }
}
