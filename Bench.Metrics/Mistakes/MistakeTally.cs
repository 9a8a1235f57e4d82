using Bench.Metrics.Statistics;

namespace Bench.Metrics.Mistakes;

/// <summary>How many images of each kind there are, and what share that is.</summary>
public sealed class MistakeTally
{
    /// <summary>Every kind, in the order in which they are tried.</summary>
    public static readonly IReadOnlyList<MistakeKind> Kinds = Enum.GetValues<MistakeKind>();

    readonly int[] _counts = new int[Kinds.Count];

    /// <param name="kinds">[N] the kind of each image; null for one left out.</param>
    public MistakeTally(IEnumerable<MistakeKind?> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        foreach (var kind in kinds.OfType<MistakeKind>())
            _counts[(int)kind]++;
    }

    /// <summary>Images of a kind.</summary>
    public int this[MistakeKind kind] => _counts[(int)kind];

    /// <summary>Images sorted.</summary>
    public int N => _counts.Sum();

    /// <summary>Images with a best class other than the one they are filed under and accepted for: top-1 errors, where
    /// every image accepts its own.</summary>
    public int NotOwn => N - this[MistakeKind.Right];

    /// <summary>Images of any severity but none.</summary>
    public int Errors => Kinds.Where(kind => kind.Severity() != MistakeSeverity.None).Sum(kind => this[kind]);

    /// <summary>Share of all images, with Wilson's 95 % interval; NaN without images.</summary>
    public (double Share, Interval Interval) OfImages(MistakeKind kind) => Share(this[kind], N);

    /// <summary>Share of <see cref="Errors"/>, with Wilson's 95 % interval; NaN without errors, or for a kind that is
    /// not a mistake.</summary>
    public (double Share, Interval Interval) OfErrors(MistakeKind kind) =>
        kind.Severity() == MistakeSeverity.None ? (double.NaN, Interval.None) : Share(this[kind], Errors);

    static (double, Interval) Share(int count, int of) =>
        of == 0 ? (double.NaN, Interval.None) : ((double)count / of, WilsonInterval.Of(count, of));
}
