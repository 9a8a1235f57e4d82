using System.Collections.Immutable;
using System.Text;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Service.Labels;

/// <summary>Lists of images, as RobustBench publishes its 5,000.</summary>
public sealed class ImageListLabelsTests
{
    [Fact]
    public async Task A_list_names_images_by_path_or_name_once_and_passes_over_others()
    {
        var set = await ReadAsync(
            "n1/ILSVRC2012_val_00000002.JPEG\nILSVRC2012_val_00000000.JPEG\n\nn9/ILSVRC2012_val_00000002.JPEG\nother.JPEG\n"
        );

        set.Kind.ShouldBe(LabelSetKind.Annotations);
        (set.Used, set.Unmatched).ShouldBe((2, 1));
        Enumerable.Range(0, 4).Where(image => set.Columns.Single().Of(image) is not null).ShouldBe([0, 2]);
    }

    [Fact]
    public async Task A_list_of_another_dataset_is_refused() =>
        (await Should.ThrowAsync<LabelSetException>(() => ReadAsync("a.JPEG\nb.JPEG\n"))).Message.ShouldContain(
            "names none of the 4 images"
        );

    static async Task<ImportedLabelSet> ReadAsync(string text)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["list.txt"], Encoding.UTF8.GetBytes(text));
        var manifest = new DatasetManifest
        {
            Layout = LayoutIds.IlsvrcFlat,
            Variant = "custom",
            ClassSpaceKey = "two",
            ClassSpaceHash = "",
            ClassCount = 2,
            Images =
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(i => new ManifestImage(
                        $"ILSVRC2012_val_0000000{i}.JPEG",
                        0,
                        default,
                        ImmutableArray.Create((ushort)(i % 2)),
                        FacetSet.None
                    )),
            ],
        };
        var classes = ClassSpace.Create("two", [new("a", "a"), new("b", "b")]);
        var sets = await LabelImporter.ImportAsync(
            folder["list.txt"],
            "list.txt",
            LabelFormats.ImageList,
            "attack-images",
            source: null,
            new LabelTarget(manifest, "", classes),
            TestContext.Current.CancellationToken
        );
        return sets.Single();
    }
}
