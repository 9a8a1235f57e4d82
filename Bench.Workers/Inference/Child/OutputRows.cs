using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>Numbers of an output, whatever floating-point type it has.</summary>
internal static class OutputRows
{
    /// <summary>How many numbers there are.</summary>
    public static long CountOf(OrtValue output, string name) =>
        output.IsTensor ? output.GetTensorTypeAndShape().ElementCount : throw new OutputTooLargeException($"output '{name}' is no tensor");

    /// <summary>The first numbers, as many as <paramref name="rows"/> holds.</summary>
    public static void Read(OrtValue output, string name, Span<float> rows)
    {
        var type = output.GetTensorTypeAndShape().ElementDataType;
        switch (type)
        {
            case TensorElementType.Float:
                output.GetTensorDataAsSpan<float>()[..rows.Length].CopyTo(rows);
                break;
            case TensorElementType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<Float16, Half>(output.GetTensorDataAsSpan<Float16>())[..rows.Length], rows);
                break;
            case TensorElementType.Double:
                TensorPrimitives.ConvertTruncating<double, float>(output.GetTensorDataAsSpan<double>()[..rows.Length], rows);
                break;
            default:
                throw new NotSupportedException($"output '{name}' holds {type}; class scores must be float, float16 or double");
        }
    }
}
