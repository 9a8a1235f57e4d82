using System.Net;
using Bench.Data;
using Microsoft.AspNetCore.HttpOverrides;

namespace Bench.Api.Http;

internal static class Proxies
{
    /// <summary>Believes what the operator's own proxies say of a request, and nobody else.</summary>
    /// <exception cref="InvalidOperationException">A proxy is neither an address nor a network.</exception>
    public static IServiceCollection AddBenchProxies(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<ForwardedHeadersOptions>(headers =>
        {
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var proxy in configuration.GetSection($"{BenchOptions.Section}:{nameof(BenchOptions.Proxies)}").Get<string[]>() ?? [])
            {
                if (IPAddress.TryParse(proxy, out var address))
                    headers.KnownProxies.Add(address);
                else if (System.Net.IPNetwork.TryParse(proxy, out var network))
                    headers.KnownIPNetworks.Add(network);
                else
                    throw new InvalidOperationException(
                        $"Bench:Proxies has '{proxy}', which is neither an address nor a network such as 10.0.0.0/8."
                    );
            }
            headers.ForwardedHeaders =
                headers.KnownProxies.Count + headers.KnownIPNetworks.Count > 0
                    ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost
                    : ForwardedHeaders.None;
            headers.ForwardLimit = null;
        });
}
