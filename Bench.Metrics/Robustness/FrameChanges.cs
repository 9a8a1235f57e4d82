using Bench.Metrics.Predicted;

namespace Bench.Metrics.Robustness;

/// <summary>How much a model's answer changes along one sequence.</summary>
/// <remarks>Hendrycks and Dietterich, 2019. A flip is another best class than on the frame that a frame is held against
/// (<see cref="FrameSequences.IsAgainstFirst"/>). The top-5 distance of two rankings is Σ over the five best classes of
/// the earlier frame, at places i = 0 … 4, of |i − min(r, 5)|, where r is the class's place in the later
/// frame.</remarks>
public static class FrameChanges
{
    /// <summary>Ranked classes that the distance needs.</summary>
    public const int Ranks = 5;

    /// <summary>Share of comparisons whose best class differs; NaN for fewer than two frames.</summary>
    public static double FlipRate(FrameSequence sequence, Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return Mean(sequence, (from, to) => Top(predictions, from)[0] != Top(predictions, to)[0] ? 1 : 0);
    }

    /// <summary>Mean top-5 distance of the comparisons; NaN for fewer than two frames.</summary>
    /// <exception cref="ArgumentException">The predictions carry fewer than five ranked classes.</exception>
    public static double TopFiveDistance(FrameSequence sequence, Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.HeadSize < Ranks)
            throw new ArgumentException($"{predictions.HeadSize} ranked classes; {Ranks} are needed", nameof(predictions));
        return Mean(sequence, (from, to) => Distance(Top(predictions, from), Top(predictions, to)));
    }

    static int Distance(ReadOnlySpan<ushort> earlier, ReadOnlySpan<ushort> later)
    {
        var sum = 0;
        for (var place = 0; place < Ranks; place++)
        {
            var rank = later[..Ranks].IndexOf(earlier[place]);
            sum += Math.Abs(place - (rank < 0 ? Ranks : rank));
        }
        return sum;
    }

    static double Mean(FrameSequence sequence, Func<int, int, int> change)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        var (frames, against, sum) = (sequence.Frames, FrameSequences.IsAgainstFirst(sequence.Perturbation), 0);
        for (var i = 1; i < frames.Length; i++)
            sum += change(frames[against ? 0 : i - 1], frames[i]);
        return frames.Length < 2 ? double.NaN : (double)sum / (frames.Length - 1);
    }

    static ReadOnlySpan<ushort> Top(Predictions predictions, int image) =>
        predictions.TopClass.Span.Slice(image * predictions.HeadSize, predictions.HeadSize);
}
