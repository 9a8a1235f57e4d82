using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Import;

/// <summary>Classes that are in several groups: an answer in one of them is of several groups, and the first one counts.</summary>
static class GroupOverlap
{
    /// <summary>A share of the classes that have a group from which on they are many.</summary>
    const double Many = 0.1;

    /// <param name="space">Groups, and the classes that they are of.</param>
    /// <returns>A note of the first such class, a warning where they are many; null where there is none.</returns>
    public static Check? Of(DatasetClasses space)
    {
        if (space.Groups is not { Groups: { Overlap: true } groups })
            return null;
        int[] grouped = [.. Enumerable.Range(0, groups.Classes).Where(@class => groups.GroupsOf(@class).Length > 0)];
        int[] several = [.. grouped.Where(@class => groups.GroupsOf(@class).Length > 1)];
        var names = string.Join(" and ", groups.GroupsOf(several[0])[..2].ToArray().Select(group => space.Labels[group].Id));
        var message =
            $"{Counted.Of(several.Length, "class is", "classes are")} in several groups, such as {space.Outputs[several[0]].Id} in "
            + $"{names}: where groups have the same number, the first of them is the answer.";
        return several.Length >= Many * grouped.Length
            ? Check.Warning(CheckCodes.GroupsOverlap, message)
            : Check.Note(CheckCodes.GroupsOverlap, message);
    }
}
