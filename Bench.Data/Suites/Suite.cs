using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Suites;

/// <summary>One version of a suite: a named list of what is read from which datasets, with a headline. Never changed
/// and never deleted, so that a number under a version means the same for ever.</summary>
public sealed class Suite : IEntityTypeConfiguration<Suite>
{
    public Guid Id { get; init; }

    public required string Key { get; init; }

    /// <summary>From 1; the highest version of a key is in use.</summary>
    public required int Version { get; init; }

    /// <summary>Members and numbers, as JSON.</summary>
    public required string Declaration { get; init; }

    /// <summary>Whether it comes from a declaration file of the service or of its operator, not from the API.</summary>
    public required bool Declared { get; init; }

    /// <summary>The key that made it; null for declared ones, and when that key is gone.</summary>
    public Guid? OwnerKeyId { get; init; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<Suite> builder)
    {
        builder.ToTable("suites");
        builder.HasIndex(suite => new { suite.Key, suite.Version }).IsUnique();
        builder.Property(suite => suite.Key).HasMaxLength(100);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(suite => suite.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
