namespace Bench.Service.Labels.Registration;

/// <param name="Key">Key of the label set to make; a new version if the key exists.</param>
/// <param name="Base">Key of the label set that is corrected; original when absent.</param>
/// <param name="Source">Where the labels come from, for people.</param>
public sealed record VerdictLabelSetRequest(string Key, string? Base = null, string? Source = null);
