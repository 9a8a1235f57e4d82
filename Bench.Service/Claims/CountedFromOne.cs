using System.Globalization;

namespace Bench.Service.Claims;

/// <summary>The class numbers of a file, to tell whether they are counted from 1: one is too large by one, and none is
/// 0.</summary>
/// <param name="classes">Classes of the class space.</param>
sealed class CountedFromOne(int classes)
{
    long _least = long.MaxValue;
    long _most = long.MinValue;

    public static CountedFromOne Of(IEnumerable<long> numbers, int classes)
    {
        var counted = new CountedFromOne(classes);
        foreach (var number in numbers)
            counted.Add(number);
        return counted;
    }

    /// <summary>Counts a label if it is a number.</summary>
    public void Add(string label)
    {
        if (long.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            Add(number);
    }

    public void Add(long number) => (_least, _most) = (Math.Min(_least, number), Math.Max(_most, number));

    /// <summary>The likely cause, as the end of a sentence without its full stop; empty where it is another.</summary>
    public override string ToString() =>
        _least >= 1 && _most == classes
            ? string.Create(
                CultureInfo.InvariantCulture,
                $". They go from {_least} to {_most} and look counted from 1: the first class is 0. Take 1 from each"
            )
            : "";
}
