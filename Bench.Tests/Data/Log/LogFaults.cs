using Bench.Data.Log;

namespace Bench.Tests.Data.Log;

/// <summary>Runs the auditor over a log that is in memory.</summary>
static class LogFaults
{
    /// <param name="bodies">All entries in order of their places.</param>
    /// <param name="heads">Heads from any time.</param>
    /// <param name="publicKey">What they must be signed with; null to check the roots alone.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> bodies, IEnumerable<TreeHead> heads, byte[]? publicKey)
    {
        var auditor = new LogAuditor(heads, publicKey);
        foreach (var body in bodies)
            auditor.Add(body);
        return [.. auditor.Finish().Select(fault => fault.Message)];
    }
}
