using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Corruption trees whose levels are not numbered from the mildest.</summary>
public sealed class SeverityOrderTests
{
    const int Pictures = 60;

    /// <summary>Shares right from the mildest level on, and the names of the levels in that order.</summary>
    [Theory]
    [InlineData("custom", "1 2 3 4 5", null)]
    [InlineData("custom", "5 4 3 2 1", "severity-order-doubtful")]
    [InlineData("custom", "low medium high", "severity-order-doubtful")]
    [InlineData("imagenet-c", "5 4 3 2 1", "severity-order-doubtful")]
    [InlineData("imagenet-es-param-control", "param_3 param_2 param_1", null)]
    public void The_highest_level_is_not_the_easiest(string variant, string levels, string? code)
    {
        string[] mildestFirst = levels.Split(' ');
        var images = new List<(ManifestImage Image, bool IsRight)>();
        foreach (var corruption in (string[])["fog", "snow"])
        foreach (var (place, level) in mildestFirst.Index())
            for (var picture = 0; picture < Pictures; picture++)
                images.Add((Image(corruption, level, picture), picture < Pictures - 20 * place));

        Codes(variant, images).ShouldBe(code is null ? [] : [code]);
    }

    /// <summary>Where hardly anything is known at any level, chance makes one of them the easier.</summary>
    [Fact]
    public void Chance_is_no_sign()
    {
        var random = new Random(3);

        Codes("custom", Tree(["fog", "snow", "saturate"], (_, _, _) => random.NextDouble() < 0.3)).ShouldBeEmpty();
    }

    [Fact]
    public void One_corruption_of_three_may_be_easier_at_its_highest_level() =>
        Codes(
                "custom",
                Tree(
                    ["fog", "snow", "saturate"],
                    (corruption, level, picture) => picture < 10 * (corruption == "saturate" ? level : 6 - level)
                )
            )
            .ShouldBeEmpty();

    /// <summary>Five pictures under fifteen corruptions are five pictures, however many images they are.</summary>
    [Fact]
    public void A_picture_counts_once_however_many_corruptions_show_it()
    {
        string[] corruptions = [.. Enumerable.Range(0, 15).Select(i => $"kind{i:00}")];

        Codes("custom", Tree(corruptions, (_, level, picture) => picture >= 5 || level == 5)).ShouldBeEmpty();
        Codes("custom", Tree(corruptions, (_, level, picture) => picture >= 20 || level == 5)).ShouldBe(["severity-order-doubtful"]);
    }

    static List<(ManifestImage Image, bool IsRight)> Tree(string[] corruptions, Func<string, int, int, bool> isRight) =>
        [
            .. corruptions.SelectMany(corruption =>
                Enumerable
                    .Range(1, 5)
                    .SelectMany(level =>
                        Enumerable
                            .Range(0, Pictures)
                            .Select(picture => (Image(corruption, $"{level}", picture), isRight(corruption, level, picture)))
                    )
            ),
        ];

    static ManifestImage Image(string corruption, string level, int picture) =>
        new($"{corruption}/{level}/{picture}.JPEG", 0, default, [0], FacetSet.Of(("corruption", corruption), ("severity", level)));

    static IEnumerable<string> Codes(string variant, List<(ManifestImage Image, bool IsRight)> images)
    {
        var ordered = images.OrderBy(each => each.Image.Path, StringComparer.Ordinal).ToList();
        var manifest = new DatasetManifest
        {
            Layout = "imagenet-c",
            Variant = variant,
            ClassSpaceKey = "imagenet-1k",
            ClassSpaceHash = "0",
            ClassCount = 1000,
            Images = [.. ordered.Select(each => each.Image)],
        };
        return SeverityOrder.Of(manifest, [.. ordered.Select(each => each.IsRight)]) is { } check ? [check.Code] : [];
    }
}
