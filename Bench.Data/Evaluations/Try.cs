using Bench.Data.Datasets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Evaluations;

/// <summary>An evaluation as a try of its owner's at a dataset. It outlives the evaluation: who deletes a model takes
/// no try back.</summary>
/// <remarks>Written in the transaction that makes the evaluation; its outcome in the one that ends it.</remarks>
public sealed class Try : IEntityTypeConfiguration<Try>
{
    /// <summary>The evaluation, which may be gone.</summary>
    public required Guid EvaluationId { get; init; }

    public required Guid DatasetId { get; init; }

    /// <summary>The key that asked for it; null where none did.</summary>
    public Guid? OwnerKeyId { get; init; }

    public TryOutcome Outcome { get; set; }

    /// <summary>Words of its sets of used and of right images under the dataset's own labels, where the dataset's
    /// ladder reported it: what later tries have to be better than.</summary>
    public byte[]? Used { get; set; }

    public byte[]? Correct { get; set; }

    public void Configure(EntityTypeBuilder<Try> builder)
    {
        builder.ToTable("tries");
        builder.HasKey(each => each.EvaluationId);
        builder.Property(each => each.EvaluationId).ValueGeneratedNever();
        builder.HasIndex(each => new { each.DatasetId, each.OwnerKeyId });
        builder.HasOne<Dataset>().WithMany().HasForeignKey(each => each.DatasetId).OnDelete(DeleteBehavior.Cascade);
    }
}
