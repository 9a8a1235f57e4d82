using Bench.Service.Storage;

namespace Bench.Tests.Service.Storage;

public sealed class TemporaryFileTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_gone_when_it_is_disposed_and_its_folder_stays()
    {
        var folder = _folder["cache/deep"];
        using (var file = TemporaryFile.In(folder))
            File.WriteAllText(file.Path, "bytes");

        Directory.EnumerateFiles(folder).ShouldBeEmpty();
    }

    [Fact]
    public void It_may_have_been_moved_away_or_never_written()
    {
        using (var moved = TemporaryFile.In(_folder["cache"]))
        {
            File.WriteAllText(moved.Path, "bytes");
            File.Move(moved.Path, _folder["kept"]);
        }
        using (TemporaryFile.In(_folder["cache"])) { }

        File.ReadAllText(_folder["kept"]).ShouldBe("bytes");
    }
}
