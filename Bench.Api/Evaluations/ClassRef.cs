namespace Bench.Api.Evaluations;

/// <param name="Index">Index in the class space.</param>
/// <param name="Id">For example a wnid.</param>
/// <param name="Name">For people.</param>
/// <param name="ShortName">The first of its names, with the second or the id where that one is another class's
/// too.</param>
public sealed record ClassRef(int Index, string Id, string Name, string ShortName);
