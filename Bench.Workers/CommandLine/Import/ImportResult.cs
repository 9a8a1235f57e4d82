namespace Bench.Workers.CommandLine.Import;

/// <summary>What <c>import</c> made.</summary>
internal sealed record ImportResult(string Key, int Images, int Classes, string ManifestHash, IReadOnlyList<string> LabelSets);
