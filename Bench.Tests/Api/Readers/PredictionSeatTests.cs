using Bench.Api.Evaluations;
using Microsoft.AspNetCore.Http;

namespace Bench.Tests.Api.Readers;

/// <summary>However many requests ask at once, few hold whole predictions in memory.</summary>
public sealed class PredictionSeatTests : IDisposable
{
    /// <summary>How product code reads a whole prediction file.</summary>
    static readonly string[] Wholes = ["PredictionFile.Read(", "predictions.LoadAsync("];

    readonly PredictionSeats _seats = new();
    readonly List<PredictionSeat> _requests = [];

    public void Dispose()
    {
        foreach (var request in _requests)
            request.Dispose();
        _seats.Dispose();
    }

    [Fact]
    public async Task Whoever_comes_when_all_are_taken_waits_until_a_request_ends()
    {
        for (var i = 0; i < PredictionSeats.AtOnce; i++)
            await Request().TakeAsync(TestContext.Current.CancellationToken);

        var next = Request().TakeAsync(TestContext.Current.CancellationToken);
        next.IsCompleted.ShouldBeFalse();
        _requests[0].Dispose();

        await next;
        _seats.Free.CurrentCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_that_reads_twice_takes_one_and_gives_one_back()
    {
        var request = Request();
        await request.TakeAsync(TestContext.Current.CancellationToken);
        await request.TakeAsync(TestContext.Current.CancellationToken);
        _seats.Free.CurrentCount.ShouldBe(PredictionSeats.AtOnce - 1);

        request.Dispose();
        request.Dispose();

        _seats.Free.CurrentCount.ShouldBe(PredictionSeats.AtOnce);
    }

    [Fact]
    public async Task A_reader_who_has_gone_waits_no_longer_and_takes_nothing()
    {
        for (var i = 0; i < PredictionSeats.AtOnce; i++)
            await Request().TakeAsync(TestContext.Current.CancellationToken);
        using var gone = new CancellationTokenSource();
        var waits = Request().TakeAsync(gone.Token);

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waits);
        foreach (var request in _requests)
            request.Dispose();

        _seats.Free.CurrentCount.ShouldBe(PredictionSeats.AtOnce);
    }

    [Fact]
    public void Everything_that_reads_whole_predictions_for_a_reader_takes_one()
    {
        var readers = Checkout
            .Files()
            .Select(file => (Path: Path.GetRelativePath(Checkout.Root, file), Text: File.ReadAllText(file)))
            .Where(source => source.Path.StartsWith("Bench.Api/", StringComparison.Ordinal))
            .Where(source => Wholes.Any(whole => source.Text.Contains(whole, StringComparison.Ordinal)))
            .ToList();

        readers.Count.ShouldBeGreaterThan(4);
        readers
            .Where(source => !source.Text.Contains("seat.TakeAsync(", StringComparison.Ordinal))
            .Select(source => source.Path)
            .ShouldBeEmpty();
    }

    PredictionSeat Request()
    {
        _requests.Add(new(_seats, new HttpContextAccessor()));
        return _requests[^1];
    }
}
