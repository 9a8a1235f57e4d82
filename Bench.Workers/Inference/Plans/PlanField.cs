using Bench.Service.Models;

namespace Bench.Workers.Inference.Plans;

/// <summary>The settings that a model may be run at on a machine, and the one whose answers all must give.</summary>
/// <param name="Provider">Execution provider in use.</param>
/// <param name="Cores">Cores that a run may take.</param>
/// <param name="FixedBatch">The only batch that the model is run at; null where it is free.</param>
/// <param name="MaxBatch">Most images under way at once.</param>
/// <remarks>
/// Kernels may add in another order at another batch or with other threads, and their sums then differ in the last
/// bits. So one setting is the reference: on a CPU batch 8 with one thread a run, which every machine can keep all its
/// cores busy with; on a GPU the largest batch. It depends on no machine's speed or cores, and a setting is taken only
/// where it gives the reference's answers to the bit.
/// </remarks>
internal sealed record PlanField(string Provider, int Cores, int? FixedBatch, int MaxBatch)
{
    /// <summary>Larger batches bring a CPU nothing and leave its caches.</summary>
    const int LargestOnCpu = 32,
        ReferenceOnCpu = 8;

    bool IsCpu => Provider == "cpu";

    public EnginePlan Reference =>
        IsCpu
            ? new(ReferenceBatch, Math.Clamp(MaxBatch / ReferenceBatch, 1, Cores), 1, BytesIn: false)
            : EnginePlan.OneByOne(FixedBatch ?? Batches[^1], Cores);

    int ReferenceBatch => FixedBatch ?? Math.Min(ReferenceOnCpu, MaxBatch);

    /// <summary>Sessions times threads take all cores; the input is filled before the run. In the order in which time is
    /// spent on them, which may end: the cheapest, then those of a session a core before those whose threads wait for one
    /// another.</summary>
    public IReadOnlyList<EnginePlan> Settings =>
        [
            .. (
                from sessions in Sessions
                from batch in Batches
                where sessions == 1 || sessions * batch <= MaxBatch
                select new EnginePlan(batch, sessions, Math.Max(1, Cores / sessions), BytesIn: false)
            ).OrderByDescending(plan => plan is { Sessions: 1, Batch: 1 } ? int.MaxValue : plan.Sessions),
        ];

    /// <summary>Of the settings that were timed, the one that is seldom far from a processor's best: a session a core at the
    /// reference's batch, or the nearest smaller one. Null on a device, and where none was timed.</summary>
    public EnginePlan? Usual(IEnumerable<EnginePlan> timed) =>
        IsCpu ? timed.Where(plan => plan.Threads == 1 && plan.Batch <= ReferenceBatch).MaxBy(plan => plan.Batch) : null;

    int[] Batches => FixedBatch is { } only ? [only] : [.. Powers(Math.Min(MaxBatch, IsCpu ? LargestOnCpu : int.MaxValue))];

    IEnumerable<int> Sessions => IsCpu ? Powers(Cores).Append(Cores).Distinct() : [1];

    static IEnumerable<int> Powers(int most)
    {
        for (var power = 1; power <= most; power *= 2)
            yield return power;
    }
}
