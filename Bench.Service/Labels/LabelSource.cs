namespace Bench.Service.Labels;

/// <summary>Where labels come from.</summary>
/// <param name="Format">Id of the label format.</param>
/// <param name="Sha256">SHA-256 of the file, 64 hexadecimal digits; null when the layout gave them.</param>
/// <param name="Source">What the operator said about their origin.</param>
public sealed record LabelSource(string Format, string? Sha256 = null, string? Source = null);
