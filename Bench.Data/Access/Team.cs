using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Access;

/// <summary>Keys that see each other's team entries, and the datasets that operators share with them.</summary>
public sealed class Team : IEntityTypeConfiguration<Team>
{
    public Guid Id { get; init; }
    public required string Name { get; init; }
    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<Team> builder)
    {
        builder.ToTable("teams");
        builder.Property(team => team.Name).HasMaxLength(100);
        builder.HasIndex(team => team.Name).IsUnique();
    }
}
