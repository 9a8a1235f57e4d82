using System.Net;
using System.Net.Sockets;

namespace Bench.Tests.Fixtures;

/// <summary>Ports of this machine for programs that choose none themselves.</summary>
static class Ports
{
    /// <summary>One that nobody listened on a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
