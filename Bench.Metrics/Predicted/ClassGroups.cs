namespace Bench.Metrics.Predicted;

/// <summary>Groups over another space's classes, such as sixteen objects over the 1,000 of ImageNet. A class may be in
/// no group, or in several.</summary>
public sealed class ClassGroups
{
    readonly ushort[][] _members;
    readonly ushort[][] _groupsOf;

    /// <param name="classes">Number of classes of the other space, C.</param>
    /// <param name="rule">How a group's probability is made.</param>
    /// <param name="members">[G] classes of each group.</param>
    /// <param name="rest">Whether the last group is that of the classes of no other: an answer that no label
    /// means.</param>
    /// <exception cref="ArgumentException">No group, an empty one, or a class that is repeated in a group or outside
    /// the space.</exception>
    public ClassGroups(int classes, GroupRule rule, IEnumerable<IEnumerable<ushort>> members, bool rest = false)
    {
        (Classes, Rule, HasRest, _members) = (classes, rule, rest, [.. members.Select(group => group.ToArray())]);
        if (_members.Length == 0)
            throw new ArgumentException("there is no group", nameof(members));
        var groupsOf = new List<ushort>[classes];
        for (var group = 0; group < _members.Length; group++)
        {
            if (_members[group].Length == 0)
                throw new ArgumentException($"group {group} has no class", nameof(members));
            foreach (var member in _members[group])
            {
                if (member >= classes)
                    throw new ArgumentException($"class {member} of group {group} is outside the {classes} classes", nameof(members));
                var groups = groupsOf[member] ??= [];
                if (groups.Contains((ushort)group))
                    throw new ArgumentException($"class {member} appears twice in group {group}", nameof(members));
                groups.Add((ushort)group);
            }
        }
        _groupsOf = [.. groupsOf.Select(groups => groups?.ToArray() ?? [])];
    }

    /// <summary>Number of classes of the other space, C.</summary>
    public int Classes { get; }

    /// <summary>How a group's probability is made.</summary>
    public GroupRule Rule { get; }

    /// <summary>Number of groups, G.</summary>
    public int Count => _members.Length;

    /// <summary>Whether the last group is that of the classes of no other, so that a model may answer that it is none
    /// of them.</summary>
    public bool HasRest { get; }

    /// <summary>Groups that a label may mean.</summary>
    public int Named => HasRest ? Count - 1 : Count;

    /// <summary>Classes of a group.</summary>
    public ReadOnlySpan<ushort> MembersOf(int group) => _members[group];

    /// <summary>Groups that have a class; empty for a class that no group has.</summary>
    public ReadOnlySpan<ushort> GroupsOf(int @class) => _groupsOf[@class];

    /// <summary>Whether a class is in two groups.</summary>
    public bool Overlap => Array.Exists(_groupsOf, groups => groups.Length > 1);

    /// <summary>Whether these are the same groups under the same rule.</summary>
    public bool IsSameAs(ClassGroups other) =>
        (Classes, Rule, HasRest, Count) == (other.Classes, other.Rule, other.HasRest, other.Count)
        && Enumerable.Range(0, Count).All(group => _members[group].AsSpan().SequenceEqual(other._members[group]));

    /// <summary>Whether every group has one class: every rule is the same then.</summary>
    internal bool AreSingle => Array.TrueForAll(_members, group => group.Length == 1);
}
