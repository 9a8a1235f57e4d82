using Bench.Metrics.Calibration;
using Bench.Service.Datasets.Manifests;

namespace Bench.Tests.Service.Datasets;

public sealed class PictureCopiesTests
{
    [Fact]
    public void Copies_are_of_one_picture_though_their_names_tell_distortion_and_level()
    {
        var copies = Copies(
            ("mosaic", "1", "car/a_mosaic_1.JPEG"),
            ("mosaic", "2", "car/a_mosaic_2.JPEG"),
            ("luminance_checkerboard", "2", "car/a_luminance_2.JPEG"),
            ("stickers", "2", "car/b_sticker_2.JPEG"),
            ("mosaic", "1", "car/b_mosaic_1.JPEG"),
            // Names that only look so.
            ("mosaic", "1", "car/a_mos_1.JPEG"),
            ("fog", "1", "val_00000001.JPEG")
        );

        copies.Names.ShouldBe(["car/a.JPEG", "car/b.JPEG", "car/a_mos_1.JPEG", "val_00000001.JPEG"]);
        copies.Of.ShouldBe([0, 0, 0, 1, 1, 2, 3]);
        copies.Find("car/a.JPEG").ShouldBe([0, 1, 2]);
    }

    /// <summary>Frames bear numbers alone, and the films of one picture lie in several folders.</summary>
    [Fact]
    public void All_films_of_a_picture_are_on_one_side_of_the_calibration_split_and_pictures_on_both()
    {
        var images =
            from perturbation in (string[])["brightness", "tilt"]
            from film in Enumerable.Range(0, 40)
            from frame in (string[])["1", "2"]
            select new ManifestImage(
                $"{perturbation}/ant/p{film}/{frame}.png",
                0,
                default,
                [],
                FacetSet.Of(("perturbation", perturbation))
            );
        var films = new DatasetManifest
        {
            Layout = "sequences",
            Variant = "custom",
            ClassSpaceKey = "any",
            ClassSpaceHash = "",
            ClassCount = 2,
            Images = [.. images],
        };

        for (var i = 0; i < films.Count; i++)
            films.CalibrationSplit[i].ShouldBe(CalibrationSplit.Contains($"p{i / 2 % 40}"));
        films.CalibrationSplit.PopCount().ShouldBeInRange(4, 60);
    }

    static PictureCopies Copies(params (string Corruption, string Level, string Name)[] images) =>
        PictureCopies.In(
            new()
            {
                Layout = "imagenet-c",
                Variant = "laion-c",
                ClassSpaceKey = "any",
                ClassSpaceHash = "",
                ClassCount = 2,
                Images =
                [
                    .. images.Select(image => new ManifestImage(
                        $"{image.Corruption}/{image.Level}/{image.Name}",
                        0,
                        default,
                        [],
                        FacetSet.Of(("corruption", image.Corruption), ("severity", image.Level))
                    )),
                ],
            }
        )!;
}
