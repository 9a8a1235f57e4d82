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
