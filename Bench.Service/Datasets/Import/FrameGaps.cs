using Bench.Data.Outcomes;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Frames that are missing amid a film: a flip there is between frames that are further apart than
/// others.</summary>
static class FrameGaps
{
    /// <summary>Steps between frames, in usual ones; numbers that are times are rounded.</summary>
    const double Skips = 1.5;

    /// <param name="frames">In the order of their paths, so that those of a film stand together.</param>
    /// <returns>Null where no film has a gap.</returns>
    public static Check? Of(IReadOnlyList<FoundImage> frames)
    {
        var (films, first) = (0, default(string));
        for (int start = 0, end; start < frames.Count; start = end)
        {
            var film = PictureCopies.FilmOf(frames[start].Path);
            end = start + 1;
            while (end < frames.Count && PictureCopies.FilmOf(frames[end].Path) == film)
                end++;
            if (Gap(frames, start, end) is not { } gap)
                continue;
            films++;
            first ??= $"{FirstTen.Printable(film)} has none between {gap.Before} and {gap.After}";
        }
        return first is null
            ? null
            : Check.Warning(
                CheckCodes.FramesMissing,
                $"Frames are missing amid {Counted.Of(films, "film")}: {first}. Frames on both sides of a gap are compared with each "
                    + "other, so flips there are more than between neighbours."
            );
    }

    static (long Before, long After)? Gap(IReadOnlyList<FoundImage> frames, int start, int end)
    {
        if (end - start < 3)
            return null;
        var numbers = new long[end - start];
        for (var i = start; i < end; i++)
        {
            if (FrameNumber.Of(frames[i].Path) is not { } number)
                return null;
            numbers[i - start] = number;
        }
        Array.Sort(numbers);
        long[] steps = [.. numbers.Skip(1).Zip(numbers, (after, before) => after - before).Order()];
        var usual = steps[(steps.Length - 1) / 2];
        for (var i = 1; i < numbers.Length; i++)
            if (numbers[i] - numbers[i - 1] > Skips * usual)
                return (numbers[i - 1], numbers[i]);
        return null;
    }
}
