using Bench.Data;

namespace Bench.Api.Log;

internal static class LogServices
{
    public static IServiceCollection AddLog(this IServiceCollection services)
    {
        services.AddSingleton<TransparencyLog>();
        services.AddScoped<LogReader>();
        services.AddScoped<LogKeyAgreement>();
        services.AddSingleton(
            new StartStep((provider, cancellationToken) => provider.GetRequiredService<LogKeyAgreement>().CheckAsync(cancellationToken))
        );
        services.AddScoped<ReleaseBook>();
        services.AddHostedService<LogClock>();
        return services;
    }
}
