using Bench.Service.Access;

namespace Bench.Tests.Service.Access;

/// <summary>A key's requests come one after the other, and keep nobody else's waiting.</summary>
public sealed class KeyTurnsTests
{
    static readonly Guid Ada = Guid.CreateVersion7(),
        Bob = Guid.CreateVersion7();

    readonly KeyTurns _turns = new();

    [Fact]
    public async Task Of_a_hundred_requests_of_one_key_one_goes_on_at_a_time_and_another_key_is_not_kept_waiting()
    {
        var (now, most) = (0, 0);
        var first = await _turns.WaitAsync(Ada, TestContext.Current.CancellationToken);
        var crowd = Enumerable.Range(0, 100).Select(_ => Task.Run(RequestAsync)).ToList();

        (await _turns.WaitAsync(Bob, TestContext.Current.CancellationToken)).Dispose();
        crowd.ShouldAllBe(request => !request.IsCompleted);
        first.Dispose();
        await Task.WhenAll(crowd);

        most.ShouldBe(1);
        _turns.Count.ShouldBe(0, "nothing is kept of a key whose requests have ended");

        async Task RequestAsync()
        {
            using var turn = await _turns.WaitAsync(Ada, TestContext.Current.CancellationToken);
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
        }
    }

    [Fact]
    public async Task A_request_that_is_given_up_leaves_the_line()
    {
        using var gone = new CancellationTokenSource();
        var first = await _turns.WaitAsync(Ada, TestContext.Current.CancellationToken);
        var second = _turns.WaitAsync(Ada, gone.Token);

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        first.Dispose();

        _turns.Count.ShouldBe(0);
    }
}
