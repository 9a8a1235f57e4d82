using Bench.Data;
using Bench.Service.Storage;

namespace Bench.Tests.Service.Storage;

public sealed class ScratchFolderTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_gone_with_what_is_in_it()
    {
        using var scratch = ScratchFolder.Create(new BenchOptions { DataDirectory = _folder.Path });
        File.WriteAllText(Path.Combine(scratch.Path, "left"), "");

        scratch.Dispose();

        Directory.Exists(scratch.Path).ShouldBeFalse();
    }

    [Fact]
    public void A_cache_that_was_cleared_meanwhile_is_no_fault()
    {
        var scratch = ScratchFolder.Create(new BenchOptions { DataDirectory = _folder.Path });
        Directory.Delete(Path.GetDirectoryName(scratch.Path)!, recursive: true);

        Should.NotThrow(scratch.Dispose);
    }
}
