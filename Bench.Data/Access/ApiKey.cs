using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Access;

/// <summary>A key that opens the API. Only its hash is kept; the text is shown once, when it is made.</summary>
public sealed class ApiKey : IEntityTypeConfiguration<ApiKey>
{
    public Guid Id { get; init; }
    public required string Name { get; init; }
    public required Role Role { get; init; }

    /// <summary>SHA-256 of the whole key text, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The first characters of the key, for people to tell keys apart.</summary>
    public required string Prefix { get; init; }

    public DateTime CreatedAt { get; init; }
    public DateTime? RevokedAt { get; set; }

    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasIndex(key => key.Hash).IsUnique();
        builder.Property(key => key.Hash).HasMaxLength(64);
        builder.Property(key => key.Name).HasMaxLength(200);
    }
}
