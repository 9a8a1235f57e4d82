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
    public required string Hash { get; set; }

    /// <summary>The first characters of the key, for people to tell keys apart.</summary>
    public required string Prefix { get; set; }

    /// <summary>Hash of the text before the last rotation, which opens too until <see cref="PreviousUntil"/>.</summary>
    public string? PreviousHash { get; set; }

    public DateTime? PreviousUntil { get; set; }

    /// <summary>Issuer and subject of the person who signs in as it at an identity provider; null for a key that
    /// somebody holds.</summary>
    public string? Subject { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>From when on it opens nothing; null for a key without end.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>Its last request, to about a minute; null before the first.</summary>
    public DateTime? LastUsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }

    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasIndex(key => key.Hash).IsUnique();
        builder.HasIndex(key => key.PreviousHash).IsUnique();
        builder.HasIndex(key => key.Subject).IsUnique();
        builder.Property(key => key.Subject).HasMaxLength(500);
        builder.Property(key => key.Hash).HasMaxLength(64);
        builder.Property(key => key.PreviousHash).HasMaxLength(64);
        builder.Property(key => key.Name).HasMaxLength(200);
    }
}
