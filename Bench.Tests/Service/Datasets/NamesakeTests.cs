using System.Globalization;
using Bench.Service.Datasets.Manifests;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Service.Datasets;

/// <summary>Two datasets may number their pictures alike and show other things.</summary>
public sealed class NamesakeTests : IDisposable
{
    readonly TempFolder _clean = new();
    readonly TempFolder _shifted = new();

    [Theory]
    [InlineData(0, 40, 40, true)]
    [InlineData(17, 40, 40, false)]
    [InlineData(17, 40, 4, true)]
    [InlineData(17, 40, 5, false)]
    [InlineData(0, 15, 40, false)]
    public async Task Images_are_copies_where_most_have_a_namesake_with_their_label(int movedBy, int named, int moved, bool areCopies)
    {
        var clean = await ManifestAsync(_clean, image => $"{image:D4}.jpg", image => image * 7 % 100);
        var shifted = await ManifestAsync(
            _shifted,
            image => image < named ? $"{image:D4}.jpg" : $"new{image}.jpg",
            image => (image + (image < moved ? movedBy : 0)) * 7 % 100
        );
        int[] images = [.. Enumerable.Range(0, shifted.Count)];

        Namesakes
            .AreOriginals(shifted, clean, images, Array.ConvertAll(images, image => clean.Index.Find(shifted.Images[image].Path)))
            .ShouldBe(areCopies);
    }

    static async Task<DatasetManifest> ManifestAsync(TempFolder folder, Func<int, string> name, Func<int, int> label) =>
        (
            await LabelTargets.FromLinesAsync(
                folder,
                [.. Enumerable.Range(0, 40).Select(image => string.Create(CultureInfo.InvariantCulture, $"{name(image)} {label(image)}"))]
            )
        ).Manifest;

    public void Dispose()
    {
        _clean.Dispose();
        _shifted.Dispose();
    }
}
