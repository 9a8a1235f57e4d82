using Bench.Api.Http;
using Microsoft.AspNetCore.Connections;

namespace Bench.Api.Uploads;

internal static class UploadServices
{
    public static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddScoped<FinishedUploads>();
        services.AddScoped<UploadStore>();
        services.AddScoped<FormReceiver>();
        services.AddSingleton<UploadLocks>();
        services.AddHostedService<UploadSweep>();
        services.AddSingleton<IMemoryPoolFactory<byte>, WideBlocks>();
        return services;
    }

    /// <summary>Clients behind proxies that let no PATCH or DELETE through send a POST that names the method: tus asks
    /// every server to take it.
    /// Goes before routing.</summary>
    public static void UseUploadMethods(this IApplicationBuilder app) =>
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api/v1/uploads"), uploads => uploads.UseHttpMethodOverride());
}
