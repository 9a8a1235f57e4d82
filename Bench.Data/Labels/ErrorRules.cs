using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Labels;

/// <summary>An error-rules file that an operator registered: superclasses, and classes that are really one. The newest
/// one is in use.</summary>
public sealed class ErrorRules : IEntityTypeConfiguration<ErrorRules>
{
    public Guid Id { get; init; }
    public string? Source { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Hash { get; init; }

    public required string Blob { get; init; }

    /// <summary>Superclasses in it.</summary>
    public required int Superclasses { get; init; }

    /// <summary>Pairs of a label and a prediction that is as good.</summary>
    public required int CollapsedPairs { get; init; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<ErrorRules> builder)
    {
        builder.ToTable("error_rules");
        builder.Property(rules => rules.Hash).HasMaxLength(64);
    }
}
