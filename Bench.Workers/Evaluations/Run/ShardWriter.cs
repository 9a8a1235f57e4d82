using System.Text.Json;
using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Review;
using Bench.Service.Models;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Evaluations.Run;

/// <summary>Writes the rows of a shard as a part of the prediction file: head in float32, tail, where it is kept, in half
/// precision.</summary>
internal sealed class ShardWriter : IDisposable
{
    /// <summary>Ranked classes kept for each image.</summary>
    const int Head = 10;

    readonly ShardRun _run;
    readonly Func<int, bool> _isExcluded;
    readonly ClassRows _classRows;
    readonly PredictionFileWriter _file;
    readonly int _classes;
    readonly int _head;
    readonly float[] _logits;
    readonly ushort[] _topClass;
    readonly float[] _topLogit;
    readonly float[] _logSumExp;
    readonly Half[] _tail;

    /// <summary>A corruption tree has each picture 75 times or more: its head alone is kept.</summary>
    readonly bool _keepsTail;

    /// <summary>Whether confidences are kept: of numbers that are no probabilities, the ranks alone are.</summary>
    readonly bool _keepsConfidence;

    /// <summary>Common properties of the model's rows.</summary>
    public RowFacts Facts { get; private set; } = new();

    public ShardWriter(ShardRun run, Func<int, bool> isExcluded)
    {
        _run = run;
        _isExcluded = isExcluded;
        _classes = run.Manifest.ClassCount;
        _head = HeadOf(run.Manifest);
        _classRows = new ClassRows(run.Record, _classes, run.Model.Embeddings);
        var batch = RunBatch.MostImages(run.Record.Batch);
        (_logits, _topClass, _topLogit, _logSumExp, _tail) = (
            new float[_classes],
            new ushort[batch * _head],
            new float[batch * _head],
            new float[batch],
            new Half[batch * _classes]
        );
        _keepsConfidence = run.Record.OutputKind.HasProbabilities();
        _keepsTail = _keepsConfidence && DatasetLayouts.Find(run.Manifest.Layout) is not { HeadOnly: true };
        _file = new PredictionFileWriter(run.Part, Meta(run), _keepsConfidence, _keepsTail);
    }

    public void Write(int first, int count, ReadOnlySpan<float> rows)
    {
        for (var i = 0; i < count; i++)
        {
            // A picture that was left out keeps its place with a row that says nothing; scoring never looks at it.
            var output = rows.Slice(i * _run.Record.OutputWidth, _run.Record.OutputWidth);
            if (_isExcluded(first + i))
                _logits.AsSpan().Clear();
            else
                _classRows.Read(output, _logits);
            if (
                !PredictionHead.TryExtract(
                    _logits,
                    _topClass.AsSpan(i * _head, _head),
                    _topLogit.AsSpan(i * _head, _head),
                    out _logSumExp[i]
                )
            )
                throw ClassRows.NotFinite(output, _run.Manifest.Images[_run.Image(first + i)].Path);
            // An embedding may be anything; what it is compared to are the class scores.
            if (!_isExcluded(first + i))
                Facts = Facts.With(_run.Record.OutputKind == OutputKind.Embeddings ? _logits : output);
            if (!_keepsTail)
                continue;
            PredictionHead.StoreTail(_logits, _tail.AsSpan(i * _classes, _classes));
        }
        _file.Append(
            _topClass.AsSpan(0, count * _head),
            _keepsConfidence ? _topLogit.AsSpan(0, count * _head) : [],
            _keepsConfidence ? _logSumExp.AsSpan(0, count) : [],
            _keepsTail ? _tail.AsSpan(0, count * _classes) : []
        );
    }

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();

    /// <summary>Under a mask the best of a few classes must be exact however low they rank among all, and so must every class of a group:
    /// each is kept in float32.</summary>
    static int HeadOf(DatasetManifest manifest) =>
        manifest.Mask is null && manifest.Groups is null ? Math.Min(Head, manifest.ClassCount) : manifest.ClassCount;

    static PredictionMeta Meta(ShardRun run) =>
        new()
        {
            ImageOrderHash = run.Record.ManifestHash,
            ClassSpace = run.Manifest.ClassSpaceKey,
            Images = run.Manifest.Count,
            Classes = run.Manifest.ClassCount,
            HeadSize = HeadOf(run.Manifest),
            FirstImage = run.Start,
            Rows = run.Count,
            Preprocessing = JsonDocument.Parse(Imaging.Contract.PreprocessingJson.Write(run.Preprocessing)).RootElement,
            Provider = run.Record.Provider,
            Versions = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["onnxruntime"] = run.Record.RuntimeVersion,
                ["decoder"] = run.Record.Decoder,
            },
        };
}
