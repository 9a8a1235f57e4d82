using Bench.Data.Access;
using Bench.Data.Columns;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Attacks;

/// <summary>One attack on one model over images of one dataset. It is done slice by slice; <see cref="ResultsBlob"/> holds the images that
/// are done so far.</summary>
/// <remarks>A slice commits the new blob, the summary, and the item of the next slice in one transaction: whoever dies in between leaves
/// the row as the slice before left it, and this slice is done again with the same numbers.</remarks>
public sealed class Attack : IEntityTypeConfiguration<Attack>
{
    public Guid Id { get; init; }
    public required Guid ModelId { get; init; }
    public required Guid DatasetId { get; init; }
    public Guid? OwnerKeyId { get; init; }

    /// <summary>Threat model, attack, budget and seed, as JSON.</summary>
    public required string Spec { get; init; }

    /// <summary>The model's preprocessing contract, as canonical JSON.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>Queued, running, completed, failed or cancelled.</summary>
    public EvaluationState State { get; set; }
    public Failure? Failure { get; set; }

    /// <summary>Images to attack; what was asked for until the first slice has counted them.</summary>
    public int Total { get; set; }

    /// <summary>Images that are done, in the order in which they are chosen.</summary>
    public int Done { get; set; }

    /// <summary>How the model is run, as JSON; null until it runs.</summary>
    public string? Record { get; set; }

    /// <summary>Blob key of the images that are done.</summary>
    public string? ResultsBlob { get; set; }

    /// <summary>What these say, as JSON.</summary>
    public string? Summary { get; set; }

    public DateTime CreatedAt { get; init; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }

    public void Configure(EntityTypeBuilder<Attack> builder)
    {
        builder.ToTable("attacks");
        builder.Property(attack => attack.Failure).AsJson();
        builder.HasIndex(attack => new { attack.ModelId, attack.DatasetId });
        builder.HasIndex(attack => attack.DatasetId);
        builder.HasIndex(attack => attack.OwnerKeyId);
        builder.HasOne<Model>().WithMany().HasForeignKey(attack => attack.ModelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Dataset>().WithMany().HasForeignKey(attack => attack.DatasetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(attack => attack.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
