using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bench.Service.Models.Embeddings;

/// <summary>The embeddings of a dataset's classes, ready to be compared with an image's.</summary>
/// <remarks>
/// Cosine: x·w / (‖x‖ ‖w‖ T). Euclidean: −‖x − w‖² / T. As in PyTorch's <c>normalize</c>, lengths below 1e-12 count as
/// 1e-12, so that an image whose embedding is zero is equally near to every class. Classes are prepared in double
/// precision, images in single.
/// </remarks>
public sealed class ClassEmbeddings
{
    const double ShortestLength = 1e-12;

    readonly float[] _rows;
    readonly EmbeddingContract _contract;

    /// <param name="matrix">[classes, width], row by row, all finite.</param>
    /// <param name="sha256">Of the file it was read from.</param>
    internal ClassEmbeddings(double[] matrix, int classes, EmbeddingContract contract, string sha256)
    {
        (Classes, Width, Sha256, _contract) = (classes, matrix.Length / classes, sha256, contract);
        _rows = new float[matrix.Length];
        for (var row = 0; row < classes; row++)
        {
            var values = matrix.AsSpan(row * Width, Width);
            var divisor =
                contract.Similarity == EmbeddingSimilarity.Cosine
                    ? Math.Max(TensorPrimitives.Norm<double>(values), ShortestLength) * contract.Temperature
                    : 1;
            for (var i = 0; i < Width; i++)
                _rows[row * Width + i] = (float)(values[i] / divisor);
        }
    }

    /// <summary>Rows of the matrix.</summary>
    public int Classes { get; }

    /// <summary>Values of one embedding.</summary>
    public int Width { get; }

    public string Sha256 { get; }

    public EmbeddingSimilarity Similarity => _contract.Similarity;

    public double Temperature => _contract.Temperature;

    /// <summary>Classes of one row, as they are compared: of such a group the first alone is ever the answer.</summary>
    public IReadOnlyList<int[]> Alike =>
        [
            .. Enumerable
                .Range(0, Classes)
                .GroupBy(row => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(Row(row)))))
                .Where(rows => rows.Count() > 1)
                .Select(rows => rows.ToArray()),
        ];

    /// <summary>One logit a class. An embedding that is not finite gives logits that are not.</summary>
    /// <param name="embedding">Of one image, <see cref="Width"/> values.</param>
    /// <param name="logits">Room for <see cref="Classes"/> values.</param>
    public void Logits(ReadOnlySpan<float> embedding, Span<float> logits)
    {
        if (embedding.Length != Width || logits.Length != Classes)
            throw new ArgumentException(
                $"{embedding.Length} values and {logits.Length} logits do not fit a matrix of {Classes} × {Width}."
            );
        if (_contract.Similarity == EmbeddingSimilarity.Cosine)
        {
            // In double: squares of values that fit half of float's range would overflow it.
            double squares = 0;
            foreach (var value in embedding)
                squares += (double)value * value;
            var length = Math.Max(Math.Sqrt(squares), ShortestLength);
            for (var row = 0; row < logits.Length; row++)
                logits[row] = (float)(TensorPrimitives.Dot(embedding, Row(row)) / length);
        }
        else
        {
            for (var row = 0; row < logits.Length; row++)
            {
                double distance = TensorPrimitives.Distance(embedding, Row(row));
                logits[row] = (float)(-distance * distance / _contract.Temperature);
            }
        }
    }

    ReadOnlySpan<float> Row(int row) => _rows.AsSpan(row * Width, Width);
}
