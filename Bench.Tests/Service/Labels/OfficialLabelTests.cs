using System.Text.Json;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Service.Labels;

/// <summary>The importers over the files that their authors published.</summary>
public sealed class OfficialLabelTests
{
    [Fact]
    public async Task ReaL_has_the_sizes_that_its_authors_report()
    {
        var target = await LabelTargets.ValAsync();
        var real = await OneAsync("labels/real.json", LabelFormats.RealJson, "real", target);
        real.Kind.ShouldBe("set");
        real.Used.ShouldBe(46_837);
        real.Excluded.ShouldBe(new Dictionary<string, int> { ["no-label"] = 3_163 });
        var sizes = Enumerable.Range(0, 50_000).Select(i => real.Labels.Of(i).Length).ToArray();
        sizes.Count(s => s == 1).ShouldBe(39_394);
        sizes.Count(s => s == 2).ShouldBe(5_408);
        sizes.Count(s => s == 3).ShouldBe(1_319);
        sizes.Max().ShouldBe(9);
        sizes.Where(s => s > 0).Average().ShouldBe(1.229, 0.0005);
        real.Unmatched.ShouldBe(0);
        // Manifest order of val names is file-number order: row 1 is ILSVRC2012_val_00000002.
        real.Labels.Of(1).ToArray().ShouldBe([795, 970]);
        real.Labels.OriginalClass.Span[1].ShouldBe((ushort)970);
    }

    [Fact]
    public async Task Cleanlab_verdicts_are_counted_as_published_and_make_three_views()
    {
        var target = await LabelTargets.ValAsync();
        var original = OriginalLabels.Make(target);
        var sets = await ImportAsync("labels/cleanlab/imagenet_mturk.json", LabelFormats.CleanlabMTurk, "", target);
        sets.Select(s => (s.Key, s.Kind, s.Used))
            .ShouldBe([("cleanlab-fixed", "single", 50_000), ("cleanlab-pruned", "single", 49_109), ("cleanlab-set", "set", 49_109)]);
        sets[1].Excluded.ShouldBe(new Dictionary<string, int> { ["no-majority"] = 598, ["neither"] = 293 }, ignoreOrder: true);

        var verdict = sets[0].Columns.Single(c => c.Name == "verdict");
        Enumerable
            .Range(0, 50_000)
            .CountBy(i => verdict.Of(i) ?? "")
            .ToDictionary()
            .ShouldBe(
                new Dictionary<string, int>
                {
                    [""] = 44_560,
                    ["given"] = 2_524,
                    ["guessed"] = 1_428,
                    ["both"] = 597,
                    ["neither"] = 293,
                    ["no-majority"] = 598,
                },
                ignoreOrder: true
            );
        Enumerable.Range(0, 50_000).Count(i => sets[0].Labels.Of(i)[0] != original.Labels.Of(i)[0]).ShouldBe(1_428);
        Enumerable.Range(0, 50_000).Count(i => sets[2].Labels.Of(i).Length == 2).ShouldBe(597);
    }

    [Fact]
    public async Task Joined_by_number_the_reviews_do_not_depend_on_the_order_of_folders()
    {
        var target = await LabelTargets.ValAsync();
        var guessed = (await ImportAsync("labels/cleanlab/imagenet_mturk.json", LabelFormats.CleanlabMTurk, "", target))[0]
            .Columns.Single(c => c.Name == "guessed");
        using var reviews = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("labels/cleanlab/imagenet_mturk.json")));
        foreach (var review in reviews.RootElement.EnumerateArray())
            guessed.Of(review.GetProperty("id").GetInt32() - 1).ShouldBe($"{review.GetProperty("our_guessed_label").GetInt32()}");
    }

    [Theory]
    [InlineData("labels/vit3b_mistakes.json", 378, 154, 150, 74)]
    [InlineData("labels/greedy_soups_mistakes.json", 249, 89, 111, 49)]
    public async Task Reviewed_mistakes_keep_their_severity(string file, int reviewed, int major, int minor, int borderline)
    {
        var mistakes = await OneAsync(file, LabelFormats.Mistakes, "mistakes", await LabelTargets.ValAsync());
        mistakes.Kind.ShouldBe("annotations");
        mistakes.Used.ShouldBe(reviewed);
        var severity = mistakes.Columns.Single(c => c.Name == "severity");
        severity.Values.ShouldBe(["Borderline", "Major", "Minor"]);
        severity.Values.Select(v => Enumerable.Range(0, 50_000).Count(i => severity.Of(i) == v)).ShouldBe([borderline, major, minor]);
    }

    [Theory]
    [InlineData("labels/imagenetv2/imagenetv2-b-33.json")]
    [InlineData("labels/imagenetv2/imagenetv2-a-44.json")]
    [InlineData("labels/imagenetv2/imagenetv2-c-12.json")]
    public async Task ImageNetV2_lists_are_datasets_and_label_sets(string file)
    {
        var target = await LabelTargets.FromListAsync(SharedFolder.Require(file));
        target.Manifest.Count.ShouldBe(10_000);
        target.Manifest.Images.CountBy(i => i.OriginalClass!.Value).ShouldAllBe(c => c.Value == 10);
        var labels = await OneAsync(file, "imagenetv2", "again", target);
        labels.Used.ShouldBe(10_000);
        labels.Labels.Classes.ToArray().ShouldBe(OriginalLabels.Make(target).Labels.Classes.ToArray());
    }

    static async Task<ImportedLabelSet> OneAsync(string file, string format, string key, LabelTarget target) =>
        (await ImportAsync(file, format, key, target)).ShouldHaveSingleItem();

    static Task<IReadOnlyList<ImportedLabelSet>> ImportAsync(string file, string format, string key, LabelTarget target)
    {
        var path = SharedFolder.Require(file);
        return LabelImporter.ImportAsync(path, Path.GetFileName(path), format, key, null, target, TestContext.Current.CancellationToken);
    }
}
