using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Work;

/// <summary>A process that works, or that ended because it cannot: where it runs, with what, and how its self-test
/// went. Seen again and again while it lives.</summary>
public sealed class Worker : IEntityTypeConfiguration<Worker>
{
    /// <summary>A worker that has not been seen for so long is gone.</summary>
    public static readonly TimeSpan SeenWithin = TimeSpan.FromMinutes(1);

    public Guid Id { get; init; }
    public required string Machine { get; init; }
    public required int ProcessId { get; init; }
    public required string Version { get; init; }

    /// <summary>Execution provider that runs models: <c>cpu</c>, <c>cuda</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Number of the GPU; null on a CPU.</summary>
    public int? Device { get; init; }

    /// <summary>How models are confined: <c>bubblewrap</c>, <c>rlimits</c>.</summary>
    public required string Cage { get; init; }

    /// <summary>Whether it can run models; null where the test is switched off.</summary>
    public required bool? SelfTestPassed { get; init; }

    /// <summary>The fault, where there is one.</summary>
    public string? SelfTestMessage { get; init; }

    public required DateTime StartedAt { get; init; }
    public required DateTime SeenAt { get; set; }

    public void Configure(EntityTypeBuilder<Worker> builder)
    {
        builder.ToTable("workers");
        builder.HasIndex(worker => worker.SeenAt);
    }
}
