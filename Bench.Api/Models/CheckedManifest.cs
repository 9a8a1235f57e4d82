using Bench.Service.Models;

namespace Bench.Api.Models;

/// <summary>A manifest in which everything was found in order.</summary>
/// <param name="Manifest">As it was sent.</param>
/// <param name="Preprocessing">The contract as canonical JSON; null for the defaults.</param>
/// <param name="Contract">What inference reads besides.</param>
internal sealed record CheckedManifest(ModelManifest Manifest, string? Preprocessing, ModelContract Contract);
