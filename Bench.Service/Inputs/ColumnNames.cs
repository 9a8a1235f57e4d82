using System.Globalization;

namespace Bench.Service.Inputs;

/// <summary>Compares the heads of columns as people write them: <c>File Name</c>, <c>fileName</c> and <c># file_name</c> are
/// <c>file_name</c>.</summary>
static class ColumnNames
{
    /// <summary>Heads of the column that names the image.</summary>
    public static readonly string[] Image =
    [
        "file_name",
        "filename",
        "filenames",
        "file",
        "files",
        "image",
        "images",
        "imageid",
        "image_name",
        "image_file",
        "image_path",
        "img",
        "img_name",
        "img_path",
        "fname",
        "path",
        "paths",
        "file_path",
    ];

    /// <returns>Place of the first of the names that there is; −1 where there is none.</returns>
    public static int Find(string[] header, IEnumerable<string> names) =>
        names.Select(name => Array.FindIndex(header, field => Plain(field) == Plain(name))).FirstOrDefault(place => place >= 0, -1);

    /// <summary>Other columns that have one of the names too; none where the chosen one has the first, which is ours.</summary>
    public static int[] Rivals(string[] header, string[] names, int chosen) =>
        chosen < 0 || Plain(header[chosen]) == Plain(names[0])
            ? []
            : [.. Enumerable.Range(0, header.Length).Where(place => place != chosen && Find([header[place]], names) == 0)];

    /// <summary>Whether two fields are labels of one kind, and not the same one: two numbers, or two WordNet ids. A number and a name
    /// may be of one class.</summary>
    public static bool SayDifferent(string one, string other) =>
        one != other
        && (
            (
                long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
                && first != second
            ) || (IsWordNetId(one) && IsWordNetId(other))
        );

    static bool IsWordNetId(string text) => text is ['n', .. { Length: 8 } digits] && digits.All(char.IsAsciiDigit);

    static string Plain(string head) => string.Concat(head.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
