using Amazon.S3;
using Bench.Data.Blobs;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bench.Data;

public static class DataServices
{
    /// <summary>Options, database, blobs and the work queue. A connection string named <c>Bench</c> means Postgres; without one the database is a file in the data directory.</summary>
    public static IServiceCollection AddBenchData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BenchOptions>().BindConfiguration(BenchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<BenchOptions>>().Value);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Blobs(provider.GetRequiredService<BenchOptions>()));
        services.AddScoped<WorkQueue>();
        if (PostgresConnection(configuration) is { } postgres)
        {
            services.AddDbContext<PostgresBenchDb>(builder => BenchDbOptions.ConfigurePostgres(builder, postgres));
            services.AddScoped<BenchDb>(provider => provider.GetRequiredService<PostgresBenchDb>());
        }
        else
        {
            services.AddDbContext<SqliteBenchDb>((provider, builder) => BenchDbOptions.ConfigureSqlite(builder, SqliteConnection(provider.GetRequiredService<BenchOptions>())));
            services.AddScoped<BenchDb>(provider => provider.GetRequiredService<SqliteBenchDb>());
        }
        return services;
    }

    /// <summary>The Postgres connection string, or null when the service is embedded over SQLite.</summary>
    public static string? PostgresConnection(IConfiguration configuration) =>
        configuration.GetConnectionString("Bench") is { Length: > 0 } connection ? connection : null;

    /// <summary>Brings the database to the newest migration; safe when several processes start at once.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        await using var scope = services.CreateAsyncScope();
        Directory.CreateDirectory(scope.ServiceProvider.GetRequiredService<BenchOptions>().DataPath);
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        await db.Database.MigrateAsync(cancellationToken);
        // Readers go on while one writes; a property of the file, so once is enough.
        if (db is SqliteBenchDb) await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }

    static string SqliteConnection(BenchOptions options) => $"Data Source={Path.Combine(options.DataPath, "bench.db")};Foreign Keys=True;Default Timeout=30";

    static IBlobStore Blobs(BenchOptions options)
    {
        if (options.Blobs is not { Length: > 0 } place) return new FileBlobStore(Path.Combine(options.DataPath, "blobs"));
        if (!place.StartsWith("s3://", StringComparison.Ordinal)) return new FileBlobStore(Path.GetFullPath(place));
        var parts = place["s3://".Length..].Split('/', 2);
        var configuration = new AmazonS3Config();
        if (options.S3Endpoint is { Length: > 0 } endpoint)
        {
            configuration.ServiceURL = endpoint;
            configuration.ForcePathStyle = true;
        }
        return new S3BlobStore(new AmazonS3Client(configuration), parts[0], parts.Length > 1 ? parts[1].Trim('/') : "", Path.Combine(options.CachePath, "blobs"));
    }
}
