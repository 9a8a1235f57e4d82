using Bench.Workers.Inference.Plans;

namespace Bench.Tests.Workers.Inference.Plans;

public sealed class SuccessiveHalvingTests
{
    static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task The_fastest_is_found_although_some_windows_were_disturbed()
    {
        var windows = new Dictionary<int, int>();
        var calls = 0;

        var ranked = await SuccessiveHalving.RankAsync(
            Enumerable.Range(1, 12).ToArray(),
            (candidate, count) =>
            {
                windows[candidate] = windows.GetValueOrDefault(candidate) + count;
                return Rates(Enumerable.Range(0, count).Select(_ => (100 - 5 * Math.Abs(candidate - 9)) * (calls++ % 13 == 3 ? 0.5 : 1.0)));
            },
            Long,
            TimeProvider.System
        );

        ranked[0].Candidate.ShouldBe(9);
        ranked.Count.ShouldBe(12);
        windows[9].ShouldBe(15, "one window, two among six, four among three, eight against the second");
        windows[1].ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_the_faster_is_found_although_its_first_windows_were_disturbed()
    {
        var windows = new Dictionary<int, int>();

        var ranked = await SuccessiveHalving.RankAsync(
            [1, 2],
            (candidate, count) =>
            {
                var before = windows.GetValueOrDefault(candidate);
                windows[candidate] = before + count;
                return Rates(Enumerable.Range(before, count).Select(window => candidate == 2 && window < 5 ? 50.0 : 100 + 5 * candidate));
            },
            Long,
            TimeProvider.System
        );

        ranked[0].Candidate.ShouldBe(2);
        windows[1].ShouldBe(15);
        windows[2].ShouldBe(15);
    }

    [Fact]
    public async Task What_cannot_be_run_leaves()
    {
        var ranked = await SuccessiveHalving.RankAsync(
            [1, 2, 3],
            (candidate, count) => Rates(Enumerable.Repeat((double)candidate, candidate == 3 ? 0 : count)),
            Long,
            TimeProvider.System
        );

        ranked.Select(each => each.Candidate).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Without_time_the_first_that_runs_is_taken()
    {
        var ranked = await SuccessiveHalving.RankAsync(
            [1, 2, 3],
            (candidate, count) => Rates(Enumerable.Repeat((double)candidate, candidate == 1 ? 0 : count)),
            TimeSpan.Zero,
            TimeProvider.System
        );

        ranked.ShouldBe([(2, 2.0)]);
    }

    static Task<IReadOnlyList<double>> Rates(IEnumerable<double> rates) => Task.FromResult<IReadOnlyList<double>>([.. rates]);
}
