namespace Bench.Service.Labels.Registry;

/// <summary>Labels that are in the blob store and not yet in the database.</summary>
public sealed record StagedLabelSet(ImportedLabelSet Imported, string Hash);
