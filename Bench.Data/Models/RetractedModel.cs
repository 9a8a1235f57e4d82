using Bench.Data.Columns;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Models;

/// <summary>The record of an entry that was deleted, written in the transaction that deletes it. Its measurements are
/// in the log, under the ids of its evaluations.</summary>
public sealed class RetractedModel : IEntityTypeConfiguration<RetractedModel>
{
    /// <summary>Id that the entry had.</summary>
    public Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Name of the key that submitted it, as it was then; null when that key was gone.</summary>
    public string? Owner { get; init; }

    public DateTime SubmittedAt { get; init; }

    /// <summary>Name of the key that deleted it, as it was then.</summary>
    public required string RetractedBy { get; init; }

    public DateTime RetractedAt { get; init; }

    /// <summary>The reason given with the deletion; null where none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Its evaluations, oldest first.</summary>
    public List<Guid> Evaluations { get; init; } = [];

    public void Configure(EntityTypeBuilder<RetractedModel> builder)
    {
        builder.ToTable("retracted_models");
        builder.Property(model => model.Name).HasMaxLength(200);
        builder.Property(model => model.Reason).HasMaxLength(500);
        builder.Property(model => model.Evaluations).AsJson();
    }
}
