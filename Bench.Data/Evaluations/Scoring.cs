using Bench.Data.Columns;
using Bench.Data.Labels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Evaluations;

/// <summary>One evaluation seen through one label set: which images were used and which were right.
/// Its numbers are <see cref="Score"/>s.</summary>
public sealed class Scoring : IEntityTypeConfiguration<Scoring>
{
    public Guid Id { get; init; }
    public required Guid EvaluationId { get; init; }
    public required Guid LabelSetId { get; init; }

    /// <summary>The catalogue that made its scores, which says each one's version; null for rows from before it
    /// was recorded.</summary>
    public string? CatalogueId { get; init; }

    /// <summary>Words of the used-images bit set (see Bench.Metrics.BitSet).</summary>
    public required byte[] Used { get; init; }

    /// <summary>Words of the correct-images bit set.</summary>
    public required byte[] Correct { get; init; }

    /// <summary>Words of the set of clean images that its scores are compared with; null where they are compared with
    /// none.</summary>
    public byte[]? CleanUsed { get; init; }

    /// <summary>Words of the set of those that the model gets right, over the same classes.</summary>
    public byte[]? CleanCorrect { get; init; }

    /// <summary>Images left out, by reason.</summary>
    public required Dictionary<string, int> Excluded { get; init; }

    /// <summary>Metrics that these predictions cannot support, with the reason.</summary>
    public required Dictionary<string, string> Missing { get; init; }

    public DateTime CreatedAt { get; init; }

    public List<Score> Scores { get; init; } = [];

    public void Configure(EntityTypeBuilder<Scoring> builder)
    {
        builder.ToTable("scorings");
        builder.HasIndex(scoring => new { scoring.EvaluationId, scoring.LabelSetId }).IsUnique();
        builder.Property(scoring => scoring.CatalogueId).HasMaxLength(32);
        builder.HasIndex(scoring => scoring.CatalogueId);
        builder.Property(scoring => scoring.Excluded).AsJson();
        builder.Property(scoring => scoring.Missing).AsJson();
        builder.HasOne<Evaluation>().WithMany().HasForeignKey(scoring => scoring.EvaluationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<LabelSet>().WithMany().HasForeignKey(scoring => scoring.LabelSetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(scoring => scoring.Scores).WithOne().HasForeignKey(score => score.ScoringId).OnDelete(DeleteBehavior.Cascade);
    }
}
