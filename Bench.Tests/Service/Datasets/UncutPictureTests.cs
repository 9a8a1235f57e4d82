using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Variants;
using Bench.Tests.Imaging;

namespace Bench.Tests.Service.Datasets;

/// <summary>A tree whose pictures are cropped and never resized says so where they were not cut to that.</summary>
public sealed class UncutPictureTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("imagenet-c", 224, 224, false)]
    [InlineData("imagenet-c", 500, 375, true)]
    [InlineData("imagefolder", 500, 375, false)]
    public async Task Pictures_of_another_size_are_told_where_none_is_resized(string layout, int width, int height, bool told)
    {
        Write("fog/1/n01440764/a.jpg", EncodedPicture.Jpeg(224, 224));
        Write("fog/1/n01443537/b.jpg", EncodedPicture.Jpeg(width, height));
        var root = layout == "imagenet-c" ? _folder.Path : _folder["fog/1"];

        var dataset = await DatasetImporter.ImportAsync(
            root,
            new DatasetImportOptions
            {
                Layout = layout,
                Variant = DatasetVariants.CustomKey,
                DatasetsRoot = _folder.Path,
            },
            null,
            CancellationToken.None
        );

        var check = dataset.Checks.SingleOrDefault(check => check.Code == "pictures-uncut");
        (check is not null).ShouldBe(told);
        if (told)
            check!.Message.ShouldEndWith("Of 2 pictures looked at, 1 has another size, such as fog/1/n01443537/b.jpg (500 x 375).");
    }

    void Write(string path, byte[] picture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
        File.WriteAllBytes(_folder[path], picture);
    }
}
