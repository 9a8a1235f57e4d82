using System.Text;
using System.Text.Json;

namespace Bench.Data.Log;

/// <summary>Checks a whole log against the heads that were signed over it.</summary>
public static class LogAudit
{
    static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>What is wrong, in sentences; nothing when no entry was changed, removed, moved or dated back since the first
    /// head.</summary>
    /// <param name="bodies">All entries in order of their places.</param>
    /// <param name="heads">Heads from any time.</param>
    /// <param name="publicKey">What they must be signed with; null to check the roots alone.</param>
    public static IReadOnlyList<string> FindFaults(IReadOnlyList<string> bodies, IEnumerable<TreeHead> heads, byte[]? publicKey)
    {
        var faults = new List<string>();
        var tree = new MerkleTree();
        var latest = DateTime.MinValue;
        for (var place = 0; place < bodies.Count; place++)
        {
            tree.Append(MerkleTree.LeafHash(Encoding.UTF8.GetBytes(bodies[place])));
            if (TimeOf(bodies[place]) is not { } at)
                faults.Add($"The entry at place {place} has no time.");
            else if (at + Tolerance < latest)
                faults.Add($"The entry at place {place} is dated back: entries before it are of {latest:u}, it is of {at:u}.");
            else
                latest = at > latest ? at : latest;
        }
        foreach (var head in heads.OrderBy(head => head.Size))
        {
            if (publicKey is not null && !LogSigner.IsValid(head, publicKey))
                faults.Add($"The head over {head.Size} entries is not signed with the key.");
            if (head.Size > tree.Size)
                faults.Add($"A head was signed over {head.Size} entries, and there are {tree.Size}.");
            else if (!tree.Root(head.Size).AsSpan().SequenceEqual(head.Root))
                faults.Add($"The first {head.Size} entries are not those that were signed.");
        }
        return faults;
    }

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
