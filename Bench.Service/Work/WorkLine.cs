using Bench.Data.Work;

namespace Bench.Service.Work;

/// <summary>A queue of work and the ranks in it: whatever is of a higher rank goes first, and within a rank owners take
/// turns.</summary>
/// <param name="Queue">Name of the job queue whose jobs call for this line.</param>
/// <param name="Ranks">Kinds of work, the highest rank first.</param>
public sealed record WorkLine(string Queue, IReadOnlyList<IReadOnlyList<WorkKind>> Ranks)
{
    /// <summary>Models and datasets are looked at here, so that a long evaluation never makes an upload wait. What
    /// somebody waits for goes before what is rescored, and that before what a service does for itself.</summary>
    public static WorkLine Quick { get; } =
        new(WorkScheduler.QuickQueue, [.. Enum.GetValues<WorkRank>().Where(rank => rank != WorkRank.Device).Order().Select(WorkKinds.Of)]);

    /// <summary>Shards, slices of attacks, audits, explanations: one at a time for each device.</summary>
    public static WorkLine Device { get; } = new(WorkScheduler.DeviceQueue, [WorkKinds.Of(WorkRank.Device)]);

    public static WorkLine Of(WorkKind kind) => kind.Rank() == WorkRank.Device ? Device : Quick;
}
