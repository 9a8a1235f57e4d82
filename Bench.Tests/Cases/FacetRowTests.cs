using System.Globalization;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;
using SkiaSharp;

namespace Bench.Tests.Cases;

/// <summary>A column of facets whose values are one row early or late.</summary>
public sealed class FacetRowTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "row above them")]
    [InlineData(-1, "row below them")]
    public async Task A_property_of_the_class_tells_that_it_is_at_the_next_row(int late, string? words)
    {
        const int Images = 300;
        var target = await LabelTargets.FromLinesAsync(
            _folder,
            [.. Enumerable.Range(0, Images).Select(image => string.Create(CultureInfo.InvariantCulture, $"{image:D3}.JPEG {image / 10}"))]
        );
        var rows = Enumerable
            .Range(0, Images)
            .Select(image => $"{image:D3}.JPEG,kind {(image - late + Images) % Images / 10 % 7},{image % 3}");

        var set = await LabelsAsync(target, "file_name,kind,third\n" + string.Join('\n', rows));

        set.Checks.Select(check => check.Code).ShouldBe(words is null ? [] : ["row-order-doubtful"]);
        if (words is not null)
            set.Checks[0].Message.ShouldContain($"The values of 'kind' seem to belong to the image of the {words}");
    }

    /// <summary>Large photographs have large files.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    public void The_size_of_the_file_tells_it_of_a_property_of_the_picture(int late, bool isDoubted)
    {
        string[] files = [.. Directory.GetFiles(SharedFolder.Require("images/real"), "*.JPEG").Order(StringComparer.Ordinal)];
        var images = Array.ConvertAll(
            files,
            file => new ManifestImage(Path.GetFileName(file), new FileInfo(file).Length, default, [], FacetSet.None)
        );
        string[] pixels =
        [
            .. Enumerable
                .Range(0, files.Length)
                .Select(row => Pixels(files[(row - late + files.Length) % files.Length]).ToString(CultureInfo.InvariantCulture)),
        ];

        FacetRows.Moved("pixels", pixels, images)?.Code.ShouldBe("row-order-doubtful");
        (FacetRows.Moved("pixels", pixels, images) is not null).ShouldBe(isDoubted);
    }

    /// <summary>Nothing tells which image is bright.</summary>
    [Fact]
    public void A_property_that_goes_with_nothing_known_is_not_doubted()
    {
        var random = new Random(3);
        var images = Enumerable
            .Range(0, 500)
            .Select(image => new ManifestImage($"{image}", random.Next(9_000), default, [(ushort)(image % 50)], FacetSet.None));

        FacetRows
            .Moved("light", [.. Enumerable.Range(0, 500).Select(_ => random.Next(100).ToString(CultureInfo.InvariantCulture))], [.. images])
            .ShouldBeNull();
    }

    static int Pixels(string file)
    {
        using var codec = SKCodec.Create(file);
        return codec.Info.Width * codec.Info.Height;
    }

    async Task<ImportedLabelSet> LabelsAsync(LabelTarget target, string table) =>
        (
            await LabelImporter.ImportAsync(
                _folder.Write("facets.csv", table),
                "facets.csv",
                "facets",
                "photo",
                null,
                target,
                columns: null,
                disagrees: false,
                TestContext.Current.CancellationToken
            )
        )[0];

    public void Dispose() => _folder.Dispose();
}
