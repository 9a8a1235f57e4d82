using System.Numerics.Tensors;
using System.Security.Cryptography;
using Bench.Data.Predictions;
using Bench.Service.Work;

namespace Bench.Service.Models.Embeddings;

/// <summary>Reads a matrix of class embeddings out of a model's folder. The file is the uploader's: everything about it
/// is checked before memory is taken.</summary>
public static class ClassEmbeddingsReader
{
    public const string Code = "embedding-invalid";

    const long MaxBytes = 512L << 20;

    /// <param name="modelFolder">Folder that the model's archive was unpacked into.</param>
    /// <exception cref="FailureException">With <see cref="Code"/>: there is no such file, or it holds no matrix of
    /// finite numbers.</exception>
    public static ClassEmbeddings Read(string modelFolder, EmbeddingContract contract)
    {
        var path = Path.Combine(modelFolder, contract.Classes);
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null)
            throw Invalid($"The manifest's embedding.classes names '{contract.Classes}', which is not in the model's archive");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var header = NpyHeader.Read(stream, contract.Classes);
            var matrix = Elements(stream, header, contract.Classes, file.Length);
            if (header.Shape is not [> 1 and <= ushort.MaxValue and var classes, > 0 and <= ushort.MaxValue])
                throw Invalid(
                    $"{contract.Classes} has the shape ({string.Join(", ", header.Shape)}); one row for each class is expected, "
                        + "[classes, width]"
                );
            if (stream.ReadByte() >= 0)
                throw Invalid($"{contract.Classes} has more bytes than its shape says");
            stream.Position = 0;
            var embeddings = new ClassEmbeddings(matrix, (int)classes, contract, Convert.ToHexStringLower(SHA256.HashData(stream)));
            RequireUsable(matrix, embeddings, contract);
            return embeddings;
        }
        catch (PredictionFileException error)
        {
            throw Invalid(error.Message);
        }
    }

    static double[] Elements(Stream stream, NpyHeader header, string name, long length)
    {
        switch (header.Type)
        {
            case NpyType.F8:
                return NpyReader.ReadElements<double>(stream, header, name, length, MaxBytes).Values;
            case NpyType.F4:
                return Widened(NpyReader.ReadElements<float>(stream, header, name, length, MaxBytes / 2).Values);
            case NpyType.F2:
                return Widened(NpyReader.ReadElements<Half>(stream, header, name, length, MaxBytes / 4).Values);
            default:
                throw Invalid($"{name} holds {header.Type.Name()}; float16, float32 or float64 is expected");
        }
    }

    static double[] Widened<T>(T[] values)
        where T : System.Numerics.INumberBase<T>
    {
        var widened = new double[values.Length];
        TensorPrimitives.ConvertTruncating<T, double>(values, widened);
        return widened;
    }

    static void RequireUsable(double[] matrix, ClassEmbeddings embeddings, EmbeddingContract contract)
    {
        for (var row = 0; row < embeddings.Classes; row++)
        {
            var values = matrix.AsSpan(row * embeddings.Width, embeddings.Width);
            var largest = 0.0;
            foreach (var value in values)
            {
                // What a float cannot hold is as bad as infinity: the comparison is made in floats.
                if (!float.IsFinite((float)value))
                    throw Invalid($"{contract.Classes} has {value} in row {row}; finite single-precision numbers are expected");
                largest = Math.Max(largest, Math.Abs(value));
            }
            if (contract.Similarity == EmbeddingSimilarity.Cosine && largest == 0)
                throw Invalid($"{contract.Classes} has zeros alone in row {row}, which point nowhere: there is no cosine with them");
        }
        var first = matrix.AsSpan(0, embeddings.Width);
        for (var row = 1; row < embeddings.Classes; row++)
            if (!matrix.AsSpan(row * embeddings.Width, embeddings.Width).SequenceEqual(first))
                return;
        throw Invalid($"{contract.Classes} has the same numbers in every row, so every class would be like any other");
    }

    static FailureException Invalid(string message) =>
        new(
            Code,
            $"{message}.",
            "Save the matrix with numpy.save as float32 of shape [classes, width] and put it into the .zip next to the model."
        );
}
