using Bench.Data;
using Bench.Service.Hosting;
using Bench.Service.Work;
using Bench.Workers.Hosting;

namespace Bench.Api;

/// <summary>Steps before the first request.</summary>
internal static class Startup
{
    const string DefaultAddress = "http://localhost:5080";

    /// <summary>ASPNETCORE_URLS and its kin decide; without them it is port 5080 of this machine alone.</summary>
    public static void AddDefaultAddress(this WebApplicationBuilder builder)
    {
        if (
            string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])
            && string.IsNullOrEmpty(builder.Configuration["HTTP_PORTS"])
        )
            builder.WebHost.UseUrls(DefaultAddress);
    }

    /// <exception cref="InvalidOperationException">The worker is switched off over SQLite, where nobody else could
    /// work.</exception>
    public static IServiceCollection AddEmbeddedWorker(this IServiceCollection services, IConfiguration configuration)
    {
        if (IsEmbedded(configuration))
            return services.AddBenchWorker(configuration);
        return DataServices.PostgresConnection(configuration) is not null
            ? services
            : throw new InvalidOperationException(
                "Bench:EmbeddedWorker is false, but the database is SQLite, which belongs to this one process: nobody would do "
                    + "the work. Leave it true, or set ConnectionStrings__Bench to a Postgres that workers share."
            );
    }

    /// <summary>Database at its newest and all that has to be in it, and work that a dead process held given
    /// free.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        var isAlone = IsEmbedded(app.Configuration) && DataServices.PostgresConnection(app.Configuration) is null;
        if (isAlone)
            await app.Services.GetRequiredService<OnlyProcess>().TakeAsync(app.Lifetime.ApplicationStopping);
        await app.Services.MigrateAsync(DataServices.StartPatience, app.Lifetime.ApplicationStopping);
        await using var scope = app.Services.CreateAsyncScope();
        // Over SQLite this process is the only worker there is: whatever is leased, it held before it died.
        if (isAlone)
            await scope.ServiceProvider.GetRequiredService<WorkQueue>().ReleaseAllAsync(app.Lifetime.ApplicationStopping);
    }

    static bool IsEmbedded(IConfiguration configuration) =>
        configuration.GetValue($"{BenchOptions.Section}:{nameof(BenchOptions.EmbeddedWorker)}", true);
}
