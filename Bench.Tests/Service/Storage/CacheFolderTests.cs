using Bench.Data;
using Bench.Service.Storage;

namespace Bench.Tests.Service.Storage;

/// <summary>A worker that cannot write its cache is told so before it takes work.</summary>
public sealed class CacheFolderTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly SmallDisk _disk = new(1 << 20);

    [Fact]
    public void A_folder_that_can_be_written_is_left_as_it_was()
    {
        CacheFolder.WhyNotWritable(Options(_folder["cache"])).ShouldBeNull();

        Directory.GetFileSystemEntries(_folder["cache"]).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_in_its_place_is_named()
    {
        _folder.Write("cache", "a file");

        CacheFolder.WhyNotWritable(Options(_folder["cache"])).ShouldNotBeNull().ShouldContain(_folder["cache"]);
    }

    [Fact]
    public void A_read_only_disk_is_said_and_a_full_one_is_waited_for()
    {
        _disk.Mount();
        _disk.Fill();
        CacheFolder.WhyNotWritable(Options(_disk["cache"])).ShouldBeNull();

        _disk.MakeReadOnly();
        CacheFolder.WhyNotWritable(Options(_disk["cache"])).ShouldNotBeNull();
    }

    static BenchOptions Options(string cache) => new() { CacheDirectory = cache };

    public void Dispose()
    {
        _disk.Dispose();
        _folder.Dispose();
    }
}
