using Bench.Data.Evaluations;
using Bench.Data.Inquiries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Audits;

/// <summary>One model asked about some pictures by the ordinary engine, and what followed from its answers. It is made
/// in one go, and keeps no images.</summary>
public sealed class ModelAudit : Inquiry, IEntityTypeConfiguration<ModelAudit>
{
    public required ModelAuditKind Kind { get; init; }

    /// <summary>The submitted predictions that a spot check is of.</summary>
    public Guid? EvaluationId { get; init; }

    /// <summary>Blob key of a data owner's secret pictures and labels; null once they are wiped, and where there were
    /// none.</summary>
    public string? SecretBlob { get; set; }

    public void Configure(EntityTypeBuilder<ModelAudit> builder)
    {
        builder.HasIndex(audit => audit.EvaluationId);
        builder.HasOne<Evaluation>().WithMany().HasForeignKey(audit => audit.EvaluationId).OnDelete(DeleteBehavior.Cascade);
    }
}
