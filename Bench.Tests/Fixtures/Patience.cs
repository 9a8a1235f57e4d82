namespace Bench.Tests.Fixtures;

/// <summary>How long tests wait for what must come.</summary>
internal static class Patience
{
    /// <summary>Ends a test that hangs and says nothing of speed: far more than anything takes, also where four tests share two slow
    /// cores.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
}
