using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Access;

/// <summary>One request that was to change something: whose key, from where, what, and how it ended.</summary>
/// <remarks>Written before the request is carried out; the outcome is added once, when its answer begins. Nothing else
/// changes a row, and it refers to nothing, so that it outlives what it tells of.</remarks>
public sealed class AuditEntry : IEntityTypeConfiguration<AuditEntry>
{
    public Guid Id { get; init; }
    public required DateTime At { get; init; }
    public required Guid KeyId { get; init; }

    /// <summary>The key's name.</summary>
    public required string KeyName { get; init; }

    /// <summary>Where it came from, as far as the settings have it kept.</summary>
    public string? Address { get; init; }

    /// <summary>The operation, as the contract names it; of a page its method and address.</summary>
    public required string Action { get; init; }

    /// <summary>The address that it was sent to, which holds the id of the thing.</summary>
    public required string Path { get; init; }

    /// <summary>The address of what it made.</summary>
    public string? Made { get; set; }

    /// <summary>HTTP status of the answer; null while there is none, and for good where the process or the connection
    /// died.</summary>
    public int? Status { get; set; }

    /// <summary>Code of the refusal.</summary>
    public string? Code { get; set; }

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit");
        builder.HasIndex(entry => entry.At);
        builder.HasIndex(entry => entry.KeyId);
        builder.Property(entry => entry.KeyName).HasMaxLength(200);
        builder.Property(entry => entry.Address).HasMaxLength(64);
        builder.Property(entry => entry.Action).HasMaxLength(200);
        builder.Property(entry => entry.Path).HasMaxLength(500);
        builder.Property(entry => entry.Made).HasMaxLength(500);
        builder.Property(entry => entry.Code).HasMaxLength(100);
    }
}
