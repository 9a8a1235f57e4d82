using System.Net;
using System.Net.Sockets;

namespace Bench.Api.Webhooks;

/// <summary>Which addresses are public. Everything else may be a neighbour that trusts this machine: a database, a
/// cloud's metadata service, a printer.</summary>
internal static class PublicAddress
{
    /// <summary>Special-purpose blocks of IANA's registries that are not globally reachable, and multicast.</summary>
    static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Of version 6 only 2000::/3 is given out; within it: Teredo and its neighbours, documentation, and 6to4,
            // which hides an address of version 4.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(address))
            return false;
        return !Special.Any(block => block.Contains(address));
    }
}
