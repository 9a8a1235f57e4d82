using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Bench.Data;

/// <summary>The least and the longest time that an option may be.</summary>
/// <remarks>In place of <see cref="RangeAttribute"/>, which turns its two texts into times at its first use and throws where two hosts of
/// one process start at once.</remarks>
/// <param name="minimum">Least, as <c>00:00:01</c>.</param>
/// <param name="maximum">Longest, as <c>365.00:00:00</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute("The field {0} must be between {1} and {2}.")
{
    readonly TimeSpan _minimum = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);
    readonly TimeSpan _maximum = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    public string Minimum => minimum;

    public string Maximum => maximum;

    public override bool IsValid(object? value) => value is not TimeSpan time || (time >= _minimum && time <= _maximum);

    public override string FormatErrorMessage(string name) =>
        string.Format(CultureInfo.InvariantCulture, ErrorMessageString, name, _minimum, _maximum);
}
