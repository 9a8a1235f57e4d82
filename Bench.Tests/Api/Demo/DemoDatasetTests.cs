using System.Text.Json;
using Bench.Api.Demo.Pictures;

namespace Bench.Tests.Api.Demo;

public sealed class DemoDatasetTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_seed_draws_the_same_picture()
    {
        using var one = DemoPicture.Draw(Shape.Egg, Shape.Ring, 48, 40, seed: 11);
        using var again = DemoPicture.Draw(Shape.Egg, Shape.Ring, 48, 40, seed: 11);
        using var other = DemoPicture.Draw(Shape.Egg, Shape.Ring, 48, 40, seed: 12);

        one.Bytes.ShouldBe(again.Bytes);
        one.Bytes.ShouldNotBe(other.Bytes);
    }

    [Fact]
    public void Folder_labels_label_sets_and_corrected_labels_differ()
    {
        DemoDataset.Draw(_folder.Path, count: 120, _ => { });

        var files = Directory
            .GetFiles(_folder[DemoDataset.Folder], "*.jpg", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder[DemoDataset.Folder], file))
            .ToList();
        var sets = JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(_folder[DemoDataset.Sets]))!;
        var corrected = File.ReadLines(_folder[DemoDataset.Corrected])
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(row => row[0], row => row[1]);

        files.Count.ShouldBe(120);
        sets.Keys.ShouldBe(files, ignoreOrder: true);
        sets.Values.Count(shown => shown.Length == 2).ShouldBeInRange(8, 30);
        corrected.Keys.ShouldBe(sets.Where(entry => entry.Value.Length > 0).Select(entry => entry.Key), ignoreOrder: true);
        corrected.Count(row => row.Key.Split('/')[0] != row.Value).ShouldBeInRange(2, 16);
    }

    [Fact]
    public void A_dataset_that_is_there_is_left_as_it_is()
    {
        DemoDataset.Draw(_folder.Path, count: 10, _ => { });
        var before = Directory.GetLastWriteTimeUtc(_folder[DemoDataset.Folder]);

        DemoDataset.Draw(_folder.Path, count: 20, _ => throw new InvalidOperationException("drawn again"));

        Directory.GetLastWriteTimeUtc(_folder[DemoDataset.Folder]).ShouldBe(before);
    }

    [Theory]
    [InlineData(Shape.Ball)]
    [InlineData(Shape.Can)]
    [InlineData(Shape.Cone)]
    [InlineData(Shape.Cross)]
    [InlineData(Shape.Cube)]
    [InlineData(Shape.Egg)]
    [InlineData(Shape.Gem)]
    [InlineData(Shape.Pill)]
    [InlineData(Shape.Pyramid)]
    [InlineData(Shape.Ring)]
    internal void A_solid_fits_its_sphere_and_its_distance_never_overshoots(Shape shape)
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var (a, b) = (Point(random), Point(random));
            var (here, there) = (Surface.Distance(shape, a), Surface.Distance(shape, b));

            // A distance that changes by more than the way between two points would let a ray jump through the surface.
            Math.Abs(here - there).ShouldBeLessThanOrEqualTo((a - b).Length() * 1.001f + 1e-5f);
            if (a.Length() >= Surface.Reach)
                here.ShouldBeGreaterThan(0);
        }

        static System.Numerics.Vector3 Point(Random random) =>
            new(3 * random.NextSingle() - 1.5f, 3 * random.NextSingle() - 1.5f, 3 * random.NextSingle() - 1.5f);
    }
}
