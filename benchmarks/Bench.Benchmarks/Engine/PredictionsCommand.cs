using Bench.Data.Predictions;

namespace Bench.Benchmarks.Engine;

/// <summary>Writes a predictions file of made-up rows, to see its size and that NumPy opens it.</summary>
internal static class PredictionsCommand
{
    const int Head = 10;

    public static void Run(string path, int images, int classes)
    {
        var meta = new PredictionMeta
        {
            ImageOrderHash = new string('0', 64),
            ClassSpace = "imagenet-1k",
            Images = images,
            Rows = images,
            Classes = classes,
            HeadSize = Head,
        };
        using var writer = new PredictionFileWriter(path, meta);
        var random = new Random(1);
        var (topClass, topLogit, logits) = (new ushort[Head], new float[Head], new Half[classes]);
        for (var i = 0; i < images; i++)
        {
            for (var rank = 0; rank < Head; rank++)
                (topClass[rank], topLogit[rank]) = ((ushort)((i + rank) % classes), 10 - rank);
            logits.AsSpan().Fill((Half)random.NextSingle());
            writer.Append(topClass, topLogit, [11f], logits);
        }
        writer.Complete();
    }
}
