using Bench.Data.Outcomes;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Import;

namespace Bench.Tests.Cases;

/// <summary>A class of two groups answers for both, and one of them is taken.</summary>
public sealed class GroupOverlapTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, CheckSeverity.Note)]
    [InlineData(30, CheckSeverity.Warning)]
    public void Classes_of_several_groups_are_told(int shared, CheckSeverity? severity)
    {
        string[] Members(int from, int count) => [.. Enumerable.Range(from, count).Select(place => $"{place}")];
        var groups = GroupSpace.Create(
            "two",
            ImageNet1kClasses.Space,
            GroupRule.Max,
            rest: false,
            [(new ClassName("one", "one"), Members(0, 50 + shared)), (new ClassName("other", "other"), Members(50, 50))]
        );

        var check = GroupOverlap.Of(new DatasetClasses(ImageNet1kClasses.Space, groups));

        check?.Severity.ShouldBe(severity!.Value);
        (check is not null).ShouldBe(severity is not null);
        if (shared == 1)
            check!.Message.ShouldStartWith("1 class is in several groups, such as n01698640 in one and other");
    }
}
