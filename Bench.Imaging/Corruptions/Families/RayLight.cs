using System.Numerics;
using System.Runtime.InteropServices;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>A star of rays of different lengths: how bright it is at each pixel, a row at a time.</summary>
ref struct RayLight
{
    const float Nearest = 1e-4f;

    int _rays;
    ReadOnlySpan<ulong> _edges;
    Span<ulong> _found;
    Span<int> _ray;
    Span<float> _between,
        _shares,
        _triple;

    /// <param name="canvas">Its buffers of floats 2 to 6 and of numbers 0 are used.</param>
    /// <param name="lengths">Length of each ray; outside these buffers.</param>
    public static RayLight Of(Canvas canvas, ReadOnlySpan<float> lengths)
    {
        var padded = (canvas.Side + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        // A ray's length and what the next is longer by, in one number that is read at once; a place may round to one
        // ray too many.
        var edges = MemoryMarshal.Cast<float, ulong>(canvas.Floats(4, 2 * (lengths.Length + 1)));
        for (var ray = 0; ray <= lengths.Length; ray++)
        {
            var (length, next) = (lengths[ray % lengths.Length], lengths[(ray + 1) % lengths.Length]);
            edges[ray] = BitConverter.SingleToUInt32Bits(length) | ((ulong)BitConverter.SingleToUInt32Bits(next - length) << 32);
        }
        return new()
        {
            _rays = lengths.Length,
            _edges = edges,
            _found = MemoryMarshal.Cast<float, ulong>(canvas.Floats(3, 2 * padded)),
            _ray = canvas.Numbers(0, padded),
            _between = canvas.Floats(2, padded),
            _shares = canvas.Floats(5, padded),
            _triple = canvas.Floats(6, 3 * canvas.Side),
        };
    }

    /// <summary>Brightness from 0 to 1 of each pixel of a row, three times each.</summary>
    /// <param name="centre">Column of the star's centre.</param>
    /// <param name="down">How far the row is below the centre.</param>
    /// <param name="power">1, or what the reach of the light is raised to.</param>
    public readonly ReadOnlySpan<float> Row(float centre, float down, float power)
    {
        Triple.Of(Gray(centre, down, power), _triple);
        return _triple;
    }

    /// <summary>The same, once each.</summary>
    /// <inheritdoc cref="Row"/>
    public readonly ReadOnlySpan<float> Gray(float centre, float down, float power)
    {
        Places(centre, down, _rays, _ray, _between);
        Find(_edges, _ray, _found);
        Shares(centre, down, power, _found, _between, _shares);
        return _shares[..(_triple.Length / 3)];
    }

    /// <summary>Between which rays each pixel lies, and how far from the first of them.</summary>
    static void Places(float centre, float down, int rays, Span<int> places, Span<float> between)
    {
        for (var x = 0; x < places.Length; x += Vector<float>.Count)
        {
            var angle = Trigonometry.Arctangent(Vector.CreateSequence(x - centre, 1), new Vector<float>(down));
            var place = (angle + new Vector<float>(MathF.PI)) * (rays / (2 * MathF.PI));
            var ray = Vector.Min(Vector.ConvertToInt32(place), new Vector<int>(rays));
            ray.CopyTo(places[x..]);
            (place - Vector.ConvertToSingle(ray)).CopyTo(between[x..]);
        }
    }

    static void Find(ReadOnlySpan<ulong> edges, ReadOnlySpan<int> places, Span<ulong> found)
    {
        for (var x = 0; x < places.Length; x++)
            found[x] = edges[places[x]];
    }

    static void Shares(float centre, float down, float power, ReadOnlySpan<ulong> found, ReadOnlySpan<float> between, Span<float> shares)
    {
        var half = Vector<ulong>.Count;
        for (var x = 0; x < shares.Length; x += Vector<float>.Count)
        {
            var (low, high) = (new Vector<ulong>(found[x..]), new Vector<ulong>(found[(x + half)..]));
            var change = Vector.AsVectorSingle(Vector.Narrow(low >>> 32, high >>> 32));
            var (right, part) = (Vector.CreateSequence(x - centre, 1), new Vector<float>(between[x..]));
            var length = Vector.AsVectorSingle(Vector.Narrow(low, high)) + part * change;
            var reach = length * length / (right * right + new Vector<float>(down * down + Nearest));
            if (power != 1)
                reach = Vector.Exp(Vector.Log(reach) * power);
            part -= new Vector<float>(.5f);
            var share = (Vector<float>.One - part * part) * reach;
            Vector.Min(Vector.Max(share, Vector<float>.Zero), Vector<float>.One).CopyTo(shares[x..]);
        }
    }
}
