using Bench.Api.Leaderboard;

namespace Bench.Api.Pages.Drawing;

/// <summary>Colours the entries of a board by something that they have in common. The commonest groups have a colour
/// each; all others share the last.</summary>
internal sealed class EntryColours
{
    /// <summary>Colours in the style sheet.</summary>
    const int Kinds = 6;

    readonly Func<BoardEntry, string> _of;
    readonly Dictionary<string, int> _kinds;

    EntryColours(Board board, Func<BoardEntry, string> of)
    {
        _of = of;
        var groups = board
            .Entries.Select(of)
            .CountBy(name => name, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(group => group.Value)
            .ThenBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.Key)
            .ToList();
        var own = groups.Count <= Kinds ? groups : groups[..(Kinds - 1)];
        _kinds = own.Select((name, kind) => (name, kind))
            .ToDictionary(pair => pair.name, pair => pair.kind, StringComparer.OrdinalIgnoreCase);
        Legend = [.. own.Select((name, kind) => (kind, name.Length == 0 ? "not stated" : name))];
        if (own.Count < groups.Count)
            Legend = [.. Legend, (Kinds - 1, $"{groups.Count - own.Count} others")];
    }

    /// <summary>Properties that colours can show, by their names in the address.</summary>
    public static IReadOnlyList<(string Key, string Title)> Choices { get; } =
    [("trainingData", "training data"), ("family", "family"), ("owner", "owner"), ("precision", "precision")];

    /// <summary>Number of a colour, and the group that has it.</summary>
    public IReadOnlyList<(int Kind, string Name)> Legend { get; }

    /// <summary>Null when the address asks for no colours, or for something that is none of
    /// <see cref="Choices"/>.</summary>
    public static EntryColours? Of(Board board, string? key) =>
        key switch
        {
            "trainingData" => new(board, entry => entry.TrainingData ?? ""),
            "family" => new(board, entry => Family(entry.Architecture ?? entry.Name)),
            "owner" => new(board, entry => entry.Owner ?? ""),
            "precision" => new(board, entry => entry.Precision ?? ""),
            _ => null,
        };

    public int KindOf(BoardEntry entry) => _kinds.GetValueOrDefault(_of(entry), Kinds - 1);

    /// <summary>The first word of an architecture without its numbers: "resnet" of resnet50 and ResNet-152, "vit" of
    /// vit_base_patch16_224, "se_resnet" of se_resnet50.</summary>
    internal static string Family(string architecture)
    {
        var words = architecture.ToLowerInvariant().Split(['_', '-', ' ', '.'], StringSplitOptions.RemoveEmptyEntries);
        var name = words is [{ Length: <= 2 } prefix, var next, ..] ? $"{prefix}_{next}" : words.FirstOrDefault() ?? "";
        var end = name.Length;
        while (end > 1 && (char.IsDigit(name[end - 1]) || (end < name.Length && name[end - 1] == 'v')))
            end--;
        return name[..end];
    }
}
