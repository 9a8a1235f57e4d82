using System.Globalization;
using System.Text;
using System.Text.Json;
using SkiaSharp;

namespace Bench.Api.Demo.Pictures;

/// <summary>The demo's dataset on disk: one folder per class with JPEGs, and two more opinions about the labels in
/// files next to it.</summary>
/// <remarks>
/// Drawn from a seed. Of the pictures 15 % show a second object, 6 % lie in the folder of a class that they do not
/// show, and 2 % show nothing at all. So the folder's labels, the label sets (<c>demo-sets.json</c>) and the corrected
/// labels (<c>demo-corrected.csv</c>) differ, as they do for real pictures.
/// </remarks>
internal static class DemoDataset
{
    public const string Folder = "demo",
        Sets = "demo-sets.json",
        Corrected = "demo-corrected.csv";

    /// <summary>Pictures of the demo, 40 a class.</summary>
    public const int DefaultCount = 400;

    const int Seed = 20_260_101;

    /// <summary>Draws the dataset under a datasets root, unless it is there already. Dying in the middle leaves no
    /// folder that looks complete.</summary>
    /// <param name="root">The datasets root.</param>
    /// <param name="count">Pictures, classes in turn.</param>
    /// <param name="drawn">Told the number of finished pictures.</param>
    public static void Draw(string root, int count, Action<int> drawn)
    {
        var target = Path.Combine(root, Folder);
        if (Directory.Exists(target))
            return;
        var staged = Path.Combine(root, $".{Folder}.{Guid.NewGuid():N}");
        try
        {
            var plans = Plan(count);
            foreach (var shape in Enum.GetValues<Shape>())
                Directory.CreateDirectory(Path.Combine(staged, NameOf(shape)));
            var done = 0;
            Parallel.ForEach(
                plans,
                plan =>
                {
                    plan.Save(Path.Combine(staged, plan.File));
                    drawn(Interlocked.Increment(ref done));
                }
            );
            File.WriteAllText(Path.Combine(root, Sets), SetsJson(plans));
            File.WriteAllText(Path.Combine(root, Corrected), CorrectedCsv(plans));
            Directory.Move(staged, target);
        }
        finally
        {
            if (Directory.Exists(staged))
                Directory.Delete(staged, recursive: true);
        }
    }

    public static string NameOf(Shape shape) => shape.ToString().ToLowerInvariant();

    static List<PicturePlan> Plan(int count)
    {
        var random = new Random(Seed);
        var shapes = Enum.GetValues<Shape>();
        var plans = new List<PicturePlan>(count);
        for (var i = 0; i < count; i++)
        {
            var main = shapes[i % shapes.Length];
            var chance = random.NextDouble();
            var other = shapes[(i + random.Next(1, shapes.Length)) % shapes.Length];
            var wrong = random.NextDouble() < 0.06;
            var folder = NameOf(wrong ? other : main);
            plans.Add(
                new PicturePlan
                {
                    File = string.Create(CultureInfo.InvariantCulture, $"{folder}/{folder}_{i:d4}.jpg"),
                    Main = chance < 0.02 ? null : main,
                    Second = chance >= 0.85 ? shapes[((int)main + random.Next(1, shapes.Length)) % shapes.Length] : null,
                    Width = random.Next(112, 177),
                    Height = random.Next(112, 145),
                    Quality = random.Next(55, 96),
                    Seed = random.Next(),
                }
            );
        }
        return plans;
    }

    /// <summary>Every class that a picture shows, by file.</summary>
    static string SetsJson(IEnumerable<PicturePlan> plans) =>
        JsonSerializer.Serialize(
            plans.OrderBy(plan => plan.File, StringComparer.Ordinal).ToDictionary(plan => plan.File, plan => plan.Shown.Select(NameOf))
        );

    /// <summary>The class of the main object, by file; pictures of nothing have no line.</summary>
    static string CorrectedCsv(IEnumerable<PicturePlan> plans)
    {
        var csv = new StringBuilder("file_name,label\n");
        foreach (var plan in plans.Where(plan => plan.Main is not null).OrderBy(plan => plan.File, StringComparer.Ordinal))
            csv.Append(CultureInfo.InvariantCulture, $"{plan.File},{NameOf(plan.Main!.Value)}\n");
        return csv.ToString();
    }

    /// <summary>The plan of one picture of the dataset.</summary>
    sealed record PicturePlan
    {
        public required string File { get; init; }
        public required Shape? Main { get; init; }
        public required Shape? Second { get; init; }
        public required int Width { get; init; }
        public required int Height { get; init; }
        public required int Quality { get; init; }
        public required int Seed { get; init; }

        public IEnumerable<Shape> Shown => Main is null ? [] : new[] { Main, Second }.OfType<Shape>();

        public void Save(string path)
        {
            using var bitmap = DemoPicture.Draw(Main, Main is null ? null : Second, Width, Height, Seed);
            using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
            using var file = System.IO.File.Create(path);
            jpeg.SaveTo(file);
        }
    }
}
