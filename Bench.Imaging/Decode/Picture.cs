namespace Bench.Imaging.Decode;

/// <summary>A decoded picture in a buffer that is used again for the next one: RGBX pixels (the fourth byte means
/// nothing), rows without gaps.</summary>
public sealed class Picture : IDisposable
{
    /// <summary>A buffer above this size is not kept: one giant among 50,000 photographs must not stay resident. It
    /// lies outside of the managed heap, which would return it to the machine when it pleases.</summary>
    const int KeptBytes = 64 << 20;

    /// <summary>The first buffer: a picture of a million pixels fits, and so do nearly all photographs of
    /// ImageNet.</summary>
    const int FirstBytes = 4 << 20;

    const int BytesPerPixel = 4;

    /// <summary>Bytes that must be readable behind the last source pixel (they meet weight 0), and writable behind the
    /// target of a horizontal pass, for kernels that work on whole vectors.</summary>
    public const int Slack = 16;

    byte[] _buffer = [];
    LargeBuffer? _large;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Stride => Width * BytesPerPixel;

    /// <summary>The pixels: Height · Stride bytes.</summary>
    public Span<byte> Pixels => Buffer[..(Height * Stride)];

    /// <summary>The pixels with the readable bytes behind them that the vector kernels ask for.</summary>
    public ReadOnlySpan<byte> PixelsWithSlack => Buffer[..(Height * Stride + Slack)];

    Span<byte> Buffer => _large is { } large ? large.Span : _buffer;

    /// <summary>Makes room for a picture of this size; what was in the buffer is lost.</summary>
    public void Reset(int width, int height)
    {
        var needed = checked(width * height * BytesPerPixel + Slack);
        LetGo();
        if (needed > KeptBytes)
            _large = new LargeBuffer(needed);
        else if (_buffer.Length < needed)
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(FirstBytes, needed));
        (Width, Height) = (width, height);
    }

    /// <summary>Gives a large buffer back to the machine, and the picture with it; a small picture stays.</summary>
    public void LetGo()
    {
        if (_large is null)
            return;
        _large.Dispose();
        (_large, Width, Height) = (null, 0, 0);
    }

    public void Dispose() => LetGo();
}
