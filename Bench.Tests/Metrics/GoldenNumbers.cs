using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Bench.Tests.Metrics;

/// <summary>Results of independent implementations, kept as JSON next to the script that made them.</summary>
internal static class GoldenNumbers
{
    static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Reads one list of the file <c>Golden/{name}.json</c> next to the calling test.</summary>
    public static IReadOnlyList<T> Read<T>(string name, string list, [CallerFilePath] string caller = "")
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(caller))!;
        var path = Path.Combine(AppContext.BaseDirectory, "Metrics", folder, "Golden", $"{name}.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var rows = document.RootElement.GetProperty(list).Deserialize<List<T>>(Options)!;
        rows.ShouldNotBeEmpty();
        return rows;
    }
}
