using System.Buffers.Binary;
using System.IO.Compression;
using Bench.Onnx.Admission;
using Bench.Onnx.Archives;
using Bench.Onnx.Model;
using Bench.Tests.Workers.Inference;

namespace Bench.Tests.Onnx;

public sealed class ModelArchiveTests : IDisposable
{
    readonly TempFolder _folder = new();

    string Target => Path.Combine(_folder.Path, "unpacked");

    [Fact]
    public async Task A_model_and_its_data_come_out_as_they_went_in()
    {
        var model = HostileModels.ExternalData("weights/w.bin");
        var weights = new byte[120];
        Random.Shared.NextBytes(weights);

        var result = await UnpackAsync(("net/model.onnx", model), ("net/weights/w.bin", weights), ("__MACOSX/net/._model.onnx", [0]));

        result.ModelPath.ShouldBe(Path.Combine(Target, "net", "model.onnx"));
        (await File.ReadAllBytesAsync(result.ModelPath!)).ShouldBe(model);
        (await File.ReadAllBytesAsync(Path.Combine(Target, "net/weights/w.bin"))).ShouldBe(weights);
        Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories).Count().ShouldBe(2);
        OnnxAdmission.InspectUnpacked(result.ModelPath!, new OnnxLimits(), CancellationToken.None).Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("../evil.onnx")]
    [InlineData("/etc/evil.onnx")]
    [InlineData("a/../../evil.onnx")]
    [InlineData("a\\..\\evil.onnx")]
    [InlineData("C:/evil.onnx")]
    [InlineData("a//evil.onnx")]
    public async Task A_path_that_leaves_the_folder_is_refused(string name) =>
        await ShouldRefuseAsync("model-archive", $"The archive's entry '{name}' is not a path inside its folder.", (name, [1]));

    [Fact]
    public async Task No_model_is_refused() =>
        await ShouldRefuseAsync("model-archive", "The archive has no .onnx file; it has 'readme.txt'.", ("readme.txt", [1]));

    [Fact]
    public async Task Two_models_are_refused() =>
        await ShouldRefuseAsync("model-archive", "The archive has 2 .onnx files: 'a.onnx', 'b.onnx'.", ("a.onnx", [1]), ("b.onnx", [1]));

    [Fact]
    public async Task The_same_name_twice_is_refused_whatever_its_case() =>
        await ShouldRefuseAsync("model-archive", "The archive has two entries named 'A.onnx'.", ("a.onnx", [1]), ("A.onnx", [1]));

    [Fact]
    public async Task A_name_that_is_both_file_and_folder_is_refused() =>
        await ShouldRefuseAsync("model-archive", "The archive has 'a' both as a file and as a folder.", ("a/m.onnx", [1]), ("a", [1]));

    [Fact]
    public async Task A_symbolic_link_is_refused()
    {
        var path = Path.Combine(_folder.Path, "link.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
            archive.CreateEntry("model.onnx").ExternalAttributes = unchecked((int)0xA1FF0000);

        Refused(
            await ModelArchive.UnpackAsync(path, Target, new(), CancellationToken.None),
            "model-archive",
            "The archive's entry 'model.onnx' is a symbolic link."
        );
    }

    [Fact]
    public async Task A_bomb_is_refused_before_anything_is_written() =>
        Refused(
            await UnpackAsync(("model.onnx", new byte[10 << 20])),
            "model-too-large",
            $"The archive unpacks {await PackedLengthAsync()} bytes to {10 << 20}, more than 100 times as many."
        );

    [Fact]
    public async Task More_than_the_total_is_refused()
    {
        var noise = new byte[1000];
        new Random(1).NextBytes(noise);
        var path = Pack(("model.onnx", noise));

        Refused(
            await ModelArchive.UnpackAsync(path, Target, new() { MaxTotalBytes = 999 }, CancellationToken.None),
            "model-too-large",
            "The archive unpacks to more than 999 bytes."
        );
    }

    [Fact]
    public async Task An_archive_that_states_fewer_entries_than_it_has_is_counted()
    {
        var path = Pack([.. Enumerable.Range(0, 20).Select(i => ($"file{i}", new byte[] { 1 }))]);
        var bytes = await File.ReadAllBytesAsync(path);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(bytes.Length - 22 + 8), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(bytes.Length - 22 + 10), 1);
        await File.WriteAllBytesAsync(path, bytes);

        Refused(
            await ModelArchive.UnpackAsync(path, Target, new() { MaxEntries = 19 }, CancellationToken.None),
            "model-limits",
            "The archive has more than 19 entries."
        );
    }

    [Fact]
    public async Task Damaged_bytes_are_refused_and_nothing_is_left()
    {
        var path = Pack(("model.onnx", [1, 2, 3, 4, 5, 6, 7, 8]));
        var bytes = await File.ReadAllBytesAsync(path);
        var crc = bytes.AsSpan().IndexOf("PK\x01\x02"u8) + 16;
        bytes[crc] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var result = await ModelArchive.UnpackAsync(path, Target, new(), CancellationToken.None);

        result.Problem!.Code.ShouldBe("model-archive");
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task Something_else_is_refused() =>
        Refused(
            await ModelArchive.UnpackAsync(_folder.Write("x.zip", HostileModels.Text()), Target, new(), CancellationToken.None),
            "model-archive",
            "The file is not a .zip archive."
        );

    [Fact]
    public async Task Random_damage_never_throws()
    {
        var original = await File.ReadAllBytesAsync(Pack(("model.onnx", HostileModels.Classifier()), ("data.bin", new byte[100])));
        var random = new Random(20261124);
        for (var round = 0; round < 300; round++)
        {
            var bytes = original.AsSpan(0, round % 3 == 0 ? random.Next(original.Length) : original.Length).ToArray();
            for (var flips = random.Next(1, 6); flips > 0 && bytes.Length > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var result = await ModelArchive.UnpackAsync(_folder.Write("fuzz.zip", bytes), Target, new(), CancellationToken.None);
            Directory.Exists(Target).ShouldBe(result.IsUnpacked);
            if (result.IsUnpacked)
                Directory.Delete(Target, recursive: true);
        }
    }

    async Task ShouldRefuseAsync(string code, string message, params (string Name, byte[] Bytes)[] entries) =>
        Refused(await UnpackAsync(entries), code, message);

    void Refused(ModelArchiveResult result, string code, string message)
    {
        result.Problem.ShouldNotBeNull();
        (result.Problem.Code, result.Problem.Message).ShouldBe((code, message));
        result.Problem.NextStep.ShouldNotBeEmpty();
        Directory.Exists(Target).ShouldBeFalse();
        Directory.GetParent(_folder.Path)!.GetFiles("evil.onnx").ShouldBeEmpty();
    }

    Task<ModelArchiveResult> UnpackAsync(params (string Name, byte[] Bytes)[] entries) =>
        ModelArchive.UnpackAsync(Pack(entries), Target, new(), CancellationToken.None);

    string Pack(params (string Name, byte[] Bytes)[] entries)
    {
        var path = Path.Combine(_folder.Path, "model.zip");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(bytes);
        }
        return path;
    }

    async Task<long> PackedLengthAsync()
    {
        await using var stream = File.OpenRead(Path.Combine(_folder.Path, "model.zip"));
        using var archive = new ZipArchive(stream);
        return archive.Entries[0].CompressedLength;
    }

    public void Dispose() => _folder.Dispose();
}
