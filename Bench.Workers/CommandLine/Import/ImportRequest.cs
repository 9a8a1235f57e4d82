namespace Bench.Workers.CommandLine.Import;

/// <summary>The arguments of <c>import</c>; fields as in POST /api/v1/datasets.</summary>
internal sealed record ImportRequest(
    string Key,
    string Path,
    string Layout,
    string Variant,
    string Classes,
    IReadOnlyList<LabelArgument> Labels
);
