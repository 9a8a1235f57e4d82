using System.Collections.Concurrent;
using Bench.Data.Work;

namespace Bench.Service.Work;

/// <summary>Each owner's share of this process's time so far, one account for each line: the owner with the least is
/// next.</summary>
/// <remarks>
/// Start-time fair queueing (Goyal, Vin, Cheng, 1996) with seconds of work as its unit. An owner who comes, or comes
/// back, starts at the time of the line, so that waiting saves up no turns, and no owner pays for having been
/// alone. Kept in memory: after a restart all are equal.
/// </remarks>
public sealed class FairShares(TimeProvider time)
{
    /// <summary>Seconds that a turn costs when it begins: owners alternate while nothing has ended yet.</summary>
    public const double Entry = 1;

    /// <summary>Accounts above this are looked through for those that say nothing any more.</summary>
    const int ManyAccounts = 10_000;

    readonly Lock _gate = new();
    readonly Dictionary<WorkLine, Account> _accounts = new() { [WorkLine.Quick] = new(), [WorkLine.Device] = new() };
    readonly Dictionary<WorkKind, int> _running = [];

    /// <summary>The owner of each kind of work at whom this process's last look at those who wait ended.</summary>
    public ConcurrentDictionary<WorkKind, Guid> LookedAt { get; } = new();

    /// <summary>Whether this process is at work of a kind.</summary>
    public bool IsRunning(WorkKind kind)
    {
        lock (_gate)
            return _running.GetValueOrDefault(kind) > 0;
    }

    /// <summary>An owner's share so far, in seconds; of two the smaller is next.</summary>
    /// <returns>The share that counts, never less than the time of the line; and the owner's own account.</returns>
    public (double Counted, double Own) Had(WorkLine line, Guid owner)
    {
        lock (_gate)
            return (_accounts[line].Had(owner), _accounts[line].Own(owner));
    }

    /// <summary>Begins an owner's turn; it ends when it is disposed of.</summary>
    public IDisposable Begin(WorkLine line, Guid owner, WorkKind kind)
    {
        lock (_gate)
        {
            _accounts[line].Begin(owner);
            _running[kind] = _running.GetValueOrDefault(kind) + 1;
        }
        return new Turn(this, line, owner, kind, time.GetTimestamp());
    }

    void End(WorkLine line, Guid owner, WorkKind kind, TimeSpan took)
    {
        lock (_gate)
        {
            _accounts[line].End(owner, took);
            _running[kind]--;
        }
    }

    sealed class Turn(FairShares shares, WorkLine line, Guid owner, WorkKind kind, long began) : IDisposable
    {
        public void Dispose() => shares.End(line, owner, kind, shares.Elapsed(began));
    }

    TimeSpan Elapsed(long began) => time.GetElapsedTime(began);

    sealed class Account
    {
        readonly Dictionary<Guid, double> _had = [];
        double _now;
        int _many = ManyAccounts;

        public double Own(Guid owner) => _had.GetValueOrDefault(owner);

        public double Had(Guid owner) => Math.Max(_now, Own(owner));

        public void Begin(Guid owner)
        {
            _now = Had(owner);
            _had[owner] = _now + Entry;
        }

        public void End(Guid owner, TimeSpan took)
        {
            _had[owner] = Had(owner) + Math.Max(0, took.TotalSeconds - Entry);
            if (_had.Count <= _many)
                return;
            foreach (var (other, had) in _had.ToList())
                if (had <= _now)
                    _had.Remove(other);
            // Else every end of a crowd's turn would look through all that stay.
            _many = Math.Max(ManyAccounts, 2 * _had.Count);
        }
    }
}
