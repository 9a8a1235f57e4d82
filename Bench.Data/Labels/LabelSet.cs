using Bench.Data.Columns;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Labels;

/// <summary>One label set of a dataset: immutable, versioned, hashed. A correction is a new version; the newest is the current
/// one.</summary>
public sealed class LabelSet : IEntityTypeConfiguration<LabelSet>
{
    public Guid Id { get; init; }
    public required Guid DatasetId { get; init; }
    public required string Key { get; init; }
    public required int Version { get; init; }

    /// <summary><c>single</c>, <c>set</c>, <c>slice</c> or <c>annotations</c>.</summary>
    public required string Kind { get; init; }

    public required string Format { get; init; }
    public string? Source { get; init; }

    /// <summary>SHA-256 of the file it was imported from; null when the layout made it.</summary>
    public string? SourceSha256 { get; init; }

    /// <summary>SHA-256 of the stored labels.</summary>
    public required string Hash { get; init; }

    public required string Blob { get; init; }

    /// <summary>Images used.</summary>
    public required int Used { get; init; }

    /// <summary>Images left out, by reason.</summary>
    public required Dictionary<string, int> Excluded { get; init; }

    /// <summary>Doubts about these labels.</summary>
    public List<Check> Checks { get; set; } = [];

    /// <summary>False once there is a newer version of the same key.</summary>
    public bool IsCurrent { get; set; } = true;

    /// <summary>Counts the times that scorings under it came, went or were replaced: the version of its board. See
    /// <c>AdvanceRevisionsAsync</c>.</summary>
    public long Revision { get; set; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<LabelSet> builder)
    {
        builder.ToTable("label_sets");
        builder.Property(set => set.Key).HasMaxLength(100);
        builder
            .HasIndex(set => new
            {
                set.DatasetId,
                set.Key,
                set.Version,
            })
            .IsUnique();
        builder.Property(set => set.Excluded).AsJson();
        builder.Property(set => set.Checks).AsJson();
        builder.HasOne<Dataset>().WithMany().HasForeignKey(set => set.DatasetId).OnDelete(DeleteBehavior.Cascade);
    }
}
