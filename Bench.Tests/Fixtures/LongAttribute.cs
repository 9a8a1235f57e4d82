using Xunit.v3;

namespace Bench.Tests.Fixtures;

/// <summary>Marks a test that the gate leaves out because it takes long and a shorter one of its kind runs there: <c>[Fact, Long]</c>.
/// <c>BENCH_TESTS=all</c> runs it too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongAttribute : Attribute, ITraitAttribute
{
    public const string Trait = "Length";
    public const string Value = "Long";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Trait, Value)];
}
