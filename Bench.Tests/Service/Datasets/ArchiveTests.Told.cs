namespace Bench.Tests.Service.Datasets;

/// <summary>What is said of archives that are not what they seem.</summary>
public sealed partial class ArchiveTests
{
    [Theory]
    [InlineData("two.tar")]
    [InlineData("two.tar.gz")]
    public async Task Archives_that_were_put_one_behind_the_other_lose_nothing_without_a_word(string name)
    {
        Tar($"first-{name}", ("n01440764/a.JPEG", "a"));
        Tar($"second-{name}", ("n01440764/b.JPEG", "b"));
        _folder.Write(name, [.. new[] { "first", "second" }.SelectMany(part => File.ReadAllBytes(_folder[$"{part}-{name}"]))]);
        await RefusedAsync(name, "tar", "dataset-unreadable", $"{name} continues after the end of a tar archive");
    }

    [Fact]
    public async Task What_an_archive_holds_in_the_place_of_pictures_is_told()
    {
        Tar("empty.tar");
        await RefusedAsync("empty.tar", "tar", "dataset-missing", "there is no picture in empty.tar");
        Tar("paper.tar", ("n01440764/a.JPEG", "a"), ("n01440764/a.tif", "t"));
        await RefusedAsync("paper.tar", "tar", "dataset-layout-invalid", "n01440764/a.tif. Pictures end in .bmp, .jpeg, .jpg, .png, .webp");
        // As a name in Latin-1 is read.
        Tar("latin.tar", ("n01440764/\uFFFD.JPEG", "a"));
        await RefusedAsync("latin.tar", "tar", "dataset-unreadable", "is not UTF-8: pack the archive again with names in it");
        File.Copy(_folder["latin.tar"], _folder["tar.parquet"]);
        await RefusedAsync("tar.parquet", "parquet", "dataset-unreadable", "tar.parquet is a tar archive, not a Parquet file");
    }
}
