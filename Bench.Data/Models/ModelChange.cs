using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Models;

/// <summary>One field of a model's description that was changed after its submission: what it said before, what it says
/// since, and whose key changed it.</summary>
public sealed class ModelChange : IEntityTypeConfiguration<ModelChange>
{
    public Guid Id { get; init; }
    public required Guid ModelId { get; init; }

    /// <summary>The key that changed it; null when that key is gone.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>Name of the field, as the API spells it.</summary>
    public required string Field { get; init; }

    public string? Before { get; init; }
    public string? After { get; init; }
    public DateTime ChangedAt { get; init; }

    public void Configure(EntityTypeBuilder<ModelChange> builder)
    {
        builder.ToTable("model_changes");
        builder.HasIndex(change => change.ModelId);
        builder.Property(change => change.Field).HasMaxLength(50);
        builder.HasOne<Model>().WithMany().HasForeignKey(change => change.ModelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(change => change.KeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
