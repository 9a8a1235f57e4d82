using Bench.Imaging.Contract;
using Bench.Service.Models;

namespace Bench.Api.Models;

/// <summary>A manifest in which everything was found in order.</summary>
/// <param name="Manifest">As it was sent.</param>
/// <param name="Preprocessing">The contract; null for the defaults.</param>
/// <param name="Contract">What inference reads besides.</param>
internal sealed record CheckedManifest(ModelManifest Manifest, Preprocessing? Preprocessing, ModelContract Contract)
{
    /// <summary>The contract as canonical JSON with timm's evaluation size, which is settled only once the graph is known; null for the
    /// defaults.</summary>
    public string? Identity => Preprocessing is null ? null : PreprocessingJson.Write(Preprocessing) + Preprocessing.Test;
}
