namespace Bench.Imaging.Contract;

/// <summary>The resampling filters of Pillow, by timm's names in lower case.</summary>
public enum Interpolation
{
    Nearest,
    Box,
    Bilinear,
    Hamming,
    Bicubic,
    Lanczos,
}
