using System.Security.Cryptography;
using System.Text;
using Bench.Data.Outcomes;
using Bench.Metrics.Calibration;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Manifests;

namespace Bench.Tests.Service.Datasets;

/// <summary>One picture under several names counts several times.</summary>
public sealed class SamePictureTests
{
    [Theory]
    [InlineData(1, false, null)]
    [InlineData(1, true, CheckSeverity.Note)]
    [InlineData(30, false, CheckSeverity.Warning)]
    [InlineData(3, true, CheckSeverity.Warning)]
    public void Files_that_are_one_picture_are_told_when_labels_differ_or_they_are_many(int copies, bool otherLabel, CheckSeverity? told)
    {
        var images = Enumerable.Range(0, 200).Select(i => Image(i, $"{i}", 0));
        var more = Enumerable.Range(0, copies).Select(i => Image(200 + i, $"{i}", (ushort)(otherLabel ? 1 : 0)));

        var check = SamePictures.Of([.. images, .. more]);

        (check?.Severity).ShouldBe(told);
        check?.Code.ShouldBe("pictures-repeated");
        check?.Message.ShouldContain("200.jpg and 0.jpg");
    }

    [Fact]
    public void Many_files_that_are_one_picture_are_counted_once_and_a_few_are_let_be()
    {
        var images = Enumerable.Range(0, 200).Select(i => Image(i, $"{i}", 0)).ToList();

        Manifest([.. images, Image(200, "0", 0)]).Pictures.ShouldBeNull();
        var pictures = Manifest([.. images, .. Enumerable.Range(0, 30).Select(i => Image(200 + i, $"{i}", 0))]).Pictures!;

        (pictures.Count, pictures.Pictures.Count).ShouldBe((200, 230));
        pictures.Of(7).ToArray().ShouldBe([7, 207]);
        // Names alone have no bytes: nothing says that two of them are one picture.
        Manifest([.. images.Select(image => image with { Hash = default })]).Pictures.ShouldBeNull();
    }

    /// <summary>What is fitted on one copy must not be measured on another; and of other datasets every image stays where it was.</summary>
    [Fact]
    public void The_calibration_split_parts_no_picture_and_leaves_other_images_where_they_were()
    {
        var images = Enumerable.Range(0, 200).Select(i => Image(i, $"{i}", 0)).ToList();
        var alone = Manifest(images).CalibrationSplit;
        var repeated = Manifest([.. images, .. Enumerable.Range(0, 200).Select(i => Image(200 + i, $"{i}", 0))]).CalibrationSplit;

        for (var i = 0; i < 200; i++)
        {
            alone[i].ShouldBe(CalibrationSplit.Contains($"{i}"));
            (repeated[i], repeated[200 + i]).ShouldBe((alone[i], alone[i]));
        }
        alone.PopCount().ShouldBeInRange(20, 60);
    }

    static DatasetManifest Manifest(IReadOnlyList<ManifestImage> images) =>
        new()
        {
            Layout = "imagefolder",
            Variant = "custom",
            ClassSpaceKey = "four",
            ClassSpaceHash = "",
            ClassCount = 4,
            Images = images,
        };

    static ManifestImage Image(int number, string bytes, ushort label) =>
        new($"{number}.jpg", 1, new ContentHash(SHA256.HashData(Encoding.ASCII.GetBytes(bytes))), [label], FacetSet.None);
}
