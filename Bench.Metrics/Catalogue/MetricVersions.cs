using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Metrics.Catalogue;

/// <summary>The version of every metric that a build computes: what stored scores are compared with to see whether they
/// are out of date.</summary>
/// <remarks>
/// Versions only rise, and a metric that is taken out keeps a version of its own (<see cref="MetricCatalog.Retired"/>).
/// So the sum of all versions orders builds: whatever changes in the catalogue makes it larger. Of two builds with the
/// same sum and other metrics, the hash decides, so that each pair of builds has a newer one.
/// </remarks>
public sealed class MetricVersions
{
    readonly IReadOnlyDictionary<string, int> _versions;

    public MetricVersions(IReadOnlyDictionary<string, int> versions)
    {
        _versions = versions;
        Rank = versions.Values.Sum(version => (long)version);
        var text = new StringBuilder();
        foreach (var (metric, version) in versions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{metric} {version}\n");
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    /// <summary>32 hexadecimal digits that name this set of versions.</summary>
    public string Id { get; }

    /// <summary>Sum of all versions.</summary>
    public long Rank { get; }

    /// <summary>Versions by metric, retired ones included.</summary>
    public IReadOnlyDictionary<string, int> Versions => _versions;

    /// <summary>Version of a metric; 0 where the build does not know it.</summary>
    public int Of(string metric) => _versions.GetValueOrDefault(metric);

    /// <summary>Whether scores of the other build are out of date in the eyes of this one.</summary>
    public bool IsNewerThan(MetricVersions other) => (Rank, Id).CompareTo((other.Rank, other.Id)) > 0;
}
