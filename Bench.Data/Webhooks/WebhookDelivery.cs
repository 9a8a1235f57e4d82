using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Webhooks;

/// <summary>One event on its way to one webhook: the outbox, and afterwards the log. The row is the truth; the Hangfire
/// job that carries its id may come twice or never.</summary>
public sealed class WebhookDelivery : IEntityTypeConfiguration<WebhookDelivery>
{
    public Guid Id { get; init; }
    public required Guid WebhookId { get; init; }

    /// <summary>Kind of the event, as written in the body.</summary>
    public required string Type { get; init; }

    /// <summary>JSON, byte for byte the same at every attempt.</summary>
    public required string Body { get; init; }

    public DeliveryState State { get; set; }
    public int Attempts { get; set; }

    /// <summary>When it is to be sent next; while it is being sent, when that is given up for dead.</summary>
    public DateTime NextAttemptAt { get; set; }

    public DateTime CreatedAt { get; init; }
    public DateTime? DeliveredAt { get; set; }

    /// <summary>HTTP status of the last answer; null when there was none.</summary>
    public int? LastStatus { get; set; }

    public string? LastError { get; set; }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.Property(delivery => delivery.Type).HasMaxLength(64);
        builder.HasIndex(delivery => new { delivery.State, delivery.NextAttemptAt });
        builder.HasOne<Webhook>().WithMany().HasForeignKey(delivery => delivery.WebhookId).OnDelete(DeleteBehavior.Cascade);
    }
}
