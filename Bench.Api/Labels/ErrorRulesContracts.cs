namespace Bench.Api.Labels;

/// <summary>A registered error-rules file. The newest one says which classes are much alike.</summary>
/// <param name="Source">Where it comes from, for people.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Superclasses">Superclasses in it.</param>
/// <param name="CollapsedPairs">Pairs of a label and a prediction that is as good.</param>
public sealed record ErrorRulesView(Guid Id, string? Source, string Hash, int Superclasses, int CollapsedPairs, DateTime CreatedAt);
