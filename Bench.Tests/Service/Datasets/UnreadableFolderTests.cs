using Bench.Service.Datasets;
using Bench.Service.Datasets.Layouts;

namespace Bench.Tests.Service.Datasets;

/// <summary>Folders and links that cannot be read are told as the dataset's fault, by name.</summary>
public sealed class UnreadableFolderTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_that_leads_to_itself_is_named_at_the_registration_and_in_a_tree()
    {
        File.CreateSymbolicLink(_folder["itself"], _folder["itself"]);
        Directory.CreateDirectory(_folder["tree/class"]);
        File.CreateSymbolicLink(_folder["tree/one"], _folder["tree/other"]);
        File.CreateSymbolicLink(_folder["tree/other"], _folder["tree/one"]);

        Refused(() => DatasetPath.Resolve(_folder.Path, "itself")).ShouldBeOneOf(DatasetImportCodes.Missing, DatasetImportCodes.PathUnsafe);
        Refused(() => new ImageTree(_folder["tree"]).Folders("")).ShouldBe(DatasetImportCodes.PathUnsafe);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_named()
    {
        _folder.Write("file", "no folder");

        var refused = Should.Throw<DatasetImportException>(() => ReadableFolder.Entries(_folder["file"], "pictures/cats"));

        (refused.Code, refused.Message).ShouldBe((DatasetImportCodes.Unreadable, "the folder 'pictures/cats' cannot be read"));
    }

    [Fact]
    public async Task A_name_that_is_not_UTF_8_is_said_to_be_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names are bytes on Linux alone");
        await Command.RunAsync(_folder.Path, "sh", ["-c", "mkdir \"$(printf 'caf\\351')\""]);

        var refused = Should.Throw<DatasetImportException>(() => new ImageTree(_folder.Path).Folders(""));

        refused.Message.ShouldContain("is not UTF-8");
    }

    static string Refused(Action action) => Should.Throw<DatasetImportException>(action).Code;
}
