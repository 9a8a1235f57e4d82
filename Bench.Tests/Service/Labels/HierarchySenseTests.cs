using Bench.Metrics.Hierarchy;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Labels;

namespace Bench.Tests.Service.Labels;

/// <summary>An is-a file may hold every class and put each at another's place.</summary>
public sealed class HierarchySenseTests
{
    static readonly string[] Ids = [.. ImageNet1kClasses.Space.Classes.Select(one => one.Id)];

    [Fact]
    public void Published_relations_make_sense_and_make_none_with_their_classes_at_each_others_places()
    {
        var edges = Published();
        var moved = Shuffled();

        HierarchySense.WhyNot(new HierarchyFile(edges, null), Ids).ShouldBeNull();
        HierarchySense
            .WhyNot(new HierarchyFile([.. edges.Select(edge => new IsAEdge(Moved(edge.Parent), Moved(edge.Child)))], null), Ids)
            .ShouldNotBeNull()
            .ShouldContain("at each other's places");

        string Moved(string id) => moved.GetValueOrDefault(id, id);
    }

    [Fact]
    public void A_part_of_the_classes_makes_sense_too() =>
        HierarchySense.WhyNot(new HierarchyFile(Published(), null), [.. Ids.Where((_, place) => place % 5 == 0)]).ShouldBeNull();

    [Fact]
    public void A_root_with_all_classes_below_it_says_nothing()
    {
        var flat = new HierarchyFile([.. Ids.Select(id => new IsAEdge("root", id))], null);

        HierarchySense.WhyNot(flat, Ids).ShouldNotBeNull().ShouldContain("as bad as any other");
        HierarchySense.WhyNot(flat, Ids[..10]).ShouldBeNull();
    }

    static IReadOnlyList<IsAEdge> Published()
    {
        using var reader = new StreamReader(SharedFolder.Require("labels/hierarchy/imagenet_isa.txt"));
        return IsAFile.Read(reader);
    }

    static Dictionary<string, string> Shuffled()
    {
        string[] others = [.. Ids];
        new Random(5).Shuffle(others);
        return Ids.Zip(others).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}
