using System.Globalization;
using System.Text.Json;

namespace Bench.Tests.Api;

/// <summary>A number as an address serves it, in JSON or as fields of a table.</summary>
internal readonly record struct ServedNumber(double Value, double? Low, double? High, int N, string? WhyNone)
{
    public static ServedNumber Of(JsonElement json) => Of(json, "value");

    public static ServedNumber Of(JsonElement json, string value) =>
        new(json.GetProperty(value).GetDouble(), End(json, "ciLow"), End(json, "ciHigh"), json.GetProperty("n").GetInt32(), Why(json));

    public static ServedNumber Of(string[] fields) =>
        new(
            Parse(fields[0])!.Value,
            Parse(fields[1]),
            Parse(fields[2]),
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            fields[4].Length == 0 ? null : fields[4]
        );

    static string? Why(JsonElement json) =>
        !json.TryGetProperty("noInterval", out var why) || why.ValueKind == JsonValueKind.Null ? null
        : why.ValueKind == JsonValueKind.Object ? why.GetProperty("code").GetString()
        : why.GetString();

    static double? End(JsonElement json, string name) =>
        json.TryGetProperty(name, out var end) && end.ValueKind == JsonValueKind.Number ? end.GetDouble() : null;

    static double? Parse(string field) => field.Length == 0 ? null : double.Parse(field, CultureInfo.InvariantCulture);
}
