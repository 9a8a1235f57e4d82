using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Work;

/// <summary>One piece of work for a worker. The row is the truth; the Hangfire job that carries its id is only a wake-up call and
/// may come twice or never.</summary>
/// <remarks>
/// A worker that takes an item raises <see cref="LeaseToken"/> and from then on writes only where the token is its own: a late writer
/// changes nothing. An item whose lease has run out is waiting again. An item that waits without a live job is given a new one by the
/// sweeper.
/// </remarks>
public sealed class WorkItem : IEntityTypeConfiguration<WorkItem>
{
    public Guid Id { get; init; }
    public required WorkKind Kind { get; init; }
    public required Guid SubjectId { get; init; }
    public Guid? ArgumentId { get; init; }

    /// <summary>Whose turn it takes: the key that asked for it; null for the service's own. Kept here so that a claim asks one table. A key
    /// that is deleted leaves its items as they are.</summary>
    public Guid? OwnerKeyId { get; init; }

    /// <summary>The order among one owner's items, the lower stage first: 0 for work that ends something begun, 1 for
    /// all else.</summary>
    public int Stage
    {
        get => Kind == WorkKind.ScoreEvaluation ? 0 : 1;
        private init { }
    }

    /// <summary>First image of a shard.</summary>
    public int Start { get; init; }

    /// <summary>Images of a shard.</summary>
    public int Count { get; init; }

    public WorkState State { get; set; }
    public int Attempts { get; set; }
    public long LeaseToken { get; set; }
    public string? LeaseOwner { get; set; }
    public DateTime? LeaseExpiresAt { get; set; }

    /// <summary>When work on it must have ended, counted from its first taking; null until it is taken.</summary>
    public DateTime? Deadline { get; set; }

    /// <summary>The Hangfire job that last carried this id.</summary>
    public string? JobId { get; set; }

    public DateTime CreatedAt { get; init; }

    /// <summary>The span in which it was made (W3C trace context), so that a trace goes on in whatever process takes it.</summary>
    public string? TraceParent { get; init; } = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: var id } ? id : null;

    /// <summary>Units done so far (images of a shard or import), of <see cref="Total"/>.</summary>
    public int Done { get; set; }

    public int Total { get; set; }
    public double? UnitsPerSecond { get; set; }

    /// <summary>Blob key of what it made (a shard's predictions part, an attack's slice).</summary>
    public string? Result { get; set; }

    /// <summary>Notes of what it made, as JSON (a shard's record).</summary>
    public string? Notes { get; set; }

    /// <summary>Last error that made it wait again, for the operator.</summary>
    public string? LastError { get; set; }

    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.ToTable("work_items");
        builder.Property(item => item.TraceParent).HasMaxLength(64);
        builder.Property(item => item.Kind).HasConversion(kind => kind.ToString(), stored => UnknownWork.Read(stored));
        builder.HasIndex(item => new { item.State, item.LeaseExpiresAt });
        builder.HasIndex(item => new { item.SubjectId, item.Kind });
        builder.Property(item => item.Stage).HasDefaultValue(1).ValueGeneratedNever();
        // What is open, in the order in which it is taken: see WorkTurns. Rows that have ended are many, and not in it.
        builder
            .HasIndex(
                item => new
                {
                    item.OwnerKeyId,
                    item.Stage,
                    item.CreatedAt,
                    item.Start,
                    item.Id,
                },
                "ix_work_items_turns"
            )
            .HasFilter("state IN ('Waiting', 'Leased')");
        // From owner to owner of those that wait, each by its oldest item: see OpenWorkQuery.
        builder
            .HasIndex(
                item => new
                {
                    item.Kind,
                    item.OwnerKeyId,
                    item.CreatedAt,
                },
                "ix_work_items_waiting"
            )
            .HasFilter("state = 'Waiting'");
    }
}
