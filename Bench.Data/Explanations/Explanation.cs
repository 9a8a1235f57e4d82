using Bench.Data.Inquiries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Explanations;

/// <summary>A request to show what in one image, or in those of a sample, a model's answer rests on. It is made in one
/// go; the blob holds the images with their maps.</summary>
public sealed class Explanation : Inquiry, IEntityTypeConfiguration<Explanation>
{
    /// <summary>Index of the image in the dataset; null for a sample.</summary>
    public int? Image { get; init; }

    public void Configure(EntityTypeBuilder<Explanation> builder) =>
        builder.HasIndex(explanation => new { explanation.DatasetId, explanation.Image });
}
