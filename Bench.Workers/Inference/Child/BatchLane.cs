using System.Runtime.InteropServices;
using Bench.Imaging.Crops;
using Bench.Imaging.Tensors;
using Bench.Workers.Inference.Protocol;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>An input tensor and the rows that become of it: batch after batch is filled, run and answered in one.</summary>
internal sealed class BatchLane : IDisposable
{
    readonly UseImages _use;
    readonly CropFile _crops;
    readonly TensorFill _fill;
    readonly InputBatch _input;
    readonly string _inputName;
    readonly string[] _outputs;
    readonly float[] _rows;

    public BatchLane(SessionsInUse sessions, UseImages use, CropFile crops, TensorFill fill)
    {
        (_use, _crops, _fill) = (use, crops, fill);
        _inputName = sessions.Input;
        _outputs = [use.Output];
        _input = sessions.Runs[0].CreateBatch(sessions.Input, sessions.Layout, use.Plan.Batch, crops.Height, crops.Width);
        _rows = GC.AllocateUninitializedArray<float>(checked(use.Plan.Batch * use.OutputWidth), pinned: true);
    }

    /// <summary>The rows of the batch that was run last.</summary>
    public ReadOnlySpan<float> Rows(int count) => _rows.AsSpan(0, count * _use.OutputWidth);

    /// <summary>Fills the tensor; the places beyond the request's count keep an image of the batch, so that every run has the same
    /// shape.</summary>
    public void Fill(RunBatch request)
    {
        var batch = _use.Plan.Batch;
        var (from, images) = _use.Places is { } places ? (places.First, places.Crops.Count) : (_crops.First, _crops.Count);
        if (request.Count < 1 || request.Count > batch || request.First < from || request.First + request.Count > from + images)
            throw new ArgumentException(
                $"images {request.First} + {request.Count} do not fit a batch of {batch} over {images} images from {from}"
            );
        for (var i = 0; i < batch; i++)
        {
            if (i < request.Count)
                Fill(i, _crops.Crop(Place(request.First + i)));
            else
                _input.Image(i % request.Count).CopyTo(_input.Image(i));
        }
        if (_use.Places is null)
            _crops.Release(request.First, request.Count);
        else
            for (var i = 0; i < request.Count; i++)
                _crops.Release(Place(request.First + i), 1);
    }

    int Place(int image) => _use.Places is { } places ? places.Crops[image - places.First] : image;

    void Fill(int place, ReadOnlySpan<byte> crop)
    {
        var image = _input.Image(place);
        if (_use.Plan.BytesIn)
            crop.CopyTo(image);
        else if (_input.ElementType == TensorElementType.Float)
            _fill.Fill(crop, MemoryMarshal.Cast<byte, float>(image));
        else if (_input.ElementType == TensorElementType.Float16)
            _fill.Fill(crop, MemoryMarshal.Cast<byte, Half>(image));
        else
            _fill.Fill(crop, image);
    }

    /// <summary>Runs what was filled and reads its first rows.</summary>
    public void Run(ModelSession session, int count)
    {
        using var outputs = session.Run(_inputName, _input.Value, _outputs);
        OutputRows.Read(outputs[0], _use.Output, (long)_use.Plan.Batch * _use.OutputWidth, _rows.AsSpan(0, count * _use.OutputWidth));
    }

    public void Dispose() => _input.Dispose();
}
