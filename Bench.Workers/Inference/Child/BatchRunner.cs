using System.Diagnostics;
using System.Runtime.InteropServices;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Tensors;
using Bench.Workers.Inference.Protocol;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>Fills batches from the crop file and runs them. Two input tensors take turns, so that one is filled while the other
/// runs.</summary>
internal sealed class BatchRunner : IDisposable
{
    readonly ModelSession _session;
    readonly UseImages _use;
    readonly CropFile _crops;
    readonly TensorFill _fill;
    readonly InputBatch[] _inputs;
    readonly SemaphoreSlim _free = new(2);
    readonly string[] _outputs;
    readonly float[] _rows;
    int _filling;
    int _running;

    public BatchRunner(ModelSession session, UseImages use)
    {
        _session = session;
        _use = use;
        _crops = CropFile.OpenRead(use.CropFile);
        var contract =
            PreprocessingJson.Read(use.Preprocessing, out var errors)
            ?? throw new ArgumentException($"the preprocessing is refused: {errors[0].Field} {errors[0].Message}");
        _fill = new TensorFill(contract, use.Layout);
        _inputs = [Input(), Input()];
        _outputs = [use.Output];
        _rows = GC.AllocateUninitializedArray<float>(checked(use.Batch * use.OutputWidth), pinned: true);

        InputBatch Input() => session.CreateBatch(use.Input, use.Layout, use.Batch, _crops.Height, _crops.Width);
    }

    /// <summary>Fills the next input tensor; the places beyond the request's count keep an image of the batch, so that every run has the
    /// same shape.</summary>
    public void Fill(RunBatch request)
    {
        var (from, images) = _use.Places is { } places ? (places.First, places.Crops.Count) : (_crops.First, _crops.Count);
        if (request.Count < 1 || request.Count > _use.Batch || request.First < from || request.First + request.Count > from + images)
            throw new ArgumentException(
                $"images {request.First} + {request.Count} do not fit a batch of {_use.Batch} over {images} images from {from}"
            );
        _free.Wait();
        var input = _inputs[_filling];
        _filling ^= 1;
        for (var i = 0; i < _use.Batch; i++)
        {
            if (i < request.Count)
                Fill(input, i, _crops.Crop(Place(request.First + i)));
            else
                input.Image(i % request.Count).CopyTo(input.Image(i));
        }
        if (_use.Places is null)
            _crops.Release(request.First, request.Count);
        else
            for (var i = 0; i < request.Count; i++)
                _crops.Release(Place(request.First + i), 1);
    }

    int Place(int image) => _use.Places is { } places ? places.Crops[image - places.First] : image;

    void Fill(InputBatch input, int place, ReadOnlySpan<byte> crop)
    {
        switch (input.ElementType)
        {
            case TensorElementType.Float:
                _fill.Fill(crop, MemoryMarshal.Cast<byte, float>(input.Image(place)));
                break;
            case TensorElementType.Float16:
                _fill.Fill(crop, MemoryMarshal.Cast<byte, Half>(input.Image(place)));
                break;
            default:
                _fill.Fill(crop, input.Image(place));
                break;
        }
    }

    /// <summary>Runs what was filled first and writes its rows.</summary>
    public void RunFilled(RunBatch request, Stream answers)
    {
        try
        {
            using var outputs = _session.Run(_use.Input, _inputs[_running].Value, _outputs);
            var values = _rows.AsSpan(0, request.Count * _use.OutputWidth);
            OutputRows.Read(outputs[0], _use.Output, (long)_use.Batch * _use.OutputWidth, values);
            Frames.WriteRows(answers, values);
        }
        finally
        {
            _running ^= 1;
            _free.Release();
        }
    }

    /// <summary>Times the session alone, on whatever the tensors hold.</summary>
    public SpeedMeasured Measure(MeasureSpeed request)
    {
        var windows = new List<double>();
        RunOnce(_inputs[0]);
        for (var window = 0; window < request.Windows; window++)
        {
            var clock = Stopwatch.StartNew();
            var runs = 0;
            while (runs == 0 || clock.Elapsed.TotalSeconds < request.SecondsPerWindow)
            {
                RunOnce(_inputs[0]);
                runs++;
            }
            windows.Add(runs * _use.Batch / clock.Elapsed.TotalSeconds);
        }
        List<double> latency = request.Latency ? Latency(request) : [];
        return new SpeedMeasured(windows, latency, PeakBytes());
    }

    List<double> Latency(MeasureSpeed request)
    {
        var latency = new List<double>();
        // A fixed batch above 1 has no other latency than its own.
        using var single =
            _session.AcceptsBatch(_use.Input, 1) && _use.Batch != 1
                ? _session.CreateBatch(_use.Input, _use.Layout, 1, _crops.Height, _crops.Width)
                : null;
        single?.FillWithNoise();
        var total = Stopwatch.StartNew();
        RunOnce(single ?? _inputs[0]);
        while (latency.Count < 10 || (latency.Count < 200 && total.Elapsed.TotalSeconds < request.SecondsPerWindow * 2))
        {
            var clock = Stopwatch.GetTimestamp();
            RunOnce(single ?? _inputs[0]);
            latency.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        latency.Sort();
        return latency;
    }

    void RunOnce(InputBatch input) => _session.Run(_use.Input, input.Value, _outputs).Dispose();

    /// <summary>The kernel's own high-water mark.</summary>
    static long PeakBytes() =>
        File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
        && long.TryParse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd("kB").Trim(), out var kilobytes)
            ? kilobytes * 1024
            : 0;

    public void Dispose()
    {
        foreach (var input in _inputs)
            input.Dispose();
        _free.Dispose();
        _crops.Dispose();
    }
}
