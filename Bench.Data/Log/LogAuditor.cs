using System.Text;
using System.Text.Json;
using Bench.Data.Outcomes;

namespace Bench.Data.Log;

/// <summary>Checks a whole log, entry by entry, against the heads that were signed over it.</summary>
/// <param name="heads">Heads from any time.</param>
/// <param name="publicKey">What they must be signed with; null to check the roots alone.</param>
public sealed class LogAuditor(IEnumerable<TreeHead> heads, byte[]? publicKey)
{
    static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    readonly List<LogFault> _faults = [];
    readonly MerkleTree _tree = new();
    DateTime _latest = DateTime.MinValue;

    /// <summary>Entries so far.</summary>
    public long Size => _tree.Size;

    /// <summary>Takes the entry at the next place.</summary>
    public void Add(string body)
    {
        var place = Size;
        _tree.Append(MerkleTree.LeafHash(Encoding.UTF8.GetBytes(body)));
        if (TimeOf(body) is not { } at)
            Fault(place, $"The entry at place {place} has no time.");
        else if (at + Tolerance < _latest)
            Fault(place, $"The entry at place {place} is dated back: entries before it are of {_latest:u}, it is of {at:u}.");
        else
            _latest = at > _latest ? at : _latest;
    }

    /// <summary>Notes what somebody else found about an entry.</summary>
    public void Fault(long place, string message) => _faults.Add(new($"log/entries/{place}", message));

    /// <summary>All faults, once every entry was taken: nothing where none was changed, removed, moved or dated back
    /// since the first head.</summary>
    public IReadOnlyList<LogFault> Finish()
    {
        foreach (var head in heads.OrderBy(head => head.Size))
        {
            if (publicKey is not null && !LogSigner.IsValid(head, publicKey))
                Fault(head, $"The head over {Counted.Of(head.Size, "entry", "entries")} is not signed with the key.");
            if (head.Size > Size)
                Fault(head, $"A head was signed over {Counted.Of(head.Size, "entry", "entries")}, and there are {Size}.");
            else if (!_tree.Root(head.Size).AsSpan().SequenceEqual(head.Root))
                Fault(head, $"The first {Counted.Of(head.Size, "entry is", "entries are")} not those that were signed.");
        }
        return _faults;
    }

    void Fault(TreeHead head, string message) => _faults.Add(new($"log/heads/{head.Size}", message));

    static DateTime? TimeOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("at", out var at) && at.TryGetDateTime(out var time) ? time.ToUniversalTime() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
