using System.Security.Cryptography;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;

namespace Bench.Tests.Imaging;

public sealed class PictureCropperTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Crops_of_synthetic_pictures_are_those_of_torchvision(bool vectors)
    {
        var failures = new List<string>();
        foreach (var row in GoldenFile.Rows("resize.csv"))
        {
            var geometry = Geometry.Of(
                new()
                {
                    Interpolation = Enum.Parse<Interpolation>(row[2], ignoreCase: true),
                    CropMode = Enum.Parse<CropMode>(row[3], ignoreCase: true),
                    Resize = int.Parse(row[4]),
                    Width = int.Parse(row[5]),
                    Height = int.Parse(row[5]),
                }
            );
            var crop = Crop(geometry, SyntheticPicture.Of(int.Parse(row[0]), int.Parse(row[1])), vectors);
            if (Convert.ToHexStringLower(SHA256.HashData(crop)) != row[6])
                failures.Add(string.Join(' ', row[..6]));
        }

        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Vectors_and_scalars_agree_over_random_pictures_and_geometries()
    {
        var random = new Random(1);
        for (var round = 0; round < 1000; round++)
        {
            var picture = new Picture();
            picture.Reset(random.Next(1, 80), random.Next(1, 80));
            random.NextBytes(picture.Pixels);
            var geometry = new Geometry
            {
                Interpolation = (Interpolation)random.Next(6),
                Rule = (ResizeRule)random.Next(5),
                BoxWidth = random.Next(1, 60),
                BoxHeight = random.Next(1, 60),
                Width = random.Next(1, 50),
                Height = random.Next(1, 50),
                Trim = random.Next(3),
            };

            Crop(geometry, picture, vectors: true)
                .ShouldBe(Crop(geometry, picture, vectors: false), $"{geometry.Canonical} of {picture.Width} x {picture.Height}");
        }
    }

    [Fact]
    public void A_cropper_keeps_nothing_of_the_picture_before()
    {
        var cropper = new PictureCropper(Geometry.Of(new() { Width = 16, Height = 16 }));
        var (large, small) = (SyntheticPicture.Of(90, 70), SyntheticPicture.Of(20, 30));
        var (first, second) = (new byte[768], new byte[768]);

        cropper.Crop(small, first);
        cropper.Crop(large, second);
        cropper.Crop(small, second);

        second.ShouldBe(first);
    }

    [Fact]
    public void The_border_of_a_dataset_is_cut_off_first()
    {
        var framed = SyntheticPicture.Of(28, 28);
        var geometry = new Geometry
        {
            Interpolation = Interpolation.Bilinear,
            Rule = ResizeRule.None,
            Width = 24,
            Height = 24,
            Trim = 2,
        };

        var crop = Crop(geometry, framed, vectors: true);

        crop[0].ShouldBe(SyntheticPicture.Level(2, 2, 0));
        crop[^1].ShouldBe(SyntheticPicture.Level(25, 25, 2));
    }

    [Fact]
    public void Border_mode_pads_with_the_mean_colour()
    {
        var geometry = Geometry.Of(
            new()
            {
                Width = 8,
                Height = 8,
                CropPct = 1,
                CropMode = CropMode.Border,
                Mean = new(0.5, 0.25, 1),
            }
        );

        var crop = Crop(geometry, SyntheticPicture.Of(8, 4), vectors: true);

        crop[..3].ShouldBe(new byte[] { 128, 64, 255 });
        crop.AsSpan(2 * 24, 4 * 24).ToArray().ShouldBe(SyntheticPicture.Crop(8, 4));
        crop[^3..].ShouldBe(new byte[] { 128, 64, 255 });
    }

    [Fact]
    public void A_buffer_of_another_size_is_refused() =>
        Should
            .Throw<ArgumentException>(() =>
                new PictureCropper(Geometry.Of(Preprocessing.Default)).Crop(SyntheticPicture.Of(4, 4), new byte[10])
            )
            .Message.ShouldStartWith("A crop of this geometry has 150528 bytes, the buffer has 10.");

    static byte[] Crop(Geometry geometry, Picture picture, bool vectors)
    {
        var crop = new byte[geometry.CropBytes];
        new PictureCropper(geometry, vectors).Crop(picture, crop);
        return crop;
    }
}
