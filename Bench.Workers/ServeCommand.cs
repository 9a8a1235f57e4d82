using Bench.Data;

namespace Bench.Workers;

/// <summary><c>serve</c>: a worker on its own, against the Postgres and the blobs that the API uses.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = WorkerHost.Create(arguments);
        if (DataServices.PostgresConnection(builder.Configuration) is null)
        {
            await Console.Error.WriteLineAsync(
                "A worker on its own needs Postgres: SQLite belongs to one process, and that is the API with its embedded worker. "
                + "Set ConnectionStrings__Bench to the API's connection string, or run the API alone with Bench__EmbeddedWorker=true.");
            return 2;
        }
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchWorker();
        using var host = builder.Build();
        await host.Services.MigrateAsync();
        await host.RunAsync();
        return 0;
    }
}
