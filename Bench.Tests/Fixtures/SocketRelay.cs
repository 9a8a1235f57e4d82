using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Bench.Tests.Fixtures;

/// <summary>A local socket that passes everything on to another one, until it is cut: what is behind it is then away, as after a pulled
/// cable.</summary>
internal sealed class SocketRelay : IDisposable
{
    readonly string _path;
    readonly string _target;
    readonly ConcurrentDictionary<Socket, bool> _ends = new();
    Socket? _listener;

    /// <param name="path">Where it listens.</param>
    /// <param name="target">The socket behind it.</param>
    public SocketRelay(string path, string target)
    {
        (_path, _target) = (path, target);
        Mend();
    }

    /// <summary>Nobody gets through any more, and those who did are cut off.</summary>
    public void Cut()
    {
        _listener?.Dispose();
        File.Delete(_path);
        foreach (var end in _ends.Keys)
            end.Dispose();
        _ends.Clear();
    }

    /// <summary>New connections get through again.</summary>
    public void Mend()
    {
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptAsync();
                var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await far.ConnectAsync(new UnixDomainSocketEndPoint(_target));
                (_ends[near], _ends[far]) = (true, true);
                _ = PassAsync(near, far);
                _ = PassAsync(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[1 << 14];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
                for (var sent = 0; sent < count; )
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut, or the other side has gone.
        }
        foreach (var end in new[] { from, to })
        {
            _ends.TryRemove(end, out _);
            end.Dispose();
        }
    }

    public void Dispose() => Cut();
}
