using System.IO.Hashing;
using System.Text;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions;

/// <summary>Corrupts square pictures in place. One for each thread: its buffers stay from picture to picture.</summary>
/// <param name="side">Width and height in pixels.</param>
public sealed class Corruptor(int side) : IDisposable
{
    readonly Canvas _canvas = new(side);

    /// <param name="rgb">Rows of RGB pixels without gaps; replaced.</param>
    /// <param name="corruption">What to do to them.</param>
    /// <param name="level">Place among its levels, from 0.</param>
    /// <param name="key">What its random numbers begin from: see <see cref="KeyOf"/>.</param>
    public void Apply(Span<byte> rgb, Corruption corruption, int level, ulong key)
    {
        if (rgb.Length != _canvas.Length)
            throw new ArgumentException($"A picture of {side} x {side} has {_canvas.Length} bytes, not {rgb.Length}.", nameof(rgb));
        rgb.CopyTo(_canvas.Rgb);
        _canvas.Noise.Reset(key);
        corruption.Apply(_canvas, level);
        _canvas.Rgb.CopyTo(rgb);
    }

    /// <summary>Writes the picture as JPEG and reads it again.</summary>
    /// <param name="rgb">Rows of RGB pixels without gaps; replaced.</param>
    /// <param name="quality">1 to 100.</param>
    public void Compress(Span<byte> rgb, int quality) => _canvas.Jpeg.Apply(rgb, side, quality);

    /// <summary>The key of a picture's random numbers, which depends on nothing but these: XXH3 of the four in UTF-8,
    /// with line feeds between them.</summary>
    /// <param name="seed">Of the dataset.</param>
    /// <param name="corruption">The corruption's name.</param>
    /// <param name="level">The level's name.</param>
    /// <param name="image">What the picture is called, wherever it lies.</param>
    public static ulong KeyOf(long seed, string corruption, string level, string image) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}\n{corruption}\n{level}\n{image}")));

    public void Dispose() => _canvas.Jpeg.Dispose();
}
