using System.Buffers.Binary;
using System.Text;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>Recognises files that are sent in the place of an ONNX model, by their first bytes.</summary>
internal static class FileKind
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Looked = 8 << 10;

    /// <summary>A field's tag and −1 as protobuf's whole numbers have it.</summary>
    static ReadOnlySpan<byte> MinusOne => [0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01];

    /// <summary>No model begins with this many zeros.</summary>
    const int Zeros = 64;

    const string FromPyTorch =
        "Load it in PyTorch, call model.eval(), and export it with torch.onnx.export(model, torch.zeros(1, 3, 224, 224), "
        + "'model.onnx', dynamo=False, dynamic_axes={'input': {0: 'N'}}, input_names=['input']).";
    const string FromKeras =
        "Convert it with tf2onnx: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx (or --keras FILE).";
    const string Unpack = "Unpack it and upload the .onnx file inside, or a .zip of it with its data files.";
    const string Model = "Upload the model's .onnx file.";
    const string Download = "Download the file itself: what was saved is a page or a message, not the model.";

    /// <summary>The refusal of a file that is something else; null where it may be an ONNX model.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static OnnxProblem? Recognise(ReadOnlySpan<byte> start)
    {
        (string What, string NextStep)? kind = start switch
        {
            [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => Zip(start),
            [0x80, >= 2 and <= 5, ..] => ("a Python pickle, as PyTorch wrote checkpoints before version 1.6", FromPyTorch),
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => ("an HDF5 file, as Keras writes", FromKeras),
            [0x1F, 0x8B, ..] => ("a gzip archive", Unpack),
            [(byte)'B', (byte)'Z', (byte)'h', ..] => ("a bzip2 archive", Unpack),
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => ("an xz archive", Unpack),
            [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => ("a 7z archive", Unpack),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => ("a zstd archive", Unpack),
            [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => ("a rar archive", Unpack),
            [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..] => (
                "a TensorFlow Lite model",
                "Convert it with tf2onnx: python -m tf2onnx.convert --tflite FILE --output model.onnx."
            ),
            [_, _, _, _, (byte)'O', (byte)'R', (byte)'T', (byte)'M', ..] => (
                "a model in ONNX Runtime's own .ort format",
                "Upload the .onnx file that it was made from."
            ),
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => (
                "a NumPy array",
                "Upload the model as .onnx; send predictions with POST /api/v1/evaluations/predictions."
            ),
            [(byte)'f', (byte)'t', (byte)'r', (byte)'t', ..] => (
                "a TensorRT engine, which is built for one kind of device",
                "Upload the .onnx file that it was built from."
            ),
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => (
                "a GGUF file",
                "Export the image classifier from its own framework to ONNX."
            ),
            [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', ..] => (
                "a program",
                "Upload the model's .onnx file; an engine built for one device, as TensorRT makes, cannot be run here."
            ),
            [0xFF, 0xD8, 0xFF, ..]
            or [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
            or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..]
            or [(byte)'I', (byte)'I', (byte)'*', 0, ..]
            or [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..]
            or [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => (
                "a picture",
                Model
            ),
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => ("a film or a picture (MP4, HEIF)", Model),
            [0x04, 0x22, 0x4D, 0x18, ..] => ("an lz4 archive", Unpack),
            [(byte)'}' or (byte)']' or (byte)'(', (byte)'q', 0, ..] => ("a Python pickle", FromPyTorch),
            [(byte)'(', (byte)'d' or (byte)'l', (byte)'p', (byte)'0', (byte)'\n', ..] => ("a Python pickle", FromPyTorch),
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => ("a Parquet file", Model),
            [(byte)'A', (byte)'R', (byte)'R', (byte)'O', (byte)'W', (byte)'1', ..] => ("an Arrow file", Model),
            [(byte)'O', (byte)'b', (byte)'j', 1, ..] => ("an Avro file", Model),
            [(byte)'R', (byte)'D', (byte)'X' or (byte)'A', (byte)'2' or (byte)'3', (byte)'\n', ..] => ("an R data file", Model),
            [(byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', ..] => ("an RTF document", Model),
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => ("a PDF document", "Upload the model's .onnx file."),
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => ("a text in UTF-16", Download),
            _ when start.Length >= Zeros && !start.ContainsAnyExcept((byte)0) => (
                "a file of zeros, as an interrupted download or copy leaves",
                "Fetch the file again and compare its size with the original's."
            ),
            _ => Structured(start) ?? Text(start),
        };
        return kind is { } found
            ? new OnnxProblem(OnnxProblemCodes.Invalid, $"The file is {found.What}, not an ONNX model.", found.NextStep)
            : null;
    }

    static (string, string) Zip(ReadOnlySpan<byte> start) =>
        start.IndexOf("data.pkl"u8) >= 0 || start.IndexOf("constants.pkl"u8) >= 0
            ? ("a PyTorch file (a zip archive with a pickle inside)", FromPyTorch)
        : start.IndexOf("MAR-INF/"u8) >= 0 ? ("an archive of TorchServe", FromPyTorch)
        : start.IndexOf("dlc.metadata"u8) >= 0 ? ("a model for Qualcomm's processors", "Upload the .onnx file that it was converted from.")
        : start.IndexOf("model.weights.h5"u8) >= 0 || start.IndexOf("config.json"u8) >= 0 ? ("a Keras model (a zip archive)", FromKeras)
        : start.IndexOf(".npy"u8) >= 0
            ? ("an npz file of NumPy arrays", "Upload the model as .onnx; send predictions with POST /api/v1/evaluations/predictions.")
        : ("a zip archive", "Give the file a name that ends in .zip, with the .onnx file and its data files inside.");

    static (string, string)? Structured(ReadOnlySpan<byte> start)
    {
        // The length of a JSON header in eight bytes, and the header.
        if (start is [_, _, _, _, _, _, _, _, (byte)'{', ..] && BinaryPrimitives.ReadUInt64LittleEndian(start) < 1 << 28)
            return (
                "a safetensors file, which holds weights without the network",
                "Build the network with these weights in its framework and export it: torch.onnx.export, or optimum-cli export "
                    + "onnx --model FOLDER OUTPUT."
            );
        if (start.Length > 262 && start.Slice(257, 5).SequenceEqual("ustar"u8))
            return ("a tar archive", Unpack);
        if (start.StartsWith("7767517\n"u8))
            return ("a network of ncnn", "Upload the .onnx file that it was converted from.");
        // MessagePack: a small map whose first key is a text.
        if (start is [>= 0x81 and <= 0x8F, >= 0xA1 and <= 0xBF, >= (byte)'a' and <= (byte)'z', ..])
            return (
                "a MessagePack file, as Flax writes checkpoints, which holds weights without the network",
                "Build the network with these weights and export it, for example with jax2tf and tf2onnx."
            );
        // PaddlePaddle: blocks whose parent is −1, written in ten bytes.
        if (start.Length > 32 && start[0] == 0x0A && start[..32].IndexOf(MinusOne) > 0)
            return ("a PaddlePaddle model", "Convert it with paddle2onnx and upload the .onnx file.");
        if (start.StartsWith("RKNN"u8))
            return ("a model of Rockchip's RKNN, which is built for one kind of device", "Upload the .onnx file that it was built from.");
        // A SavedModel begins as CoreML does; its operators or its tag are among the first bytes.
        if (start is [0x08, 0x01, 0x12, ..] && HasWordOfTensorFlow(start))
            return ("a TensorFlow SavedModel", FromKeras);
        // CoreML: the version of its form, then a description that begins with its first input; ONNX has the name of
        // its maker there.
        if (
            start
            is [0x08, > 0 and < 20, 0x12, < 0x80, 0x0A, ..]
                or [0x08, > 0 and < 20, 0x12, >= 0x80, < 0x80, 0x0A, ..]
                or [0x08, > 0 and < 20, 0x12, >= 0x80, >= 0x80, < 0x80, 0x0A, ..]
        )
            return (
                "a CoreML model",
                "Upload the .onnx file that it was converted from, or export the network to ONNX in the framework that it was trained in."
            );
        return start is [0x0A, ..] && start.IndexOf("Placeholder"u8) >= 0
            ? (
                "a TensorFlow graph",
                "Convert it with tf2onnx: python -m tf2onnx.convert --graphdef FILE --inputs NAME:0 --outputs NAME:0 --output model.onnx."
            )
            : null;
    }

    static bool HasWordOfTensorFlow(ReadOnlySpan<byte> start) =>
        start.IndexOf("serve"u8) >= 0
        || start.IndexOf("saved_model"u8) >= 0
        || start.IndexOf("VariableOp"u8) >= 0
        || start.IndexOf("StatefulPartitionedCall"u8) >= 0;

    static (string, string)? Text(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        foreach (var letter in start[..Math.Min(64, start.Length)])
            if (letter is < 32 and not (9 or 10 or 13))
                return null;
        if (start.Length < 8)
            return null;
        var text = Encoding.UTF8.GetString(start[..Math.Min(200, start.Length)]);
        return text switch
        {
            _ when text.StartsWith("version https://git-lfs", StringComparison.Ordinal) => (
                "a Git LFS pointer, a few lines in the place of the file",
                "Fetch the file itself with git lfs pull, or download it from the page of the repository."
            ),
            ['<', ..]
                when text.Contains("<html", StringComparison.OrdinalIgnoreCase)
                    || text.Contains("<!doctype", StringComparison.OrdinalIgnoreCase) => ("a web page", Download),
            ['<', ..] => ("an XML file, as OpenVINO writes", "Upload the .onnx file that it was converted from."),
            ['{', ..] or ['[', '{' or '[' or '"' or ']' or '-' or (>= '0' and <= '9'), ..] => ("a JSON text", Download),
            _ => ("a text", "Upload the model's .onnx file. Where this was downloaded, a page or a message was saved in its place."),
        };
    }
}
