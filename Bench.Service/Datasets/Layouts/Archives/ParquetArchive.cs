using System.Numerics;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Inputs;
using Parquet;
using Parquet.Schema;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary>Hugging Face's form: a struct column <c>image {bytes, path}</c> and a column <c>label</c> of integers or of
/// lists of them, in one or several files; one row group is in memory at a time.</summary>
/// <remarks>Images are unpacked to <c>&lt;file&gt;/&lt;name&gt;</c>, with a <c>labels.csv</c>. An image without a path
/// is named by its row, with the extension that its first bytes say.</remarks>
sealed class ParquetArchive : IArchive
{
    /// <summary>Labels of an image on average, and more than any list has.</summary>
    const int MostLabels = 100;

    public string Id => "parquet";

    public string Reads => "parquet files, unpacked once; `label` may be an integer or a list of integers, any of which is right";

    public string InnerLayout(string folder, string published) => LayoutIds.IlsvrcFlat;

    public async Task UnpackAsync(string root, ContentFolder content, CancellationToken cancellationToken)
    {
        foreach (var file in ArchiveFiles.Find(root, ".parquet"))
        {
            try
            {
                await AddAsync(file, content, cancellationToken);
            }
            catch (Exception e)
                when (e is not (DatasetImportException or OperationCanceledException or OutOfMemoryException) && !StorageFault.Is(e))
            {
                // The library says what is wrong with a file in many types of exception. A full disk here is no fault
                // of it.
                throw new DatasetImportException(
                    DatasetImportCodes.Unreadable,
                    ForeignKind.OfFile(file) is { } kind and not ForeignKind.Parquet
                        ? $"{Path.GetFileName(file)} is {kind}, not a Parquet file"
                        : $"{Path.GetFileName(file)} cannot be read as Parquet: {FirstTen.Printable(e.Message)}",
                    e
                );
            }
        }
        await content.WriteLabelsAsync(cancellationToken);
    }

    static async Task AddAsync(string file, ContentFolder content, CancellationToken cancellationToken)
    {
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken);
        var fields = reader.Schema.GetDataFields().ToDictionary(f => f.Path.ToString().Replace('/', '.'), StringComparer.Ordinal);
        if (!fields.TryGetValue("image.bytes", out var bytes) || LabelOf(fields) is not { } label)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"{Path.GetFileName(file)} has the columns {FirstTen.Of(fields.Keys)}; image.bytes and label are expected"
            );
        var path = fields.GetValueOrDefault("image.path");
        var (stem, first) = (ArchiveFiles.Stem(file), 0L);
        foreach (var group in reader.RowGroups)
        {
            // A row group is held whole; the file may say anything, so what it says is bounded first.
            if (
                group.RowCount > content.Limits.Images
                || group.RowGroup.TotalByteSize > content.Limits.TotalBytes
                || group.RowGroup.TotalByteSize > int.MaxValue
            )
                throw new DatasetImportException(
                    DatasetImportCodes.TooLarge,
                    $"{Path.GetFileName(file)} has a row group of {Counted.Of(group.RowCount, "image")} and "
                        + $"{Counted.Of(group.RowGroup.TotalByteSize, "byte")}. Write it again with smaller row groups"
                );
            var rows = (int)group.RowCount;
            using var images = await ParquetColumn<ReadOnlyMemory<byte>>.ReadAsync(group, bytes, rows, cancellationToken);
            using var names = path is null
                ? null
                : await ParquetColumn<ReadOnlyMemory<char>>.ReadAsync(group, path, rows, cancellationToken);
            var labels = await ReadLabelsAsync(group, label, rows, cancellationToken);
            for (var row = 0; row < rows; row++)
            {
                var image = images[row];
                if (image.IsEmpty || labels[row].Count == 0)
                    throw new DatasetImportException(
                        DatasetImportCodes.ListInvalid,
                        $"row {first + row:N0} of {Path.GetFileName(file)} has no {(labels[row].Count == 0 ? "label" : "image")}"
                    );
                var given = names?[row].ToString();
                var name = $"{stem}/{(given is { Length: > 0 } ? given : $"{first + row:D8}{Extension(image.Span)}")}";
                await content.AddAsync(name, new MemoryStream(image.ToArray()), image.Length, cancellationToken);
                content.Label(name, string.Join(';', labels[row]));
            }
            first += rows;
        }
    }

    /// <summary>The column itself, or the elements of a list by that name.</summary>
    static DataField? LabelOf(Dictionary<string, DataField> fields) =>
        fields.GetValueOrDefault("label") ?? fields.FirstOrDefault(field => field.Key.StartsWith("label.", StringComparison.Ordinal)).Value;

    /// <summary>The labels of each row: one of a plain column, any number of a list.</summary>
    static async Task<List<long>[]> ReadLabelsAsync(
        ParquetRowGroupReader group,
        DataField field,
        int rows,
        CancellationToken cancellationToken
    )
    {
        if (field.ClrType == typeof(long))
            return await ReadAsync<long>(group, field, rows, cancellationToken);
        if (field.ClrType == typeof(int))
            return await ReadAsync<int>(group, field, rows, cancellationToken);
        throw new DatasetImportException(
            DatasetImportCodes.LayoutInvalid,
            $"the column label has {field.ClrType.Name} elements; int64, int32 or a list of these is expected"
        );
    }

    static async Task<List<long>[]> ReadAsync<T>(
        ParquetRowGroupReader group,
        DataField field,
        int rows,
        CancellationToken cancellationToken
    )
        where T : struct, IBinaryInteger<T>
    {
        if (field.MaxRepetitionLevel == 0)
        {
            using var plain = await ParquetColumn<T>.ReadAsync(group, field, rows, cancellationToken);
            return [.. Enumerable.Range(0, rows).Select(row => plain.Has(row) ? new List<long> { long.CreateChecked(plain[row]) } : [])];
        }
        var path = field.Path.ToList();
        var stored = group.RowGroup.Columns.First(column => column.MetaData?.PathInSchema.SequenceEqual(path) == true).MetaData!.NumValues;
        if (stored > (long)MostLabels * rows)
            throw new DatasetImportException(
                DatasetImportCodes.TooLarge,
                $"the column label has {stored:N0} elements for {Counted.Of(rows, "row")}"
            );
        var (values, definitions, repetitions) = (new T[stored], new int[stored], new int[stored]);
        await group.ReadRawAsync<T>(field, values, definitions, repetitions, cancellationToken);
        // A row begins where the repetition level is 0; an element is there where the definition level is the field's
        // own.
        var labels = new List<long>[rows];
        for (var (i, row, next) = (0, -1, 0); i < repetitions.Length; i++)
        {
            if (repetitions[i] == 0)
                labels[++row] = [];
            if (definitions[i] == field.MaxDefinitionLevel)
                labels[row].Add(long.CreateChecked(values[next++]));
        }
        return labels;
    }

    static string Extension(ReadOnlySpan<byte> image) =>
        image.StartsWith<byte>([0xFF, 0xD8]) ? ".jpeg"
        : image.StartsWith<byte>([0x89, (byte)'P']) ? ".png"
        : image.StartsWith("RIFF"u8) ? ".webp"
        : ".jpeg";
}
