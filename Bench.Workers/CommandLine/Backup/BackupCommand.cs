using System.CommandLine;
using Bench.Data;
using Bench.Workers.Backups;
using Bench.Workers.Hosting;

namespace Bench.Workers.CommandLine.Backup;

/// <summary><c>backup FOLDER</c>: copies a service, its database, its blobs and its secrets, while it works.</summary>
internal static class BackupCommand
{
    static readonly Argument<DirectoryInfo> Folder = new("folder") { Description = "A folder that is new or empty" };
    static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };

    public static Command Create()
    {
        var command = new Command(
            "backup",
            "Copies the database, all that it names and the service's secrets to a folder while the service works; settings as for "
                + "serve, by environment variables"
        )
        {
            Folder,
            Json,
        };
        command.SetReport(Json, RunAsync, Print);
        return command;
    }

    static async Task<BackupReport> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var builder = WorkerHost.CreateForResults();
        builder.Services.AddBenchData(builder.Configuration).AddBackups(builder.Configuration);
        using var host = builder.Build();
        // The database stays as it is: a backup before an upgrade is one of the old version.
        ServiceDatabase.Require(host);
        await using var scope = host.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<BackupCreation>()
            .RunAsync(arguments.GetValue(Folder)!.FullName, cancellationToken);
    }

    static void Print(BackupReport report) =>
        Console.WriteLine(
            $"{report.Folder}: the database ({report.DatabaseBytes:N0} bytes) and {report.Blobs:N0} stored files "
                + $"({report.BlobBytes:N0} bytes)"
        );
}
