using Bench.Data.Access;
using Bench.Data.Columns;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Audits;

/// <summary>One model asked about some pictures by the ordinary engine, and what followed from its answers.</summary>
public sealed class ModelAudit : IEntityTypeConfiguration<ModelAudit>
{
    public Guid Id { get; init; }
    public required ModelAuditKind Kind { get; init; }

    /// <summary>The model that is run.</summary>
    public required Guid ModelId { get; init; }

    /// <summary>The submitted predictions that a spot check is of.</summary>
    public Guid? EvaluationId { get; init; }

    /// <summary>Whose classes the answers mean; of a spot check, whose pictures are shown.</summary>
    public required Guid DatasetId { get; init; }

    /// <summary>The key that asked for it.</summary>
    public Guid? OwnerKeyId { get; init; }

    /// <summary>Queued, running, completed or failed.</summary>
    public EvaluationState State { get; set; }
    public Failure? Failure { get; set; }

    /// <summary>What is asked, as JSON; nothing secret is in it.</summary>
    public required string Spec { get; init; }

    /// <summary>Blob key of a data owner's secret pictures and labels; null once they are wiped, and where there were none.</summary>
    public string? SecretBlob { get; set; }

    /// <summary>What was found, as JSON; null until it has ended well.</summary>
    public string? Result { get; set; }

    public DateTime CreatedAt { get; init; }
    public DateTime? FinishedAt { get; set; }

    public void Configure(EntityTypeBuilder<ModelAudit> builder)
    {
        builder.ToTable("model_audits");
        builder.Property(audit => audit.Failure).AsJson();
        builder.HasIndex(audit => audit.ModelId);
        builder.HasIndex(audit => audit.EvaluationId);
        builder.HasIndex(audit => audit.DatasetId);
        builder.HasIndex(audit => audit.OwnerKeyId);
        builder.HasOne<Model>().WithMany().HasForeignKey(audit => audit.ModelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Evaluation>().WithMany().HasForeignKey(audit => audit.EvaluationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Dataset>().WithMany().HasForeignKey(audit => audit.DatasetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(audit => audit.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
