namespace Bench.Data.Log;

/// <summary>Checks a log that is in memory.</summary>
public static class LogAudit
{
    /// <summary>Faults, in sentences; none when no entry was changed, removed, moved or dated back since the first
    /// head.</summary>
    /// <param name="bodies">All entries in order of their places.</param>
    /// <param name="heads">Heads from any time.</param>
    /// <param name="publicKey">What they must be signed with; null to check the roots alone.</param>
    public static IReadOnlyList<string> FindFaults(IReadOnlyList<string> bodies, IEnumerable<TreeHead> heads, byte[]? publicKey)
    {
        var auditor = new LogAuditor(heads, publicKey);
        foreach (var body in bodies)
            auditor.Add(body);
        return [.. auditor.Finish().Select(fault => fault.Message)];
    }
}
