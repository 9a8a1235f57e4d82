namespace Bench.Api.Http;

/// <summary>Limits of a multipart form.</summary>
/// <param name="MaxFileBytes">Largest file in bytes.</param>
/// <param name="TooLargeCode">Code of the refusal of a larger one.</param>
/// <param name="FileParts">Names of the parts that are files.</param>
internal sealed record FormLimits(long MaxFileBytes, string TooLargeCode, params string[] FileParts)
{
    /// <summary>Most bytes of all fields together.</summary>
    public const int MaxManifestBytes = 1 << 20;
}
