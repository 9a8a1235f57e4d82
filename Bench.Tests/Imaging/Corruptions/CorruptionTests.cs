using Bench.Imaging.Corruptions;
using Bench.Imaging.Corruptions.Building;

namespace Bench.Tests.Imaging.Corruptions;

public sealed class CorruptionTests
{
    const int Side = CorruptedPicture.Side;

    public static TheoryData<string> Names => GoldenCorruptionTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void A_picture_depends_on_its_key_and_not_on_what_came_before(string name)
    {
        var corruption = Find(name);
        using var used = new Corruptor(Side);
        foreach (var other in CorruptionFamily.ImageNetC.Every.Append(corruption))
            used.Apply(CorruptedPicture.Of(Side), other, 4, 1);
        using var fresh = new Corruptor(Side);

        Apply(used, corruption, 2, 7).ShouldBe(Apply(fresh, corruption, 2, 7));
    }

    [Fact]
    public void Chance_is_another_for_another_picture_level_corruption_or_seed() =>
        new[]
        {
            Corruptor.KeyOf(0, "snow", "3", "a"),
            Corruptor.KeyOf(0, "snow", "3", "b"),
            Corruptor.KeyOf(0, "snow", "4", "a"),
            Corruptor.KeyOf(0, "frost", "3", "a"),
            Corruptor.KeyOf(1, "snow", "3", "a"),
        }
            .Distinct()
            .Count()
            .ShouldBe(5);

    [Fact]
    public void Normal_numbers_have_mean_0_spread_1_and_no_skew()
    {
        var noise = new NoiseStream();
        noise.Reset(3);
        var numbers = new float[1 << 18];
        noise.Normal(numbers);

        numbers.Average(value => (double)value).ShouldBe(0, 0.01);
        numbers.Average(value => (double)value * value).ShouldBe(1, 0.01);
        numbers.Average(value => Math.Pow(value, 3)).ShouldBe(0, 0.03);
        numbers.Average(value => Math.Pow(value, 4)).ShouldBe(3, 0.05);
        ((double)numbers.Count(value => Math.Abs(value) > 1.959964f) / numbers.Length).ShouldBe(0.05, 0.002);
    }

    [Fact]
    public void Photons_of_a_gray_picture_have_its_level_as_mean_and_the_spread_of_counts()
    {
        // 25 photons at white: a level of 102 counts 10 of them, with variance 10.
        using var corruptor = new Corruptor(Side);
        var pixels = Enumerable.Repeat((byte)102, Side * Side * 3).ToArray();
        corruptor.Apply(pixels, Find("shot_noise"), 1, 5);
        var counts = pixels.Select(value => Math.Round(value / 255.0 * 25)).ToList();

        counts.Average().ShouldBe(10, 0.15);
        counts.Average(count => (count - 10) * (count - 10)).ShouldBe(10, 0.6);
    }

    [Theory]
    [InlineData("gaussian_noise")]
    [InlineData("spatter")]
    [InlineData("motion_blur")]
    [InlineData("elastic_transform")]
    [InlineData("brownish_noise")]
    [InlineData("pixelate")]
    public void Nothing_is_allocated_once_the_buffers_have_grown(string name)
    {
        var corruption = Find(name);
        using var corruptor = new Corruptor(Side);
        var pixels = CorruptedPicture.Of(Side);
        for (var key = 0ul; key < 3; key++)
            corruptor.Apply(pixels, corruption, 1, key);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var key = 0ul; key < 3; key++)
            corruptor.Apply(pixels, corruption, 1, key);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_picture_of_another_size_is_refused()
    {
        using var corruptor = new Corruptor(Side);

        Should.Throw<ArgumentException>(() => corruptor.Apply(new byte[12], Find("fog"), 0, 1)).Message.ShouldContain("64 x 64");
    }

    static Corruption Find(string name) => CorruptionFamily.All.Select(family => family.Corruption(name)).OfType<Corruption>().Single();

    static byte[] Apply(Corruptor corruptor, Corruption corruption, int level, ulong key)
    {
        var pixels = CorruptedPicture.Of(Side);
        corruptor.Apply(pixels, corruption, level, key);
        return pixels;
    }
}
