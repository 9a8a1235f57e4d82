using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Access;

/// <summary>The answer once given under an <c>Idempotency-Key</c>, so that a repeated request gets it again and changes
/// nothing.</summary>
public sealed class IdempotentRequest : IEntityTypeConfiguration<IdempotentRequest>
{
    public Guid Id { get; init; }
    public required Guid ApiKeyId { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: the same key with another request is refused.</summary>
    public required string RequestHash { get; init; }

    public required int StatusCode { get; init; }
    public required string Response { get; init; }
    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.ToTable("idempotent_requests");
        builder.Property(request => request.Key).HasMaxLength(200);
        builder.HasIndex(request => new { request.ApiKeyId, request.Key }).IsUnique();
    }
}
