using System.Runtime.InteropServices;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Plans;

/// <summary>Finds how a child runs its model fastest, without another number: settings are timed against each other,
/// and the best one whose answers are those of the reference setting is taken.</summary>
/// <param name="child">Has opened the model.</param>
/// <param name="field">The settings.</param>
/// <param name="use">The request to run made pictures, at least <see cref="Pictures"/> and the largest batch, at a
/// setting and into an output.</param>
/// <param name="outputs">The outputs that are compared.</param>
internal sealed class PlanSearch(
    CagedChild child,
    PlanField field,
    Func<EnginePlan, OutputDescription, UseImages> use,
    IReadOnlyList<OutputDescription> outputs,
    InferenceOptions options
)
{
    /// <summary>Pictures whose answers are compared.</summary>
    const int Pictures = 8;

    /// <summary>Windows of a hundredth of the time, and no batch whose runs before them would take a fifteenth.</summary>
    const int WindowsInAll = 100,
        BatchesInAll = 15;

    /// <summary>Half of the settings leave after one short window, on a machine that has just started a process, so the
    /// one that is left may be the luckiest. It and the usual one are timed in turns then, and the usual one is taken where
    /// it reaches this share of the other's speed.</summary>
    const double AsUsual = 0.97;
    const int WindowsOfTwo = 4;

    /// <summary>A graph that takes bytes is a session of its own to open, so it has to be faster than the same setting by
    /// this much.</summary>
    const double AsFast = 0.985;

    /// <summary>The last rate with so many threads.</summary>
    readonly Dictionary<int, double> _rates = [];
    readonly HashSet<EnginePlan> _timed = [];

    /// <summary>Answers of the reference, once it was asked.</summary>
    byte[][]? _expected;

    TimeSpan Budget => options.PlanTime;

    public async Task<EnginePlan> FindAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var filled = await RankAsync(field.Settings, 1, Budget * 0.5);
        if (filled.Count == 0)
            return field.Reference;
        var best = filled[0].Candidate;
        if (field.Usual(filled.Select(each => each.Candidate)) is { } usual && usual != best)
            best = await UnlessAsFastAsync(usual, best);
        var bytes = await RankAsync([best, best with { BytesIn = true }], WindowsOfTwo, Budget * 0.25);
        var asFilled = bytes.FirstOrDefault(each => !each.Candidate.BytesIn).Rate;
        IEnumerable<EnginePlan> order =
        [
            .. bytes.Where(each => each.Candidate.BytesIn && AsFast * each.Rate > asFilled).Select(each => each.Candidate),
            best,
            .. filled.Select(each => each.Candidate),
        ];
        try
        {
            var pinned = false;
            foreach (var plan in order.Distinct())
            {
                if (await MayTakeAsync(plan, cancellationToken))
                    return plan with { Pinned = pinned };
                pinned = true;
            }
            return field.Reference with { Pinned = true };
        }
        // Even the reference takes more memory than there is.
        catch (FailureException error) when (error.Failure.Code == "out-of-memory" && child.IsAlive && field.FixedBatch is null)
        {
            return EnginePlan.OneByOne(1, field.Cores);
        }

        async Task<EnginePlan> UnlessAsFastAsync(EnginePlan usual, EnginePlan winner)
        {
            var turns = await RankAsync([usual, winner], WindowsOfTwo, Budget * 0.25);
            return turns.Any(each => each.Candidate == usual && each.Rate >= AsUsual * turns[0].Rate) ? usual : winner;
        }

        Task<List<(EnginePlan Candidate, double Rate)>> RankAsync(IReadOnlyList<EnginePlan> plans, int windows, TimeSpan budget) =>
            SuccessiveHalving.RankAsync(plans, (plan, count) => MeasureAsync(plan, count, cancellationToken), budget, time, windows);
    }

    async Task<IReadOnlyList<double>> MeasureAsync(EnginePlan plan, int windows, CancellationToken cancellationToken)
    {
        if (_timed.Add(plan) && !IsAffordable(plan))
            return [];
        try
        {
            await child.AskAsync<Ready>(use(plan, outputs[0]), options.AnswerTimeout, cancellationToken);
            var measured = await child.AskAsync<SpeedMeasured>(
                new MeasureSpeed(windows, Budget.TotalSeconds / WindowsInAll, Latency: false),
                options.AnswerTimeout * 2,
                cancellationToken
            );
            if (measured.ImagesPerSecond.Count != windows)
                throw ChildFailures.Garbage("a measurement without numbers");
            _rates[plan.Threads] = measured.ImagesPerSecond.Max();
            return measured.ImagesPerSecond;
        }
        // The child refuses what it cannot allocate, and a form of input that the model cannot have, and lives.
        catch (FailureException) when (child.IsAlive && IsExtra(plan))
        {
            return [];
        }
    }

    /// <summary>The rate at half the batch, or with other threads, says how long the runs before the first window would
    /// take.</summary>
    bool IsAffordable(EnginePlan plan) =>
        _rates.Count == 0
        || BatchRunner.RunsBefore(plan) * plan.Batch / _rates.GetValueOrDefault(plan.Threads, _rates.Values.Max())
            <= Budget.TotalSeconds / BatchesInAll;

    /// <summary>Without it the model still runs: at another batch, or with its input filled.</summary>
    static bool IsExtra(EnginePlan plan) => plan.Batch > 1 || plan.Sessions > 1 || plan.BytesIn;

    /// <summary>Whether a setting answers as the reference does, to the bit.</summary>
    /// <exception cref="FailureException">The reference cannot be run.</exception>
    internal async Task<bool> MayTakeAsync(EnginePlan plan, CancellationToken cancellationToken)
    {
        _expected ??= await AnswersAsync(field.Reference with { Sessions = 1 }, cancellationToken);
        try
        {
            return (await AnswersAsync(plan, cancellationToken)).Zip(_expected).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        }
        catch (FailureException) when (child.IsAlive && IsExtra(plan))
        {
            return false;
        }
    }

    /// <summary>The bytes of every output's rows.</summary>
    async Task<byte[][]> AnswersAsync(EnginePlan plan, CancellationToken cancellationToken)
    {
        var all = new List<byte[]>();
        foreach (var output in outputs)
        {
            await child.AskAsync<Ready>(use(plan, output), options.AnswerTimeout, cancellationToken);
            var bytes = new byte[Pictures * output.Width * sizeof(float)];
            // One at a time: of several a refused one would leave the others' answers behind.
            for (var first = 0; first < Pictures; first += plan.Batch)
                await BatchPump.RunAsync(
                    child,
                    first,
                    Math.Min(plan.Batch, Pictures - first),
                    plan.Batch,
                    output.Width,
                    ready: null,
                    (start, _, rows) => MemoryMarshal.AsBytes(rows).CopyTo(bytes.AsSpan(start * output.Width * sizeof(float))),
                    cancellationToken
                );
            all.Add(bytes);
        }
        return [.. all];
    }
}
