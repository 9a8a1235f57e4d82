namespace Bench.Tests.Imaging;

/// <summary>A table of golden values next to these tests, made by Golden/make_imaging_golden.py.</summary>
static class GoldenFile
{
    /// <summary>The rows without their heading, cut at commas.</summary>
    public static IEnumerable<string[]> Rows(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Imaging", "Golden", name)).Skip(1).Select(line => line.Split(','));
}
