using Bench.Data.Access;
using Bench.Data.Columns;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Evaluations;

/// <summary>One model over one dataset under one preprocessing contract. Its predictions are in the blob store;
/// everything said about them is in scores.</summary>
public sealed class Evaluation : IEntityTypeConfiguration<Evaluation>
{
    public Guid Id { get; init; }
    public required Guid ModelId { get; init; }
    public required Guid DatasetId { get; init; }
    public Guid? OwnerKeyId { get; init; }

    /// <summary>False for predictions-only submissions: we did not run the model.</summary>
    public required bool Verified { get; init; }

    /// <summary>The contract in use, as canonical JSON; null for predictions-only submissions.</summary>
    public string? Preprocessing { get; init; }

    public EvaluationState State { get; set; }
    public Failure? Failure { get; set; }

    /// <summary>Counts state changes and retries: what belongs to an earlier attempt may no longer write.</summary>
    public int Attempt { get; set; }

    public int Total { get; set; }

    /// <summary>Images whose predictions are stored; live progress of running shards is in their work items.</summary>
    public int Done { get; set; }

    /// <summary>How it was run: execution provider, decoder, cage level, batch size, versions, as JSON; null until it
    /// runs.</summary>
    public string? Record { get; set; }

    /// <summary>Doubts about its numbers, and choices made on the way; those of its dataset and label sets are stored
    /// there.</summary>
    public List<Check> Checks { get; set; } = [];

    /// <summary>Advice of the preprocessing doctor, as JSON; null when it had none.</summary>
    public string? Advice { get; set; }

    public double? ImagesPerSecond { get; set; }

    /// <summary>The question that may end it before its last image, as JSON; null where all images are run. With one,
    /// images are run in a random order.</summary>
    public string? StopWhen { get; init; }

    /// <summary>How that question was decided, as JSON; null until it is, or all images have been run.</summary>
    public string? Decision { get; set; }

    /// <summary>Blob key of the joined predictions.</summary>
    public string? PredictionsBlob { get; set; }

    /// <summary>Root of the hash tree over the rows of submitted predictions, hexadecimal; null where the service made
    /// them.</summary>
    public string? RowsRoot { get; set; }

    public DateTime CreatedAt { get; init; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }

    /// <summary>Bumped at every visible change: what event streams watch.</summary>
    public long Revision { get; set; }

    /// <summary>The revision up to which webhooks know; whatever is above it is told by the next sweep, however the
    /// change came about.</summary>
    public long AnnouncedRevision { get; set; } = -1;

    /// <summary>State and attempt that webhooks were told last: a revision that changes neither is not told.</summary>
    public string? Announced { get; set; }

    public void Configure(EntityTypeBuilder<Evaluation> builder)
    {
        builder.ToTable("evaluations");
        builder.Property(evaluation => evaluation.Failure).AsJson();
        builder.Property(evaluation => evaluation.Checks).AsJson();
        builder.HasIndex(evaluation => new { evaluation.DatasetId, evaluation.State });
        builder.HasIndex(evaluation => new { evaluation.ModelId, evaluation.DatasetId });
        builder.HasIndex(evaluation => evaluation.State);
        builder.HasIndex(evaluation => evaluation.OwnerKeyId);
        builder.HasIndex(evaluation => evaluation.OwnerKeyId, "ix_evaluations_unannounced").HasFilter("revision > announced_revision");
        builder.Property(evaluation => evaluation.Announced).HasMaxLength(64);
        builder.Property(evaluation => evaluation.RowsRoot).HasMaxLength(64);
        builder.HasOne<Model>().WithMany().HasForeignKey(evaluation => evaluation.ModelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Dataset>().WithMany().HasForeignKey(evaluation => evaluation.DatasetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(evaluation => evaluation.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
