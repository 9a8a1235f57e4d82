using System.Collections.Concurrent;
using Bench.Service;

namespace Bench.Tests.Service;

public sealed class SharedOnceTests : IDisposable
{
    readonly ConcurrentQueue<TaskCompletionSource<int>> _loads = new();
    readonly SemaphoreSlim _begun = new(0);

    public void Dispose() => _begun.Dispose();

    Task<int> Load(string key)
    {
        var load = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loads.Enqueue(load);
        _begun.Release();
        return load.Task;
    }

    async Task<TaskCompletionSource<int>> BegunAsync()
    {
        await _begun.WaitAsync(TestContext.Current.CancellationToken);
        return _loads.TryDequeue(out var load) ? load : throw new InvalidOperationException("no load began");
    }

    [Fact]
    public async Task A_reader_that_leaves_takes_nobody_along()
    {
        var shared = new SharedOnce<string, int>(Load);
        using var leaving = new CancellationTokenSource();
        var first = shared.GetAsync("key", leaving.Token);
        var second = shared.GetAsync("key", CancellationToken.None);
        var load = await BegunAsync();

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        load.SetResult(7);

        (await second).ShouldBe(7);
        (await shared.GetAsync("key", CancellationToken.None)).ShouldBe(7);
        _loads.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_load_is_told_to_all_who_wait_and_forgotten()
    {
        var shared = new SharedOnce<string, int>(Load);
        var (first, second) = (shared.GetAsync("key", CancellationToken.None), shared.GetAsync("key", CancellationToken.None));

        (await BegunAsync()).SetException(new IOException("the disk is away"));
        await Should.ThrowAsync<IOException>(first);
        await Should.ThrowAsync<IOException>(second);
        var third = shared.GetAsync("key", CancellationToken.None);
        (await BegunAsync()).SetResult(1);

        (await third).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_kept_is_loaded_again()
    {
        var shared = new SharedOnce<string, int>(Load, keep: false);
        var first = shared.GetAsync("key", CancellationToken.None);
        (await BegunAsync()).SetResult(1);
        await first;

        var again = shared.GetAsync("key", CancellationToken.None);
        (await BegunAsync()).SetResult(2);

        (await again).ShouldBe(2);
    }
}
