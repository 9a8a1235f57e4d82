using System.Net;
using System.Net.Sockets;

namespace Bench.Api.Webhooks;

/// <summary>Connects to receivers. The name is resolved once, its addresses are judged, and the connection goes to one
/// of those very addresses: a name that answers differently the second time gains nothing.</summary>
internal static class GuardedConnection
{
    /// <summary>No redirects and no proxy: either would lead past the judgement.</summary>
    public static SocketsHttpHandler CreateHandler(WebhookOptions options) =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options, cancellationToken),
        };

    /// <remarks>The message about a refused name is read by the webhook's owner: it does not tell what the name
    /// resolves to here.</remarks>
    static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, WebhookOptions options, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        if (!options.AllowPrivateAddresses && addresses.Any(address => !PublicAddress.Is(address)))
            throw new HttpRequestException(
                $"'{target.Host}' is not a public address; the operator may allow private ones with Bench:Webhooks:AllowPrivateAddresses"
            );
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
