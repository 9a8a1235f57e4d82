using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using Google.Protobuf;

namespace Bench.Tests.Onnx;

/// <summary>Tensors that no honest exporter of small models writes, added to a model's bytes; and a model's graph as the body of an
/// If, Loop or Scan.</summary>
static class StoredTensors
{
    /// <summary>A tensor whose declaration and bytes need not agree.</summary>
    public static byte[] WithDeclared(this byte[] model, string name, OnnxElementType type, byte[] bytes, params long[] dims) =>
        model.With(
            new TensorProto
            {
                Name = name,
                DataType = (int)type,
                RawData = ByteString.CopyFrom(bytes),
                Dims = { dims },
            }
        );

    /// <summary>A float tensor whose bytes are in another file.</summary>
    public static byte[] WithExternal(this byte[] model, string name, string location, long offset, long length, params long[] dims) =>
        model.With(
            new TensorProto
            {
                Name = name,
                DataType = (int)OnnxElementType.Float,
                Dims = { dims },
                DataLocation = TensorProto.Types.DataLocation.External,
                ExternalData =
                {
                    new StringStringEntryProto { Key = "location", Value = location },
                    new StringStringEntryProto { Key = "offset", Value = offset.ToString() },
                    new StringStringEntryProto { Key = "length", Value = length.ToString() },
                },
            }
        );

    public static GraphProto ToGraph(this OnnxModelBuilder model) => ModelProto.Parser.ParseFrom(model.ToArray()).Graph;

    static byte[] With(this byte[] model, TensorProto tensor)
    {
        var parsed = ModelProto.Parser.ParseFrom(model);
        parsed.Graph.Initializer.Add(tensor);
        return parsed.ToByteArray();
    }
}
