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

    /// <summary>Each class below the one before it, or below a node of its own on one stem.</summary>
    [Theory]
    [InlineData("classes")]
    [InlineData("stem")]
    public void A_chain_says_how_far_down_the_list_a_class_is(string kind)
    {
        IEnumerable<IsAEdge> edges =
            kind == "classes"
                ? Ids.Zip(Ids[1..]).Select(pair => new IsAEdge(pair.First, pair.Second))
                : Ids.SelectMany(
                    (id, place) => new[] { new IsAEdge($"stem {place}", id), new IsAEdge($"stem {place}", $"stem {place + 1}") }
                );

        HierarchySense.WhyNot(new HierarchyFile([.. edges], null), Ids).ShouldNotBeNull().ShouldContain("as in a chain");
    }

    /// <summary>Superclasses from the published relations: whatever lies below a node of some height.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public void Superclasses_of_alike_classes_make_sense_and_none_with_members_drawn_by_lot(int height)
    {
        var tree = ClassHierarchy.Build(Published(), Ids);
        var superclasses = new List<List<int>>();
        for (var place = 0; place < Ids.Length; place++)
            if (superclasses.Find(members => tree.LcaHeight(members[0], place) <= height) is { } known)
                known.Add(place);
            else
                superclasses.Add([place]);
        int[] lot = [.. Enumerable.Range(0, Ids.Length)];
        new Random(height).Shuffle(lot);

        superclasses.Count.ShouldBeInRange(2, 900);
        HierarchySense.WhyNot(Named(place => place), Ids).ShouldBeNull();
        HierarchySense.WhyNot(Named(place => lot[place]), Ids).ShouldNotBeNull().ShouldContain("drawn by lot");
        HierarchySense.WhyNot(Named(place => lot[place]), Ids[..90]).ShouldBeNull("few classes show nothing");

        IEnumerable<IReadOnlyList<string>> Named(Func<int, int> at) =>
            superclasses.Select(members => members.ConvertAll(place => Ids[at(place)]));
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
