using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Claims;
using Bench.Service.Inputs;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>A <c>.npy</c> array [N, k] of class indices, whole numbers of any type, best first, with an order file.
/// Nothing is known but ranks.</summary>
static class TopKSubmission
{
    const int MostRanks = 100;

    public static async Task<ReadSubmission> ReadAsync(SubmissionFile file, CancellationToken cancellationToken)
    {
        if (file.OrderPath is null)
            throw new SubmissionException(
                SubmissionCodes.OrderMissing,
                "nothing says which image each row is about: add an order file (a JSON list or lines of image names)"
            );
        var (ranks, rows) = Read(file);
        var head = ranks.Length / Math.Max(rows, 1);
        var classes = ToClasses(ranks, head, file.Target.Outputs.Count);
        var rowOf = await RowOrder.ReadAsync(file, rows, cancellationToken);
        return new ReadSubmission(
            new Predictions
            {
                Count = rows,
                Classes = file.Target.Outputs.Count,
                HeadSize = head,
                TopClass = RowOrder.Apply(classes, rowOf!, head),
            },
            []
        );
    }

    static (long[] Ranks, int Rows) Read(SubmissionFile file)
    {
        if (ForeignForm.OfFile(file.Path) is { } kind && kind != ForeignKind.Array)
            throw SubmissionFile.Invalid($"the file is {kind}, not a NumPy array, as numpy.save(path, array) writes one");
        try
        {
            using var stream = File.OpenRead(file.Path);
            var header = NpyHeader.Read(stream, "the array");
            if (WhyNot(header, file) is { } reason)
                throw new PredictionFileException(
                    $"the array has shape ({string.Join(", ", header.Shape)}); [N, k] with k up to {MostRanks} is expected{reason}"
                );
            var values = NpyReader.ReadElements<long>(stream, header, "the array", stream.Length, PredictionFile.MaxArrayBytes).Values;
            return stream.Position == stream.Length
                ? (values, (int)header.Shape[0])
                : throw new PredictionFileException("the array has more bytes than its shape says");
        }
        catch (PredictionFileException e)
        {
            throw SubmissionFile.Invalid(e.Message);
        }
    }

    /// <summary>A guess at what an array of another shape was meant to be; null when the shape can be read.</summary>
    static string? WhyNot(NpyHeader header, SubmissionFile file)
    {
        var (images, classes) = (file.Target.Manifest.Count, file.Target.Outputs.Count);
        return header.Shape switch
        {
            [var rows] when rows == images => ". For the best class alone save it as [N, 1]: array.reshape(-1, 1)",
            [var rows, var width] when rows == images && width == classes && classes > 1 && (width > MostRanks || !header.Type.IsWhole()) =>
                ". These are scores of all classes: send them as 'logits' in an .npz, or rank them with numpy.argsort(-array)[:, :5]",
            [var width, var rows] when rows == images && width <= MostRanks && width != images =>
                ". It seems to be turned round: save its transpose, array.T",
            [> 0, > 0 and <= MostRanks] => null,
            _ => "",
        };
    }

    static ushort[] ToClasses(long[] ranks, int head, int count)
    {
        var (classes, wrong, twice) = (new ushort[ranks.Length], new FirstTen(), new FirstTen());
        for (var i = 0; i < ranks.Length; i++)
        {
            if (ranks[i] < 0 || ranks[i] >= count)
                wrong.Add($"{ranks[i]} (row {i / head:N0})");
            else
                classes[i] = (ushort)ranks[i];
            if (ranks.AsSpan(i / head * head, i % head).Contains(ranks[i]))
                twice.Add($"{ranks[i]} (row {i / head:N0})");
        }
        if (wrong.Any)
            throw new SubmissionException(
                SubmissionCodes.ClassUnknown,
                $"{Counted.Of(wrong.Count, "predicted class is", "predicted classes are")} not from 0 to {count - 1}: "
                    + $"{wrong}{CountedFromOne.Of(ranks, count)}"
            );
        return twice.Any
            ? throw SubmissionFile.Invalid(
                $"{Counted.Of(twice.Count, "class appears twice in its row", "classes appear twice in their row")}: {twice}"
            )
            : classes;
    }
}
