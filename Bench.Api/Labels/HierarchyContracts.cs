namespace Bench.Api.Labels;

/// <summary>A registered is-a file. The newest that fits a dataset's classes says how severe mistakes are
/// there.</summary>
/// <param name="Source">Where it comes from, for people.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Relations">Is-a relations in it.</param>
public sealed record HierarchyView(Guid Id, string? Source, string Hash, int Relations, DateTime CreatedAt);
