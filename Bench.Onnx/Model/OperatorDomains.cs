namespace Bench.Onnx.Model;

/// <summary>Domains whose operators the runtime brings itself.</summary>
internal static class OperatorDomains
{
    public const string Standard = "";
    public const string MachineLearning = "ai.onnx.ml";
    public const string Microsoft = "com.microsoft";

    /// <summary>The standard's domain has two spellings; the empty one is used throughout.</summary>
    public static string Canonical(string domain) => domain == "ai.onnx" ? Standard : domain;
}
