using Bench.Imaging.Contract;

namespace Bench.Service.Models.Registration;

/// <summary>A submitter's statements about a model, after validation.</summary>
/// <param name="Description">Texts for people.</param>
/// <param name="Preprocessing">The contract; null for the defaults.</param>
/// <param name="Contract">Which output to read and how.</param>
/// <param name="Claims">Statements in the preprocessing document that are not preprocessing; null where there is none.</param>
public sealed record ModelDeclaration(
    ModelDescription Description,
    Preprocessing? Preprocessing,
    ModelContract Contract,
    SourceClaims? Claims = null
)
{
    /// <summary>The contract as canonical JSON with timm's evaluation size, which is settled only once the graph is known; null for the
    /// defaults.</summary>
    public string? Identity => Preprocessing is null ? null : PreprocessingJson.Write(Preprocessing) + Preprocessing.Test;
}
