namespace Bench.Workers.CommandLine.Import;

/// <summary>The result of <c>import</c>.</summary>
internal sealed record ImportResult(string Key, int Images, int Classes, string ManifestHash, IReadOnlyList<string> LabelSets);
