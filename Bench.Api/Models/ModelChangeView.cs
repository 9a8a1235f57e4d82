namespace Bench.Api.Models;

/// <summary>One change of a model's description.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Before">What it said; null for nothing.</param>
/// <param name="After">What it says since; null for nothing.</param>
/// <param name="By">Name of the key that changed it; null when that key is gone.</param>
/// <param name="ChangedAt">When.</param>
public sealed record ModelChangeView(string Field, string? Before, string? After, string? By, DateTime ChangedAt);
