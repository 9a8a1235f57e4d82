using System.Text.RegularExpressions;

namespace Bench.Data.Blobs;

/// <summary>Every kind of blob and its key. Each name but one carries the SHA-256 of the bytes, which every reading is
/// checked against.</summary>
public static partial class BlobKeys
{
    /// <summary>The mark of this store: the one blob whose name carries no hash.</summary>
    public const string Mark = "identity/store.txt";

    /// <summary>A model file, by the SHA-256 of what was uploaded. A .zip upload is kept as it came.</summary>
    public static string Model(string sha256, bool archive) => $"models/{sha256[..2]}/{sha256}.{(archive ? "zip" : "onnx")}";

    public static string Manifest(string hash) => $"manifests/{hash}.txt";

    public static string ClassSpace(string hash) => $"classes/{hash}.json";

    /// <summary>An is-a file as it came.</summary>
    public static string Hierarchy(string hash) => $"hierarchies/{hash}.txt";

    /// <summary>An error-rules file as it came.</summary>
    public static string ErrorRules(string hash) => $"error-rules/{hash}.json";

    public static string LabelSet(string hash) => $"labels/{hash}.json";

    /// <summary>One shard's predictions, named after the lease that made it: a late writer makes another blob, never
    /// overwrites this one.</summary>
    public static string Part(Guid evaluation, Guid item, long leaseToken, string sha256) =>
        $"parts/{evaluation:N}/{item:N}-{leaseToken}-{sha256}.npz";

    public static string Predictions(Guid evaluation, int attempt, string sha256) => $"predictions/{evaluation:N}-{attempt}-{sha256}.npz";

    /// <summary>The images of one slice of an attack.</summary>
    public static string Attack(Guid attack, string sha256) => $"attacks/{attack:N}-{sha256}.json";

    /// <summary>A data owner's secret keys, until the model has been asked.</summary>
    public static string Taggants(Guid audit, string sha256) => $"taggants/{audit:N}-{sha256}.zip";

    /// <summary>The images of an explanation, with their maps.</summary>
    public static string Explanation(Guid explanation, string sha256) => $"explanations/{explanation:N}-{sha256}.json";

    /// <summary>Boxes of a dataset's objects, as they came.</summary>
    public static string Boxes(Guid dataset, string sha256) => $"boxes/{dataset:N}-{sha256}.csv";

    /// <summary>The hash that a key carries; null for a name without one.</summary>
    public static string? Sha256Of(string key) => Hash().Match(key) is { Success: true } match ? match.Groups["sha256"].Value : null;

    [GeneratedRegex(@"[/-](?<sha256>[0-9a-f]{64})\.[a-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();
}
