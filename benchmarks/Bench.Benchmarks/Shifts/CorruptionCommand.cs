using System.Globalization;
using Bench.Imaging.Corruptions;

namespace Bench.Benchmarks.Shifts;

/// <summary>Our side of Bench.Tests/Imaging/Corruptions/Golden/corruptions.py at full size: the same pictures, keys and order.</summary>
internal static class CorruptionCommand
{
    const int Side = CorruptionFamily.Side;
    const int Rounds = 5;
    const int MiddleLevel = 2;

    static IEnumerable<Corruption> Every => [.. CorruptionFamily.ImageNetC.Every, .. CorruptionFamily.ImageNetCBar.Every];

    /// <summary>Milliseconds of processor time a picture on one thread, each corruption at its middle level; the best of five
    /// rounds.</summary>
    public static void Time(string picture, int pictures)
    {
        using var corruptor = new Corruptor(Side);
        var source = File.ReadAllBytes(picture);
        var pixels = new byte[source.Length];
        foreach (var corruption in Every)
        {
            Round(corruption, 2);
            var best = Enumerable.Range(0, Rounds).Min(_ => Round(corruption, pictures));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{corruption.Name},{best:F3}"));
        }

        double Round(Corruption corruption, int count)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var key = 0; key < count; key++)
            {
                source.CopyTo(pixels, 0);
                corruptor.Apply(pixels, corruption, MiddleLevel, (ulong)key);
            }
            return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / count;
        }
    }

    /// <summary>Writes the picture at every level of every corruption, one after the other.</summary>
    /// <param name="picture">224 × 224 pixels: rows of RGB bytes.</param>
    /// <param name="target">The file to write.</param>
    public static void Write(string picture, string target)
    {
        using var corruptor = new Corruptor(Side);
        using var file = File.Create(target);
        var source = File.ReadAllBytes(picture);
        foreach (var (number, corruption) in Every.Index())
            for (var level = 0; level < corruption.Levels.Count; level++)
            {
                var pixels = source.ToArray();
                corruptor.Apply(pixels, corruption, level, (ulong)(1_000_003 * (number + 1) + level));
                file.Write(pixels);
            }
    }
}
