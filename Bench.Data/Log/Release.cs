using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Log;

/// <summary>A board frozen under a name that can be cited: what the log held at one tree head.</summary>
public sealed class Release : IEntityTypeConfiguration<Release>
{
    public required string Name { get; init; }
    public string? Note { get; init; }

    /// <summary>Size of the tree head; the entry that tells of the release is its last.</summary>
    public required long Size { get; init; }

    public required DateTime At { get; init; }

    public void Configure(EntityTypeBuilder<Release> builder)
    {
        builder.ToTable("releases");
        builder.HasKey(release => release.Name);
        builder.Property(release => release.Name).HasMaxLength(64);
    }
}
