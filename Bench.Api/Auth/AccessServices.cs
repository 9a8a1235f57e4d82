using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Agreements;
using Hangfire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Bench.Api.Auth;

internal static class AccessServices
{
    public const string Reader = "reader";
    public const string Submitter = "submitter";
    public const string Operator = "operator";

    public static IServiceCollection AddBenchAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyUses>().AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddSingleton<SessionCookie>();
        services.AddScoped<OperatorKey>();
        services.AddScoped<KeyBook>();
        services.AddSingleton(
            new StartStep((scope, cancellationToken) => scope.GetRequiredService<OperatorKey>().EnsureAsync(cancellationToken))
        );
        services.AddSharedSettings();
        services.AddSingleton<IAuthorizationHandler, RoleRequirementHandler>();
        services
            .AddAuthentication(KeyAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(KeyAuthenticationHandler.SchemeName, null);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Submitter, policy => policy.AddRequirements(new RoleRequirement(Role.Submitter)))
            .AddPolicy(Operator, policy => policy.AddRequirements(new RoleRequirement(Role.Operator)))
            .AddPolicy(Reader, policy => policy.AddRequirements(new RoleRequirement(Role.Reader)))
            // What names no policy, the web pages included, is reading.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new RoleRequirement(Role.Reader)).Build());
        return services;
    }

    /// <summary>Settings that must be the same in every API process: a caller meets any of them.</summary>
    static void AddSharedSettings(this IServiceCollection services)
    {
        services.AddSingleton(
            new SharedSettings(
                "limits",
                "Bench:Limits (with WritesPerMinute and MaxModelBytes)",
                provider =>
                {
                    var bench = provider.GetRequiredService<BenchOptions>();
                    return new
                    {
                        Limits = provider.GetRequiredService<LimitOptions>(),
                        bench.WritesPerMinute,
                        bench.MaxModelBytes,
                    };
                }
            )
        );
        services.AddSingleton(
            new SharedSettings(
                "reading",
                "Bench:OpenReading, OpenMetrics or PathBase",
                provider =>
                {
                    var bench = provider.GetRequiredService<BenchOptions>();
                    return new
                    {
                        bench.OpenReading,
                        bench.OpenMetrics,
                        bench.PathBase,
                    };
                }
            )
        );
    }

    /// <summary>The job dashboard, for operators.</summary>
    public static WebApplication MapJobDashboard(this WebApplication app)
    {
        app.MapHangfireDashboard(
                SecurityHeaders.DashboardPath,
                new DashboardOptions
                {
                    Authorization = [],
                    DashboardTitle = "Bench jobs",
                    DisplayStorageConnectionString = false,
                }
            )
            .RequireAuthorization(Operator);
        return app;
    }
}
