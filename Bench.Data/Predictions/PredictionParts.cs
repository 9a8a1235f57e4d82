namespace Bench.Data.Predictions;

/// <summary>Puts the parts of an evaluation together.</summary>
public static class PredictionParts
{
    /// <summary>Rows put into other places at a time.</summary>
    const int SortedRows = 1_000;

    /// <summary>Puts the rows of a prediction file into the order of the dataset. The file is in memory
    /// meanwhile.</summary>
    /// <param name="path">A whole file; it is written over.</param>
    /// <param name="order">Index of the image of each row; every image once.</param>
    /// <exception cref="PredictionFileException">The file is damaged, or has another number of rows.</exception>
    public static void Sort(string path, ReadOnlySpan<int> order)
    {
        var (meta, arrays) = PredictionFile.Read(path);
        if (arrays.Rows != order.Length)
            throw new PredictionFileException($"{arrays.Rows:N0} rows cannot be put into the order of {order.Length:N0} images");
        var rows = new int[order.Length];
        for (var row = 0; row < order.Length; row++)
            rows[order[row]] = row;
        using var writer = new PredictionFileWriter(path, meta, arrays.TopLogit.Length > 0, arrays.Logits.Length > 0);
        foreach (var some in rows.Chunk(SortedRows))
            writer.Append(
                Rows(arrays.TopClass, some, arrays.HeadSize),
                Rows(arrays.TopLogit, some, arrays.HeadSize),
                Rows(arrays.LogSumExp, some, 1),
                Rows(arrays.Logits, some, arrays.Classes ?? 0)
            );
        writer.Complete();
    }

    static T[] Rows<T>(T[] values, int[] rows, int width)
    {
        if (values.Length == 0)
            return [];
        var some = new T[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
            values.AsSpan(rows[i] * width, width).CopyTo(some.AsSpan(i * width));
        return some;
    }

    /// <summary>Joins parts into the file that one writer would have written: the same bytes. One part is in memory at
    /// a time.</summary>
    /// <param name="parts">Files in image order, each covering the images after the one before.</param>
    /// <param name="path">The file to make.</param>
    /// <param name="cancellationToken">Looked at between parts.</param>
    /// <returns>What the joined file says of itself.</returns>
    /// <exception cref="PredictionFileException">A part is damaged, or they do not follow each other or do not belong
    /// together.</exception>
    public static PredictionMeta Join(IReadOnlyList<string> parts, string path, CancellationToken cancellationToken)
    {
        if (parts.Count == 0)
            throw new PredictionFileException("there are no parts to join");
        PredictionFileWriter? writer = null;
        try
        {
            PredictionMeta? whole = null;
            var next = 0;
            for (var i = 0; i < parts.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (meta, arrays) = PredictionFile.Read(parts[i]);
                var mine = meta with { FirstImage = 0, Rows = meta.Images };
                whole ??= mine;
                writer ??= new PredictionFileWriter(path, whole, arrays.TopLogit.Length > 0, arrays.Logits.Length > 0);
                if (!mine.ToBytes().AsSpan().SequenceEqual(whole.ToBytes()))
                    throw new PredictionFileException($"part {i} is of another evaluation than part 0: their meta.json differ");
                if (meta.FirstImage != next)
                    throw new PredictionFileException($"part {i} begins at image {meta.FirstImage:N0}; {next:N0} is the next one");
                writer.Append(arrays.TopClass, arrays.TopLogit, arrays.LogSumExp, arrays.Logits);
                next += meta.Rows;
            }
            if (next != whole!.Images)
                throw new PredictionFileException($"the parts end at image {next:N0} of {whole.Images:N0}");
            writer!.Complete();
            return whole;
        }
        catch (ArgumentException e)
        {
            throw new PredictionFileException("the parts do not carry the same arrays", e);
        }
        finally
        {
            writer?.Dispose();
        }
    }
}
