namespace Bench.Metrics.LabelErrors;

/// <summary>One cell of the confident joint: images labelled <paramref name="Given"/> that the model is confident are
/// <paramref name="Confident"/>.</summary>
public readonly record struct ConfidentCell(int Given, int Confident, int Images);
