using System.Collections.Concurrent;

namespace Bench.Service;

/// <summary>One load for each key, shared by all who ask for it. The load runs under no caller's token: a caller that
/// gives up stops waiting, and the others do not notice.</summary>
/// <remarks>A failed load is forgotten, so that the next call tries again.</remarks>
/// <param name="load">Loads the value of a key.</param>
/// <param name="keep">Whether a value stays once it is loaded; false shares a load only while it runs.</param>
public sealed class SharedOnce<TKey, TValue>(Func<TKey, Task<TValue>> load, bool keep = true)
    where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> _loads = new();

    /// <summary>Whether a value is there, or on its way.</summary>
    public bool Holds(TKey key) => _loads.ContainsKey(key);

    /// <exception cref="OperationCanceledException">The caller's own token was cancelled.</exception>
    public Task<TValue> GetAsync(TKey key, CancellationToken cancellationToken) =>
        _loads.GetOrAdd(key, wanted => new(() => LoadAsync(wanted))).Value.WaitAsync(cancellationToken);

    async Task<TValue> LoadAsync(TKey key)
    {
        var loaded = false;
        try
        {
            var value = await Task.Run(() => load(key));
            loaded = keep;
            return value;
        }
        finally
        {
            if (!loaded)
                _loads.TryRemove(key, out _);
        }
    }
}
