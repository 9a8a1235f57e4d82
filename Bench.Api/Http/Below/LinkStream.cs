using System.Buffers;
using System.Text;

namespace Bench.Api.Http.Below;

/// <summary>The stream that an answer is written to: links of pages and pictures (<c>href="/models"</c>) and of JSON
/// (<c>"self":"/api/v1/…"</c>) get the path before them. Everything else goes through as it is.</summary>
/// <param name="wire">Where it goes to.</param>
/// <param name="response">Tells by its type whether there are links in it.</param>
/// <param name="below">The path, with a slash at its beginning and none at its end.</param>
/// <param name="addresses">First segments of addresses: in JSON a text that begins otherwise is no link of ours.</param>
internal sealed class LinkStream(Stream wire, HttpResponse response, string below, IReadOnlySet<string> addresses) : Stream
{
    /// <summary>Bytes before a link that tell what it is: the name of an attribute.</summary>
    const int Look = 40;

    static readonly string[] Attributes = ["href", "src", "action", "formaction"];

    readonly byte[] _below = Encoding.ASCII.GetBytes(below);
    byte[] _before = [];
    byte[] _held = [];
    byte? _mark;

    /// <summary>The sign between a name and a link, by the answer's type; none where there are no links. Known from
    /// the first byte on: the compression of the answer sets its header later.</summary>
    public byte Mark => _mark ??= MarkOf(response);

    static byte MarkOf(HttpResponse response) =>
        response.Headers.ContentEncoding.Count > 0
            ? default
            : response.ContentType?.Split(';')[0] switch
            {
                "text/html" or "image/svg+xml" => (byte)'=',
                "application/json" or "application/problem+json" or "text/event-stream" => (byte)':',
                _ => default,
            };

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Mark is var mark && mark == default)
            await wire.WriteAsync(buffer, cancellationToken);
        else
            await wire.WriteAsync(Lengthened(buffer.Span, mark, isEnd: false), cancellationToken);
    }

    /// <summary>Sends what was held back because it might have been the beginning of a link.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_held.Length > 0)
            await wire.WriteAsync(Lengthened([], Mark, isEnd: true), cancellationToken);
    }

    /// <summary>A piece with its links lengthened. What might go on as a link in the next piece is held back.</summary>
    ReadOnlyMemory<byte> Lengthened(ReadOnlySpan<byte> piece, byte mark, bool isEnd)
    {
        byte[] all = [.. _before, .. _held, .. piece];
        var (sent, at) = (new ArrayBufferWriter<byte>(all.Length + 256), _before.Length);
        _held = [];
        for (var from = at; from < all.Length; )
        {
            var found = all.AsSpan(from).IndexOf("\"/"u8);
            // The first half of the two may be the last byte.
            if (found < 0 && (isEnd || all[^1] != '"'))
                break;
            var quote = found >= 0 ? from + found : all.Length - 1;
            var rest = all.AsSpan(quote + 1);
            if (!IsNamed(all.AsSpan(0, quote), mark))
            {
                from = quote + 1;
                continue;
            }
            if (!isEnd && rest.IndexOfAny("\"?#"u8) < 0 && rest.Length < Look)
            {
                _held = all[quote..];
                sent.Write(all.AsSpan(at, quote - at));
                at = all.Length;
                break;
            }
            if (IsOurs(rest, mark))
            {
                sent.Write(all.AsSpan(at, quote + 1 - at));
                sent.Write(_below);
                at = quote + 1;
            }
            from = quote + 1;
        }
        sent.Write(all.AsSpan(at));
        var end = all.Length - _held.Length;
        _before = all[Math.Max(0, end - Look)..end];
        return sent.WrittenMemory;
    }

    static bool IsNamed(ReadOnlySpan<byte> before, byte mark)
    {
        if (before is not [.., var last] || last != mark)
            return false;
        if (mark == ':')
            return true;
        var name = Encoding.ASCII.GetString(before[Math.Max(0, before.Length - Look)..^1]);
        name = name[(name.AsSpan().LastIndexOfAny(" \n\t:") + 1)..];
        return Attributes.Contains(name) || name.StartsWith("data-", StringComparison.Ordinal);
    }

    /// <summary>A link from the root that is not below the path already.</summary>
    bool IsOurs(ReadOnlySpan<byte> rest, byte mark)
    {
        if (rest is not [(byte)'/', .. var path] || path is [(byte)'/', ..])
            return false;
        if (rest.StartsWith(_below) && (rest.Length == _below.Length || "/?#\""u8.Contains(rest[_below.Length])))
            return false;
        if (mark == '=')
            return true;
        var end = path.IndexOfAny("/?#\""u8);
        return end >= 0 && addresses.Contains(Encoding.ASCII.GetString(path[..end]));
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        _ = Mark;
        return wire.FlushAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => wire.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Mark is var mark && mark == default)
            wire.Write(buffer, offset, count);
        else
            wire.Write(Lengthened(buffer.AsSpan(offset, count), mark, isEnd: false).Span);
    }
}
