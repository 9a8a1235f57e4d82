using Bench.Data;
using Bench.Workers.Hosting;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>The engine of a worker with a temporary database: the same handlers do the same work as in a service. What
/// is worth keeping, crops and fetched models, stays in the cache.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    readonly string _folder;
    readonly IHost _host;

    LocalHost(string folder, IHost host) => (_folder, _host) = (folder, host);

    public IServiceProvider Services => _host.Services;

    /// <param name="datasetsRoot">Folder that holds everything the dataset is read from.</param>
    public static async Task<LocalHost> StartAsync(string datasetsRoot, EvaluateRequest request, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("bench-evaluate-").FullName;
        var builder = WorkerHost.CreateForResults();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:Bench"] = "",
                ["Bench:Blobs"] = "",
                ["Bench:DataDirectory"] = folder,
                ["Bench:DatasetsRoot"] = datasetsRoot,
                ["Bench:CacheDirectory"] = request.Cache,
                ["Bench:UnpackDirectory"] = Path.Combine(request.Cache, "unpacked"),
                // A heartbeat carries the progress: twice a second. The lease is longer, for a busy machine misses some.
                ["Bench:LeaseDuration"] = "00:01:00",
                ["Bench:BeatsInALease"] = "120",
            }
        );
        if (!request.Doctor)
            builder.Configuration.AddInMemoryCollection([new("Bench:Inference:Doctor", "false")]);
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchHandlers();
        builder.Services.AddSingleton<WorkInProcess>().AddScoped<LabelRegistration>().AddScoped<LocalEvaluation>();
        var host = new LocalHost(folder, builder.Build());
        try
        {
            await host.Services.MigrateAsync(cancellationToken: cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
