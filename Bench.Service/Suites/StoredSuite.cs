using Bench.Data.Suites;
using Bench.Service.Json;

namespace Bench.Service.Suites;

/// <summary>A version of a suite as it is stored.</summary>
/// <param name="Suite">Key, version, owner.</param>
/// <param name="Declaration">What it says.</param>
public sealed record StoredSuite(Suite Suite, SuiteDeclaration Declaration)
{
    internal static StoredSuite Of(Suite suite) => new(suite, StoredJson.Read<SuiteDeclaration>(suite.Declaration)!);
}
