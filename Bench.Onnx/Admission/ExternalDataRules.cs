using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>External data may lie in the model's own folder only, as plain files that hold what the tensors
/// say.</summary>
/// <remarks>
/// The runtime opens whatever a location names. One location is worse than a path: <c>*/_ORT_MEM_ADDR_/*</c> makes the
/// runtime take the offset for an address in its own memory. It is refused by the same rule as any other file that is
/// not there.
/// </remarks>
internal static class ExternalDataRules
{
    /// <returns>Bytes of the external files in use.</returns>
    /// <exception cref="OnnxRefusalException">A location leaves the folder, is missing, is not a plain file, or is
    /// shorter than the tensor.</exception>
    public static long Check(OnnxFile file, string modelPath, bool unpacked, OnnxLimits limits)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        long referred = 0;
        foreach (var tensor in GraphWalk.Tensors(file))
        {
            if (tensor.External is not { } external)
                continue;
            if (!unpacked)
                throw Refuse(
                    $"The tensor '{tensor.Name}' lies in the file '{external.Location}', which was not uploaded.",
                    "Upload a .zip of the model and its data files."
                );
            if (!lengths.TryGetValue(external.Location, out var length))
                lengths.Add(external.Location, length = Length(folder, tensor.Name, external.Location));
            CheckRange(tensor, external, length);
            referred += (long)tensor.Type.RawBytes(tensor.Elements);
            if (referred > limits.MaxExternalBytes)
                throw new OnnxRefusalException(
                    new(
                        OnnxProblemCodes.TooLarge,
                        $"The model's external tensors take more than {limits.MaxExternalBytes} bytes.",
                        "Upload a smaller model, or ask the operator to raise the limit."
                    )
                );
        }
        return lengths.Values.Sum();
    }

    static long Length(string folder, string tensor, string location)
    {
        // "./name" is "name": some exporters write it so.
        var segments = location.Split('/').SkipWhile(segment => segment == ".").ToArray();
        if (
            segments.Length == 0
            || location.Length == 0
            || location.Contains('\\')
            || location.Contains('\0')
            || location.Contains(':')
            || segments.Any(s => s is "" or "." or ".." or "*")
        )
            throw Refuse(
                $"The tensor '{tensor}' lies at '{location}', which is not a path inside the model's folder.",
                "Save the model so that a bare file name is its data's location: onnx.save_model(model, 'model.onnx', "
                    + "save_as_external_data=True, location='model.onnx.data'). Upload both in one .zip."
            );
        var path = folder;
        foreach (var segment in segments)
        {
            path = Path.Combine(path, segment);
            if (new FileInfo(path).LinkTarget is not null)
                throw Refuse(
                    $"The tensor '{tensor}' lies at '{location}', which is a symbolic link.",
                    "Put the data file itself into the .zip."
                );
        }
        var data = new FileInfo(path);
        if (!data.Exists || (data.Attributes & (FileAttributes.Directory | FileAttributes.Device)) != 0)
            throw Refuse(
                $"The tensor '{tensor}' lies in the file '{location}', which is not in the archive.",
                Directory
                    .EnumerateFiles(folder)
                    .Select(Path.GetFileName)
                    .FirstOrDefault(name => string.Equals(name, segments[^1], StringComparison.OrdinalIgnoreCase))
                    is { } similar
                    ? $"'{similar}' is there: give it the name that the model has for it, letter by letter."
                    : "Add the file to the .zip under that name."
            );
        return data.Length;
    }

    static void CheckRange(OnnxTensor tensor, OnnxExternalData external, long length)
    {
        var wanted = tensor.Type.RawBytes(tensor.Elements);
        if (tensor.Type.Bits() == 0)
            throw Refuse(
                $"The tensor '{tensor.Name}' keeps texts in an external file, which the format does not allow.",
                "Export the model again."
            );
        if (external.Length is { } stated && stated != wanted)
            throw Refuse(
                $"The tensor '{tensor.Name}' declares {wanted} bytes but says that {stated} lie in '{external.Location}'.",
                "Export the model again."
            );
        if ((Int128)external.Offset + wanted > length)
            throw Refuse(
                $"The tensor '{tensor.Name}' needs {wanted} bytes from byte {external.Offset} of '{external.Location}', which has "
                    + $"{length}.",
                "The data file is truncated or belongs to another model: upload the right one."
            );
    }

    static OnnxRefusalException Refuse(string message, string nextStep) => new(new(OnnxProblemCodes.ExternalData, message, nextStep));
}
