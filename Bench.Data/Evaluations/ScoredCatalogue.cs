using Bench.Data.Columns;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Evaluations;

/// <summary>The metrics of a build that has worked on this database, with their versions. A <see cref="Scoring"/> names
/// the one that made it, so every score knows its version.</summary>
public sealed class ScoredCatalogue : IEntityTypeConfiguration<ScoredCatalogue>
{
    /// <summary>Name of this set of versions (see Bench.Metrics.Catalogue.MetricVersions).</summary>
    public required string Id { get; init; }

    /// <summary>Version of each metric.</summary>
    public required Dictionary<string, int> Versions { get; init; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<ScoredCatalogue> builder)
    {
        builder.ToTable("scored_catalogues");
        builder.Property(catalogue => catalogue.Id).HasMaxLength(32);
        builder.Property(catalogue => catalogue.Versions).AsJson();
    }
}
