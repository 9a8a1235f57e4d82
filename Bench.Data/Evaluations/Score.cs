using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Evaluations;

/// <summary>One number of one scoring. The label set is repeated here so that one index answers the
/// leaderboard.</summary>
public sealed class Score : IEntityTypeConfiguration<Score>
{
    public long Id { get; init; }
    public Guid ScoringId { get; init; }
    public required Guid EvaluationId { get; init; }
    public required Guid LabelSetId { get; init; }
    public required string Metric { get; init; }
    public required double Value { get; init; }
    public double? CiLow { get; init; }
    public double? CiHigh { get; init; }
    public required int N { get; init; }

    /// <summary>Why it has no interval, as a code of Bench.Metrics.NoInterval; null where it has one, and for rows from before it was
    /// recorded.</summary>
    public string? WhyNoInterval { get; init; }

    public void Configure(EntityTypeBuilder<Score> builder)
    {
        builder.ToTable("scores");
        builder.Property(score => score.Metric).HasMaxLength(64);
        builder.Property(score => score.WhyNoInterval).HasMaxLength(32);
        // A board's column is one range of this index, and nothing but this index.
        builder
            .HasIndex(score => new
            {
                score.LabelSetId,
                score.Metric,
                score.EvaluationId,
                score.Value,
                score.CiLow,
                score.CiHigh,
                score.N,
            })
            .HasDatabaseName("ix_scores_board");
        builder
            .HasIndex(score => new
            {
                score.EvaluationId,
                score.LabelSetId,
                score.Metric,
            })
            .IsUnique();
    }
}
