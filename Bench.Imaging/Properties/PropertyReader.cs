using Bench.Imaging.Decode;

namespace Bench.Imaging.Properties;

/// <summary>Reads the properties of picture files. One for each thread: its buffers stay from picture to
/// picture.</summary>
/// <remarks>Pixels are looked at reduced by the largest of 8, 4, 2 and 1 that leaves 64 on the shorter side, so that a
/// photograph costs a fraction of its decoding: libjpeg reduces while it decodes, other decoders' pixels are
/// averaged.</remarks>
public sealed class PropertyReader : IDisposable
{
    const int LeastSide = 64;

    /// <summary>Levels by which the channels of a gray picture may differ: what JPEG's colours are off by.</summary>
    const int Colourless = 8;

    /// <summary>Spread of luma, in levels, below which a picture is plain.</summary>
    const double Plain = 2;

    readonly IImageDecoder _decoder = ImageDecoders.Create(DecodeLimits.Default);
    readonly Picture _picture = new();
    byte[] _luma = [];

    /// <summary>The decoder in use: another may round otherwise.</summary>
    public static string Decoder => ImageDecoders.Chosen;

    /// <param name="encoded">The file's bytes.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Null for what is no picture that preprocessing could read.</returns>
    public ImageProperties? Read(ReadOnlySpan<byte> encoded, string name)
    {
        try
        {
            var jpeg = JpegHeader.IsJpeg(encoded);
            var header = jpeg ? JpegHeader.Read(encoded) : default;
            var divisor = jpeg ? DivisorOf(header.Width, header.Height) : 1;
            if (_decoder is TurboJpegDecoder turbo)
                turbo.Decode(encoded, name, _picture, divisor);
            else
                _decoder.Decode(encoded, name, _picture);
            var (width, height) = jpeg ? (header.Width, header.Height) : (_picture.Width, _picture.Height);
            // Decoders that do not reduce leave the whole picture.
            var reduced = _picture.Width == width && _picture.Height == height ? DivisorOf(width, height) : 1;
            return Measured(width, height, jpeg ? JpegQuality.Estimate(encoded) : null, reduced);
        }
        catch (ImageDecodeException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _picture.Dispose();
    }

    static int DivisorOf(int width, int height)
    {
        var divisor = 8;
        while (divisor > 1 && Math.Min(width, height) / divisor < LeastSide)
            divisor /= 2;
        return divisor;
    }

    ImageProperties Measured(int width, int height, int? quality, int divisor)
    {
        var (columns, rows) = ((_picture.Width + divisor - 1) / divisor, (_picture.Height + divisor - 1) / divisor);
        if (_luma.Length < columns * rows)
            _luma = new byte[columns * rows];
        var luma = _luma.AsSpan(0, columns * rows);
        var gray = true;
        for (var row = 0; row < rows; row++)
        for (var column = 0; column < columns; column++)
        {
            var (red, green, blue) = Mean(row, column, divisor);
            gray &= Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue)) <= Colourless;
            // ITU-R 601, in Pillow's fixed point.
            luma[row * columns + column] = (byte)((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
        }
        var (mean, spread, entropy) = Histogram(luma);
        return new(
            width,
            height,
            quality,
            gray,
            mean / 255,
            Sharpness(luma, columns, rows),
            entropy,
            spread < Plain ? null : PerceptualHash.Of(luma, columns, rows)
        );
    }

    (int Red, int Green, int Blue) Mean(int row, int column, int divisor)
    {
        var pixels = _picture.Pixels;
        if (divisor == 1)
        {
            var place = row * _picture.Stride + column * 4;
            return (pixels[place], pixels[place + 1], pixels[place + 2]);
        }
        int red = 0,
            green = 0,
            blue = 0,
            count = 0;
        for (var y = row * divisor; y < Math.Min(_picture.Height, (row + 1) * divisor); y++)
        for (var x = column * divisor; x < Math.Min(_picture.Width, (column + 1) * divisor); x++, count++)
        {
            var place = y * _picture.Stride + x * 4;
            red += pixels[place];
            green += pixels[place + 1];
            blue += pixels[place + 2];
        }
        return ((red + count / 2) / count, (green + count / 2) / count, (blue + count / 2) / count);
    }

    static (double Mean, double Spread, double Entropy) Histogram(ReadOnlySpan<byte> luma)
    {
        Span<int> counts = stackalloc int[256];
        foreach (var level in luma)
            counts[level]++;
        double sum = 0,
            squares = 0,
            entropy = 0;
        for (var level = 0; level < counts.Length; level++)
        {
            if (counts[level] == 0)
                continue;
            var share = (double)counts[level] / luma.Length;
            sum += share * level;
            squares += share * level * level;
            entropy -= share * Math.Log2(share);
        }
        return (sum, Math.Sqrt(Math.Max(0, squares - sum * sum)), entropy);
    }

    static double Sharpness(ReadOnlySpan<byte> luma, int columns, int rows)
    {
        if (columns < 3 || rows < 3)
            return 0;
        double sum = 0,
            squares = 0;
        for (var row = 1; row < rows - 1; row++)
        for (var place = row * columns + 1; place < (row + 1) * columns - 1; place++)
        {
            double edge = 4 * luma[place] - luma[place - 1] - luma[place + 1] - luma[place - columns] - luma[place + columns];
            sum += edge;
            squares += edge * edge;
        }
        var count = (double)(columns - 2) * (rows - 2);
        return Math.Max(0, squares / count - sum / count * (sum / count));
    }
}
