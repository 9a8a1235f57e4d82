namespace Bench.Api.Http;

/// <summary>A body that the endpoint takes, for its description.</summary>
internal sealed record RequestExample(string Json);

internal static class RequestExampleExtensions
{
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, string json) =>
        endpoint.WithMetadata(new RequestExample(json));
}
