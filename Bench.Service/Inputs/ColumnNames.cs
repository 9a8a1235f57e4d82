namespace Bench.Service.Inputs;

/// <summary>Compares the heads of columns as people write them: <c>File Name</c>, <c>fileName</c> and <c># file_name</c> are
/// <c>file_name</c>.</summary>
static class ColumnNames
{
    /// <summary>Heads of the column that names the image.</summary>
    public static readonly string[] Image = ["file_name", "filename", "file", "image", "imageid", "path"];

    /// <returns>Place of the first of the names that there is; −1 where there is none.</returns>
    public static int Find(string[] header, IEnumerable<string> names) =>
        names.Select(name => Array.FindIndex(header, field => Plain(field) == Plain(name))).FirstOrDefault(place => place >= 0, -1);

    static string Plain(string head) => string.Concat(head.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
