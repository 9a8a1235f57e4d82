namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Other pixels than a contract can ask for, which a graph takes that was exported with a slip.</summary>
/// <param name="Words">What is changed, as advice says it behind "with".</param>
/// <param name="Cause">What the graph does then.</param>
/// <param name="Apply">From a crop of RGB pixels and its width to the changed one.</param>
internal sealed record PixelChange(string Words, string Cause, PixelChange.Rewrite Apply)
{
    public delegate void Rewrite(ReadOnlySpan<byte> crop, Span<byte> changed, int width);

    /// <summary>What a graph wants whose author exchanged height and width, as by an axis order of (2, 1, 0) in place
    /// of (2, 0, 1).</summary>
    public static PixelChange Transposed { get; } =
        new(
            "pictures transposed (height and width exchanged)",
            "the graph takes the axes of a picture in another order, or the pictures lie on their side",
            Transpose
        );

    /// <summary>What a graph wants whose channels are rotated, or of which two are exchanged; RGB and BGR are
    /// contracts.</summary>
    /// <param name="order">Which of red (0), green (1) and blue (2) comes first, second and third.</param>
    public static PixelChange Channels((int First, int Second, int Third) order) =>
        new(
            $"channels in the order {Letter(order.First)}{Letter(order.Second)}{Letter(order.Third)}",
            "the graph takes its channels in another order than RGB or BGR",
            (crop, changed, _) =>
            {
                for (var pixel = 0; pixel < crop.Length; pixel += 3)
                    (changed[pixel], changed[pixel + 1], changed[pixel + 2]) = (
                        crop[pixel + order.First],
                        crop[pixel + order.Second],
                        crop[pixel + order.Third]
                    );
            }
        );

    static char Letter(int colour) => "RGB"[colour];

    static void Transpose(ReadOnlySpan<byte> crop, Span<byte> turned, int side)
    {
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            crop.Slice(3 * (y * side + x), 3).CopyTo(turned[(3 * (x * side + y))..]);
    }
}
