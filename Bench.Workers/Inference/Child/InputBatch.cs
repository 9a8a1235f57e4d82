using System.Runtime.InteropServices;
using Bench.Workers.Imaging;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>A pinned input tensor that is filled again and again: one allocation for all batches.</summary>
internal sealed class InputBatch : IDisposable
{
    public InputBatch(TensorElementType elementType, TensorLayout layout, int batch, int height, int width)
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
        Bytes = GC.AllocateArray<byte>(checked(batch * height * width * 3 * bytesPerValue), pinned: true);
        BytesPerImage = Bytes.Length / batch;
        long[] shape = layout == TensorLayout.Nchw ? [batch, 3, height, width] : [batch, height, width, 3];
        Value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, elementType, shape, Marshal.UnsafeAddrOfPinnedArrayElement(Bytes, 0), Bytes.Length);
    }

    public TensorElementType ElementType { get; }
    public TensorLayout Layout { get; }
    public int Batch { get; }
    public byte[] Bytes { get; }
    public int BytesPerImage { get; }
    public OrtValue Value { get; }

    /// <summary>Where image <paramref name="index"/> of the batch stands.</summary>
    public Span<byte> Image(int index) => Bytes.AsSpan(index * BytesPerImage, BytesPerImage);

    /// <summary>Seeded noise of about unit scale, the same for every model.</summary>
    public void FillWithNoise()
    {
        var random = new Random(1);
        switch (ElementType)
        {
            case TensorElementType.Float:
                foreach (ref var value in MemoryMarshal.Cast<byte, float>(Bytes.AsSpan())) value = random.NextSingle() * 2 - 1;
                break;
            case TensorElementType.Float16:
                foreach (ref var value in MemoryMarshal.Cast<byte, Half>(Bytes.AsSpan())) value = (Half)(random.NextSingle() * 2 - 1);
                break;
            default:
                random.NextBytes(Bytes);
                break;
        }
    }

    public void Dispose() => Value.Dispose();
}
