using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Readers;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Readers;

internal static class SightServices
{
    public static IServiceCollection AddReaders(this IServiceCollection services)
    {
        services.AddSingleton<RequestSight>();
        services.AddSingleton<LastingReader>();
        services.AddSingleton<ISightSource>(provider => provider.GetRequiredService<RequestSight>());
        services.AddSingleton<IMemoryCache, SightedCache>();
        return services;
    }

    /// <summary>Goes on reading with the eyes of a caller whose key is in the form of a page.</summary>
    public static async Task<Caller> ReadsAsAsync(this HttpContext http, Caller caller)
    {
        var services = http.RequestServices;
        services.GetRequiredService<RequestSight>().See(await services.GetRequiredService<Sights>().OfAsync(caller, http.RequestAborted));
        return caller;
    }

    /// <summary>Comes before everything else: from here on nothing is read until the reader is known.</summary>
    public static void UseUnknownReader(this WebApplication app)
    {
        var sight = app.Services.GetRequiredService<RequestSight>();
        app.Use(
            async (http, next) =>
            {
                sight.Begin();
                await next(http);
            }
        );
    }
}
