using System.Text;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Service.Labels;

public sealed class HeldOutHalfTests
{
    static readonly LabelTarget Target = new(
        new DatasetManifest
        {
            Layout = "csv",
            Variant = "custom",
            ClassSpaceKey = "four",
            ClassSpaceHash = "",
            ClassCount = 4,
            Images = [.. Enumerable.Range(0, 200).Select(i => new ManifestImage($"{i:000}.jpg", 0, default, [3], FacetSet.None))],
        },
        new string('0', 64),
        ClassSpace.Create("four", [new("a", "a"), new("b", "b"), new("c", "c"), new("d", "d")])
    );

    [Fact]
    public void About_half_of_the_images_are_in_it_and_the_two_label_sets_share_none()
    {
        var (open, held) = (OriginalLabels.Make(Target, holdsOut: true), HeldOutHalf.LabelsOf(Target));

        held.Used.ShouldBeInRange(70, 130);
        (open.Used + held.Used).ShouldBe(200);
        Enumerable.Range(0, 200).ShouldAllBe(image => open.Labels.IsUsed(image) != held.Labels.IsUsed(image));
        open.Excluded.ShouldBe(new Dictionary<string, int> { ["held-out"] = held.Used });
    }

    [Fact]
    public void What_is_stored_before_the_date_has_nothing_of_the_labels_that_are_kept_back()
    {
        var open = OriginalLabels.Make(Target, holdsOut: true);

        // Every label is class 3: as often as images are used, once for the labels and once for the original classes.
        var stored = Encoding.UTF8.GetString(LabelSetWriter.ToBytes(open with { ManifestHash = new string('0', 64) }));
        var labels = stored[stored.IndexOf("\"original\":[", StringComparison.Ordinal)..];
        open.Labels.Classes.Length.ShouldBe(open.Used);
        open.Labels.OriginalClass.ToArray().Count(original => original == 3).ShouldBe(open.Used);
        labels[..labels.IndexOf(']', StringComparison.Ordinal)].Count(digit => digit == '3').ShouldBe(open.Used);
    }
}
