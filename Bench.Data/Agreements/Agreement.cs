using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Agreements;

/// <summary>Something that must be the same for every process over one database, as the first process had it.</summary>
public sealed class Agreement : IEntityTypeConfiguration<Agreement>
{
    /// <summary>Its subject: <c>log-key</c>, <c>store</c>, <c>variants</c>, <c>key-ring</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A mark that tells whether two processes have the same; never a secret.</summary>
    public required string Value { get; set; }

    public required DateTime At { get; set; }

    public void Configure(EntityTypeBuilder<Agreement> builder)
    {
        builder.ToTable("agreements");
        builder.HasKey(agreement => agreement.Name);
        builder.Property(agreement => agreement.Name).HasMaxLength(32);
    }
}
