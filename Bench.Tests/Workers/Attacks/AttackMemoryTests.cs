using Bench.Data;
using Bench.Data.Blobs;
using Bench.Service.Attacks;
using Bench.Service.Storage;
using Bench.Workers.Attacks.Run;

namespace Bench.Tests.Workers.Attacks;

/// <summary>A worker knows the slices that it has done, and reads those of others.</summary>
public sealed class AttackMemoryTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly Guid _attack = Guid.NewGuid();
    readonly FileBlobStore _blobs;
    readonly AttackResultStore _store;
    readonly AttackMemory _memory;

    public AttackMemoryTests()
    {
        var options = new BenchOptions { DataDirectory = _folder["data"] };
        Directory.CreateDirectory(options.CachePath);
        _blobs = new FileBlobStore(_folder["blobs"]);
        _store = new AttackResultStore(new JsonBlobs(_blobs, new BlobWriter(_blobs, options)));
        _memory = new AttackMemory(_store);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_known_is_not_read_again_and_what_others_did_is()
    {
        var cancellation = TestContext.Current.CancellationToken;
        string[] slices = [await WriteAsync(0), await WriteAsync(1), await WriteAsync(2)];
        _memory.Keep(_attack, slices[..2], await _store.ReadAsync(slices[..2], cancellation));
        foreach (var known in slices[..2])
            await _blobs.DeleteAsync(known, cancellation);

        var all = await _memory.ReadAsync(_attack, slices, cancellation);

        all.Images.Select(image => image.Index).ShouldBe([0, 1, 2]);
        all.Flags.ShouldBe(AttackFlags.ZeroGradient);
    }

    /// <summary>A slice whose lease was lost is known here and named by no row.</summary>
    [Fact]
    public async Task What_no_row_names_is_not_taken_for_known()
    {
        var cancellation = TestContext.Current.CancellationToken;
        string[] slices = [await WriteAsync(0), await WriteAsync(1)];
        _memory.Keep(_attack, [slices[0], "attacks/lost.json"], new(AttackFlags.None, [], []));

        (await _memory.ReadAsync(_attack, slices, cancellation)).Images.Select(image => image.Index).ShouldBe([0, 1]);
        (await _memory.ReadAsync(_attack, slices[..1], cancellation)).Images.Count.ShouldBe(1);
    }

    Task<string> WriteAsync(int image) =>
        _store.WriteAsync(
            _attack,
            new(image == 1 ? AttackFlags.ZeroGradient : AttackFlags.None, [], [new(image, $"{image}.png", 0, 1, [])]),
            TestContext.Current.CancellationToken
        );
}
