using System.CommandLine;
using Bench.Data;
using Bench.Service.Storage;
using Bench.Workers.Hosting;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.SelfTest;

namespace Bench.Workers.CommandLine.Doctor;

/// <summary><c>doctor</c>: looks at what a worker on this machine would have, and says what is missing. Changes nothing.</summary>
internal static class DoctorCommand
{
    const int Unwell = 1;

    static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON" };

    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Tests this machine as a worker: execution provider, sandbox, folders, database; settings as for serve, by environment "
                + "variables. Exit status 1 where something is wrong"
        )
        {
            Json,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(Json), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        DoctorReport? report = null;
        var status = await CommandOutcome.OfAsync(
            json,
            async () =>
            {
                var builder = WorkerHost.CreateForResults();
                var postgres = DataServices.PostgresConnection(builder.Configuration);
                builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchHandlers();
                using var host = builder.Build();
                report = await LookAsync(host.Services, postgres is not null, cancellationToken);
                if (json)
                    CommandOutcome.Write(report);
                else
                    Print(report);
            }
        );
        return report is { IsWell: false } ? Unwell : status;
    }

    static async Task<DoctorReport> LookAsync(IServiceProvider services, bool isCluster, CancellationToken cancellationToken)
    {
        var (bench, inference) = (services.GetRequiredService<BenchOptions>(), services.GetRequiredService<InferenceOptions>());
        var blobs = bench.Blobs is { Length: > 0 } place ? place : Path.Combine(bench.DataPath, "blobs");
        return new DoctorReport(
            BenchVersion.Text,
            await services.GetRequiredService<WorkerSelfTest>().RunAsync(cancellationToken),
            inference.ProviderList.Contains("cuda") ? GpuLibraries.Missing() : [],
            isCluster ? await DatabaseAsync(services, cancellationToken) : null,
            [
                Writable("data", bench.DataPath),
                Writable("cache", bench.CachePath),
                .. blobs.StartsWith("s3://", StringComparison.Ordinal)
                    ? (DoctorFinding[])[await BucketAsync(services, blobs, cancellationToken)]
                    : [Writable("blobs", Path.GetFullPath(blobs))],
                new DoctorFinding(
                    "datasets",
                    Directory.Exists(bench.DatasetsPath),
                    Directory.Exists(bench.DatasetsPath) ? bench.DatasetsPath : $"{bench.DatasetsPath} is not there; set Bench:DatasetsRoot"
                ),
            ]
        );
    }

    static async Task<DoctorFinding> DatabaseAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BenchDb>().Database.CanConnectAsync(cancellationToken)
            ? new DoctorFinding("database", true, "Postgres answers")
            : new DoctorFinding("database", false, "Postgres does not answer; look at ConnectionStrings:Bench");
    }

    static async Task<DoctorFinding> BucketAsync(IServiceProvider services, string place, CancellationToken cancellationToken) =>
        await services.GetRequiredService<StoreRights>().FindRefusalAsync(cancellationToken) is { } refusal
            ? new DoctorFinding("blobs", false, $"{place}: {refusal.Message}")
            : new DoctorFinding("blobs", true, place);

    static DoctorFinding Writable(string what, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using (File.Create(Path.Combine(folder, $".doctor-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose)) { }
            return new DoctorFinding(
                what,
                true,
                FormattableString.Invariant($"{folder}, {new DriveInfo(folder).AvailableFreeSpace / 1e9:0.0} GB free")
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new DoctorFinding(what, false, $"{folder} cannot be written: {error.Message}");
        }
    }

    static void Print(DoctorReport report)
    {
        Console.WriteLine($"Bench {report.Version}");
        var test = report.SelfTest;
        Line(
            new DoctorFinding(
                "provider",
                test.Passed,
                test.Passed
                    ? FormattableString.Invariant($"{test.Provider}; largest difference from the CPU's answer {test.LargestDifference:g2}")
                    : test.Message!
            )
        );
        foreach (var warning in test.Warnings)
            Console.WriteLine($"            {warning}");
        foreach (var library in report.MissingGpuLibraries)
            Console.WriteLine($"            missing: {library}");
        Line(new DoctorFinding("sandbox", true, test.Cage));
        if (report.Database is { } database)
            Line(database);
        foreach (var folder in report.Folders)
            Line(folder);

        static void Line(DoctorFinding finding) =>
            Console.WriteLine($"{(finding.IsWell ? "ok    " : "WRONG ")}{finding.What, -10} {finding.Words}");
    }
}
