using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Run;

/// <summary>Images of attacks under way that this process has done or read: a slice needs all before it, and reading them
/// again each time would cost the square of their number.</summary>
internal sealed class AttackMemory(AttackResultStore store)
{
    /// <summary>Attacks whose slices take turns here; of more the one that waited longest is read again.</summary>
    const int Most = 4;

    readonly Lock _lock = new();
    readonly List<Entry> _entries = [];

    /// <summary>The images of some slices, of which as many are read as are not known.</summary>
    /// <param name="attack">Whose slices they are.</param>
    /// <param name="slices">Their blobs, in order. Names have the hash of the bytes, so what is known cannot be old.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="Data.Damages.DamageException">The bytes are not those that were written.</exception>
    public async Task<AttackResults> ReadAsync(Guid attack, IReadOnlyList<string> slices, CancellationToken cancellationToken)
    {
        var known = Find(attack) is { } entry && slices.Take(entry.Slices.Count).SequenceEqual(entry.Slices) ? entry : null;
        if (known?.Slices.Count == slices.Count)
            return known.Results;
        var rest = await store.ReadAsync([.. slices.Skip(known?.Slices.Count ?? 0)], cancellationToken);
        return known is null ? rest : AttackResults.Join([known.Results, rest]);
    }

    public void Keep(Guid attack, IReadOnlyList<string> slices, AttackResults results)
    {
        lock (_lock)
        {
            _entries.RemoveAll(entry => entry.Attack == attack);
            if (_entries.Count == Most)
                _entries.RemoveAt(0);
            _entries.Add(new(attack, slices, results));
        }
    }

    public void Forget(Guid attack)
    {
        lock (_lock)
            _entries.RemoveAll(entry => entry.Attack == attack);
    }

    Entry? Find(Guid attack)
    {
        lock (_lock)
            return _entries.Find(entry => entry.Attack == attack);
    }

    sealed record Entry(Guid Attack, IReadOnlyList<string> Slices, AttackResults Results);
}
