using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Access;

/// <summary>A use of an allowance by a key. It outlives what it was used for: deleting a model gives no attempt
/// back.</summary>
/// <remarks>Written in the transaction that makes its subject: reserved and committed at once. A refund keeps the row
/// and takes it out of the count.</remarks>
public sealed class LedgerEntry : IEntityTypeConfiguration<LedgerEntry>
{
    public Guid Id { get; init; }
    public required Guid ApiKeyId { get; init; }
    public required Allowance Allowance { get; init; }

    /// <summary>The model, evaluation or attack.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Pieces, or seconds.</summary>
    public required double Amount { get; init; }

    public required DateTime At { get; init; }

    /// <summary>When it was given back; null while it counts.</summary>
    public DateTime? RefundedAt { get; set; }

    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("ledger");
        builder.HasIndex(entry => new
        {
            entry.ApiKeyId,
            entry.Allowance,
            entry.At,
        });
        builder.HasIndex(entry => entry.SubjectId);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(entry => entry.ApiKeyId).OnDelete(DeleteBehavior.Cascade);
    }
}
