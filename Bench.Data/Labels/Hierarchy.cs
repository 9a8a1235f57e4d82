using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Labels;

/// <summary>An is-a file that an operator registered: how severe a mistake is. The newest one is in use.</summary>
public sealed class Hierarchy : IEntityTypeConfiguration<Hierarchy>
{
    public Guid Id { get; init; }
    public string? Source { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Hash { get; init; }

    public required string Blob { get; init; }

    /// <summary>Is-a relations in it.</summary>
    public required int Relations { get; init; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<Hierarchy> builder)
    {
        builder.ToTable("hierarchies");
        builder.Property(hierarchy => hierarchy.Hash).HasMaxLength(64);
    }
}
