using Bench.Imaging.Crops;
using Bench.Imaging.Tensors;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Child;

/// <summary>An input tensor and the rows that become of it: batch after batch is filled, run and answered in
/// one.</summary>
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
        _rows = GC.AllocateUninitializedArray<float>(checked(RunBatch.MostImages(use.Plan.Batch) * use.OutputWidth), pinned: true);
    }

    /// <summary>The rows of the batch that was run last.</summary>
    public ReadOnlySpan<float> Rows(int count) => _rows.AsSpan(0, count * _use.OutputWidth);

    /// <exception cref="ArgumentException">A request of none, of too many, or of images that are not there.</exception>
    public void Require(RunBatch request)
    {
        var most = RunBatch.MostImages(_use.Plan.Batch);
        var (from, images) = _use.Places is { } places ? (places.First, places.Crops.Count) : (_crops.First, _crops.Count);
        if (request.Count < 1 || request.Count > most || request.First < from || request.First + request.Count > from + images)
            throw new ArgumentException(
                $"images {request.First} + {request.Count} do not fit a request of {most} over {images} images from {from}"
            );
    }

    /// <summary>Fills the tensor; the places beyond <paramref name="count"/> keep an image of the batch, so that every
    /// run has the same shape.</summary>
    public void Fill(int first, int count)
    {
        for (var i = 0; i < _use.Plan.Batch; i++)
        {
            if (i < count)
                _input.Fill(i, _crops.Crop(Place(first + i)), _fill, _use.Plan.BytesIn);
            else
                _input.Image(i % count).CopyTo(_input.Image(i));
        }
        if (_use.Places is null)
            _crops.Release(first, count);
        else
            for (var i = 0; i < count; i++)
                _crops.Release(Place(first + i), 1);
    }

    int Place(int image) => _use.Places is { } places ? places.Crops[image - places.First] : image;

    /// <summary>Runs what was filled and reads its first rows, which become those from <paramref name="row"/>
    /// on.</summary>
    public void Run(ModelSession session, int row, int count)
    {
        using var outputs = session.Run(_inputName, _input.Value, _outputs);
        var rows = _rows.AsSpan(row * _use.OutputWidth, count * _use.OutputWidth);
        OutputRows.Read(outputs[0], _use.Output, (long)_use.Plan.Batch * _use.OutputWidth, rows);
    }

    public void Dispose() => _input.Dispose();
}
