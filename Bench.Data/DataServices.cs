using Amazon.Runtime;
using Amazon.S3;
using Bench.Data.Blobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bench.Data;

public static class DataServices
{
    /// <summary>Options, database and blobs. A connection string named <c>Bench</c> means Postgres; without one the
    /// database is a file in the data directory.</summary>
    public static IServiceCollection AddBenchData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BenchOptions>().BindConfiguration(BenchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<BenchOptions>>().Value);
        services.AddSingleton<VerifiedFiles>();
        services.AddSingleton(provider => new CheckedBlobStore(
            Blobs(provider.GetRequiredService<BenchOptions>()),
            provider.GetRequiredService<VerifiedFiles>()
        ));
        services.AddSingleton<IBlobStore>(provider => provider.GetRequiredService<CheckedBlobStore>());
        if (PostgresConnection(configuration) is { } postgres)
        {
            services.AddDbContext<PostgresBenchDb>(builder => BenchDbOptions.ConfigurePostgres(builder, postgres));
            services.AddScoped<BenchDb>(provider => provider.GetRequiredService<PostgresBenchDb>());
            services.AddSingleton(new DatabaseTime(TimeProvider.System));
            services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseTime>());
        }
        else
        {
            services.AddDbContext<SqliteBenchDb>(
                (provider, builder) =>
                    BenchDbOptions.ConfigureSqlite(builder, SqliteConnection(provider.GetRequiredService<BenchOptions>()))
            );
            services.AddScoped<BenchDb>(provider => provider.GetRequiredService<SqliteBenchDb>());
            services.AddSingleton(TimeProvider.System);
        }
        return services;
    }

    /// <summary>How long a service that starts waits for its database: as long as a Postgres that starts with it may take, and no longer
    /// than an operator who mistyped its name.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>The Postgres connection string, or null when the service is embedded over SQLite.</summary>
    /// <remarks>Without the reset of a session that the driver sends whenever a connection has gone back to its pool: nothing here leaves
    /// anything in one. Locks are transactions' or rows, and there is no LISTEN, no SET and no temporary table. A pooler that lends a
    /// connection for one transaction could not bear it either.</remarks>
    public static string? PostgresConnection(IConfiguration configuration) =>
        configuration.GetConnectionString("Bench") is { Length: > 0 } connection
            ? new NpgsqlConnectionStringBuilder(connection) { NoResetOnClose = true }.ConnectionString
            : null;

    /// <summary>Brings the database to the newest migration and runs every <see cref="StartStep"/>. Processes that start at once take
    /// turns, whatever the state of the database.</summary>
    /// <param name="services">Of the host that starts.</param>
    /// <param name="patience">How long a database that does not answer, or stops to, is waited for; not at all when absent.</param>
    /// <param name="cancellationToken">Cancels it, between two migrations.</param>
    /// <remarks>Each migration is a transaction: after a death in the middle the next process goes on with the one that is
    /// missing.</remarks>
    public static async Task MigrateAsync(
        this IServiceProvider services,
        TimeSpan patience = default,
        CancellationToken cancellationToken = default
    )
    {
        var (time, isWaiting) = (services.GetRequiredService<TimeProvider>(), false);
        // The clock on the wall is set in between, to the database's.
        for (var began = time.GetTimestamp(); ; )
        {
            try
            {
                await MigrateOnceAsync(services, cancellationToken);
                return;
            }
            catch (Exception error) when (TransientFault.Is(error) && time.GetElapsedTime(began) < patience)
            {
                if (!isWaiting)
                    services
                        .GetRequiredService<ILoggerFactory>()
                        .CreateLogger("Bench.Data.Migrations")
                        .LogWarning("the database does not answer ({Reason}); it is waited for", error.GetBaseException().Message);
                isWaiting = true;
                await Task.Delay(AskAgainAfter, time, cancellationToken);
            }
        }
    }

    static async Task MigrateOnceAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        Directory.CreateDirectory(scope.ServiceProvider.GetRequiredService<BenchOptions>().DataPath);
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var log = scope.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Bench.Data.Migrations");
        await using var turn = await SchemaLock.TakeAsync(
            db,
            scope.ServiceProvider.GetRequiredService<TimeProvider>(),
            log,
            cancellationToken
        );
        if (db is PostgresBenchDb shared && scope.ServiceProvider.GetRequiredService<TimeProvider>() is DatabaseTime clock)
            await clock.AskAsync(shared, cancellationToken);
        await FormerMigrations.CompleteAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        // Readers go on while one writes; a property of the file, so once is enough.
        if (db is SqliteBenchDb)
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        foreach (var step in scope.ServiceProvider.GetServices<StartStep>())
            await step.RunAsync(scope.ServiceProvider, cancellationToken);
    }

    static string SqliteConnection(BenchOptions options) => $"Data Source={options.SqlitePath};Foreign Keys=True;Default Timeout=30";

    static IBlobStore Blobs(BenchOptions options)
    {
        if (options.Blobs is not { Length: > 0 } place)
            return new FileBlobStore(Path.Combine(options.DataPath, "blobs"));
        if (!place.StartsWith("s3://", StringComparison.Ordinal))
            return new FileBlobStore(Path.GetFullPath(place));
        var parts = place["s3://".Length..].Split('/', 2);
        var configuration = new AmazonS3Config();
        if (options.S3Endpoint is { Length: > 0 } endpoint)
        {
            configuration.ServiceURL = endpoint;
            configuration.ForcePathStyle = true;
            configuration.AuthenticationRegion =
                Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");
            // Many servers refuse the checksums that Amazon's client appends by itself; Bench compares hashes of its own.
            configuration.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            configuration.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        return new S3BlobStore(
            new AmazonS3Client(configuration),
            parts[0],
            parts.Length > 1 ? parts[1].Trim('/') : "",
            Path.Combine(options.CachePath, "blobs")
        );
    }
}
