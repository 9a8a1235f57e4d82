using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Tests.Api.Pages;

/// <summary>The six colours of curves and points, as everybody sees them.</summary>
public sealed partial class LineColourTests
{
    /// <summary>Full dichromacy over linear RGB: Machado, Oliveira and Fernandes, 2009.</summary>
    public static readonly TheoryData<string, double[]> Eyes = new()
    {
        { "usual", [1, 0, 0, 0, 1, 0, 0, 0, 1] },
        { "protanopia", [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998] },
        { "deuteranopia", [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881] },
        { "tritanopia", [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900] },
    };

    [Theory, MemberData(nameof(Eyes))]
    public void Six_colours_are_told_apart_in_light_and_dark(string eyes, double[] seen)
    {
        var css = File.ReadAllText(Path.Combine(Checkout.Root, "Bench.Api", "wwwroot", "bench.css"));
        var colours = Kind().Matches(css).Select(match => match.Groups[1].Value).ToList();

        colours.Count.ShouldBe(12, "six of the light and six of the dark page");
        foreach (var six in colours.Chunk(6))
        foreach (var (place, one) in six.Index())
        foreach (var other in six[(place + 1)..])
            Difference(Seen(one), Seen(other)).ShouldBeGreaterThan(12, $"{one} and {other}: {eyes}");

        double[] Seen(string colour)
        {
            double[] light = [.. Enumerable.Range(0, 3).Select(channel => Linear(colour, channel))];
            return Lab([
                .. Enumerable
                    .Range(0, 3)
                    .Select(row => Math.Clamp(light.Select((value, column) => seen[3 * row + column] * value).Sum(), 0, 1)),
            ]);
        }
    }

    static double Linear(string colour, int channel)
    {
        var value = int.Parse(colour.AsSpan(2 * channel, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    /// <summary>CIE 1976 L*a*b* under D65.</summary>
    static double[] Lab(double[] light)
    {
        var x = F((0.4124 * light[0] + 0.3576 * light[1] + 0.1805 * light[2]) / 0.95047);
        var y = F(0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]);
        var z = F((0.0193 * light[0] + 0.1192 * light[1] + 0.9505 * light[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double value) => value > 0.008856 ? Math.Cbrt(value) : 7.787 * value + 16.0 / 116;
    }

    static double Difference(double[] one, double[] other) => Math.Sqrt(one.Zip(other).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));

    [GeneratedRegex(@"--kind-\d: #([0-9a-f]{6})")]
    private static partial Regex Kind();
}
