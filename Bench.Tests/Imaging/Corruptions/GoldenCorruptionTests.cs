using System.Globalization;
using Bench.Imaging.Corruptions;

namespace Bench.Tests.Imaging.Corruptions;

/// <summary>Against NumPy, SciPy, scikit-image, OpenCV, Pillow and ImageMagick: Golden/corruptions.py.</summary>
public sealed class GoldenCorruptionTests
{
    const int Side = CorruptedPicture.Side;
    const int Every = 13;

    public static TheoryData<string> Names =>
        [
            .. ((CorruptionFamily[])[CorruptionFamily.ImageNetC, CorruptionFamily.ImageNetCBar])
                .SelectMany(family => family.Every)
                .Select(each => each.Name),
        ];

    [Fact]
    public void The_picture_is_the_scripts_own() => CorruptedPicture.Of(Side).ShouldBe(Golden()[..(Side * Side * 3)]);

    [Theory, MemberData(nameof(Names))]
    public void Every_level_is_within_one_of_the_reference(string name)
    {
        var corruption = CorruptionFamily.All.Select(family => family.Corruption(name)).OfType<Corruption>().Single();
        using var corruptor = new Corruptor(Side);
        var golden = Golden();
        var (row, levels) = (0, 0);
        foreach (var fields in File.ReadLines(Path.Combine(Folder, "corruptions.csv")).Skip(1).Select(line => line.Split(',')))
        {
            var expected = golden.AsSpan(Side * Side * 3 + row++ * Sampled, Sampled);
            if (fields[0] != name)
                continue;
            levels++;
            var level = int.Parse(fields[1], CultureInfo.InvariantCulture);
            var pixels = CorruptedPicture.Of(Side);
            corruptor.Apply(pixels, corruption, level, ulong.Parse(fields[2], CultureInfo.InvariantCulture));
            var (most, equal) = (0, 0);
            for (var i = 0; i < Sampled; i++)
            {
                most = Math.Max(most, Math.Abs(pixels[i * Every] - expected[i]));
                equal += pixels[i * Every] == expected[i] ? 1 : 0;
            }
            most.ShouldBeLessThanOrEqualTo(1, $"{name} at level {level}, {equal} of {Sampled} equal");
            // A sum that is whole in exact arithmetic falls on either side of the cut; a flat neighbourhood is full of them.
            equal.ShouldBeGreaterThan(Sampled * 4 / 5, $"{name} at level {level}");
        }
        levels.ShouldBe(5);
    }

    const int Sampled = (Side * Side * 3 + Every - 1) / Every;

    static string Folder => Path.Combine(AppContext.BaseDirectory, "Imaging", "Corruptions", "Golden");

    static byte[] Golden() => File.ReadAllBytes(Path.Combine(Folder, "corruptions.bin"));
}
