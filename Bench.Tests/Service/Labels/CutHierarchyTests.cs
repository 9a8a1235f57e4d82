using Bench.Metrics.Hierarchy;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Labels;

namespace Bench.Tests.Service.Labels;

/// <summary>The published relations of ImageNet's classes, and files that would take their place.</summary>
public sealed class CutHierarchyTests
{
    static readonly string[] Ids = [.. ImageNet1kClasses.Space.Classes.Select(one => one.Id)];

    [Theory]
    [InlineData(1370)]
    [InlineData(1200)]
    [InlineData(400)]
    public void A_file_that_broke_off_is_told_by_the_classes_that_it_lost(int lines)
    {
        var text = File.ReadAllLines(SharedFolder.Require("labels/hierarchy/imagenet_isa.txt"));
        // The last line is cut through.
        var cut = Read([.. text[..lines], text[lines][..^3]]);
        var missing = Ids.Except(text[..lines].Select(line => line.Split(' ')[1])).Count();

        var why = CutHierarchy.WhyNot(cut, Read(text), Ids, "val").ShouldNotBeNull();

        why.ShouldStartWith(
            $"has {lines:N0} of the 1,371 relations of the file in use and almost no others: {missing:N0} of 1,000 classes"
        );
        missing.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Whole_files_and_others_may_take_its_place()
    {
        var text = File.ReadAllLines(SharedFolder.Require("labels/hierarchy/imagenet_isa.txt"));
        var published = Read(text);

        Why(published).ShouldBeNull("the same again");
        Why(Read([.. text, "n00001930 n99999999"])).ShouldBeNull("more");
        Why(Read([.. text.Reverse()])).ShouldBeNull("another order");
        Why(Read([.. Ids.Select((id, at) => $"kind{at / 40} {id}"), .. Enumerable.Range(0, 25).Select(kind => $"all kind{kind}")]))
            .ShouldBeNull("another hierarchy");
        Why(Read(["animal ant", "animal bee"])).ShouldBeNull("of other classes");
        // A step between two others is taken out.
        var (parent, inner) = (text[0].Split(' ')[0], text[0].Split(' ')[1]);
        Why(Read([.. text[1..].Select(line => line.Replace($"{inner} ", $"{parent} ", StringComparison.Ordinal))]))
            .ShouldBeNull("trimmed, and every class is there");

        string? Why(HierarchyFile file) => CutHierarchy.WhyNot(file, published, Ids, "val");
    }

    /// <summary>Every class keeps a place by another parent, and some have fewer above them.</summary>
    [Theory]
    [InlineData("rows in the middle", true)]
    [InlineData("rows in the middle, and sorted by child", true)]
    [InlineData("second parents, one by one", false)]
    [InlineData("one relation", false)]
    public void A_file_that_lost_rows_in_the_middle_is_told_from_a_tree_that_was_made_of_it(string what, bool cut)
    {
        string[] classes = [.. Enumerable.Range(0, 40).Select(one => $"c{one:D2}")];
        string[] first = [.. classes.Select((id, at) => $"kind{at / 10} {id}")];
        string[] second = [.. classes.Select((id, at) => $"use{at % 4} {id}")];
        string[] top = [.. Enumerable.Range(0, 4).SelectMany(one => (string[])[$"all kind{one}", $"all use{one}"])];
        string[] text = what.StartsWith("second", StringComparison.Ordinal)
            ? [.. first.Zip(second).SelectMany(pair => (string[])[pair.First, pair.Second]), .. top]
            : [.. first, .. second, .. top];
        var left = what switch
        {
            "second parents, one by one" => text.Except(second.Where((_, at) => at % 3 == 0)),
            "one relation" => text.Except(second[5..6]),
            _ => text.Except(second[5..25]),
        };
        if (what.EndsWith("child", StringComparison.Ordinal))
            left = left.OrderBy(line => line.Split(' ')[1], StringComparer.Ordinal);

        var why = CutHierarchy.WhyNot(Read([.. left]), Read(text), classes, "val");

        if (cut)
            why.ShouldNotBeNull()
                .ShouldEndWith("0 of 40 classes of 'val' would lose their place, and 20 have fewer above them than before");
        else
            why.ShouldBeNull();
    }

    [Fact]
    public void Published_distances_that_broke_off_are_told_too()
    {
        string[] classes = ["a", "b", "c"];
        var whole = Read(["a b 1", "a c 2", "b c 2"]);

        CutHierarchy
            .WhyNot(Read(["a b 1"]), whole, classes, "val")
            .ShouldBe("has 1 pair, and the file in use 3: 1 of 3 classes of 'val' would lose their place");
        CutHierarchy.WhyNot(Read(["x y 1"]), whole, classes, "val").ShouldBeNull();
        CutHierarchy.WhyNot(whole, whole, classes, "val").ShouldBeNull();
    }

    static HierarchyFile Read(string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        return HierarchyFile.Read(reader);
    }
}
