using System.Security.Cryptography;
using System.Text;
using Bench.Data.Outcomes;
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

    static ManifestImage Image(int number, string bytes, ushort label) =>
        new($"{number}.jpg", 1, new ContentHash(SHA256.HashData(Encoding.ASCII.GetBytes(bytes))), [label], FacetSet.None);
}
