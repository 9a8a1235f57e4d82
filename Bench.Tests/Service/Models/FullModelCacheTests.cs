using System.Diagnostics.Metrics;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Service.Models;
using Bench.Service.Storage;
using Bench.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Service.Models;

/// <summary>A worker's cache of models on a disk that is full.</summary>
public sealed class FullModelCacheTests : IDisposable
{
    /// <summary>A page, which its sums would need too.</summary>
    const int RoomForTheModelAlone = 4096;

    readonly SmallDisk _cache = new(1 << 20);
    readonly TempFolder _store = new();
    readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Theory, InlineData(0), InlineData(RoomForTheModelAlone)]
    public async Task A_model_that_does_not_fit_leaves_nothing_and_is_there_once_it_fits(int left)
    {
        _cache.Mount();
        Directory.CreateDirectory(_cache["models"]);
        var model = await StoreAsync(1);
        _cache.Fill(left);

        var fault = await Should.ThrowAsync<IOException>(() => Store.FetchAsync(model, Stop));

        StorageFault.Is(fault).ShouldBeTrue();
        Directory.GetFileSystemEntries(_cache["models"]).ShouldBeEmpty();
        _cache.Empty();
        var file = await Store.FetchAsync(model, Stop);
        (await VerifiedFiles.Sha256Async(file.Path, Stop)).ShouldBe(model.Sha256);
        Directory.GetFileSystemEntries(_cache["models"]).Length.ShouldBe(2, "the model and its sums");
    }

    [Fact]
    public async Task Models_that_were_not_used_of_late_make_room()
    {
        _cache.Mount();
        var (old, used, wanted) = (await StoreAsync(1), await StoreAsync(2), await StoreAsync(3));
        await Store.FetchAsync(old, Stop);
        await Store.FetchAsync(used, Stop);
        _time.Advance(CacheRoom.InUse + TimeSpan.FromHours(1));
        await Store.FetchAsync(used, Stop);
        _cache.Fill();
        await Should.ThrowAsync<IOException>(() => Store.FetchAsync(wanted, Stop));

        new CacheRoom(Options, _time).Make().ShouldBe(1);

        await Store.FetchAsync(wanted, Stop);
        Directory.Exists(ModelStore.FolderOf(Options, old.Sha256!)).ShouldBeFalse();
        Directory.Exists(ModelStore.FolderOf(Options, used.Sha256!)).ShouldBeTrue();
    }

    [Fact]
    public void A_store_of_files_is_no_cache_though_it_lies_in_one()
    {
        var options = new BenchOptions { DataDirectory = _store.Path, CacheDirectory = _store.Path };
        _store.Write("blobs/models/only.onnx", "the only copy");
        _time.Advance(TimeSpan.FromDays(365));

        new CacheRoom(options, _time).Make().ShouldBe(0);

        File.Exists(_store["blobs/models/only.onnx"]).ShouldBeTrue();
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    BenchOptions Options => new() { DataDirectory = _store.Path, CacheDirectory = _cache.Path };

    ModelStore Store =>
        new(
            new FileBlobStore(_store["blobs"]),
            new VerifiedFiles(_time),
            new CacheMeter(_services.GetRequiredService<IMeterFactory>()),
            Options,
            _time
        );

    async Task<Model> StoreAsync(int seed)
    {
        var path = _store[$"{seed}.onnx"];
        await File.WriteAllBytesAsync(path, TinyModel.Create(100, seed), Stop);
        var sha256 = await VerifiedFiles.Sha256Async(path, Stop);
        await new FileBlobStore(_store["blobs"]).PutAsync(BlobKeys.Model(sha256, archive: false), path, Stop);
        return new Model
        {
            Id = Guid.CreateVersion7(),
            Name = $"model {seed}",
            Sha256 = sha256,
        };
    }

    public void Dispose()
    {
        _services.Dispose();
        _cache.Dispose();
        _store.Dispose();
    }
}
