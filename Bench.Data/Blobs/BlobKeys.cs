namespace Bench.Data.Blobs;

/// <summary>Every kind of blob and where it stands.</summary>
public static class BlobKeys
{
    /// <summary>A model file, by the SHA-256 of what was uploaded. A .zip upload is kept as it came.</summary>
    public static string Model(string sha256, bool archive) => $"models/{sha256[..2]}/{sha256}.{(archive ? "zip" : "onnx")}";

    public static string Manifest(string hash) => $"manifests/{hash}.txt";

    public static string ClassSpace(string hash) => $"classes/{hash}.json";

    /// <summary>An is-a file as it came.</summary>
    public static string Hierarchy(string hash) => $"hierarchies/{hash}.txt";

    public static string LabelSet(string hash) => $"labels/{hash}.json";

    /// <summary>One shard's predictions, named after the lease that made it: a late writer makes another blob, never overwrites this one.</summary>
    public static string Part(Guid evaluation, Guid item, long leaseToken) => $"parts/{evaluation:N}/{item:N}-{leaseToken}.npz";

    public static string Predictions(Guid evaluation, int attempt) => $"predictions/{evaluation:N}-{attempt}.npz";

    /// <summary>A predictions-only submission as it came.</summary>
    public static string Submission(Guid evaluation) => $"submissions/{evaluation:N}.npz";
}
