using System.Net.Sockets;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Inputs;

namespace Bench.Tests.Service.Datasets;

/// <summary>Pipes, sockets and devices among pictures: named, and never opened. An import that opened one would wait for ever.</summary>
public sealed class SpecialFileTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pipe_and_a_socket_named_like_pictures_are_named_with_what_they_are()
    {
        _folder.Write("val/n01440764/a.JPEG", "a");
        await PipeAsync("val/n01440764/z.jpg");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["val/n01440764/y.jpg"]));

        var refused = await RefusedAsync("val", "imagefolder");

        refused.Code.ShouldBe("dataset-unreadable");
        refused.Message.ShouldContain("n01440764/z.jpg (a pipe, socket or device, not a file)");
        refused.Message.ShouldContain("n01440764/y.jpg (a pipe, socket or device, not a file)");
        refused.Message.ShouldNotContain("a.JPEG");
    }

    [Theory]
    [InlineData("set.tar", "tar")]
    [InlineData("list.csv", "csv")]
    public async Task A_pipe_is_neither_an_archive_nor_a_list(string name, string layout)
    {
        await PipeAsync(name);
        await PipeAsync($"folder/{name}");

        (await RefusedAsync(name, layout)).Message.ShouldContain("a pipe, socket or device, not a file");
        (await RefusedAsync("folder", layout)).Message.ShouldContain("a pipe, socket or device, not a file");
    }

    [Fact]
    public void Files_and_links_to_files_are_files_and_devices_are_not()
    {
        var file = _folder.Write("a", "a");
        File.CreateSymbolicLink(_folder["link"], file);
        File.CreateSymbolicLink(_folder["zero"], "/dev/zero");

        RegularFile.Is(file).ShouldBeTrue();
        RegularFile.Is(_folder["link"]).ShouldBeTrue();
        RegularFile.Is(_folder["zero"]).ShouldBeFalse();
        RegularFile.Is(_folder["nowhere"]).ShouldBeTrue("whoever opens it says so");
    }

    Task<string> PipeAsync(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        return Command.RunAsync(_folder.Path, "mkfifo", [_folder[name]]);
    }

    async Task<DatasetImportException> RefusedAsync(string path, string layout) =>
        await Should.ThrowAsync<DatasetImportException>(() =>
            Task.Run(() =>
                    DatasetImporter.ImportAsync(
                        DatasetPath.Resolve(_folder.Path, path),
                        new DatasetImportOptions
                        {
                            Layout = layout,
                            DatasetsRoot = _folder.Path,
                            ContentFolder = _folder["unpacked"],
                        },
                        null,
                        TestContext.Current.CancellationToken
                    )
                )
                .WaitAsync(Patience.Deadline)
        );
}
