using System.Text;
using Bench.Metrics.Predicted;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Submissions;
using Bench.Service.Labels;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Service.Evaluations.Submissions;

public sealed partial class SubmittedFileTests
{
    static int Right(Predictions predictions, LabelTarget target) =>
        Enumerable
            .Range(0, predictions.Count)
            .Count(i => predictions.TopClass.Span[i * predictions.HeadSize] == target.Manifest.Images[i].OriginalClass);

    static async Task<(string Code, string Message)> RefusedAsync(Func<Task> read)
    {
        var refused = await Should.ThrowAsync<SubmissionException>(read);
        return (refused.Code, refused.Message);
    }

    Task<LabelTarget> TargetAsync() => LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0", "c.JPEG 0");

    async Task<Predictions> CsvAsync(string content) =>
        (
            await SubmissionReader.ReadAsync(
                new SubmissionFile
                {
                    Format = "csv",
                    Path = _folder.Write("predictions", content),
                    Target = await TargetAsync(),
                },
                TestContext.Current.CancellationToken
            )
        ).Predictions;

    static async Task<Predictions> NpzAsync(string path, string? order, LabelTarget target) =>
        (
            await SubmissionReader.ReadAsync(
                new SubmissionFile
                {
                    Format = "npz",
                    Path = path,
                    OrderPath = order,
                    Target = target,
                },
                TestContext.Current.CancellationToken
            )
        ).Predictions;

    static async Task<Predictions> TopKAsync(string path, string? order, LabelTarget target) =>
        (
            await SubmissionReader.ReadAsync(
                new SubmissionFile
                {
                    Format = "topk-npy",
                    Path = path,
                    OrderPath = order,
                    Target = target,
                },
                TestContext.Current.CancellationToken
            )
        ).Predictions;

    string Npz(string imageOrder)
    {
        var path = Path.Combine(_folder.Path, $"{imageOrder}.npz");
        StoredPredictions.Write(
            new Predictions
            {
                Count = 3,
                Classes = 1000,
                HeadSize = 2,
                TopClass = new ushort[] { 0, 1, 2, 3, 4, 5 },
                TopLogit = new float[] { 1, 0, 2, 1, 3, 1 },
                LogSumExp = new float[] { 4, 5, 6 },
            },
            path,
            imageOrder,
            "imagenet-1k"
        );
        return path;
    }

    string Npy<T>(string type, string shape, T[] values)
        where T : unmanaged
    {
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return _folder.Write(
            "ranks.npy",
            [
                0x93,
                .. "NUMPY"u8,
                1,
                0,
                118,
                0,
                .. Encoding.ASCII.GetBytes(text),
                .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()),
            ]
        );
    }
}
