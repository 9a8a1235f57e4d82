using Bench.Onnx.Model;

namespace Bench.Onnx.Archives;

/// <summary>Recognises archives of other models by the files in them.</summary>
internal static class ArchiveKind
{
    const int Named = 5;

    const string FromPyTorch = "Load it in PyTorch, call model.eval(), and export it with torch.onnx.export.";
    const string FromTensorFlow =
        "Convert it with tf2onnx (python -m tf2onnx.convert --saved-model FOLDER --output model.onnx) and upload the .onnx file.";
    const string Weights =
        "Build the network with these weights in its framework, export it (torch.onnx.export, or optimum-cli export onnx) and upload the "
        + ".onnx file.";
    const string Original = "Upload the .onnx file that it was converted from.";
    const string Inside = "Unpack it and upload the .onnx file, or a .zip of it with its data files.";

    /// <summary>Marks of each kind, more telling ones first: an end of a path, what it is, and the way to
    /// ONNX.</summary>
    static readonly (string End, string What, string NextStep)[] Kinds =
    [
        ("constants.pkl", "a TorchScript file", FromPyTorch),
        ("data.pkl", "a PyTorch file", FromPyTorch),
        ("MAR-INF/MANIFEST.json", "an archive of TorchServe", FromPyTorch),
        ("saved_model.pb", "a TensorFlow SavedModel", FromTensorFlow),
        (".weights.h5", "a Keras model", FromTensorFlow),
        (".mlmodel", "a CoreML package", Original),
        (".pdmodel", "a PaddlePaddle model", "Convert it with paddle2onnx and upload the .onnx file."),
        (".safetensors", "a folder of weights (.safetensors)", Weights),
        ("pytorch_model.bin", "a folder of weights (pytorch_model.bin)", Weights),
        (".pth", "a folder of weights (.pth)", FromPyTorch),
        (".pt", "a folder of weights (.pt)", FromPyTorch),
        (".tflite", "an archive of a TensorFlow Lite model", "Convert it with tf2onnx (--tflite FILE) and upload the .onnx file."),
        (".dlc", "an archive of a model for Qualcomm's processors", Original),
        (".npy", "an npz file of NumPy arrays", "Send predictions with POST /api/v1/evaluations/predictions, and a model as .onnx."),
        (".zip", "an archive of an archive", Inside),
        (".gz", "an archive of an archive", Inside),
    ];

    /// <summary>The refusal of an archive without an .onnx file.</summary>
    /// <param name="paths">Of its files.</param>
    public static OnnxRefusalException WithoutModel(IReadOnlyList<string> paths)
    {
        foreach (var (end, what, nextStep) in Kinds)
            if (paths.Any(path => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
                return Refuse($"The archive is {what}, not an ONNX model.", nextStep);
        var isOpenVino = paths.FirstOrDefault(path =>
            path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            && paths.Contains($"{path[..^4]}.bin", StringComparer.OrdinalIgnoreCase)
        );
        if (isOpenVino is not null)
            return Refuse("The archive is an OpenVINO model, not an ONNX model.", Original);
        return OnnxRefusalException.Archive(
            paths.Count == 0
                ? "The archive has no .onnx file: it is empty."
                : $"The archive has no .onnx file; it has {string.Join(", ", paths.Take(Named).Select(path => $"'{path}'"))}"
                    + (paths.Count > Named ? $" and {paths.Count - Named} more." : ".")
        );
    }

    static OnnxRefusalException Refuse(string message, string nextStep) => new(new(OnnxProblemCodes.Archive, message, nextStep));
}
