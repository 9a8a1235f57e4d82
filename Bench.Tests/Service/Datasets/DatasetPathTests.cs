using Bench.Service.Datasets;

namespace Bench.Tests.Service.Datasets;

public sealed class DatasetPathTests
{
    [Theory]
    [InlineData("val", true)]
    [InlineData("a/b c/d.JPEG", true)]
    [InlineData("", false)]
    [InlineData("/etc", false)]
    [InlineData("../x", false)]
    [InlineData("a/../b", false)]
    [InlineData("a//b", false)]
    [InlineData("a/", false)]
    [InlineData("./a", false)]
    [InlineData("a\\b", false)]
    [InlineData("C:/x", false)]
    [InlineData("a\nb", false)]
    public void Only_plain_relative_paths_are_safe(string path, bool safe) => DatasetPath.IsSafe(path).ShouldBe(safe);

    [Fact]
    public void A_link_that_leaves_the_root_is_refused_and_one_that_stays_is_followed()
    {
        using var folder = new TempFolder();
        folder.Write("root/val/a.jpg", "x");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "root/inside"), "val");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "root/outside"), folder.Path);
        var root = Path.Combine(folder.Path, "root");

        DatasetPath.Resolve(root, "inside").ShouldBe(Path.Combine(DatasetPath.RealPath(root), "val"));
        Should.Throw<DatasetImportException>(() => DatasetPath.Resolve(root, "outside")).Code.ShouldBe("dataset-path-unsafe");
        Should.Throw<DatasetImportException>(() => DatasetPath.Resolve(root, "inside/../../root")).Code.ShouldBe("dataset-path-unsafe");
        Should.Throw<DatasetImportException>(() => DatasetPath.Resolve(root, "absent")).Code.ShouldBe("dataset-missing");
    }
}
