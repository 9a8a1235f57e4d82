using Bench.Onnx.Protobuf;
using Google.Protobuf;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Brings tensors that lie in files next to the model into it. Admission has checked that the files are plain
/// ones in the model's folder.</summary>
internal static class ExternalWeights
{
    /// <summary>False where they take more than <paramref name="most"/> bytes; some may have been read by
    /// then.</summary>
    public static bool Load(GraphProto graph, string folder, long most)
    {
        long total = 0;
        foreach (var tensor in graph.Initializer)
        {
            if (tensor.DataLocation != TensorProto.Types.DataLocation.External)
                continue;
            var entries = tensor.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value);
            using var file = File.OpenHandle(Path.Combine(folder, entries["location"]));
            var offset = entries.TryGetValue("offset", out var start) ? long.Parse(start) : 0;
            var length = entries.TryGetValue("length", out var stated) ? long.Parse(stated) : RandomAccess.GetLength(file) - offset;
            if ((total += length) > most)
                return false;
            var bytes = new byte[length];
            for (var read = 0; read < bytes.Length; )
                read += RandomAccess.Read(file, bytes.AsSpan(read), offset + read) is > 0 and var taken
                    ? taken
                    : throw new EndOfStreamException($"'{tensor.Name}' is truncated");
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
            tensor.ExternalData.Clear();
            tensor.DataLocation = TensorProto.Types.DataLocation.Default;
        }
        return true;
    }
}
