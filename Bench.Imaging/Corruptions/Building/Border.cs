namespace Bench.Imaging.Corruptions.Building;

/// <summary>The pixels beyond the edge of a picture whose row is a b c d.</summary>
enum Border
{
    /// <summary>a a | a b c d | d d: SciPy's <c>nearest</c>, ImageMagick's edge, OpenCV's <c>REPLICATE</c>.</summary>
    Nearest,

    /// <summary>b a | a b c d | d c: SciPy's <c>reflect</c>.</summary>
    Reflect,

    /// <summary>c b | a b c d | c b: OpenCV's <c>REFLECT_101</c>.</summary>
    Reflect101,
}
