namespace Bench.Service.Access;

/// <summary>Requests of one key that use its allowances come one after the other in this process, before they take a connection to the
/// database.</summary>
/// <remarks>They wait for the key's row anyway. With a connection each, three hundred at once would keep all connections, and nobody else
/// would be answered meanwhile.</remarks>
public sealed class KeyTurns
{
    readonly Lock _gate = new();
    readonly Dictionary<Guid, Line> _lines = [];

    /// <summary>Keys whose requests are under way.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _lines.Count;
        }
    }

    /// <summary>Waits for the key's turn, which ends when it is disposed of.</summary>
    public async Task<IDisposable> WaitAsync(Guid key, CancellationToken cancellationToken)
    {
        Line? line;
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out line))
                _lines.Add(key, line = new());
            line.Requests++;
        }
        try
        {
            await line.One.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(key, line);
            throw;
        }
        return new Turn(this, key, line);
    }

    void Leave(Guid key, Line line)
    {
        lock (_gate)
            if (--line.Requests == 0)
            {
                _lines.Remove(key);
                line.Dispose();
            }
    }

    sealed class Line : IDisposable
    {
        public SemaphoreSlim One { get; } = new(1);
        public int Requests { get; set; }

        public void Dispose() => One.Dispose();
    }

    sealed class Turn(KeyTurns turns, Guid key, Line line) : IDisposable
    {
        public void Dispose()
        {
            line.One.Release();
            turns.Leave(key, line);
        }
    }
}
