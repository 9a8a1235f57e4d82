using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Access;

/// <summary>A resumable upload (tus) on its way; its bytes are in the data directory's <c>uploads</c> folder under its
/// id.</summary>
public sealed class Upload : IEntityTypeConfiguration<Upload>
{
    public Guid Id { get; init; }
    public required Guid ApiKeyId { get; init; }
    public required long Length { get; init; }
    public string? FileName { get; init; }
    public string? Metadata { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; set; }

    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("uploads");
        builder.HasIndex(upload => upload.ExpiresAt);
    }
}
