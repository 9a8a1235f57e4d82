using System.Net;
using System.Net.Sockets;

namespace Bench.Api.Trail;

/// <summary>How much of a client's address is written down.</summary>
/// <remarks>No hash is among them: all IPv4 addresses are hashed in seconds, so that a hash would keep an address from
/// nobody.</remarks>
public enum KeptAddress
{
    None,

    /// <summary>Enough to see that a key is used from elsewhere, and points at nobody: <c>192.0.2.0/24</c>,
    /// <c>2001:db8:1::/48</c>.</summary>
    Network,

    Whole,
}

internal static class KeptAddresses
{
    const int V4Bits = 24,
        V6Bits = 48;

    public static string? Of(this KeptAddress kept, IPAddress? address)
    {
        if (address is null || kept == KeptAddress.None)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (kept == KeptAddress.Whole)
            return address.ToString();
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? V4Bits : V6Bits;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
