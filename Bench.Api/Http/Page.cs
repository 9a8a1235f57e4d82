namespace Bench.Api.Http;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items in order.</param>
/// <param name="Next">Send as <c>cursor</c> to get the next part; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
