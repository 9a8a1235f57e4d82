using System.Collections.Immutable;

namespace Bench.Service.Datasets.Layouts;

/// <summary>One label object a class, shared by all its images.</summary>
public sealed class ClassLabels(int classes)
{
    readonly ImmutableArray<ushort>[] _single = [.. Enumerable.Range(0, classes).Select(c => ImmutableArray.Create((ushort)c))];

    public ImmutableArray<ushort> this[int index] => _single[index];
}
