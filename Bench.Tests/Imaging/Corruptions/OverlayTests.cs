using Bench.Imaging.Corruptions;

namespace Bench.Tests.Imaging.Corruptions;

/// <summary>The watermark and the patches against Pillow, PyTorch and torchvision: Golden/overlays.py.</summary>
public sealed class OverlayTests
{
    const int Side = CorruptionFamily.Side;
    const int Every = 41;
    const int Sampled = (Side * Side * 3 + Every - 1) / Every;

    [Fact]
    public void The_watermark_is_Pillows_to_the_last_bit()
    {
        var changed = Applied(CorruptionFamily.ImageNetW.Corruptions[0], key: 7);

        Enumerable.Range(0, Sampled).Select(i => changed[i * Every]).ShouldBe(Golden(0));
        changed.ShouldNotBe(CorruptedPicture.Of(Side));
        Applied(CorruptionFamily.ImageNetW.Corruptions[0], key: 8).ShouldBe(changed);
    }

    [Fact]
    public void A_patch_lies_where_torchvision_puts_it_within_rounding()
    {
        var (original, patches) = (CorruptedPicture.Of(Side), CorruptionFamily.ImageNetPatch.Corruptions);
        patches.Select(patch => patch.Name).ShouldBeUnique();
        for (var patch = 0; patch < patches.Count; patch++)
        {
            var (changed, expected) = (Applied(patches[patch], (ulong)patch + 1), Golden(patch + 1));
            var (differing, covered) = (0, 0);
            for (var i = 0; i < Sampled; i++)
            {
                // The authors' patches have more than 8 bits.
                differing += Math.Abs(changed[i * Every] - expected[i]) > 1 ? 1 : 0;
                covered += changed[i * Every] == original[i * Every] ? 0 : 1;
            }
            // On the border of a turned patch float32 takes the pixel next to.
            differing.ShouldBeLessThanOrEqualTo(2, patches[patch].Name);
            ((double)covered / Sampled).ShouldBeInRange(0.015, 0.06, patches[patch].Name);
        }
    }

    [Fact]
    public void Every_family_has_as_many_levels_as_its_corruptions()
    {
        foreach (var family in CorruptionFamily.All)
            family.Every.ShouldAllBe(corruption => corruption.Levels.Count == family.Levels, family.Key);
    }

    static byte[] Applied(Corruption corruption, ulong key)
    {
        using var corruptor = new Corruptor(Side);
        var pixels = CorruptedPicture.Of(Side);
        corruptor.Apply(pixels, corruption, 0, key);
        return pixels;
    }

    static byte[] Golden(int row) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Imaging", "Corruptions", "Golden", "overlays.bin"))
            .AsSpan(row * Sampled, Sampled)
            .ToArray();
}
