namespace Bench.Workers.CommandLine.Import;

/// <summary>What <c>import</c> was asked for; fields as in POST /api/v1/datasets.</summary>
internal sealed record ImportRequest(
    string Key,
    string Path,
    string Layout,
    string Variant,
    string Classes,
    IReadOnlyList<LabelArgument> Labels
);
