using System.IO.Compression;
using System.Text;
using Bench.Onnx.Admission;
using Bench.Onnx.Archives;
using Bench.Onnx.Model;

namespace Bench.Tests.Cases;

/// <summary>Files that are sent in the place of an ONNX model are called what they are.</summary>
public sealed class FileKindTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<string, byte[]> Kinds =>
        new()
        {
            { "a PyTorch file", [.. "PK\u0003\u0004"u8, .. new byte[26], .. "archive/data.pkl"u8, .. new byte[100]] },
            { "a zip archive", [.. "PK\u0003\u0004"u8, .. new byte[100]] },
            { "a Python pickle", [0x80, 2, (byte)'c', .. new byte[100]] },
            { "a safetensors file", [40, 0, 0, 0, 0, 0, 0, 0, .. "{\"weight\":{\"dtype\":\"F32\",\"shape\":[1]}}    "u8] },
            { "an HDF5 file", [0x89, .. "HDF\r\n\u001a\n"u8, .. new byte[100]] },
            { "a TensorFlow Lite model", [0x1C, 0, 0, 0, .. "TFL3"u8, .. new byte[100]] },
            { "a gzip archive", [0x1F, 0x8B, 8, .. new byte[100]] },
            { "a JSON text", [.. "{\"detail\": \"Not found\"}"u8] },
            { "a web page", [.. "<!DOCTYPE html><html><body>"u8] },
            { "a Git LFS pointer", [.. "version https://git-lfs.github.com/spec/v1\noid sha256:"u8] },
            { "a NumPy array", [0x93, .. "NUMPY"u8, .. new byte[100]] },
            { "a CoreML model", [0x08, 4, 0x12, 0x2A, 0x0A, 0x28, 0x0A, 5, .. "image"u8, .. new byte[60]] },
            {
                "a TensorFlow SavedModel",
                [0x08, 1, 0x12, 0x80, 2, 0x0A, 0xF0, 1, 0x12, 0xED, 1, 0x0A, 0x10, 0x0A, 0x10, .. "AssignVariableOp"u8, .. new byte[100]]
            },
            { "a Python pickle", [.. "(dp0\nS'a'\np1\n"u8] },
            { "a picture", [.. "GIF89a"u8, .. new byte[100]] },
            { "an R data file", [.. "RDX3\nX\n"u8, .. new byte[100]] },
            { "a text", [.. "[model]\nname = 'resnet'\n"u8] },
            { "an XML file", [.. "<?xml version=\"1.0\"?><net name=\"resnet\">"u8] },
            { "a text", Encoding.UTF8.GetBytes("this is no model, only words") },
            { "a text in UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<!DOCTYPE html><html>")] },
            { "a file of zeros", new byte[4096] },
            { "a network of ncnn", [.. "7767517\n75 83\nInput data 0 1 data\n"u8] },
            { "a MessagePack file", [0x81, 0xA6, .. "params"u8, 0x82, .. new byte[100]] },
            {
                "a PaddlePaddle model",
                [0x0A, 0xD2, 3, 8, 0, 0x10, .. Enumerable.Repeat((byte)0xFF, 9), 1, 0x1A, 0x0E, 0x0A, 4, .. "feed"u8, .. new byte[100]]
            },
        };

    [Theory, MemberData(nameof(Kinds))]
    public void Another_kind_of_file_is_named_with_the_way_to_onnx(string words, byte[] content)
    {
        var problem = OnnxAdmission
            .Inspect(_folder.Write("model.onnx", content), new OnnxLimits(), TestContext.Current.CancellationToken)
            .Problem;

        problem!.Code.ShouldBe("model-invalid");
        problem.Message.ShouldContain($"The file is {words}");
        problem.NextStep.ShouldEndWith(".");
    }

    public static TheoryData<string, string, string[]> Archives =>
        new()
        {
            { "a TorchScript file", "torch.onnx.export", ["m/code/__torch__.py", "m/constants.pkl", "m/data.pkl"] },
            { "a TensorFlow SavedModel", "tf2onnx", ["saved/saved_model.pb", "saved/variables/variables.index"] },
            { "an OpenVINO model", "converted from", ["model.xml", "model.bin"] },
            { "a CoreML package", "converted from", ["m.mlpackage/Manifest.json", "m.mlpackage/Data/com.apple.CoreML/model.mlmodel"] },
            { "a folder of weights (.safetensors)", "optimum-cli", ["config.json", "model.safetensors"] },
            { "an archive of an archive", "Unpack it", ["model.zip"] },
        };

    [Theory, MemberData(nameof(Archives))]
    public async Task An_archive_of_another_model_is_named_by_what_is_in_it(string words, string nextStep, string[] files)
    {
        var problem = (await UnpackAsync(files)).Problem!;

        problem.Code.ShouldBe("model-archive");
        problem.Message.ShouldBe($"The archive is {words}, not an ONNX model.");
        problem.NextStep.ShouldContain(nextStep);
    }

    [Fact]
    public async Task Separators_of_windows_in_an_archive_are_read_as_ours() =>
        (await UnpackAsync("model\\tiny.onnx", "model\\tiny.data")).ModelPath.ShouldBe(
            Path.Combine(_folder["unpacked"], "model", "tiny.onnx")
        );

    async Task<ModelArchiveResult> UnpackAsync(params string[] files)
    {
        using (var archive = ZipFile.Open(_folder["model.zip"], ZipArchiveMode.Create))
            foreach (var file in files)
                archive.CreateEntry(file);
        return await ModelArchive.UnpackAsync(
            _folder["model.zip"],
            _folder["unpacked"],
            new ModelArchiveLimits(),
            TestContext.Current.CancellationToken
        );
    }

    public void Dispose() => _folder.Dispose();
}
