using Bench.Service;

namespace Bench.Tests.Service;

public sealed class SharedLatestTests
{
    readonly List<TaskCompletionSource<int>> _loads = [];

    Task<int> Load(Task<int>? before)
    {
        var load = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_loads)
            _loads.Add(load);
        return load.Task;
    }

    /// <summary>The load of a call, once it has begun.</summary>
    TaskCompletionSource<int> Begun(int number)
    {
        SpinWait.SpinUntil(
            () =>
            {
                lock (_loads)
                    return _loads.Count > number;
            },
            TimeSpan.FromSeconds(30)
        );
        lock (_loads)
            return _loads[number];
    }

    [Fact]
    public async Task A_load_serves_all_for_whom_it_is_new_enough()
    {
        var shared = new SharedLatest<int>();
        var first = shared.GetAsync(3, 3, Load);
        var older = shared.GetAsync(2, 2, Load);

        Begun(0).SetResult(30);

        (await first, await older, await shared.GetAsync(3, 5, Load)).ShouldBe((30, 30, 30));
        _loads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_one_is_loaded_though_an_older_one_still_runs_and_is_given_what_was_before()
    {
        var shared = new SharedLatest<int>();
        Task<int>? given = null;
        var first = shared.GetAsync(1, 1, Load);
        var second = shared.GetAsync(
            2,
            2,
            before =>
            {
                given = before;
                return Load(before);
            }
        );
        Begun(1);
        _loads.ForEach(load => load.SetResult(_loads.IndexOf(load)));

        ((await first) + (await second)).ShouldBe(1);
        given.ShouldBe(first);
    }

    [Fact]
    public async Task Where_a_running_load_is_joined_nobody_starts_a_second()
    {
        var shared = new SharedLatest<int>(joinsRunning: true);
        var first = shared.GetAsync(1, 1, Load);
        var second = shared.GetAsync(9, 9, Load);
        Begun(0).SetResult(4);

        (await first, await second).ShouldBe((4, 4));
        var third = shared.GetAsync(9, 9, Load);
        Begun(1).SetResult(5);
        (await third).ShouldBe(5);
    }

    [Fact]
    public async Task A_failed_load_is_forgotten()
    {
        var shared = new SharedLatest<int>();
        var first = shared.GetAsync(1, 1, Load);
        Begun(0).SetException(new IOException("the disk is away"));
        await Should.ThrowAsync<IOException>(first);

        var second = shared.GetAsync(1, 1, Load);
        Begun(1).SetResult(2);

        (await second).ShouldBe(2);
    }
}
