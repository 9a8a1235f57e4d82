using System.Runtime.InteropServices;
using Bench.Imaging.Contract;
using Bench.Imaging.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>An input tensor that is filled again and again: one allocation for all batches.</summary>
internal sealed class InputBatch : IDisposable
{
    /// <summary>A cache line, and the widest vector.</summary>
    const int Alignment = 64;

    /// <summary>Where the values are: memory of ours, or memory that the device reads by itself.</summary>
    readonly unsafe byte* _values;
    readonly int _bytes;
    readonly bool _isOurs;

    /// <param name="pinned">Allocates memory that a GPU copies from without a detour; null for the CPU.</param>
    public unsafe InputBatch(
        TensorElementType elementType,
        TensorLayout layout,
        int batch,
        int height,
        int width,
        OrtAllocator? pinned = null
    )
    {
        ElementType = elementType;
        Layout = layout;
        Batch = batch;
        var bytesPerValue = elementType switch
        {
            TensorElementType.Float => 4,
            TensorElementType.Float16 => 2,
            TensorElementType.UInt8 => 1,
            _ => throw new NotSupportedException($"an image input of type {elementType} is not supported; use float, float16 or uint8"),
        };
        _bytes = checked(batch * height * width * 3 * bytesPerValue);
        BytesPerImage = _bytes / batch;
        long[] shape = layout == TensorLayout.Nchw ? [batch, 3, height, width] : [batch, height, width, 3];
        if (pinned is null)
        {
            // Outside the managed heap: it goes back as soon as it is not needed.
            _isOurs = true;
            _values = (byte*)NativeMemory.AlignedAlloc((nuint)_bytes, Alignment);
            Value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, elementType, shape, (nint)_values, _bytes);
        }
        else
        {
            Value = OrtValue.CreateAllocatedTensorValue(pinned, elementType, shape);
            _values = (byte*)
                System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(Value.GetTensorMutableRawData()));
            Bytes.Clear();
        }
    }

    public TensorElementType ElementType { get; }
    public TensorLayout Layout { get; }
    public int Batch { get; }
    public unsafe Span<byte> Bytes => new(_values, _bytes);
    public int BytesPerImage { get; }
    public OrtValue Value { get; }

    /// <summary>The place of image <paramref name="index"/> of the batch.</summary>
    public Span<byte> Image(int index) => Bytes.Slice(index * BytesPerImage, BytesPerImage);

    /// <summary>Fills a place from a crop: bytes as they are where the graph normalises for itself, else the input's
    /// numbers.</summary>
    public void Fill(int index, ReadOnlySpan<byte> crop, TensorFill fill, bool bytesIn)
    {
        var image = Image(index);
        if (bytesIn)
            crop.CopyTo(image);
        else if (ElementType == TensorElementType.Float)
            fill.Fill(crop, MemoryMarshal.Cast<byte, float>(image));
        else if (ElementType == TensorElementType.Float16)
            fill.Fill(crop, MemoryMarshal.Cast<byte, Half>(image));
        else
            fill.Fill(crop, image);
    }

    /// <summary>Seeded noise of about unit scale, the same for every model.</summary>
    public void FillWithNoise()
    {
        var random = new Random(1);
        switch (ElementType)
        {
            case TensorElementType.Float:
                foreach (ref var value in MemoryMarshal.Cast<byte, float>(Bytes))
                    value = random.NextSingle() * 2 - 1;
                break;
            case TensorElementType.Float16:
                foreach (ref var value in MemoryMarshal.Cast<byte, Half>(Bytes))
                    value = (Half)(random.NextSingle() * 2 - 1);
                break;
            default:
                random.NextBytes(Bytes);
                break;
        }
    }

    public unsafe void Dispose()
    {
        Value.Dispose();
        if (_isOurs)
            NativeMemory.AlignedFree(_values);
    }
}
