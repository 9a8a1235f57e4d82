using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;

namespace Bench.Imaging.Tensors;

/// <summary>Fills a model's input from uint8 crops: channel order, layout, value range, mean and std, element type.
/// Allocates nothing; safe to share between threads.</summary>
/// <remarks>The operation order is that of torchvision's <c>ToTensor</c> and <c>Normalize</c> in float32, so the bits
/// are the same: (x / 255 − mean) / std, or (x − mean) / std for bytes. Half precision is the rounded float32. A crop
/// is rows of RGB pixels without gaps; a tensor holds one picture in the given layout.</remarks>
public sealed class TensorFill
{
    readonly TensorLayout _layout;
    readonly bool _reversed;
    readonly float _divisor;
    readonly float[] _mean;
    readonly float[] _std;

    /// <summary>The tensor's value for each of the 256 levels, for each tensor channel: [channel · 256 +
    /// level].</summary>
    readonly float[] _levels = new float[3 * 256];
    readonly Half[] _halfLevels = new Half[3 * 256];
    readonly byte[] _byteLevels = new byte[3 * 256];

    public TensorFill(Preprocessing contract, TensorLayout layout)
    {
        this._layout = layout;
        _reversed = contract.ChannelOrder == ChannelOrder.Bgr;
        _divisor = contract.ValueRange == ValueRange.Unit ? 255f : 1f;
        _mean = [(float)contract.Mean.First, (float)contract.Mean.Second, (float)contract.Mean.Third];
        _std = [(float)contract.Std.First, (float)contract.Std.Second, (float)contract.Std.Third];
        for (var i = 0; i < _levels.Length; i++)
        {
            var (channel, level) = (i / 256, i % 256);
            _levels[i] = (level / _divisor - _mean[channel]) / _std[channel];
            _halfLevels[i] = (Half)_levels[i];
            _byteLevels[i] = (byte)level;
        }
    }

    /// <summary>Fills one picture of a float32 tensor.</summary>
    /// <param name="crop">Height · Width · 3 bytes.</param>
    /// <param name="tensor">As many elements.</param>
    public void Fill(ReadOnlySpan<byte> crop, Span<float> tensor)
    {
        if (_layout == TensorLayout.Nchw && Vector128.IsHardwareAccelerated)
            FillPlanes(crop, tensor);
        else
            FillScalar(crop, tensor);
    }

    /// <summary>Fills one picture of a float16 tensor.</summary>
    public void Fill(ReadOnlySpan<byte> crop, Span<Half> tensor) => LookUp(crop, tensor, _halfLevels);

    /// <summary>Fills one picture of a uint8 tensor: the levels as they are. Such a graph normalises for itself, so
    /// mean, std and value range do not apply.</summary>
    public void Fill(ReadOnlySpan<byte> crop, Span<byte> tensor) => LookUp(crop, tensor, _byteLevels);

    /// <summary>The float32 tensor level by level: the scalar branch, and what the vectors are held against.</summary>
    internal void FillScalar(ReadOnlySpan<byte> crop, Span<float> tensor) => LookUp(crop, tensor, _levels);

    /// <summary>Three planes, sixteen pixels at a time; the last step overlaps the one before it.</summary>
    void FillPlanes(ReadOnlySpan<byte> crop, Span<float> tensor)
    {
        var pixels = Pixels(crop, tensor.Length);
        if (pixels < InterleavedBytes.Pixels)
        {
            FillScalar(crop, tensor);
            return;
        }
        ref var source = ref MemoryMarshal.GetReference(crop);
        ref var target = ref MemoryMarshal.GetReference(tensor);
        for (var step = 0; step < pixels; step += InterleavedBytes.Pixels)
        {
            var pixel = Math.Min(step, pixels - InterleavedBytes.Pixels);
            var (red, green, blue) = InterleavedBytes.Load(ref source, (nuint)(pixel * 3));
            FillPlane(_reversed ? blue : red, 0, ref target, pixel);
            FillPlane(green, 1, ref target, pixels + pixel);
            FillPlane(_reversed ? red : blue, 2, ref target, 2 * pixels + pixel);
        }
    }

    void FillPlane(Vector128<byte> values, int channel, ref float target, int offset)
    {
        var (lower, upper) = Vector128.Widen(values);
        FillEight(lower, channel, ref target, offset);
        FillEight(upper, channel, ref target, offset + 8);
    }

    void FillEight(Vector128<ushort> values, int channel, ref float target, int offset)
    {
        var (lower, upper) = Vector128.Widen(values);
        var pixels = Vector256.ConvertToSingle(Vector256.Create(lower, upper).AsInt32());
        var normalised = (pixels / Vector256.Create(_divisor) - Vector256.Create(_mean[channel])) / Vector256.Create(_std[channel]);
        normalised.StoreUnsafe(ref target, (nuint)offset);
    }

    void LookUp<T>(ReadOnlySpan<byte> crop, Span<T> tensor, ReadOnlySpan<T> table)
    {
        var pixels = Pixels(crop, tensor.Length);
        var (pixelStep, channelStep) = _layout == TensorLayout.Nchw ? (1, pixels) : (3, 1);
        for (var channel = 0; channel < 3; channel++)
        {
            var values = table.Slice(channel * 256, 256);
            var source = _reversed ? 2 - channel : channel;
            var target = channel * channelStep;
            for (; source < crop.Length; source += 3, target += pixelStep)
                tensor[target] = values[crop[source]];
        }
    }

    static int Pixels(ReadOnlySpan<byte> crop, int elements)
    {
        if (crop.Length != elements || crop.Length % 3 != 0)
            throw new ArgumentException($"A crop of {crop.Length} bytes does not fill a tensor of {elements} elements.", nameof(crop));
        return crop.Length / 3;
    }
}
