using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Manifests;

/// <summary>The lines of a manifest that say which classes each group has.</summary>
static class GroupLines
{
    /// <summary>What the first of them says.</summary>
    /// <param name="Key">Name of the groups.</param>
    /// <param name="Rule">How a group's probability is made.</param>
    /// <param name="Count">Lines that follow, one a group.</param>
    /// <param name="Rest">Whether the last group is the classes of no other.</param>
    public sealed record GroupHead(string Key, GroupRule Rule, int Count, bool Rest);

    /// <summary>Null when the line begins something else, or is not canonical.</summary>
    public static GroupHead? HeadOf(string line) =>
        line.Split(' ') is ["groups", var key, var rule, var count, .. var rest]
        && rest is [] or ["rest"]
        && Enum.GetValues<GroupRule>().Where(known => ClassGroupFile.WordOf(known) == rule).Cast<GroupRule?>().FirstOrDefault() is { } known
        && ClassIndexText.TryParse(count, out var groups)
        && groups is > 0 and <= ClassSpace.MostClasses
            ? new GroupHead(key, known, groups, rest.Length > 0)
            : null;

    /// <summary>Null when a line is no group of these classes.</summary>
    public static GroupSpace? Read(GroupHead head, IReadOnlyList<string> lines, int classes)
    {
        var (names, members) = (new List<ClassName>(), new List<ushort[]>());
        foreach (var line in lines)
        {
            if (line.Split('\t') is not [var id, var name, var listed])
                return null;
            var group = new List<ushort>();
            foreach (var word in listed.Split(' '))
            {
                if (!ClassIndexText.TryParse(word, out var member) || member >= classes || (group.Count > 0 && group[^1] >= member))
                    return null;
                group.Add((ushort)member);
            }
            names.Add(new ClassName(id, name));
            members.Add([.. group]);
        }
        return GroupSpace.Of(ClassSpace.Create(head.Key, names), classes, head.Rule, head.Rest, members);
    }
}
