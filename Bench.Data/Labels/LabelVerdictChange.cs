using Bench.Data.Datasets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Labels;

/// <summary>A reviewer's verdict on one image's label, or its withdrawal: never changed, never removed.</summary>
public sealed class LabelVerdictChange : IEntityTypeConfiguration<LabelVerdictChange>
{
    public Guid Id { get; init; }
    public required Guid DatasetId { get; init; }

    /// <summary>Place in the dataset's image order.</summary>
    public required int Image { get; init; }

    /// <summary>The new verdict; null where it was taken back.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The class that was named.</summary>
    public int? Class { get; init; }

    public string? Note { get; init; }

    /// <summary>Name of the key that said so.</summary>
    public required string By { get; init; }

    public DateTime At { get; init; }

    public void Configure(EntityTypeBuilder<LabelVerdictChange> builder)
    {
        builder.ToTable("label_verdict_changes");
        builder.HasIndex(change => new { change.DatasetId, change.Image });
        builder.Property(change => change.By).HasMaxLength(200);
        builder.Property(change => change.Note).HasMaxLength(1000);
        builder.HasOne<Dataset>().WithMany().HasForeignKey(change => change.DatasetId).OnDelete(DeleteBehavior.Cascade);
    }
}
