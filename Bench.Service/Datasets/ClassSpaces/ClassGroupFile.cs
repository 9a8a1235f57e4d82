using System.Text.Json;
using Bench.Metrics.Predicted;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Groups of classes that an operator gives: <c>{ "over": "imagenet-1k", "rule": "mean", "rest": false,
/// "groups": { "cat": ["n02123045", 282], … } }</c>.</summary>
/// <remarks>
/// <c>over</c> is <c>imagenet-1k</c> when absent; <c>rule</c> is <c>mean</c>, <c>max</c> or <c>sum</c>; <c>rest</c>
/// makes one more group of the classes that no group has. A group is an id with its classes, each an id or an index of
/// the other space. Authors' own forms are read where a variant's declaration names the rule:
/// <c>{ "cat": [281, …] }</c>, and <c>{ "281": 3 }</c>, from class to number of the group.
/// </remarks>
static class ClassGroupFile
{
    const int Limit = 16 << 20;

    static readonly string[] Fields = ["over", "rule", "rest", "groups", "source", "license"];

    /// <summary>A JSON file of groups, or null where it is a list of classes.</summary>
    public static async Task<JsonDocument?> TryOpenAsync(string path, CancellationToken cancellationToken)
    {
        if (!Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
            return null;
        if (Parse(await InputFile.ReadAsync(path, Limit, Invalid, cancellationToken)) is not { } json)
            return null;
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("groups", out _))
            return json;
        json.Dispose();
        return null;
    }

    /// <summary>The classes that the groups are of: <c>imagenet-1k</c>, or the path of a class list.</summary>
    public static string OverOf(JsonElement root, string file) =>
        !root.TryGetProperty("over", out var over) ? ImageNet1kClasses.Key
        : over.ValueKind == JsonValueKind.String ? over.GetString()!
        : throw Invalid($"{file}: 'over' is not a text");

    /// <summary>Groups of ImageNet's classes in an author's file.</summary>
    public static async Task<GroupSpace> ReadAuthorsAsync(
        string path,
        string key,
        string rule,
        bool rest,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var file = Path.GetFileName(path);
        using var json =
            Parse(await InputFile.ReadAsync(path, Limit, Invalid, cancellationToken)) ?? throw Invalid($"{file} is not valid JSON");
        return Read(json.RootElement, key, file, ImageNet1kClasses.Space, RuleOf(rule, file), rest, ids);
    }

    /// <summary>Groups in Bench's own form.</summary>
    public static GroupSpace Read(JsonElement root, string key, string file, ClassSpace over)
    {
        if (root.EnumerateObject().CountBy(field => field.Name).FirstOrDefault(field => field.Value > 1) is { Key: { } twice })
            throw Invalid($"{file}: '{FirstTen.Printable(twice)}' is given twice");
        foreach (var field in root.EnumerateObject())
            if (!Fields.Contains(field.Name))
                throw Invalid($"{file}: '{FirstTen.Printable(field.Name)}' is not known here; known are {string.Join(", ", Fields)}");
        var rest =
            root.TryGetProperty("rest", out var said)
            && (
                said.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? said.GetBoolean()
                    : throw Invalid($"{file}: 'rest' is not true or false")
            );
        var rule = root.TryGetProperty("rule", out var named)
            ? RuleOf(Text(named), file)
            : throw Invalid($"{file}: 'rule' is missing; it is mean, max or sum");
        return Read(root.GetProperty("groups"), key, file, over, rule, rest, []);
    }

    /// <summary>Groups in an author's form: from group to classes, or from class to the number of its group.</summary>
    /// <param name="groups">The object.</param>
    /// <param name="key">Name of the space.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="over">The classes.</param>
    /// <param name="rule">How a group's probability is made.</param>
    /// <param name="rest">Whether the classes of no group are one more.</param>
    /// <param name="ids">Ids of the groups by number, where classes have numbers of groups.</param>
    public static GroupSpace Read(
        JsonElement groups,
        string key,
        string file,
        ClassSpace over,
        GroupRule rule,
        bool rest,
        IReadOnlyList<string> ids
    )
    {
        if (groups.ValueKind != JsonValueKind.Object)
            throw Invalid($"{file}: the groups are not an object of group and classes");
        var byGroup =
            ids.Count > 0
                ? ByNumber(groups, file, ids)
                : groups.EnumerateObject().Select(group => (new ClassName(group.Name, group.Name.Replace('_', ' ')), Words(group, file)));
        return GroupSpace.Create(key, over, rule, rest, byGroup);
    }

    /// <exception cref="DatasetImportException">It is no rule.</exception>
    public static GroupRule RuleOf(string? text, string file) =>
        text switch
        {
            "mean" => GroupRule.Mean,
            "max" => GroupRule.Max,
            "sum" => GroupRule.Sum,
            _ => throw Invalid($"{file}: '{FirstTen.Printable(text ?? "")}' is not a rule; rules are mean, max and sum"),
        };

    public static string WordOf(GroupRule rule) =>
        rule switch
        {
            GroupRule.Mean => "mean",
            GroupRule.Max => "max",
            _ => "sum",
        };

    /// <summary>Null where it is no JSON: the reader of lists of classes says where.</summary>
    static JsonDocument? Parse(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(
                bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes,
                new JsonDocumentOptions { AllowTrailingCommas = true }
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static IEnumerable<(ClassName, IReadOnlyList<string>)> ByNumber(JsonElement groups, string file, IReadOnlyList<string> ids)
    {
        var members = ids.Select(_ => new List<string>()).ToArray();
        foreach (var pair in groups.EnumerateObject())
        {
            if (
                pair.Value.ValueKind != JsonValueKind.Number
                || !pair.Value.TryGetInt32(out var number)
                || number < -1
                || number >= ids.Count
            )
                throw Invalid(
                    $"{file}: class '{FirstTen.Printable(pair.Name)}' has no number of a group from -1 (none) to {ids.Count - 1}"
                );
            if (number >= 0)
                members[number].Add(pair.Name);
        }
        return ids.Select((id, number) => (new ClassName(id, id), (IReadOnlyList<string>)members[number]));
    }

    static IReadOnlyList<string> Words(JsonProperty group, string file) =>
        group.Value.ValueKind == JsonValueKind.Array
            ?
            [
                .. group
                    .Value.EnumerateArray()
                    .Select(word =>
                        Text(word)
                        ?? throw Invalid(
                            $"{file}: the group '{FirstTen.Printable(group.Name)}' has a class that is neither an id nor an index"
                        )
                    ),
            ]
            : throw Invalid($"{file}: the group '{FirstTen.Printable(group.Name)}' has no list of classes");

    static string? Text(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };

    static DatasetImportException Invalid(string message) => new(DatasetImportCodes.ClassesInvalid, message);
}
