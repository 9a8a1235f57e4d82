using Bench.Service.Access;
using Microsoft.Extensions.Options;

namespace Bench.Api.Trail;

internal static class TrailServices
{
    public static IServiceCollection AddTrail(this IServiceCollection services)
    {
        services.AddOptions<TrailOptions>().BindConfiguration(TrailOptions.Section).ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TrailOptions>>().Value);
        services.AddSingleton<AuditTrail>();
        return services;
    }

    /// <summary>Writes down a request whose key is in the form of a page; where a browser signed in, it is written down
    /// already.</summary>
    public static async Task<Caller> AuditedAsync(this HttpContext http, Caller caller)
    {
        if (Caller.Of(http.User) is null)
            await http.RequestServices.GetRequiredService<AuditTrail>().BeginAsync(http, caller);
        return caller;
    }
}
