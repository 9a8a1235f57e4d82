using Bench.Data;
using Hangfire;
using Hangfire.AspNetCore;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Bench.Api.Webhooks;

internal static class WebhookServices
{
    /// <summary>Deliveries leave from the API's process, which has a network and the key ring; workers need
    /// neither.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<WebhookOptions>>().Value);
        services.AddDataProtection().SetApplicationName("Bench");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<BenchOptions, WebhookOptions, ILoggerFactory>(
                (keys, bench, webhooks, loggers) =>
                    keys.XmlRepository = new FileSystemXmlRepository(KeyRingFolder.Of(bench, webhooks), loggers)
            );
        // Its warning, that keys lie in files as they are, is what docs/webhooks.md says; the folder is this user's
        // alone.
        services.AddLogging(logging => logging.AddFilter(typeof(XmlKeyManager).FullName, LogLevel.Error));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<DeliveryTurns>();
        services.AddScoped<KeyRingAgreement>();
        services.AddSingleton(
            new StartStep((provider, cancellationToken) => provider.GetRequiredService<KeyRingAgreement>().LeaveAsync(cancellationToken))
        );
        services.AddScoped<WebhookBook>();
        services.AddScoped<WebhookOutbox>();
        services.AddScoped<WebhookSender>();
        services
            .AddHttpClient(WebhookSender.Client)
            .ConfigurePrimaryHttpMessageHandler(provider => GuardedConnection.CreateHandler(provider.GetRequiredService<WebhookOptions>()))
            .RemoveAllLoggers();
        services.AddHostedService<WebhookSweep>();
        services.AddHangfireServer(
            (provider, server) =>
            {
                server.Activator = new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>());
                server.ServerName = $"{Environment.MachineName}:{Environment.ProcessId}:webhooks";
                server.Queues = [WebhookSender.Queue];
                server.WorkerCount = 4;
            }
        );
        return services;
    }
}
