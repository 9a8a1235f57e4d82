using Bench.Imaging.Corruptions.Families;

namespace Bench.Imaging.Corruptions;

/// <summary>Corruptions that were published together.</summary>
/// <param name="Key">As the published dataset is called.</param>
/// <param name="Corruptions">Those of the published dataset.</param>
/// <param name="Extra">Those that its authors keep for validation.</param>
public sealed record CorruptionFamily(string Key, IReadOnlyList<Corruption> Corruptions, IReadOnlyList<Corruption> Extra)
{
    /// <summary>Rises whenever a corruption gives other pixels than before: crops and numbers of another version are
    /// not mixed.</summary>
    public const int Version = 2;

    /// <summary>Side of the pictures that all families change: Resize(256), then CenterCrop(224).</summary>
    public const int Side = 224;

    /// <summary>Quality of the JPEG files that ImageNet-C and ImageNet-C-bar were published as.</summary>
    public const int PublishedQuality = 85;

    static readonly string[] OneToFive = ["1", "2", "3", "4", "5"];

    /// <summary>Hendrycks and Dietterich, 2019.</summary>
    public static CorruptionFamily ImageNetC { get; } =
        new(
            "imagenet-c",
            [
                OfC("gaussian_noise", NoiseCorruptions.Gaussian),
                OfC("shot_noise", NoiseCorruptions.Shot),
                OfC("impulse_noise", NoiseCorruptions.Impulse),
                OfC("defocus_blur", BlurCorruptions.Defocus),
                OfC("glass_blur", BlurCorruptions.GlassLike),
                OfC("motion_blur", BlurCorruptions.Motion),
                OfC("zoom_blur", BlurCorruptions.Zoom),
                OfC("snow", WeatherCorruptions.Snow),
                OfC("frost", WeatherCorruptions.Frost),
                OfC("fog", WeatherCorruptions.Fog),
                OfC("brightness", WeatherCorruptions.Brightness),
                OfC("contrast", DigitalCorruptions.Contrast),
                OfC("elastic_transform", ElasticTransform.Apply),
                OfC("pixelate", DigitalCorruptions.Pixelate),
                OfC("jpeg_compression", DigitalCorruptions.Jpeg),
            ],
            [
                OfC("speckle_noise", NoiseCorruptions.Speckle),
                OfC("gaussian_blur", BlurCorruptions.Gaussian),
                OfC("spatter", Spatter.Apply),
                OfC("saturate", DigitalCorruptions.Saturate),
            ]
        );

    /// <summary>Mintun, Kirillov and Xie, 2021.</summary>
    public static CorruptionFamily ImageNetCBar { get; } =
        new(
            "imagenet-c-bar",
            [
                new("blue_noise_sample", ["0.8", "1.6", "2.4", "4.0", "5.6"], SpectralCorruptions.BlueSample),
                new("brownish_noise", ["1.0", "2.0", "3.0", "4.0", "5.0"], SpectralCorruptions.Brownish),
                new("caustic_refraction", ["2.35", "3.2", "4.9", "6.6", "9.15"], CausticCorruption.Apply),
                new("checkerboard_cutout", ["2.0", "3.0", "4.0", "5.0", "6.0"], WaveCorruptions.Checkerboard),
                new("cocentric_sine_waves", ["3.0", "5.0", "8.0", "9.0", "10.0"], WaveCorruptions.ConcentricSines),
                new("inverse_sparkles", ["1.0", "2.0", "4.0", "9.0", "10.0"], RayCorruptions.InverseSparkles),
                new("perlin_noise", ["4.6", "5.2", "5.8", "7.6", "8.8"], PerlinCorruption.Apply),
                new("plasma_noise", ["4.75", "7.0", "8.5", "9.25", "10.0"], WaveCorruptions.PlasmaNoise),
                new("single_frequency_greyscale", ["1.0", "1.5", "2.0", "4.5", "5.0"], WaveCorruptions.SingleFrequency),
                new("sparkles", ["1.0", "2.0", "3.0", "5.0", "6.0"], RayCorruptions.Sparkles),
            ],
            []
        );

    /// <summary>Li et al., 2023: a watermark.</summary>
    public static CorruptionFamily ImageNetW { get; } =
        new("imagenet-w", [new("watermark", ["1"], Watermark.Apply)], []) { IsCompressed = false };

    /// <summary>Pintor et al., 2023: ten adversarial patches, each by the class that it is to be taken for.</summary>
    public static CorruptionFamily ImageNetPatch { get; } =
        new(
            "imagenet-patch",
            [
                .. AdversarialPatches.Targets.Select(
                    (target, patch) => new Corruption(target, ["1"], (canvas, _) => AdversarialPatches.Apply(canvas, patch))
                ),
            ],
            []
        )
        {
            IsCompressed = false,
        };

    public static IReadOnlyList<CorruptionFamily> All { get; } = [ImageNetC, ImageNetCBar, ImageNetW, ImageNetPatch];

    /// <summary>Whether its authors' pictures are JPEG files, so that what compression takes away is part of
    /// it.</summary>
    public bool IsCompressed { get; init; } = true;

    /// <summary>Levels of each of its corruptions.</summary>
    public int Levels => Corruptions[0].Levels.Count;

    /// <summary>Every corruption of the family.</summary>
    public IEnumerable<Corruption> Every => Corruptions.Concat(Extra);

    public static CorruptionFamily? Find(string key) => All.FirstOrDefault(family => family.Key == key);

    /// <summary>The corruption of that name; null where the family has none.</summary>
    public Corruption? Corruption(string name) => Every.FirstOrDefault(corruption => corruption.Name == name);

    static Corruption OfC(string name, Action<Building.Canvas, int> apply) => new(name, OneToFive, apply);
}
