using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Values of facets that are a row early or late, as after a header that was lost or a column that was pasted
/// one cell too low.</summary>
/// <remarks>What is known here of an image is its class and the size of its file. A column that is alike for all images
/// of a class, or that goes with the file's size, as width, height and detail do, tells its rows apart: moved by one it
/// fits, and as given it does not. Nothing tells the rows of other columns apart.</remarks>
static class FacetRows
{
    const int LeastClasses = 10;

    /// <summary>Rows whose value is not that of most images of their class; and for each that is left by the move so
    /// many.</summary>
    const int LeastStrange = 10;
    const int PerLeft = 10;

    /// <summary>Rows with a number, and files' sizes to hold them against.</summary>
    const int LeastNumbers = 100;

    /// <summary>Of a rank correlation that is gained by the move, in itself and in standard errors; and times what
    /// there is as given.</summary>
    const double LeastGain = 0.1;
    const double Clear = 5;
    const double TimesGiven = 2;

    /// <param name="column">Its name.</param>
    /// <param name="values">By row of the file.</param>
    /// <param name="images">Those that the rows are about.</param>
    public static Check? Moved(string column, IReadOnlyList<string> values, IReadOnlyList<ManifestImage> images) =>
        AgainstClasses(column, values, images) ?? AgainstSizes(column, values, images);

    static Check? AgainstClasses(string column, IReadOnlyList<string> values, IReadOnlyList<ManifestImage> images)
    {
        var strange = Strange(0);
        if (strange < LeastStrange || images.Select(image => image.OriginalClass).Distinct().Count() < LeastClasses)
            return null;
        var (above, below) = (Strange(-1), Strange(1));
        return PerLeft * Math.Min(above, below) > strange
            ? null
            : Told(
                column,
                above < below,
                $"in {strange:N0} rows it is not that of most images of the class, and in {Math.Min(above, below):N0} then"
            );

        // With the values of the row so many further down.
        int Strange(int move)
        {
            var counts = new Dictionary<(int Class, string Value), int>();
            for (var row = Math.Max(0, -move); row < values.Count - Math.Max(0, move); row++)
                if (images[row].OriginalClass is { } label)
                    counts[(label, values[row + move])] = counts.GetValueOrDefault((label, values[row + move])) + 1;
            return counts.Values.Sum() - counts.GroupBy(each => each.Key.Class).Sum(ofClass => ofClass.Max(each => each.Value));
        }
    }

    static Check? AgainstSizes(string column, IReadOnlyList<string> values, IReadOnlyList<ManifestImage> images)
    {
        double[] numbers = [.. values.Select(value => DecimalText.TryParse(value, out var number) ? number : double.NaN)];
        double[] sizes = [.. images.Select(image => (double)image.Size)];
        if (numbers.Count(double.IsFinite) < LeastNumbers)
            return null;
        var given = Math.Abs(SpearmanRho.Compute(numbers, sizes).Value);
        var above = Math.Abs(SpearmanRho.Compute(numbers.AsSpan(..^1), sizes.AsSpan(1..)).Value);
        var below = Math.Abs(SpearmanRho.Compute(numbers.AsSpan(1..), sizes.AsSpan(..^1)).Value);
        var most = Math.Max(above, below);
        // Sizes that are all alike, as of a list without pictures, correlate with nothing: no number, which is never
        // greater.
        return most > Math.Max(TimesGiven * given, given + Math.Max(LeastGain, Clear / Math.Sqrt(numbers.Length)))
            ? Told(column, above > below, $"its correlation with the size of the image's file is {given:0.00}, and {most:0.00} then")
            : null;
    }

    static Check Told(string column, bool fromAbove, string why) =>
        Check.Warning(
            CheckCodes.RowOrderDoubtful,
            $"The values of '{column}' seem to belong to the image of the row {(fromAbove ? "below" : "above")} them: {why}."
        );
}
