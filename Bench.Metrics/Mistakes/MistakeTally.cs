using Bench.Metrics.Clustered;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Mistakes;

/// <summary>How many images of each kind there are, and what share that is.</summary>
public sealed class MistakeTally
{
    /// <summary>Every kind, in the order in which they are tried.</summary>
    public static readonly IReadOnlyList<MistakeKind> Kinds = Enum.GetValues<MistakeKind>();

    readonly int[] _counts = new int[Kinds.Count];
    readonly int[] _sorted;
    readonly int[] _errors;
    readonly IReadOnlyList<MistakeKind?> _kinds;
    readonly IReadOnlyList<int>? _pictureOf;

    /// <param name="kinds">[N] the kind of each image; null for one left out.</param>
    /// <param name="pictures">Pictures of the images, where several are of one.</param>
    public MistakeTally(IReadOnlyList<MistakeKind?> kinds, Clusters? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        (_kinds, _pictureOf) = (kinds, pictures?.Pictures);
        _sorted = [.. Enumerable.Range(0, kinds.Count).Where(image => kinds[image] is not null)];
        _errors = [.. _sorted.Where(image => kinds[image]!.Value.Severity() != MistakeSeverity.None)];
        foreach (var image in _sorted)
            _counts[(int)kinds[image]!.Value]++;
    }

    /// <summary>Images of a kind.</summary>
    public int this[MistakeKind kind] => _counts[(int)kind];

    /// <summary>Images sorted.</summary>
    public int N => _sorted.Length;

    /// <summary>Images with a best class other than the one they are filed under and accepted for: top-1 errors, where
    /// every image accepts its own.</summary>
    public int NotOwn => N - this[MistakeKind.Right];

    /// <summary>Images of any severity but none.</summary>
    public int Errors => _errors.Length;

    /// <summary>Share of all images, with its 95 % interval (<see cref="ImageShare"/>); NaN without
    /// images.</summary>
    public (double Share, Interval Interval) OfImages(MistakeKind kind) => Share(kind, _sorted);

    /// <summary>Share of <see cref="Errors"/>, with its 95 % interval; NaN without errors, or for a kind that is not
    /// a mistake.</summary>
    public (double Share, Interval Interval) OfErrors(MistakeKind kind) =>
        kind.Severity() == MistakeSeverity.None ? (double.NaN, Interval.None) : Share(kind, _errors);

    (double, Interval) Share(MistakeKind kind, int[] of) =>
        of.Length == 0
            ? (double.NaN, Interval.None)
            : ((double)this[kind] / of.Length, ImageShare.IntervalOf(of, image => _kinds[image] == kind, _pictureOf));
}
