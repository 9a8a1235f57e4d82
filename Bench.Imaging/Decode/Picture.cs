namespace Bench.Imaging.Decode;

/// <summary>A decoded picture in a buffer that is used again for the next one: RGBX pixels (the fourth byte means nothing), rows without
/// gaps.</summary>
sealed class Picture
{
    /// <summary>A buffer above this size is let go again when a much smaller picture comes: one giant among 50,000 photographs must not
    /// stay resident.</summary>
    const int KeptBytes = 64 << 20;

    /// <summary>The first buffer: a picture of a million pixels fits, and so do nearly all photographs of ImageNet.</summary>
    const int FirstBytes = 4 << 20;

    const int BytesPerPixel = 4;

    /// <summary>Bytes that must be readable behind the last source pixel (they meet weight 0), and writable behind the target of a
    /// horizontal pass, for kernels that work on whole vectors.</summary>
    public const int Slack = 16;

    byte[] _buffer = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Stride => Width * BytesPerPixel;

    /// <summary>The pixels: Height · Stride bytes.</summary>
    public Span<byte> Pixels => _buffer.AsSpan(0, Height * Stride);

    /// <summary>The pixels with the readable bytes behind them that the vector kernels ask for.</summary>
    public ReadOnlySpan<byte> PixelsWithSlack => _buffer.AsSpan(0, Height * Stride + Slack);

    /// <summary>Makes room for a picture of this size; what was in the buffer is lost.</summary>
    public void Reset(int width, int height)
    {
        var needed = checked(width * height * BytesPerPixel + Slack);
        if (_buffer.Length < needed || (_buffer.Length > KeptBytes && needed < _buffer.Length / 4))
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(FirstBytes, needed));
        (Width, Height) = (width, height);
    }
}
