using Bench.Imaging.Contract;

namespace Bench.Imaging.Resize;

/// <summary>The weight functions of Pillow's resampling filters, in source pixels at scale 1.</summary>
/// <remarks>Constants and operation order are Pillow's: a weight that differs in its last bit may round to another
/// coefficient.</remarks>
static class ResampleFilter
{
    /// <summary>Half the width of the filter: outside of it every weight is 0.</summary>
    public static double Support(Interpolation filter) =>
        filter switch
        {
            Interpolation.Box => 0.5,
            Interpolation.Bilinear or Interpolation.Hamming => 1.0,
            Interpolation.Bicubic => 2.0,
            Interpolation.Lanczos => 3.0,
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "This filter has no weights."),
        };

    public static double Weight(Interpolation filter, double distance) =>
        filter switch
        {
            Interpolation.Box => distance is > -0.5 and <= 0.5 ? 1.0 : 0.0,
            Interpolation.Bilinear => Math.Max(0.0, 1.0 - Math.Abs(distance)),
            Interpolation.Hamming => Hamming(Math.Abs(distance)),
            Interpolation.Bicubic => Bicubic(Math.Abs(distance)),
            Interpolation.Lanczos => distance is >= -3.0 and < 3.0 ? Sinc(distance) * Sinc(distance / 3.0) : 0.0,
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "This filter has no weights."),
        };

    static double Hamming(double x)
    {
        if (x == 0.0)
            return 1.0;
        if (x >= 1.0)
            return 0.0;
        x *= Math.PI;
        return Math.Sin(x) / x * (0.54f + 0.46f * Math.Cos(x));
    }

    /// <summary>Keys' cubic convolution with a = −0.5.</summary>
    static double Bicubic(double x)
    {
        const double A = -0.5;
        if (x < 1.0)
            return ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0;
        return x < 2.0 ? (((x - 5.0) * x + 8.0) * x - 4.0) * A : 0.0;
    }

    static double Sinc(double x)
    {
        if (x == 0.0)
            return 1.0;
        x *= Math.PI;
        return Math.Sin(x) / x;
    }
}
