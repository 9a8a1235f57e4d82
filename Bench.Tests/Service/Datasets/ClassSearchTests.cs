using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Refusals;

namespace Bench.Tests.Service.Datasets;

/// <summary>Classes as people ask for them.</summary>
public sealed class ClassSearchTests
{
    [Theory]
    [InlineData("n01440764", 0)]
    [InlineData("0", 0)]
    [InlineData("tench", 0)]
    [InlineData("Electric ray", 5)]
    public void A_class_is_found_by_id_index_or_name(string text, int index) =>
        ClassSearch.Find(ImageNet1kClasses.Space, text).ShouldBe(index);

    [Theory]
    [InlineData("5000", "Give an id such as n01440764, an index from 0 to 999, or a name of a class of 'imagenet-1k'.")]
    [InlineData("snake", "Ask for one of: ")]
    public void What_means_no_single_class_is_refused_with_what_would(string text, string nextStep)
    {
        var refused = Should.Throw<RefusalException>(() => ClassSearch.Find(ImageNet1kClasses.Space, text)).Failure;

        refused.Code.ShouldBe("class-not-found");
        refused.NextStep.ShouldStartWith(nextStep);
    }
}
