using System.Text.Json;
using Bench.Api.Http;
using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Models;

/// <summary>Reads and checks the manifest of a model; every error is told at once, under the field's own name.</summary>
internal sealed class ModelManifestReader(BenchDb db, AudienceRules audiences)
{
    /// <exception cref="RefusalException">With code <c>manifest-invalid</c>.</exception>
    public async Task<CheckedManifest> ReadAsync(string? json, Caller? caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var manifest = JsonManifest.ReadPart<ModelManifest>(json, "at least {\"name\": \"…\"} is needed", errors);
        Preprocessing? preprocessing = null;
        EmbeddingContract? embedding = null;
        if (manifest is not null)
        {
            CheckTexts(manifest, errors);
            preprocessing = ReadPreprocessing(manifest, errors);
            embedding = ReadEmbedding(manifest, errors);
            if (manifest.OutputKind is { } kind && !OutputKinds.Declarable.Contains(kind))
                errors.Add("outputKind", $"'{kind}' is not one of {string.Join(", ", OutputKinds.Declarable)}");
            if (manifest.BackgroundClass is < 0)
                errors.Add("backgroundClass", $"{manifest.BackgroundClass} is not an index: 0, or the number of classes for the last");
            if (manifest.ParentModelId is { } parent && !await db.Models.AnyAsync(model => model.Id == parent, cancellationToken))
                errors.Add("parentModelId", $"there is no model '{parent}'");
            await audiences.CheckAsync(manifest.Sharing, caller, errors, cancellationToken);
        }
        JsonManifest.ThrowIfRefused(errors);
        var contract = new ModelContract
        {
            Output = manifest!.Output,
            BackgroundClass = manifest.BackgroundClass,
            OutputKind = OutputKinds.Parse(manifest.OutputKind),
            Embedding = embedding,
        };
        var claims = manifest.Preprocessing is { } document ? SourceClaims.Of(document) : null;
        return new CheckedManifest(new ModelDeclaration(Description(manifest), preprocessing, contract, claims), manifest.UploadId);
    }

    static ModelDescription Description(ModelManifest manifest) =>
        new(
            manifest.Name,
            manifest.Description,
            manifest.Architecture,
            manifest.TrainingData,
            manifest.License,
            manifest.Url,
            manifest.ParentModelId,
            manifest.Tags,
            manifest.Sharing
        );

    static void CheckTexts(ModelManifest manifest, FieldErrors errors)
    {
        ModelTexts.CheckName(manifest.Name, errors);
        ModelTexts.CheckDescription(manifest.Description, errors);
        ModelTexts.CheckLines(
            errors,
            ("architecture", manifest.Architecture),
            ("trainingData", manifest.TrainingData),
            ("license", manifest.License),
            ("url", manifest.Url),
            ("output", manifest.Output)
        );
        ModelTexts.CheckUrl(manifest.Url, errors);
        ModelTexts.CheckTags(manifest.Tags, errors);
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
