namespace Bench.Service;

/// <summary>One value of which only the latest counts: a load is shared by all whom it is new enough for. It runs under no caller's token:
/// a caller that gives up stops waiting, and the others do not notice.</summary>
/// <remarks>A failed load is forgotten, so that the next call tries again.</remarks>
/// <param name="joinsRunning">Whether a load that still runs is new enough for everybody.</param>
public sealed class SharedLatest<TValue>(bool joinsRunning = false)
{
    readonly Lock _gate = new();
    long _version;
    Task<TValue>? _value;

    /// <param name="oldest">Version that is new enough.</param>
    /// <param name="version">Version of a load that begins now; at least <paramref name="oldest"/>.</param>
    /// <param name="load">Loads it; is given what was loaded before, null where nothing was.</param>
    /// <returns>The value, which is not waited for here.</returns>
    public Task<TValue> GetAsync(long oldest, long version, Func<Task<TValue>?, Task<TValue>> load)
    {
        lock (_gate)
        {
            if (_value is { IsFaulted: false } value && (_version >= oldest || (joinsRunning && !value.IsCompleted)))
                return value;
            var before = _value;
            (_version, _value) = (version, Task.Run(() => load(before)));
            return _value;
        }
    }
}
