using System.Text.Json;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Groups of ImageNet's classes that are known by name, each from its authors' published map.</summary>
public static class KnownGroups
{
    /// <summary>The sixteen objects of the shape-bias tests: cue-conflict, edges, silhouettes and their
    /// relatives.</summary>
    public const string Sixteen = "sixteen-classes";

    /// <summary>The sixteen superclasses of LAION-C.</summary>
    public const string LaionC = "laion-c-classes";

    static readonly Dictionary<string, Lazy<GroupSpace>> Known = new(StringComparer.Ordinal)
    {
        [Sixteen] = new(() => Load(Sixteen)),
        [LaionC] = new(() => Load(LaionC)),
    };

    public static IReadOnlyCollection<string> Keys => Known.Keys;

    /// <summary>The groups of that name, or null.</summary>
    public static GroupSpace? Find(string key) => Known.GetValueOrDefault(key)?.Value;

    static GroupSpace Load(string key)
    {
        using var resource = typeof(KnownGroups).Assembly.GetManifestResourceStream($"Bench.Service.groups.{key}.json")!;
        using var json = JsonDocument.Parse(resource);
        return ClassGroupFile.Read(json.RootElement, key, $"{key}.json", ImageNet1kClasses.Space);
    }
}
