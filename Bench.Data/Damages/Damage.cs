using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Damages;

/// <summary>Damage that was found and not repaired since, as /health lists it. A verification of the whole store
/// replaces all rows by what it finds.</summary>
public sealed class Damage : IEntityTypeConfiguration<Damage>
{
    /// <summary>A blob's key, or a picture as <c>dataset/path</c>.</summary>
    public required string Subject { get; init; }

    public required string Code { get; init; }
    public required DateTime FoundAt { get; init; }

    public void Configure(EntityTypeBuilder<Damage> builder)
    {
        builder.ToTable("damages");
        builder.HasKey(damage => damage.Subject);
        builder.Property(damage => damage.Code).HasMaxLength(64);
    }
}
