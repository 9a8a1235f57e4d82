using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Metrics.Facets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Facets: a table of <c>file_name</c> and any other columns, each a property of the image. A set of annotations: nothing is
/// scored under it, accuracy is told by its values.</summary>
/// <remarks>
/// An empty cell is no value, and among numbers neither are the words for none that pandas, R and Excel write. A column
/// of numbers with more than twelve different ones is binned (<see cref="NumberBins"/>); a column of more than two
/// hundred different texts is free text and left out, with a note. Rows about images that the dataset does not have are
/// left out with a note too: a table of all of val serves a part of it. A column without a name that numbers the rows,
/// as pandas writes it, or that is empty, as a spreadsheet has at the end, is none. In a corruption tree or among films
/// a row may name an image by its path, a film by its folder, or a picture, and is then about all copies or frames
/// (<see cref="PictureCopies"/>).
/// </remarks>
static class FacetLabels
{
    const int MostColumns = 200;
    const int MostTexts = 200;
    const int LongestText = 100;

    /// <summary>Among numbers; among words "none" may be one.</summary>
    static readonly string[] NoValue = ["nan", "na", "n/a", "#n/a", "none", "null", "<na>", "nat"];

    public static IReadOnlyList<ImportedLabelSet> Import(
        LabelFile file,
        string key,
        LabelTarget target,
        IReadOnlyDictionary<string, string>? named
    )
    {
        string[]? header = null;
        var name = -1;
        var (cells, rows) = (new Dictionary<int, string[]>(), new List<int>());
        var (unmatched, ambiguous, repeated) = (new FirstTen(), new FirstTen(), new FirstTen());
        var copies = target.Manifest.Copies;
        foreach (var (line, fields) in file.Rows())
        {
            if (header is null)
            {
                header = Header(fields, file);
                name = NameColumn(header, named, file);
                continue;
            }
            // A value that is shown to people is not to be a row of question marks.
            if (Array.Exists(fields, field => field.Contains('\uFFFD')))
                throw LabelFile.Invalid($"{file.Name}, line {line}: the text is not UTF-8. Save the file in that encoding");
            if (fields.Length != header.Length)
                throw LabelFile.Invalid(
                    $"{file.Name}, line {line}: {Counted.Of(fields.Length, "field")} where the header has {header.Length}"
                );
            var image = target.Manifest.Index.Find(fields[name]);
            // A picture that is shown many times, or a film: its values are those of every copy or frame.
            int[] images = image >= 0 ? [image] : [.. copies?.Find(fields[name]) ?? []];
            if (images.Length == 0 && image == ImageIndex.Ambiguous)
                ambiguous.Add($"{fields[name]} (line {line})");
            else if (images.Length == 0)
                unmatched.Add($"{fields[name]} (line {line})");
            else if (images.Count(each => cells.TryAdd(each, fields)) < images.Length)
                repeated.Add($"{fields[name]} (line {line})");
            else
                rows.Add(images[0]);
        }
        if (header is null)
            throw LabelFile.Invalid($"{file.Name} is empty");
        file.RequireSingleImages(ambiguous);
        file.RequireOnce(repeated);
        if (cells.Count == 0)
            throw file.OfOtherDataset(target);

        header = WithoutNameless(header, rows.ConvertAll(row => cells[row]), file);
        var (columns, texts) = Columns(header, name, cells, target.Manifest.Count);
        if (columns.Count == 0)
            throw LabelFile.Invalid($"no column of {file.Name} has from one to {MostTexts} values, or numbers");
        var set = Remarked(target, cells.ContainsKey).ToEmptySet(key, file.Source, LabelSetKind.Annotations);
        var subjects = rows.ConvertAll(row => target.Manifest.Images[row]);
        var late = Enumerable
            .Range(0, header.Length)
            .Where(column => column != name && header[column].Length > 0)
            .Select(column => FacetRows.Moved(header[column], rows.ConvertAll(row => cells[row][column].Trim()), subjects));
        return
        [
            set with
            {
                Columns = columns,
                Unmatched = unmatched.Count,
                Checks = [.. set.Checks, .. Notes(texts, unmatched), .. late.OfType<Check>().Take(1)],
            },
        ];
    }

    static string[] Header(string[] fields, LabelFile file)
    {
        string[] header = [.. fields.Select(field => FirstTen.Printable(field.Trim()))];
        if (header.Length is < 2 or > MostColumns)
            throw LabelFile.Invalid(
                $"{file.Name} has {Counted.Of(header.Length, "column")}; file_name and 1 to {MostColumns - 1} others are expected"
            );
        var twice = header
            .GroupBy(each => each, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Key.Length > 0 && same.Count() > 1);
        return twice is null ? header : throw LabelFile.Invalid($"{file.Name} has the column '{twice.Key}' twice");
    }

    /// <summary>The header with an empty name for each column that is no facet: one without a name whose cells are empty or number the
    /// rows. pandas calls such a column, read again, 'Unnamed: 0'.</summary>
    static string[] WithoutNameless(string[] header, List<string[]> rows, LabelFile file)
    {
        header = [.. header];
        for (var column = 0; column < header.Length; column++)
        {
            if (header[column].Length > 0 && !header[column].StartsWith("Unnamed: ", StringComparison.Ordinal))
                continue;
            if (rows.TrueForAll(fields => string.IsNullOrWhiteSpace(fields[column])) || NumbersRows(rows, column))
                header[column] = "";
            else if (header[column].Length == 0)
                throw LabelFile.Invalid($"{file.Name} has a column without a name");
        }
        return header;
    }

    static bool NumbersRows(List<string[]> rows, int column)
    {
        var last = -1L;
        foreach (var fields in rows)
        {
            if (!long.TryParse(fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= last)
                return false;
            last = number;
        }
        return true;
    }

    static int NameColumn(string[] header, IReadOnlyDictionary<string, string>? named, LabelFile file)
    {
        var wanted = named?.GetValueOrDefault("file_name");
        var place = wanted is null
            ? ColumnNames.Find(header, ColumnNames.Image)
            : Array.FindIndex(header, field => field.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return place >= 0
            ? place
            : throw LabelFile.Invalid(
                $"{file.Name} has no column '{FirstTen.Printable(wanted ?? "file_name")}'; "
                    + $"its header is '{FirstTen.Printable(string.Join(',', header))}'"
            );
    }

    static (List<LabelColumn> Columns, List<string> Texts) Columns(string[] header, int name, Dictionary<int, string[]> cells, int images)
    {
        var (columns, texts) = (new List<LabelColumn>(), new List<string>());
        for (var column = 0; column < header.Length; column++)
        {
            if (column == name || header[column].Length == 0)
                continue;
            var values = new string?[images];
            foreach (var (image, fields) in cells)
                if (fields[column].Trim() is { Length: > 0 } value)
                    values[image] = FirstTen.Printable(value);
            var numbers = Numbers(values);
            if (numbers is not null && Unclear(values) is { } unclear)
                throw LabelFile.Invalid(
                    $"'{unclear}' in the column '{header[column]}' may be {unclear.Replace(",", "", StringComparison.Ordinal)} or "
                        + $"{unclear.Replace(',', '.')}. Write numbers with a decimal point, and thousands without a separator"
                );
            var named = numbers is not null ? NumberBins.Name(numbers) : values;
            if (
                named.OfType<string>().Distinct(StringComparer.Ordinal).Take(MostTexts + 1).ToList() is { Count: > 0 and <= MostTexts } few
                && few.TrueForAll(each => each.Length <= LongestText)
            )
                columns.Add(LabelColumn.Create(header[column], named));
            else if (values.Any(value => value is not null))
                texts.Add(header[column]);
        }
        return (columns, texts);
    }

    /// <summary>The column as numbers; null where a cell is none.</summary>
    static double?[]? Numbers(string?[] values)
    {
        var numbers = new double?[values.Length];
        for (var image = 0; image < values.Length; image++)
        {
            if (values[image] is not { } text || NoValue.Contains(text, StringComparer.OrdinalIgnoreCase))
                continue;
            if (!DecimalText.TryParse(text, out var number) || !double.IsFinite(number))
                return null;
            numbers[image] = number;
        }
        return Array.Exists(numbers, number => number is not null) ? numbers : null;
    }

    /// <summary>A number whose comma may stand for either, in a column where no other number tells; null where there is none.</summary>
    static string? Unclear(string?[] values)
    {
        var commas = values.OfType<string>().Where(value => value.Contains(',', StringComparison.Ordinal)).Distinct().ToList();
        return commas.TrueForAll(value => DecimalText.MayBeThousands(value)) ? commas.FirstOrDefault() : null;
    }

    static IEnumerable<Check> Notes(List<string> texts, FirstTen unmatched)
    {
        if (texts.Count > 0)
            yield return Check.Note(
                CheckCodes.FacetLeftOut,
                $"Left out as free text, with more than {MostTexts} values or long ones: {FirstTen.Of(texts)}."
            );
        if (unmatched.Any)
            yield return Check.Note(
                CheckCodes.FacetLeftOut,
                $"Left out, because the dataset does not have the image: {Counted.Of(unmatched.Count, "row")}, {unmatched}."
            );
    }

    /// <summary>Labels of a set of remarks: images that are spoken of keep their own, all others are left out.</summary>
    static LabelsBuilder Remarked(LabelTarget target, Func<int, bool> isSpokenOf)
    {
        var labels = new LabelsBuilder(target);
        for (var image = 0; image < target.Manifest.Count; image++)
            if (!isSpokenOf(image))
                labels.Exclude(ExclusionReasons.NotAnnotated);
            else if (target.Manifest.Images[image].Classes.IsEmpty)
                labels.Exclude(ExclusionReasons.NoLabel);
            else
                labels.Use(target.Manifest.Images[image].Classes.AsSpan());
        return labels;
    }
}
