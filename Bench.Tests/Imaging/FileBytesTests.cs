using Bench.Imaging.Decode;

namespace Bench.Tests.Imaging;

public sealed class FileBytesTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-files-");

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(1 << 20)]
    [InlineData(5_000_000)]
    public void A_file_of_any_length_comes_whole(int length)
    {
        var bytes = new byte[length];
        new Random(4).NextBytes(bytes);
        File.WriteAllBytes(PathOf("a file, ä"), bytes);

        new FileBytes().Read(PathOf("a file, ä")).SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Should.Throw<FileNotFoundException>(() => new FileBytes().Read(PathOf("none")).Length).Message.ShouldContain(PathOf("none"));

    [Fact]
    public void A_folder_is_no_file() => Should.Throw<UnauthorizedAccessException>(() => new FileBytes().Read(_folder.FullName).Length);

    [Fact]
    public void Reading_allocates_nothing_on_Linux()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere files are read by the framework");
        var (files, path) = (new FileBytes(), PathOf("b"));
        File.WriteAllBytes(path, new byte[100_000]);
        _ = files.Read(path).Length;
        var before = GC.GetAllocatedBytesForCurrentThread();

        _ = files.Read(path).Length;

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
