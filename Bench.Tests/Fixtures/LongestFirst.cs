using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Bench.Tests.Fixtures;

/// <summary>Begins with what takes minutes, processes and browsers, so that no core is idle while the last of them ends.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly string[] Long = ["Bench.Tests.Clients.", "Bench.Tests.EndToEnd.", "Bench.Tests.Api.Pages."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderByDescending(collection =>
                Long.Any(room => collection.TestCollectionDisplayName.Contains(room, StringComparison.Ordinal))
            ),
        ];
}
