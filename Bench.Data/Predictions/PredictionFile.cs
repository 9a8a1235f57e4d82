namespace Bench.Data.Predictions;

/// <summary>A stored prediction file, read in full.</summary>
/// <param name="Meta">What it says of itself.</param>
/// <param name="Arrays">Its numbers, in the image order of the dataset.</param>
public sealed record PredictionFile(PredictionMeta Meta, PredictionArrays Arrays)
{
    /// <summary>Most bytes of a single array that are read: 1,000,000 images × 1,000 classes in half
    /// precision.</summary>
    public const long MaxArrayBytes = 2_000_000_000;

    /// <exception cref="PredictionFileException">Damaged, of another format, or with impossible numbers.</exception>
    public static PredictionFile Read(string path)
    {
        using var npz = NpzReader.Open(path);
        var meta = PredictionMeta.Parse(npz.ReadBytes("meta.json") ?? throw new PredictionFileException("there is no meta.json"));
        var arrays = PredictionArrays.Read(npz, MaxArrayBytes);
        if (arrays.Rows != meta.Rows || arrays.HeadSize != meta.HeadSize)
            throw new PredictionFileException(
                $"topk_class has shape ({arrays.Rows}, {arrays.HeadSize}); meta.json says ({meta.Rows}, {meta.HeadSize})"
            );
        PredictionArraysCheck.Verify(arrays, meta.Classes);
        return new PredictionFile(meta, arrays);
    }
}
