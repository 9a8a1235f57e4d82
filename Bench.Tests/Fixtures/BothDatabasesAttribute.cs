using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Bench.Tests.Fixtures;

/// <summary>Runs a theory once over each database: <c>[Theory, BothDatabases]</c>. Further values, when given, follow the
/// database.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class BothDatabasesAttribute(params object?[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Database>().Select(database => new TheoryDataRow([database, .. values]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
