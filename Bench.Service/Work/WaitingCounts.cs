using Bench.Data.Work;

namespace Bench.Service.Work;

/// <summary>Who waited in each line when this process asked last. Counting a hundred thousand items takes longer than taking one, so that
/// what took long is used for some takings more: counting then costs a twentieth of the time at most.</summary>
/// <remarks>An owner who comes meanwhile is seen up to <see cref="Longest"/> later. Whoever finds nobody in what is known has to ask
/// again: nothing that waits is ever missed.</remarks>
public sealed class WaitingCounts(TimeProvider time)
{
    /// <summary>What took less is asked each time.</summary>
    public static readonly TimeSpan WorthKeeping = TimeSpan.FromMilliseconds(10);

    /// <summary>No count is used for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    const int TimesAsLong = 20;

    readonly Lock _gate = new();
    readonly Dictionary<(WorkLine, string), (IReadOnlyList<WaitingCount> Counts, long At, TimeSpan For)> _known = [];

    /// <summary>The last count, where it is still to be used; else null.</summary>
    internal IReadOnlyList<WaitingCount>? Find(WorkLine line, IEnumerable<WorkKind> kinds)
    {
        lock (_gate)
            return _known.TryGetValue(Key(line, kinds), out var known) && time.GetElapsedTime(known.At) < known.For ? known.Counts : null;
    }

    /// <param name="line">The line.</param>
    /// <param name="kinds">The kinds that were counted.</param>
    /// <param name="counts">What there was.</param>
    /// <param name="took">How long counting took.</param>
    internal void Keep(WorkLine line, IEnumerable<WorkKind> kinds, IReadOnlyList<WaitingCount> counts, TimeSpan took)
    {
        lock (_gate)
            if (took < WorthKeeping)
                _known.Remove(Key(line, kinds));
            else
                _known[Key(line, kinds)] = (counts, time.GetTimestamp(), took * TimesAsLong < Longest ? took * TimesAsLong : Longest);
    }

    static (WorkLine, string) Key(WorkLine line, IEnumerable<WorkKind> kinds) => (line, string.Join(' ', kinds.Order()));
}
