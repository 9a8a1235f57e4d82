using Bench.Data.Outcomes;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Variants;
using Bench.Tests.Imaging;

namespace Bench.Tests.Service.Datasets;

/// <summary>A tree that was copied in part says so: errors of its cells are over different pictures.</summary>
public sealed class UnevenCellTests : IDisposable
{
    static readonly byte[] Picture = EncodedPicture.Jpeg(224, 224);

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cell_that_lacks_pictures_is_named()
    {
        Write("imagenet-c", ["fog/1", "fog/2", "snow/1"], ["n01440764/a.jpg", "n01443537/b.jpg", "n01443537/c.jpg"]);
        (await CheckAsync("imagenet-c")).ShouldBeNull();

        File.Delete(_folder["imagenet-c/fog/2/n01443537/b.jpg"]);
        var check = (await CheckAsync("imagenet-c")).ShouldNotBeNull();

        check.Severity.ShouldBe(CheckSeverity.Warning);
        check.Message.ShouldContain("1 of 3 corruptions at a level do not show all 3 pictures of the tree; ");
        check.Message.ShouldContain(" shows 2. Errors are over different pictures there");
        check.Message.ShouldContain("fog");
    }

    [Fact]
    public async Task A_perturbation_that_lacks_films_is_named()
    {
        Write("sequences", ["tilt", "brightness"], ["n01440764/a/1.jpg", "n01440764/a/2.jpg", "n01440764/b/1.jpg", "n01440764/b/2.jpg"]);
        (await CheckAsync("sequences")).ShouldBeNull();

        Directory.Delete(_folder["sequences/tilt/n01440764/b"], recursive: true);

        (await CheckAsync("sequences")).ShouldNotBeNull().Message.ShouldStartWith("1 of 2 perturbations do not show all 2 pictures");
    }

    async Task<Check?> CheckAsync(string layout)
    {
        var dataset = await DatasetImporter.ImportAsync(
            _folder[layout],
            new DatasetImportOptions
            {
                Layout = layout,
                Variant = DatasetVariants.CustomKey,
                DatasetsRoot = _folder.Path,
            },
            null,
            CancellationToken.None
        );
        return dataset.Checks.SingleOrDefault(check => check.Code == "cells-uneven");
    }

    void Write(string layout, string[] cells, string[] pictures)
    {
        foreach (var path in from cell in cells from picture in pictures select $"{layout}/{cell}/{picture}")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
            File.WriteAllBytes(_folder[path], Picture);
        }
    }
}
