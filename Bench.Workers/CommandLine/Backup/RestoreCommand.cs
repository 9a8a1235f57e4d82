using System.CommandLine;
using Bench.Data;
using Bench.Workers.Backups;
using Bench.Workers.Hosting;

namespace Bench.Workers.CommandLine.Backup;

/// <summary><c>restore FOLDER</c>: makes a service of a backup, where there is none.</summary>
internal static class RestoreCommand
{
    static readonly Argument<DirectoryInfo> Folder = new("folder") { Description = "What the backup command wrote" };
    static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };

    public static Command Create()
    {
        var command = new Command(
            "restore",
            "Fills an empty database and its blobs from a backup and brings it to this version; settings as for serve, by environment "
                + "variables"
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
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBackups(builder.Configuration);
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<Restoration>()
            .RunAsync(
                arguments.GetValue(Folder)!.FullName,
                () => host.Services.MigrateAsync(cancellationToken: cancellationToken),
                cancellationToken
            );
    }

    static void Print(BackupReport report) =>
        Console.WriteLine(
            $"restored from {report.Folder}: the database and {report.Blobs:N0} stored files ({report.BlobBytes:N0} bytes). "
                + "Start the service; 'verify' reads everything once more."
        );
}
