using Bench.Data.Access;
using Bench.Data.Columns;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Explanations;

/// <summary>What in one image, or in those of a sample, a model's answer rests on.</summary>
/// <remarks>It is made in one go: blob, summary and the end are committed in one transaction. Whoever dies before leaves a row that waits,
/// and it is made again with the same numbers.</remarks>
public sealed class Explanation : IEntityTypeConfiguration<Explanation>
{
    public Guid Id { get; init; }
    public required Guid ModelId { get; init; }
    public required Guid DatasetId { get; init; }
    public Guid? OwnerKeyId { get; init; }

    /// <summary>Index of the image in the dataset; null for a sample.</summary>
    public int? Image { get; init; }

    /// <summary>Method, budget and seed, as JSON.</summary>
    public required string Spec { get; init; }

    /// <summary>The model's preprocessing contract, as canonical JSON.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>Queued, running, completed or failed.</summary>
    public EvaluationState State { get; set; }
    public Failure? Failure { get; set; }

    /// <summary>How the model was run, as JSON; null before.</summary>
    public string? Record { get; set; }

    /// <summary>Blob key of the images with their maps.</summary>
    public string? ResultsBlob { get; set; }

    /// <summary>What the images say, without their maps, as JSON.</summary>
    public string? Summary { get; set; }

    public DateTime CreatedAt { get; init; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }

    public void Configure(EntityTypeBuilder<Explanation> builder)
    {
        builder.ToTable("explanations");
        builder.Property(explanation => explanation.Failure).AsJson();
        builder.HasIndex(explanation => explanation.ModelId);
        builder.HasIndex(explanation => new { explanation.DatasetId, explanation.Image });
        builder.HasIndex(explanation => explanation.OwnerKeyId);
        builder.HasOne<Model>().WithMany().HasForeignKey(explanation => explanation.ModelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Dataset>().WithMany().HasForeignKey(explanation => explanation.DatasetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(explanation => explanation.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
