using System.Globalization;

namespace Bench.Data.Outcomes;

/// <summary>A number with what it counts, for people: "1 image", "1,000 images".</summary>
public static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">The noun for one; its plural has an s.</param>
    public static string Of(long count, string one) => Of(count, one, one + "s");

    /// <param name="count">How many.</param>
    /// <param name="one">The noun for one, with its verb where there is one: "image is".</param>
    /// <param name="many">The same for none and for several: "images are".</param>
    public static string Of(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {Word(count, one, many)}");

    /// <summary>The word alone, where the number comes earlier in the sentence.</summary>
    public static string Word(long count, string one, string many) => count == 1 ? one : many;
}
