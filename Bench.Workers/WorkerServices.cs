using Bench.Data;
using Bench.Workers.Jobs;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace Bench.Workers;

public static class WorkerServices
{
    /// <summary>The job storage and the scheduler: what an API needs in order to hand out work.</summary>
    public static IServiceCollection AddBenchScheduling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHangfire((_, hangfire) =>
        {
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            if (DataServices.PostgresConnection(configuration) is { } connection)
                hangfire.UsePostgreSqlStorage(
                    postgres => postgres.UseNpgsqlConnection(connection),
                    new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromSeconds(1), UseSlidingInvisibilityTimeout = true, InvisibilityTimeout = TimeSpan.FromMinutes(2) });
            else
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) });
        });
        services.AddScoped<WorkScheduler>();
        return services;
    }

    /// <summary>Everything that does work: the handlers, the sweeper, and two job servers, one for quick work and one that gives a device to one shard at a time.</summary>
    public static IServiceCollection AddBenchWorker(this IServiceCollection services)
    {
        services.AddSingleton<WorkRunner>();
        services.AddHostedService<WorkSweeper>();
        services.AddHangfireServer((_, server) =>
        {
            server.ServerName = $"{Environment.MachineName}:{Environment.ProcessId}:quick";
            server.Queues = [WorkScheduler.QuickQueue];
            server.WorkerCount = 2;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        });
        services.AddHangfireServer((_, server) =>
        {
            server.ServerName = $"{Environment.MachineName}:{Environment.ProcessId}:device";
            server.Queues = [WorkScheduler.DeviceQueue];
            server.WorkerCount = 1;
        });
        return services;
    }
}
