using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Inputs;
using Bench.Service.Json;

namespace Bench.Service.Datasets.Variants;

/// <summary>Declarations of variants: one JSON object, or shared fields with a list <c>variants</c> of what each has
/// besides.</summary>
/// <remarks>The fields are the properties of <see cref="DatasetVariant"/>; <c>clean</c> names the clean variant,
/// <c>classListSha256</c> the hash of its class ids.</remarks>
public static class VariantFile
{
    const string Several = "variants";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <param name="json">The file.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="FormatException">It is no declaration; the message names the file and the field.</exception>
    public static IReadOnlyList<DatasetVariant> Read(Stream json, string file)
    {
        try
        {
            var root =
                JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw Invalid(file, "is not a JSON object");
            if (!root.TryGetPropertyValue(Several, out var several))
                return [Declared(root, file)];
            root.Remove(Several);
            if (several is not JsonArray { Count: > 0 } list)
                throw Invalid(file, $"'{Several}' is not a list of objects");
            return
            [
                .. list.Select(
                    (each, place) =>
                        Declared(Merged(root, each as JsonObject ?? throw Invalid(file, $"'{Several}[{place}]' is not an object")), file)
                ),
            ];
        }
        catch (JsonException e)
        {
            var reason = JsonFault.Reason(e, typeof(DatasetVariant));
            throw Invalid(file, e.Path is { Length: > 1 } path ? $"'{FirstTen.Printable(path[2..])}': {reason}" : reason);
        }
    }

    static JsonObject Merged(JsonObject shared, JsonObject own)
    {
        var merged = (JsonObject)shared.DeepClone();
        foreach (var (name, value) in own)
            merged[name] = value?.DeepClone();
        return merged;
    }

    static DatasetVariant Declared(JsonObject declaration, string file)
    {
        var variant = declaration.Deserialize<DatasetVariant>(Json)!;
        foreach (var (field, message) in Broken(variant))
            throw Invalid(file, $"'{field}' of {FirstTen.Printable(variant.Key)}: {message}");
        return variant;
    }

    static IEnumerable<(string Field, string Message)> Broken(DatasetVariant variant)
    {
        if (NullIn(variant) is { } list)
        {
            yield return (list, "an element of it is null");
            yield break;
        }
        if (!DatasetKeys.IsKey(variant.Key))
            yield return ("key", DatasetKeys.Wanted);
        foreach (var broken in VariantTexts.Broken(variant))
            yield return broken;
        if (!DatasetLayouts.All.Contains(variant.Layout))
            yield return (
                "layout",
                $"'{FirstTen.Printable(variant.Layout)}' is not known; known are {string.Join(", ", DatasetLayouts.All)}"
            );
        foreach (
            var (field, count) in new[]
            {
                ("images", variant.Images),
                ("imagesPerClass", variant.ImagesPerClass),
                ("pictures", variant.Pictures),
            }
        )
            if (count is < 1)
                yield return (field, "it is at least 1");
        if (variant.Border is < 0 or > 64)
            yield return ("border", "it is 0 to 64 pixels");
        if (variant.Classes is { } classes && (classes == ClassSpaceResolver.FromFolders || !ClassSpaceResolver.IsName(classes)))
            yield return ("classes", $"known are {ImageNet1kClasses.Key}, {string.Join(", ", KnownGroups.Keys)}");
        if (variant.Groups is { Rule: not ("mean" or "max" or "sum") })
            yield return ("groups.rule", "rules are mean, max and sum");
        if (variant.FolderPattern is { } pattern && WhyNoPattern(pattern) is { } reason)
            yield return ("folderPattern", reason);
        if (variant.ClassListHash is { } hash && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)))
            yield return ("classListSha256", "64 digits of lower-case hexadecimal are expected");
        foreach (var corruption in variant.Corruptions.Concat(variant.ExtraCorruptions))
            if (!DatasetLayouts.Films.Contains(variant.Layout) && variant.LevelsFor(corruption).Count == 0)
                yield return ("levels", $"'{FirstTen.Printable(corruption)}' has no level");
        if (variant.LevelsOf.Keys.FirstOrDefault(name => !variant.Corruptions.Concat(variant.ExtraCorruptions).Contains(name)) is { } other)
            yield return ("levelsOf", $"'{FirstTen.Printable(other)}' is not a corruption of it");
        foreach (var (corruption, error) in variant.Yardstick)
            if (!variant.Corruptions.Contains(corruption) || !(error is > 0 and <= 1))
                yield return ("yardstick", $"'{FirstTen.Printable(corruption)}' is not a corruption of it, or its error is not in (0, 1]");
        if (variant.Yardstick.Count > 0 && variant.Yardstick.Count != variant.Corruptions.Count)
            yield return ("yardstick", "it has no error for some of the corruptions");
    }

    /// <summary>JSON may put null into a list, which no type forbids.</summary>
    static string? NullIn(DatasetVariant variant) =>
        variant.Corruptions.Contains(null!) ? "corruptions"
        : variant.ExtraCorruptions.Contains(null!) ? "extraCorruptions"
        : variant.Levels.Contains(null!) ? "levels"
        : variant.LevelsOf.Values.Any(levels => levels is null || levels.Contains(null!)) ? "levelsOf"
        : variant.LabelFormats.Contains(null!) ? "labelFormats"
        : variant.Groups?.Ids.Contains(null!) == true ? "groups.ids"
        : null;

    static string? WhyNoPattern(string pattern)
    {
        try
        {
            FolderPattern.Parse(pattern);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    static FormatException Invalid(string file, string what) => new($"{file}: {what}");
}
