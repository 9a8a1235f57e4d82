using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>Reads a model's output as single precision numbers, whatever floating-point type it has.</summary>
internal static class OutputRows
{
    /// <summary>How many numbers there are.</summary>
    /// <exception cref="OutputTooLargeException">It is no tensor.</exception>
    public static long CountOf(OrtValue output, string name) =>
        output.IsTensor
            ? output.GetTensorTypeAndShape().ElementCount
            : throw new OutputTooLargeException($"output '{name}' is not a tensor");

    /// <param name="output">The output's value.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="expected">Numbers that it must have.</param>
    /// <param name="rows">Receives the first of them.</param>
    /// <exception cref="OutputTooLargeException">It is no tensor, or of another size.</exception>
    public static void Read(OrtValue output, string name, long expected, Span<float> rows)
    {
        var count = CountOf(output, name);
        if (count != expected)
            throw new OutputTooLargeException($"output '{name}' has {count} values where {expected} are due");
        Read(output, name, rows);
    }

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
                TensorPrimitives.ConvertToSingle(
                    MemoryMarshal.Cast<Float16, Half>(output.GetTensorDataAsSpan<Float16>())[..rows.Length],
                    rows
                );
                break;
            case TensorElementType.Double:
                TensorPrimitives.ConvertTruncating<double, float>(output.GetTensorDataAsSpan<double>()[..rows.Length], rows);
                break;
            default:
                throw new NotSupportedException($"output '{name}' holds {type}; class scores must be float, float16 or double");
        }
    }
}
