namespace Bench.Service.Labels.Formats;

/// <summary>A way to read a file into label sets.</summary>
/// <param name="Id">Its id in the API.</param>
/// <param name="Reads">What the file is, as Markdown for the documents' table.</param>
/// <param name="Makes">The label sets that it makes, for the same table.</param>
/// <param name="Import">The reader.</param>
/// <param name="HasColumns">Whether it is a table whose columns may be named.</param>
internal sealed record LabelFormat(string Id, string Reads, string Makes, LabelReader Import, bool HasColumns = false);
