using Bench.Data;
using Bench.Service.Work;

namespace Bench.Workers.CommandLine;

/// <summary>The database of a service that is there already, for verbs that look at it or change it.</summary>
internal static class ServiceDatabase
{
    /// <exception cref="FailureException">There is none where the settings say: an empty one made there would have a
    /// good answer to every question.</exception>
    public static async Task OpenAsync(IHost host, CancellationToken cancellationToken)
    {
        Require(host);
        await host.Services.MigrateAsync(cancellationToken: cancellationToken);
    }

    /// <summary>The same for verbs that leave the schema as it is.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static void Require(IHost host)
    {
        var file = host.Services.GetRequiredService<BenchOptions>().SqlitePath;
        if (DataServices.PostgresConnection(host.Services.GetRequiredService<IConfiguration>()) is null && !File.Exists(file))
            throw new FailureException(
                "database-missing",
                $"There is no database at {file}.",
                "Run this in the folder where the service was started, or say by Bench__DataDirectory or ConnectionStrings__Bench where "
                    + "its data is."
            );
    }
}
