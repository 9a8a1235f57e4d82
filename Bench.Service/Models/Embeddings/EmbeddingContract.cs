using System.Text.Json;

namespace Bench.Service.Models.Embeddings;

/// <summary>What a manifest says of a model that gives an embedding instead of class scores: where the class embeddings lie and how the two
/// are compared.</summary>
/// <param name="Classes">The matrix [classes, width], a <c>.npy</c> file in the model's .zip, in the dataset's class order.</param>
/// <param name="Similarity">cosine (default) or euclidean.</param>
/// <param name="Temperature">What similarities are divided by, above 0; default 1. CLIP's logit scale of 100 is a temperature of
/// 0.01.</param>
public sealed record EmbeddingContract(string Classes, EmbeddingSimilarity Similarity = EmbeddingSimilarity.Cosine, double Temperature = 1)
{
    const double LeastTemperature = 1e-6,
        MostTemperature = 1e6;

    static readonly string[] Fields = ["classes", "similarity", "temperature"];

    /// <summary>Reads the manifest's field <c>embedding</c>; what is wrong is told to <paramref name="refuse"/> by field and message, and
    /// null comes back.</summary>
    public static EmbeddingContract? Read(JsonElement json, Action<string, string> refuse)
    {
        var refused = false;
        if (json.ValueKind != JsonValueKind.Object)
            return Wrong("", "a JSON object with the field classes is expected");
        foreach (var field in json.EnumerateObject().Where(field => !Fields.Contains(field.Name)))
            Wrong(field.Name, $"unknown field; known are {string.Join(", ", Fields)}");

        foreach (var field in json.EnumerateObject().GroupBy(field => field.Name).Where(same => same.Count() > 1))
            Wrong(field.Key, "given twice");

        var classes = json.TryGetProperty("classes", out var path) && path.ValueKind == JsonValueKind.String ? path.GetString()! : "";
        if (!Service.Datasets.DatasetPath.IsSafe(classes) || !classes.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            Wrong("classes", "the path of a .npy file inside the model's .zip is expected");
        var similarity = EmbeddingSimilarity.Cosine;
        if (
            json.TryGetProperty("similarity", out var named)
            && !(named.ValueKind == JsonValueKind.String && TryName(named.GetString()!, out similarity))
        )
            Wrong("similarity", "cosine or euclidean is expected");
        var temperature = 1.0;
        if (
            json.TryGetProperty("temperature", out var given)
            && !(
                given.ValueKind == JsonValueKind.Number
                && given.TryGetDouble(out temperature)
                && temperature is >= LeastTemperature and <= MostTemperature
            )
        )
            Wrong("temperature", "a number from 0.000001 to 1000000 is expected");
        return refused ? null : new EmbeddingContract(classes, similarity, temperature);

        EmbeddingContract? Wrong(string field, string message)
        {
            refused = true;
            refuse(field, message);
            return null;
        }
    }

    static bool TryName(string name, out EmbeddingSimilarity similarity)
    {
        similarity = name == "euclidean" ? EmbeddingSimilarity.Euclidean : EmbeddingSimilarity.Cosine;
        return name is "cosine" or "euclidean";
    }
}
