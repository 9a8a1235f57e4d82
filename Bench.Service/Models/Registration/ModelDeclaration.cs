using System.Text.Json;
using Bench.Imaging.Contract;
using Bench.Service.Models.Embeddings;
using Bench.Service.Refusals;

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

    /// <summary>What a manifest says, as far as it can be checked without what is stored here.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="errors">Receives what is wrong, under the fields' names; what is returned is of no use then.</param>
    public static ModelDeclaration Read(ModelManifest manifest, FieldErrors errors)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(errors);
        var description = manifest.OfModel();
        ModelTexts.Check(description, errors);
        ModelTexts.CheckLines(errors, ("output", manifest.Output));
        if (manifest.BackgroundClass is < 0)
            errors.Add("backgroundClass", $"{manifest.BackgroundClass} is not an index: 0, or the number of classes for the last");
        return new ModelDeclaration(
            description,
            ReadPreprocessing(manifest, errors),
            new ModelContract
            {
                Output = manifest.Output,
                BackgroundClass = manifest.BackgroundClass,
                OutputKind = OutputKinds.Read(manifest.OutputKind, errors),
                Embedding = ReadEmbedding(manifest, errors),
            },
            manifest.Preprocessing is { } document ? SourceClaims.Of(document) : null
        );
    }

    static Preprocessing? ReadPreprocessing(ModelManifest manifest, FieldErrors errors)
    {
        if (manifest.Preprocessing is not { ValueKind: not JsonValueKind.Null } json)
            return null;
        if (PreprocessingJson.Read(json, out var refused) is { } contract)
            return contract;
        foreach (var error in refused)
            errors.Add(error.Field.Length == 0 ? "preprocessing" : $"preprocessing.{error.Field}", error.Message);
        return null;
    }

    static EmbeddingContract? ReadEmbedding(ModelManifest manifest, FieldErrors errors)
    {
        if (manifest.Embedding is not { ValueKind: not JsonValueKind.Null } json)
            return null;
        if (manifest.BackgroundClass is not null)
            errors.Add("backgroundClass", "a model whose embeddings are compared with classes has none");
        return EmbeddingContract.Read(
            json,
            (field, message) => errors.Add(field.Length == 0 ? "embedding" : $"embedding.{field}", message)
        );
    }
}
