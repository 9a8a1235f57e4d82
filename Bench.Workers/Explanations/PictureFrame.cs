namespace Bench.Workers.Explanations;

/// <summary>The shape of a picture, and what stands for nothing in it.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Baseline">Red, green and blue in [0, 1] of a pixel that is taken away: the contract's mean, which the
/// model sees as zero.</param>
internal sealed record PictureFrame(int Height, int Width, float[] Baseline)
{
    public int Plane => Height * Width;

    /// <summary>Baseline of the number at a place of a picture.</summary>
    public float BaselineAt(int place) => Baseline[place / Plane];

    /// <summary>Sums a picture's numbers over the three channels.</summary>
    public float[] SumOverChannels(ReadOnlySpan<float> numbers)
    {
        var map = new float[Plane];
        for (var i = 0; i < numbers.Length; i++)
            map[i % Plane] += numbers[i];
        return map;
    }
}
