using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Data.Log;

/// <summary>Bodies of entries, as JSON whose bytes never change once they are written.</summary>
public static class LogBodies
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T body) => JsonSerializer.Serialize(body, Json);

    /// <exception cref="JsonException">It is another kind of body.</exception>
    public static T Read<T>(string body) => JsonSerializer.Deserialize<T>(body, Json) ?? throw new JsonException("the entry is null");
}

/// <param name="Model">SHA-256 of the model file; null where predictions came without one.</param>
/// <param name="Predictions">SHA-256 of the stored predictions, where they came with the submission.</param>
/// <param name="Manifest">Hash of the dataset's images in their order.</param>
/// <param name="Rows">Root of the hash tree over the submitted rows; null where the service makes the
/// predictions.</param>
public sealed record SubmissionBody(
    LogEntryKind Kind,
    DateTime At,
    Guid Evaluation,
    string? Model,
    string? Predictions,
    string Dataset,
    string Manifest,
    string? Preprocessing,
    string? Rows = null
);

/// <param name="Excluded">Images left out, by reason.</param>
/// <param name="Undecodable">Images (indices in the manifest) left out because they could not be decoded.</param>
/// <param name="Engine">Version of the service that scored.</param>
/// <param name="Record">How the model was run; null where predictions came without one.</param>
/// <param name="Scores">Every number, in ordinal order of its metric.</param>
public sealed record ReceiptBody(
    LogEntryKind Kind,
    DateTime At,
    Guid Evaluation,
    string? Model,
    string Dataset,
    string Manifest,
    string Classes,
    string LabelSet,
    int LabelSetVersion,
    string Labels,
    string Predictions,
    string? Preprocessing,
    JsonElement? Record,
    string Engine,
    IReadOnlyList<int> Undecodable,
    IReadOnlyDictionary<string, int> Excluded,
    IReadOnlyList<ReceiptScore> Scores
);

/// <param name="Version">Of the metric's definition.</param>
/// <param name="NoInterval">Why it has no interval, as a code; absent where it has one, and in receipts from before reasons were
/// kept.</param>
public sealed record ReceiptScore(
    string Metric,
    int Version,
    double Value,
    double? CiLow,
    double? CiHigh,
    int N,
    string? NoInterval = null
);

/// <param name="Reason">Why it left the board.</param>
/// <param name="Entry">The model's entry that was deleted with it; null where another cause took it away.</param>
public sealed record RetractionBody(LogEntryKind Kind, DateTime At, Guid Evaluation, string Reason, Guid? Entry = null);

public sealed record ReleaseBody(LogEntryKind Kind, DateTime At, string Name, string? Note);
