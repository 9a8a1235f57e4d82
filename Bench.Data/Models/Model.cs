using Bench.Data.Access;
using Bench.Data.Blobs;
using Bench.Data.Columns;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Models;

/// <summary>Somebody's entry over a model file: name, owner, contract, description. The file is content-addressed and
/// shared by all entries over the same bytes.</summary>
/// <remarks>One owner has one entry for each contract over a file. A predictions-only submission has an entry without a
/// file.</remarks>
public sealed class Model : IEntityTypeConfiguration<Model>
{
    public Guid Id { get; init; }

    /// <summary>SHA-256 of the uploaded file, hexadecimal; null for predictions-only submissions.</summary>
    public string? Sha256 { get; init; }

    public long FileSize { get; init; }
    public string? FileName { get; init; }

    /// <summary>Whether the file is a .zip with external data.</summary>
    public bool IsArchive => FileName?.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Blob key of the file; null for predictions-only submissions.</summary>
    public string? Blob => Sha256 is { } sha256 ? BlobKeys.Model(sha256, IsArchive) : null;

    public required string Name { get; set; }
    public string? Description { get; set; }
    public string? Architecture { get; set; }
    public string? TrainingData { get; set; }
    public string? License { get; set; }
    public string? Url { get; set; }
    public Guid? ParentModelId { get; set; }

    /// <summary>Words that its owner sorts it under, as <see cref="ModelTags"/> keeps them.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>The preprocessing contract of the manifest, as canonical JSON; null means the defaults.</summary>
    public string? Preprocessing { get; set; }

    /// <summary>The rest of the manifest that inference reads (output name, background class, …), as canonical
    /// JSON.</summary>
    public string? Contract { get; init; }

    /// <summary>SHA-256 of <see cref="Preprocessing"/> and <see cref="Contract"/>, hexadecimal: with the file's hash
    /// and the owner it names the entry. Null without a file.</summary>
    public string? ContractHash { get; init; }

    public Guid? OwnerKeyId { get; init; }

    public Visibility Visibility { get; set; }

    /// <summary>Who sees it where <see cref="Visibility"/> says team; null once the team is gone, which leaves its
    /// owner.</summary>
    public Guid? TeamId { get; set; }

    /// <summary>From when on it is public whatever <see cref="Visibility"/> says; null for never.</summary>
    public DateTime? PublicFrom { get; set; }

    public DateTime CreatedAt { get; init; }

    public ModelState State { get; set; }
    public Failure? Failure { get; set; }

    /// <summary>Choices made about it, and what is doubtful: each of its evaluations carries them too.</summary>
    public List<Check> Checks { get; set; } = [];

    /// <summary>The graph as the file describes it (static admission: inputs, outputs, opsets, weights), as JSON; null
    /// for predictions-only submissions.</summary>
    public string? Graph { get; init; }

    /// <summary>Findings of the inspection, as JSON; null until it has run.</summary>
    public string? Inspection { get; set; }

    public long? Parameters { get; set; }

    /// <summary>Multiply-accumulates for one image.</summary>
    public long? Macs { get; set; }

    /// <summary>fp32, fp16, int8 or mixed.</summary>
    public string? Precision { get; set; }

    public void Configure(EntityTypeBuilder<Model> builder)
    {
        builder.ToTable("models");
        builder
            .HasIndex(model => new
            {
                model.Sha256,
                model.OwnerKeyId,
                model.ContractHash,
            })
            .IsUnique();
        builder.Property(model => model.ContractHash).HasMaxLength(64);
        builder.HasIndex(model => model.Name);
        builder.Property(model => model.Name).HasMaxLength(200);
        builder.Property(model => model.Failure).AsJson();
        builder.Property(model => model.Checks).AsJson();
        builder.Property(model => model.Tags).AsJson();
        builder.Property(model => model.Visibility).HasDefaultValue(Visibility.Public);
        builder.HasIndex(model => model.Visibility).HasFilter("visibility <> 'Public'");
        builder.HasOne<Team>().WithMany().HasForeignKey(model => model.TeamId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Model>().WithMany().HasForeignKey(model => model.ParentModelId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(model => model.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
