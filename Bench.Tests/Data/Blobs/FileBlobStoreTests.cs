using Bench.Data;
using Bench.Data.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Data.Blobs;

public sealed class FileBlobStoreTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly ServiceProvider _services;
    readonly IBlobStore _store;

    public FileBlobStoreTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Bench:DataDirectory", _folder.Path)]).Build();
        _services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddBenchData(configuration).BuildServiceProvider();
        _store = _services.GetRequiredService<IBlobStore>();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_put_is_read_back_and_the_given_file_is_gone()
    {
        var given = Given("model bytes");

        await _store.PutAsync("models/ab/abcd.onnx", given, default);

        File.Exists(given).ShouldBeFalse();
        (await TextAsync("models/ab/abcd.onnx")).ShouldBe("model bytes");
        (await File.ReadAllTextAsync(await _store.FetchAsync("models/ab/abcd.onnx", default))).ShouldBe("model bytes");
    }

    [Fact]
    public async Task Putting_the_same_key_again_is_harmless()
    {
        await _store.PutAsync("labels/one.json", Given("{}"), default);
        var again = Given("{}");

        await _store.PutAsync("labels/one.json", again, default);

        (await TextAsync("labels/one.json")).ShouldBe("{}");
        File.Exists(again).ShouldBeFalse();
    }

    [Fact]
    public async Task Many_writers_of_one_key_leave_one_whole_blob_and_nothing_else()
    {
        var given = Enumerable.Range(0, 16).Select(_ => Given(new string('x', 100_000))).ToList();

        await Task.WhenAll(given.Select(file => _store.PutAsync("parts/one.npz", file, default)));

        (await TextAsync("parts/one.npz")).Length.ShouldBe(100_000);
        Directory.GetFiles(_folder["blobs"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).ShouldBe(["one.npz"]);
    }

    [Fact]
    public async Task A_put_from_another_file_system_leaves_no_half_written_blob()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "no second file system: /dev/shm is not there");
        var given = Path.Combine("/dev/shm", Path.GetRandomFileName());
        await File.WriteAllTextAsync(given, "from memory");

        await _store.PutAsync("manifests/far.txt", given, default);

        (await TextAsync("manifests/far.txt")).ShouldBe("from memory");
        File.Exists(given).ShouldBeFalse();
        Directory.GetFiles(_folder["blobs"], "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_is_gone_as_a_share_that_is_not_mounted_has_lost_nothing_and_takes_nothing()
    {
        await _store.PutAsync("labels/one.json", Given("{}"), default);
        var given = Given("more");
        Directory.Move(_folder["blobs"], _folder["elsewhere"]);

        foreach (var isEmptyFolder in new[] { false, true })
        {
            if (isEmptyFolder)
                Directory.CreateDirectory(_folder["blobs"]);
            await Should.ThrowAsync<BlobStoreAwayException>(() => _store.FetchAsync("labels/one.json", default));
            await Should.ThrowAsync<BlobStoreAwayException>(() => _store.OpenAsync("labels/one.json", default));
            await Should.ThrowAsync<BlobStoreAwayException>(() => _store.PutAsync("labels/two.json", given, default));
            await Should.ThrowAsync<BlobStoreAwayException>(() => _store.DeleteAsync("labels/one.json", default));
        }

        Directory.EnumerateFileSystemEntries(_folder["blobs"]).ShouldBeEmpty();
        Directory.Delete(_folder["blobs"]);
        Directory.Move(_folder["elsewhere"], _folder["blobs"]);
        (await TextAsync("labels/one.json")).ShouldBe("{}");
        File.ReadAllText(given).ShouldBe("more");
    }

    [Fact]
    public async Task What_was_never_put_or_has_been_deleted_is_not_found()
    {
        await _store.PutAsync("labels/gone.json", Given("{}"), default);
        await _store.DeleteAsync("labels/gone.json", default);
        await _store.DeleteAsync("labels/gone.json", default);

        await Should.ThrowAsync<FileNotFoundException>(() => _store.OpenAsync("labels/gone.json", default));
        await Should.ThrowAsync<FileNotFoundException>(() => _store.FetchAsync("labels/never.json", default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("models/../../outside")]
    [InlineData("models/..")]
    [InlineData("models//x")]
    [InlineData("models/x/")]
    [InlineData(".hidden")]
    [InlineData("models/a b")]
    [InlineData("models/a\\b")]
    [InlineData("models/a\n")]
    public async Task A_key_that_could_leave_the_store_is_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => _store.PutAsync(key, Given("x"), default));
        await Should.ThrowAsync<ArgumentException>(async () => await _store.OpenAsync(key, default));
        await Should.ThrowAsync<ArgumentException>(async () => await _store.FetchAsync(key, default));
        await Should.ThrowAsync<ArgumentException>(async () => await _store.DeleteAsync(key, default));
    }

    string Given(string text)
    {
        var file = _folder[Path.GetRandomFileName()];
        File.WriteAllText(file, text);
        return file;
    }

    async Task<string> TextAsync(string key)
    {
        await using var stream = await _store.OpenAsync(key, default);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
