using Bench.Data.Access;
using Bench.Data.Datasets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Labels;

/// <summary>A reviewer's verdict on one image's label: one of each reviewer, of which the latest counts. What was said
/// before is a <see cref="LabelVerdictChange"/>. Label sets made from verdicts keep what was said when they were
/// made.</summary>
public sealed class LabelVerdict : IEntityTypeConfiguration<LabelVerdict>
{
    public Guid Id { get; init; }
    public required Guid DatasetId { get; init; }

    /// <summary>Place in the dataset's image order, which never changes.</summary>
    public required int Image { get; init; }

    public required Verdict Verdict { get; set; }

    /// <summary>The class that is right instead (<see cref="Verdict.Guessed"/>) or too (<see cref="Verdict.Both"/>);
    /// null for the others.</summary>
    public int? Class { get; set; }

    public string? Note { get; set; }

    /// <summary>Name of the key that said so.</summary>
    public required string By { get; set; }

    public Guid? KeyId { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }

    public void Configure(EntityTypeBuilder<LabelVerdict> builder)
    {
        builder.ToTable("label_verdicts");
        builder
            .HasIndex(verdict => new
            {
                verdict.DatasetId,
                verdict.Image,
                verdict.By,
            })
            .IsUnique();
        builder.Property(verdict => verdict.By).HasMaxLength(200);
        builder.Property(verdict => verdict.Note).HasMaxLength(1000);
        builder.HasOne<Dataset>().WithMany().HasForeignKey(verdict => verdict.DatasetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(verdict => verdict.KeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
