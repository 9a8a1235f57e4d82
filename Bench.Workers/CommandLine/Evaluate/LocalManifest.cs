using System.Text.Json;
using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Service.Work;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>The parts of a manifest, the one that would be uploaded with the model, that running it takes; texts for
/// the board are passed over.</summary>
/// <param name="Preprocessing">The contract as it was read; a test size of timm's is settled by the graph.</param>
/// <param name="Claims">Statements in the contract's document that are not preprocessing; null where there is none.</param>
internal sealed record LocalManifest(string Name, Preprocessing Preprocessing, ModelContract Contract, SourceClaims? Claims = null)
{
    /// <exception cref="FailureException">With code <c>manifest-invalid</c> and everything that is wrong.</exception>
    public static LocalManifest Read(FileInfo? file, string modelFile)
    {
        if (file is null)
            return new LocalManifest(modelFile, Imaging.Contract.Preprocessing.Default, new ModelContract());
        if (!file.Exists)
            throw Invalid($"there is no file '{file}'");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Invalid("it is no JSON object");
            return Read(document.RootElement, modelFile);
        }
        catch (JsonException error)
        {
            throw Invalid($"it is not JSON (line {error.LineNumber + 1})");
        }
    }

    static LocalManifest Read(JsonElement json, string modelFile)
    {
        var errors = new List<string>();
        var preprocessing = Imaging.Contract.Preprocessing.Default;
        errors.AddRange(
            json.EnumerateObject()
                .GroupBy(field => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name))
                .Where(same => same.Count() > 1)
                .Select(same => $"{same.Last().Name}: given twice")
        );
        if (Field("preprocessing") is { } contract)
        {
            preprocessing = PreprocessingJson.Read(contract, out var refused) ?? preprocessing;
            errors.AddRange(refused.Select(error => $"preprocessing.{error.Field}: {error.Message}"));
        }
        var embedding = Field("embedding") is { } head
            ? EmbeddingContract.Read(head, (field, message) => errors.Add($"embedding.{field}: {message}"))
            : null;
        int? background =
            Field("backgroundClass") is not { } index ? null
            : index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var number) && number >= 0 ? number
            : -1;
        if (background is < 0)
            errors.Add("backgroundClass: 0, or the number of classes for the last, is expected");
        if (background is not null && embedding is not null)
            errors.Add("backgroundClass: a model whose embeddings are compared with classes has none");
        var kind = Text("outputKind") ?? Text("output_kind");
        if (kind is not null && !OutputKinds.Declarable.Contains(kind))
            errors.Add($"outputKind: '{kind}' is not one of {string.Join(", ", OutputKinds.Declarable)}");
        if (errors.Count > 0)
            throw Invalid(string.Join("; ", errors));
        return new LocalManifest(
            Text("name") ?? modelFile,
            preprocessing,
            new ModelContract
            {
                Output = Text("output"),
                BackgroundClass = background,
                OutputKind = OutputKinds.Parse(kind),
                Embedding = embedding,
            },
            Field("preprocessing") is { } document ? SourceClaims.Of(document) : null
        );

        JsonElement? Field(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        string? Text(string name) => Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }

    static FailureException Invalid(string what) =>
        new("manifest-invalid", $"The manifest is not accepted: {what}.", "Correct it; its fields are those of POST /api/v1/models.");
}
