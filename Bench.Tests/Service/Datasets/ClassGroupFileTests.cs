using System.Text.Json;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;

namespace Bench.Tests.Service.Datasets;

public sealed class ClassGroupFileTests
{
    [Fact]
    public void The_groups_that_are_known_by_name_have_sixteen_each_and_no_class_twice()
    {
        foreach (var (key, classes) in new[] { (KnownGroups.Sixteen, 207), (KnownGroups.LaionC, 285) })
        {
            var groups = KnownGroups.Find(key).ShouldNotBeNull().Groups;
            (groups.Count, groups.Rule, groups.HasRest, groups.Overlap).ShouldBe((16, GroupRule.Mean, false, false));
            Enumerable.Range(0, 16).Sum(group => groups.MembersOf(group).Length).ShouldBe(classes);
        }
    }

    [Theory]
    [InlineData(KnownGroups.Sixteen, "labels/shape-bias/sixteen_classes_imagenet_indices.json")]
    [InlineData(KnownGroups.LaionC, "labels/maps/laionc_category_mapping.json")]
    public void The_groups_that_are_known_by_name_are_their_authors(string key, string path)
    {
        using var published = JsonDocument.Parse(File.ReadAllText(SharedFolder.Require(path)));
        var theirs = ClassGroupFile.Read(published.RootElement, key, "published", ImageNet1kClasses.Space, GroupRule.Mean, false, []);
        var ours = KnownGroups.Find(key).ShouldNotBeNull();
        ours.Groups.IsSameAs(theirs.Groups).ShouldBeTrue();
        ours.Classes.Classes.Select(group => group.Id).ShouldBe(theirs.Classes.Classes.Select(group => group.Id));
    }

    [Fact]
    public void A_map_from_class_to_number_of_its_group_has_a_rest_of_the_classes_without_one()
    {
        using var map = JsonDocument.Parse(File.ReadAllText(SharedFolder.Require("labels/masks/in_to_in9.json")));
        var groups = ClassGroupFile.Read(
            map.RootElement,
            "imagenet-9",
            "in_to_in9.json",
            ImageNet1kClasses.Space,
            GroupRule.Max,
            true,
            ["dog", "bird", "vehicle", "reptile", "carnivore", "insect", "instrument", "primate", "fish"]
        );
        (groups.Groups.Named, groups.Groups.Count, groups.Classes[9].Id).ShouldBe((9, 10, GroupSpace.RestId));
        Enumerable.Range(0, 10).Sum(group => groups.Groups.MembersOf(group).Length).ShouldBe(1000);
    }

    [Theory]
    [InlineData("edges")]
    [InlineData("filled-silhouettes")]
    public async Task The_shared_shape_bias_sets_are_imported_with_sixteen_groups_as_labels(string name)
    {
        var folder = SharedFolder.Require($"images/shape-bias/{name}");
        var dataset = await DatasetImporter.ImportAsync(
            folder,
            new DatasetImportOptions
            {
                Layout = "imagefolder",
                DatasetsRoot = folder,
                Classes = KnownGroups.Sixteen,
            },
            null,
            TestContext.Current.CancellationToken
        );

        dataset.Manifest.Count.ShouldBe(160);
        (dataset.Manifest.ClassCount, dataset.Manifest.LabelCount, dataset.Manifest.ScoredCount).ShouldBe((1000, 16, 16));
        foreach (var image in dataset.Manifest.Images)
            image.Path.ShouldStartWith(dataset.Manifest.Groups!.Classes[image.OriginalClass!.Value].Id + "/");
        using var written = new MemoryStream();
        var hash = await ManifestWriter.WriteAsync(dataset.Manifest, written, TestContext.Current.CancellationToken);
        written.Position = 0;
        var read = await ManifestReader.ReadAsync(written, TestContext.Current.CancellationToken);
        (await ManifestWriter.HashAsync(read, TestContext.Current.CancellationToken)).ShouldBe(hash);
        read.Groups!.Groups.IsSameAs(dataset.Manifest.Groups!.Groups).ShouldBeTrue();
    }
}
