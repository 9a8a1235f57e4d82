namespace Bench.Api.Labels;

/// <summary>A registered is-a file. The newest one says how severe mistakes are.</summary>
/// <param name="Source">Where it comes from, for people.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Relations">Is-a relations in it.</param>
public sealed record HierarchyView(Guid Id, string? Source, string Hash, int Relations, DateTime CreatedAt);
