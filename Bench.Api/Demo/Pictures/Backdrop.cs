using System.Numerics;
using SkiaSharp;

namespace Bench.Api.Demo.Pictures;

/// <summary>Texture of the ground and, out of focus, of what is behind: fractal noise between two colours.</summary>
internal sealed class Backdrop
{
    const int Size = 128;

    readonly byte[] _noise;
    readonly Vector3 _one,
        _other,
        _behind;
    readonly float _grain;

    /// <param name="seed">Seed of the noise.</param>
    /// <param name="one">Colour where the noise is low.</param>
    /// <param name="other">Colour where it is high.</param>
    /// <param name="behind">Colour of what is behind.</param>
    /// <param name="grain">Texture periods for each unit of ground.</param>
    public Backdrop(int seed, Vector3 one, Vector3 other, Vector3 behind, float grain)
    {
        (_one, _other, _behind, _grain) = (one, other, behind, grain);
        using var bitmap = new SKBitmap(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var shader = SKShader.CreatePerlinNoiseFractalNoise(4f / Size, 4f / Size, 4, seed, new SKSizeI(Size, Size));
        using var paint = new SKPaint { Shader = shader };
        canvas.Clear(SKColors.Black);
        canvas.DrawPaint(paint);
        canvas.Flush();
        _noise = bitmap.Bytes;
    }

    public Vector3 Ground(float x, float z) => Vector3.Lerp(_one, _other, Noise(x * _grain, z * _grain, channel: 0));

    public Vector3 Behind(Vector3 direction)
    {
        var blotch = Noise(0.35f * MathF.Atan2(direction.X, -direction.Z), 0.35f * direction.Y, channel: 1);
        return _behind * (0.55f + 0.9f * blotch);
    }

    /// <summary>Noise in [0, 1], bilinear between texels, repeating every unit.</summary>
    float Noise(float x, float y, int channel)
    {
        var (u, v) = (x * Size, y * Size);
        var (left, top) = ((int)MathF.Floor(u), (int)MathF.Floor(v));
        var (right, down) = (u - left, v - top);
        var above = Texel(left, top) * (1 - right) + Texel(left + 1, top) * right;
        var below = Texel(left, top + 1) * (1 - right) + Texel(left + 1, top + 1) * right;
        // Fractal noise keeps near the middle; spread it out.
        return Math.Clamp(((above * (1 - down) + below * down) / 255 - 0.5f) * 2.2f + 0.5f, 0, 1);

        float Texel(int column, int row) => _noise[((row & (Size - 1)) * Size + (column & (Size - 1))) * 4 + channel];
    }
}
