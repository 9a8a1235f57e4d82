using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>A <c>.npy</c> array [N, k] of int64 or int32 class indices, best first, with an order file. Nothing is known but ranks.</summary>
static class TopKSubmission
{
    const int MostRanks = 100;

    public static async Task<Predictions> ReadAsync(SubmissionFile file, CancellationToken cancellationToken)
    {
        if (file.OrderPath is null) throw new SubmissionException(SubmissionCodes.OrderMissing, "nothing says which image each row is about: add an order file (a JSON list or lines of image names)");
        var (ranks, rows) = Read(file.Path);
        var head = ranks.Length / Math.Max(rows, 1);
        var classes = ToClasses(ranks, head, file.Target.Classes.Count);
        var rowOf = await RowOrder.ReadAsync(file, rows, cancellationToken).ConfigureAwait(false);
        return new Predictions { Count = rows, Classes = file.Target.Classes.Count, HeadSize = head, TopClass = RowOrder.Apply(classes, rowOf!, head) };
    }

    static (long[] Ranks, int Rows) Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var header = NpyHeader.Read(stream, "the array");
            if (header.Shape is not [> 0 and var rows, > 0 and <= MostRanks])
                throw new PredictionFileException($"the array has shape ({string.Join(", ", header.Shape)}); [N, k] with k up to {MostRanks} is wanted");
            var values = header.Type == NpyType.I4
                ? Array.ConvertAll(NpyReader.ReadElements<int>(stream, header, "the array", stream.Length, PredictionFile.MaxArrayBytes).Values, v => (long)v)
                : NpyReader.ReadElements<long>(stream, header, "the array", stream.Length, PredictionFile.MaxArrayBytes).Values;
            return stream.Position == stream.Length ? (values, (int)rows) : throw new PredictionFileException("the array has more bytes than its shape says");
        }
        catch (PredictionFileException e)
        {
            throw SubmissionFile.Invalid(e.Message);
        }
    }

    static ushort[] ToClasses(long[] ranks, int head, int count)
    {
        var (classes, wrong, twice) = (new ushort[ranks.Length], new FirstTen(), new FirstTen());
        for (var i = 0; i < ranks.Length; i++)
        {
            if (ranks[i] < 0 || ranks[i] >= count) wrong.Add($"{ranks[i]} (row {i / head:N0})");
            else classes[i] = (ushort)ranks[i];
            if (ranks.AsSpan(i / head * head, i % head).Contains(ranks[i])) twice.Add($"{ranks[i]} (row {i / head:N0})");
        }
        if (wrong.Any) throw new SubmissionException(SubmissionCodes.ClassUnknown, $"{wrong.Count:N0} predicted classes are not from 0 to {count - 1}: {wrong}");
        return twice.Any ? throw SubmissionFile.Invalid($"{twice.Count:N0} classes stand twice in their row: {twice}") : classes;
    }
}
