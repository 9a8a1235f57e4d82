namespace Bench.Data.Predictions;

/// <summary>Puts the parts of an evaluation together.</summary>
public static class PredictionParts
{
    /// <summary>Joins parts into the file that one writer would have written: the same bytes. One part is in memory at a time.</summary>
    /// <param name="parts">Files in image order, each covering the images after the one before.</param>
    /// <param name="path">The file to make.</param>
    /// <param name="cancellationToken">Looked at between parts.</param>
    /// <returns>What the joined file says of itself.</returns>
    /// <exception cref="PredictionFileException">A part is damaged, or they do not follow each other or do not belong together.</exception>
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
