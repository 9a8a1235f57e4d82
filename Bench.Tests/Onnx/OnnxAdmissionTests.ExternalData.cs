using Bench.Onnx.Admission;
using Bench.Tests.Workers.Inference;

namespace Bench.Tests.Onnx;

public sealed partial class OnnxAdmissionTests
{
    [Theory]
    [InlineData("../w.bin", "is not a path inside the model's folder.")]
    [InlineData("/etc/passwd", "is not a path inside the model's folder.")]
    [InlineData("a\\w.bin", "is not a path inside the model's folder.")]
    [InlineData("*/_ORT_MEM_ADDR_/*", "is not a path inside the model's folder.")]
    [InlineData("", "is not a path inside the model's folder.")]
    [InlineData("link.bin", "is a symbolic link.")]
    [InlineData("linked/w.bin", "is a symbolic link.")]
    public void External_data_stays_in_the_folder(string location, string reason)
    {
        _folder.Write("outside.bin", new byte[120]);
        _folder.Write("elsewhere/w.bin", new byte[120]);
        var model = _folder.Write("model/m.onnx", HostileModels.ExternalData(location));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "model/link.bin"), Path.Combine(_folder.Path, "outside.bin"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "model/linked"), Path.Combine(_folder.Path, "elsewhere"));

        var result = OnnxAdmission.InspectUnpacked(model, new(), CancellationToken.None);

        (result.Problem!.Code, result.Problem.Message).ShouldBe(
            ("model-external-data", $"The tensor 'matrix' lies at '{location}', which {reason}")
        );
    }

    [Theory]
    [InlineData(0, 120, null)]
    [InlineData(8, 120, null)]
    [InlineData(9, 120, "The tensor 'matrix' needs 120 bytes from byte 9 of 'w.bin', which has 128.")]
    [InlineData(long.MaxValue, 120, "The tensor 'matrix' needs 120 bytes from byte 9223372036854775807 of 'w.bin', which has 128.")]
    [InlineData(0, 64, "The tensor 'matrix' declares 120 bytes but says that 64 lie in 'w.bin'.")]
    public void External_data_has_the_bytes_that_the_tensor_declares(long offset, long length, string? message)
    {
        _folder.Write("w.bin", new byte[128]);

        var result = OnnxAdmission.InspectUnpacked(
            _folder.Write("m.onnx", HostileModels.ExternalData("w.bin", offset, length)),
            new(),
            CancellationToken.None
        );

        result.Problem?.Message.ShouldBe(message);
        result.IsAdmitted.ShouldBe(message is null);
        result.Model?.ExternalBytes.ShouldBe(128);
    }

    [Fact]
    public void Missing_external_data_is_refused() =>
        OnnxAdmission
            .InspectUnpacked(_folder.Write("m.onnx", HostileModels.ExternalData("w.bin")), new(), CancellationToken.None)
            .Problem!.Message.ShouldBe("The tensor 'matrix' lies in the file 'w.bin', which is not in the archive.");

    [Fact]
    public void More_bytes_than_allowed_are_refused_unread() =>
        OnnxAdmission
            .Inspect(_folder.Write("m.onnx", HostileModels.Classifier()), new() { MaxFileBytes = 100 }, CancellationToken.None)
            .Problem!.Message.ShouldBe($"The model has {HostileModels.Classifier().Length} bytes; at most 100 are allowed.");

    [Fact]
    public void Three_gigabytes_of_weights_are_stepped_over()
    {
        const long weights = 3L << 30;
        var model = SparseModel(weights);

        var before = (Allocated: GC.GetAllocatedBytesForCurrentThread(), Read: ReadByThisThread());
        var result = OnnxAdmission.Inspect(model, new(), CancellationToken.None);
        var after = (Allocated: GC.GetAllocatedBytesForCurrentThread(), Read: ReadByThisThread());

        result.Model!.FileBytes.ShouldBeGreaterThan(weights);
        (after.Allocated - before.Allocated).ShouldBeLessThan(1 << 20);
        (after.Read - before.Read).ShouldBeInRange(1, 1 << 20);
    }

    /// <summary>Bytes, as the kernel counts them.</summary>
    static long ReadByThisThread() => long.Parse(File.ReadLines("/proc/thread-self/io").First()["rchar: ".Length..]);
}
