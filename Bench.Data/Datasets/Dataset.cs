using Bench.Data.Access;
using Bench.Data.Columns;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Datasets;

/// <summary>A registered dataset. Its images are a manifest (ordered ids with content hashes) in the blob store; pixels
/// never enter the database.</summary>
public sealed class Dataset : IEntityTypeConfiguration<Dataset>
{
    public Guid Id { get; init; }
    public required string Key { get; init; }
    public required string Variant { get; init; }
    public required string Layout { get; init; }

    /// <summary>Folder or file, relative to the datasets root.</summary>
    public required string Path { get; init; }

    /// <summary>Key of the class space, or the file (relative to the datasets root) that lists it.</summary>
    public required string Classes { get; init; }

    /// <summary>Key of the dataset that its numbers are compared with; null leaves it to the variant (see
    /// Bench.Workers' Counterparts).</summary>
    public string? CleanDataset { get; set; }

    /// <summary>Whether its images show none of the classes: what a model says of them is compared with what it says of
    /// the clean dataset, and no label is right.</summary>
    public bool OutOfDistribution { get; init; }

    /// <summary>Whether the operator asks for it to be scored over the classes it has alone; known variants say so
    /// themselves.</summary>
    public bool Masked { get; init; }

    /// <summary>Model whose right answers say which images can still be recognised; null where the operator designated
    /// none, unknown once that model is deleted.</summary>
    public Guid? OracleModelId { get; set; }

    public DatasetState State { get; set; }
    public Failure? Failure { get; set; }

    /// <summary>Doubts about its labels.</summary>
    public List<Check> Checks { get; set; } = [];

    /// <summary>Blob key of the manifest; null until the import has finished.</summary>
    public string? ManifestBlob { get; set; }

    public string? ManifestHash { get; set; }

    /// <summary>Blob key of the class space.</summary>
    public string? ClassSpaceBlob { get; set; }

    public int ImageCount { get; set; }

    /// <summary>Classes that the dataset scores over: the mask's size, else the class space's.</summary>
    public int ClassCount { get; set; }

    /// <summary>Width of a model's output over this class space.</summary>
    public int ClassSpaceSize { get; set; }

    /// <summary>Whether there are pictures to run a model over, or a list alone.</summary>
    public bool HasImages { get; set; }

    /// <summary>Whether its pictures were unpacked from an archive, next to the datasets.</summary>
    public bool Unpacked { get; set; }

    /// <summary>The dataset that its pictures are made from; null where they are its own.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>How they are made.</summary>
    public GenerationRecipe? Recipe { get; init; }

    /// <summary>SHA-256 of the file with boxes of its objects; null where there is none.</summary>
    public string? BoxesHash { get; set; }

    /// <summary>Images that have a box.</summary>
    public int BoxedImages { get; set; }

    /// <summary>Until when the labels of half of its images are kept back; null where all are given from the
    /// start.</summary>
    public DateTime? HeldOutUntil { get; init; }

    /// <summary>Whether of an owner's tries only those are reported that are significantly better than all
    /// before.</summary>
    public bool Ladder { get; init; }

    /// <summary>Whether labels are kept back now.</summary>
    public bool HoldsOut(DateTime now) => HeldOutUntil > now;

    /// <summary>A private dataset has no owner but the operators.</summary>
    public Visibility Visibility { get; set; }

    /// <summary>Who sees it where <see cref="Visibility"/> says team; null once the team is gone.</summary>
    public Guid? TeamId { get; set; }

    /// <summary>From when on it is public whatever <see cref="Visibility"/> says; null for never.</summary>
    public DateTime? PublicFrom { get; set; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<Dataset> builder)
    {
        builder.ToTable("datasets");
        builder.Property(dataset => dataset.Key).HasMaxLength(100);
        builder.HasIndex(dataset => dataset.Key).IsUnique();
        builder.Property(dataset => dataset.CleanDataset).HasMaxLength(100);
        builder.Property(dataset => dataset.Failure).AsJson();
        builder.Property(dataset => dataset.Recipe).AsJson();
        builder.Property(dataset => dataset.Checks).AsJson();
        builder.Property(dataset => dataset.Visibility).HasDefaultValue(Visibility.Public);
        builder.Property(dataset => dataset.BoxesHash).HasMaxLength(64);
        builder.HasIndex(dataset => dataset.Visibility).HasFilter("visibility <> 'Public'");
        builder.HasOne<Team>().WithMany().HasForeignKey(dataset => dataset.TeamId).OnDelete(DeleteBehavior.SetNull);
    }
}
