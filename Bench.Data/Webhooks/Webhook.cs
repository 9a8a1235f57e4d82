using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Webhooks;

/// <summary>An address that is notified when an evaluation of its key changes state.</summary>
public sealed class Webhook : IEntityTypeConfiguration<Webhook>
{
    public Guid Id { get; init; }
    public required Guid ApiKeyId { get; init; }
    public required string Url { get; init; }

    /// <summary>The secret that signs deliveries, encrypted: signing needs the text, so a hash would not do. The keys
    /// to it are files, not rows.</summary>
    public required string ProtectedSecret { get; init; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("webhooks");
        builder.Property(webhook => webhook.Url).HasMaxLength(2000);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(webhook => webhook.ApiKeyId).OnDelete(DeleteBehavior.Cascade);
    }
}
