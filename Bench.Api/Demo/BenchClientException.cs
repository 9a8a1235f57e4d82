using System.Net;

namespace Bench.Api.Demo;

/// <summary>The service refused a request; the message holds its problem as it came.</summary>
internal sealed class BenchClientException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
