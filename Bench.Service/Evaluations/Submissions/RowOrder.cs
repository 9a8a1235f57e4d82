using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Which row of a submission is about which image.</summary>
static class RowOrder
{
    /// <summary>Reads an order file; null when there is none.</summary>
    public static async Task<int[]?> ReadAsync(SubmissionFile file, int rows, CancellationToken cancellationToken)
    {
        if (file.OrderPath is null)
            return null;
        var names =
            NamesOfArray(file.OrderPath) as IReadOnlyList<string>
            ?? await ImageList.ReadNamesAsync(file.OrderPath, "'order'", SubmissionFile.Invalid, cancellationToken);
        return Resolve(names, rows, "the order file", file.Target);
    }

    /// <summary>Row of each image of the dataset, from the names of so many rows.</summary>
    public static int[] Resolve(IReadOnlyList<string> names, int rows, string source, LabelTarget target) =>
        names.Count == rows
            ? Resolve(names, target)
            : throw SubmissionFile.Invalid(
                $"{source} names {Counted.Of(names.Count, "image")} for {Counted.Of(rows, "row")}{Why(rows, names.Count)}"
            );

    /// <summary>A hint at loaders and samplers that change the number of rows.</summary>
    static string Why(int rows, int names) =>
        names == 0 ? ""
        : rows > names && rows % names == 0
            ? $". There may be {rows / names} rows an image, as views of it or several models give: send the mean of their probabilities"
        : rows > names ? ". The last batch may have been filled up: leave out the rows that were added"
        : ". The last batch may have been dropped, as a loader with drop_last does: predict every image";

    /// <summary>Names that were saved with numpy.save; null for a file of another kind.</summary>
    static string[]? NamesOfArray(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[6];
        if (
            stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length
            || start is not [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']
        )
            return null;
        stream.Position = 0;
        try
        {
            return NpyTexts.Read(stream, "'order'", stream.Length, InputFile.DefaultLimit);
        }
        catch (PredictionFileException error)
        {
            throw SubmissionFile.Invalid(error.Message);
        }
    }

    /// <summary>Row of each image of the dataset, from the image name of each row.</summary>
    /// <exception cref="SubmissionException">Images are missing, repeated or unknown.</exception>
    public static int[] Resolve(IReadOnlyList<string> names, LabelTarget target)
    {
        var rowOf = new int[target.Manifest.Count];
        Array.Fill(rowOf, -1);
        var (unknown, ambiguous, repeated) = (new FirstTen(), new FirstTen(), new FirstTen());
        var rows = new int[rowOf.Length];
        for (var row = 0; row < names.Count; row++)
        {
            var image = Find(names[row], target.Manifest.Index);
            if (image == ImageIndex.Ambiguous)
                ambiguous.Add(names[row]);
            else if (image < 0)
                unknown.Add(names[row]);
            else if (++rows[image] == 1)
                rowOf[image] = row;
            else if (rows[image] == 2)
                repeated.Add(names[row]);
        }
        var missing = FirstTen.Of(Enumerable.Range(0, rowOf.Length).Where(i => rowOf[i] < 0).Select(i => target.Manifest.Images[i].Path));
        if (unknown.Any)
            throw new SubmissionException(
                SubmissionCodes.ImageUnknown,
                $"{Counted.Of(unknown.Count, "predicted image is", "predicted images are")} not in the dataset: {unknown}"
                    + (
                        names.Any(name => name.Contains('\uFFFD', StringComparison.Ordinal))
                            ? ". The text is not UTF-8: save it in that encoding"
                        : names.All(IsNumber)
                            ? ". They are numbers of rows, or names of which a spreadsheet made numbers: give each image's own name"
                        : IsPrinted(unknown.First)
                            ? ". They are names as Python prints them: write str(path) of a path, name.decode() of bytes, "
                                + "the first of a pair"
                        : ""
                    )
            );
        if (ambiguous.Any)
            throw new SubmissionException(
                SubmissionCodes.ImageUnknown,
                $"{Counted.Of(ambiguous.Count, "name is", "names are")} those of several images: {ambiguous}. Give the path "
                    + $"within the dataset"
            );
        if (repeated.Any)
            throw new SubmissionException(
                SubmissionCodes.ImageRepeated,
                $"{Counted.Of(repeated.Count, "image is", "images are")} predicted more than once: {repeated}"
                    + (
                        rows[0] > 1 && Array.TrueForAll(rows, count => count == rows[0])
                            ? $". Every image has {rows[0]} rows: send the best class of each alone, or all of them as 'topk-npy'"
                            : ""
                    )
            );
        if (missing.Any)
            throw new SubmissionException(
                SubmissionCodes.ImageMissing,
                $"{Counted.Of(missing.Count, "image")} of the dataset {Counted.Word(missing.Count, "has", "have")} no prediction: {missing}"
            );
        RowNames.Verify(names, rowOf, target);
        return rowOf;
    }

    /// <summary>The rows in image order.</summary>
    /// <param name="values">[N, width] in the submission's order; may be empty.</param>
    /// <param name="rowOf">[N] row of each image.</param>
    /// <param name="width">Values of a row.</param>
    public static T[] Apply<T>(T[] values, int[] rowOf, int width)
    {
        if (values.Length == 0)
            return values;
        var sorted = new T[values.Length];
        for (var i = 0; i < rowOf.Length; i++)
            values.AsSpan(rowOf[i] * width, width).CopyTo(sorted.AsSpan(i * width));
        return sorted;
    }

    static bool IsNumber(string name) =>
        double.TryParse(name, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);

    /// <summary><c>b'a.JPEG'</c>, <c>PosixPath('a.JPEG')</c>, <c>('a.JPEG', 3)</c>.</summary>
    static bool IsPrinted(string name) =>
        name.StartsWith("b'", StringComparison.Ordinal)
        || name.StartsWith("('", StringComparison.Ordinal)
        || name.Contains("Path('", StringComparison.Ordinal);

    /// <summary>A line may carry a label after the name, as lists of val do.</summary>
    static int Find(string line, ImageIndex index)
    {
        var image = index.Find(line);
        if (image != ImageIndex.Unknown)
            return image;
        var end = line.LastIndexOfAny([' ', '\t', ',']);
        return end > 0 ? index.Find(line.AsSpan(0, end).TrimEnd()) : image;
    }
}
