using Bench.Api.Leaderboard;

namespace Bench.Tests.Api.Leaderboard;

public sealed class SharedReadTests
{
    [Fact]
    public async Task A_thousand_questions_during_a_read_cost_one_more()
    {
        var reads = new List<TaskCompletionSource<int>>();
        var begun = new SemaphoreSlim(0);
        var shared = new SharedRead<int>(() =>
        {
            var read = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (reads)
                reads.Add(read);
            begun.Release();
            return read.Task;
        });
        var first = shared.GetAsync(CancellationToken.None);
        await begun.WaitAsync();
        var later = Enumerable.Range(0, 1000).Select(_ => shared.GetAsync(CancellationToken.None)).ToList();

        reads[0].SetResult(1);
        await begun.WaitAsync();
        reads[1].SetResult(2);

        (await first).ShouldBe(1);
        (await Task.WhenAll(later)).ShouldAllBe(answer => answer == 2);
        reads.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_gets_an_answer_older_than_the_question()
    {
        var clock = 0;
        var shared = new SharedRead<int>(async () =>
        {
            var now = Volatile.Read(ref clock);
            await Task.Yield();
            return now;
        });

        await Parallel.ForAsync(
            0,
            2000,
            async (_, cancellationToken) =>
            {
                var asked = Interlocked.Increment(ref clock);
                (await shared.GetAsync(cancellationToken)).ShouldBeGreaterThanOrEqualTo(asked);
            }
        );
    }

    [Fact]
    public async Task A_failed_read_does_not_fail_the_next()
    {
        var reads = 0;
        var shared = new SharedRead<int>(() =>
            ++reads == 1 ? Task.FromException<int>(new InvalidOperationException("the database is away")) : Task.FromResult(reads)
        );

        await Should.ThrowAsync<InvalidOperationException>(shared.GetAsync(CancellationToken.None));
        (await shared.GetAsync(CancellationToken.None)).ShouldBe(2);
    }
}
