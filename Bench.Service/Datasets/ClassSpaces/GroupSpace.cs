using Bench.Data.Outcomes;
using Bench.Metrics.Predicted;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>A class space of groups over another one's classes: what a dataset's labels mean, where a model's outputs
/// mean the other's.</summary>
/// <remarks>Predictions are stored over the other space, so one run of a model serves every grouping of its
/// classes.</remarks>
public sealed class GroupSpace
{
    /// <summary>Id of the group of the classes that no other group has.</summary>
    public const string RestId = "none";

    GroupSpace(ClassSpace classes, ClassGroups groups) => (Classes, Groups) = (classes, groups);

    /// <summary>The groups as classes, the rest among them.</summary>
    public ClassSpace Classes { get; }

    /// <summary>Members of each group, and the rule.</summary>
    public ClassGroups Groups { get; }

    /// <param name="key">Name of the space.</param>
    /// <param name="over">The other space.</param>
    /// <param name="rule">How a group's probability is made.</param>
    /// <param name="rest">Whether the classes of no group are one more group, <c>none</c>, which a model may answer and
    /// no label means.</param>
    /// <param name="groups">Id of each group with the ids or indices of its classes.</param>
    /// <exception cref="DatasetImportException">There is no group, one is empty or repeated, or a class is not of the
    /// other space or repeated in a group.</exception>
    public static GroupSpace Create(
        string key,
        ClassSpace over,
        GroupRule rule,
        bool rest,
        IEnumerable<(ClassName Name, IReadOnlyList<string> Classes)> groups
    )
    {
        var (names, members, unknown) = (new List<ClassName>(), new List<IEnumerable<ushort>>(), new FirstTen());
        foreach (var (name, classes) in groups)
        {
            if (classes.Count == 0)
                throw Invalid($"the group '{FirstTen.Printable(name.Id)}' of '{key}' has no class");
            var resolved = new SortedSet<ushort>();
            foreach (var word in classes)
                if (over.Resolve(word) is not { } index)
                    unknown.Add($"'{FirstTen.Printable(word)}' of {FirstTen.Printable(name.Id)}");
                else if (!resolved.Add((ushort)index))
                    throw Invalid($"the group '{FirstTen.Printable(name.Id)}' of '{key}' has the class '{FirstTen.Printable(word)}' twice");
            names.Add(name);
            members.Add(resolved);
        }
        if (unknown.Any)
            throw Invalid(
                $"{Counted.Of(unknown.Count, "class", "classes")} of the groups '{key}' "
                    + $"{Counted.Word(unknown.Count, "is neither an id nor an index", "are neither ids nor indices")} of "
                    + $"'{over.Key}': {unknown}"
            );
        if (rest)
        {
            var grouped = members.SelectMany(group => group).ToHashSet();
            ushort[] left = [.. Enumerable.Range(0, over.Count).Select(c => (ushort)c).Where(c => !grouped.Contains(c))];
            if (left.Length == 0)
                throw Invalid($"the groups '{key}' have every class of '{over.Key}', so there is no rest. Leave out \"rest\"");
            names.Add(new ClassName(RestId, "none of the groups"));
            members.Add(left);
        }
        return Of(ClassSpace.Create(key, names), over.Count, rule, rest, members);
    }

    /// <summary>Groups whose members are known to be classes of the other space.</summary>
    internal static GroupSpace Of(ClassSpace classes, int over, GroupRule rule, bool rest, IEnumerable<IEnumerable<ushort>> members) =>
        new(classes, new ClassGroups(over, rule, members, rest));

    static DatasetImportException Invalid(string message) => new(DatasetImportCodes.ClassesInvalid, message);
}
