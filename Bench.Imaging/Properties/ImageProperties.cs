namespace Bench.Imaging.Properties;

/// <summary>Properties of a picture's file and pixels, whatever it shows.</summary>
/// <param name="Width">Pixels a row, as stored: orientation is not applied, as in preprocessing.</param>
/// <param name="Height">Rows.</param>
/// <param name="JpegQuality">Quality, 1 to 100, by which libjpeg would write tables like those of the file; null for
/// other files.</param>
/// <param name="IsGray">Whether no place has colour.</param>
/// <param name="Brightness">Mean luma, 0 (black) to 1 (white).</param>
/// <param name="Sharpness">Variance of the Laplacian of luma, in squared levels of 255; low where a picture is blurred
/// or plain.</param>
/// <param name="Entropy">Entropy of the histogram of luma, in bits, 0 to 8.</param>
/// <param name="Hash">Perceptual hash; null of a plain picture, which is like any other plain one.</param>
public sealed record ImageProperties(
    int Width,
    int Height,
    int? JpegQuality,
    bool IsGray,
    double Brightness,
    double Sharpness,
    double Entropy,
    ulong? Hash
);
