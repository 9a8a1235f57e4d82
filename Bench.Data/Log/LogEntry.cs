using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Log;

/// <summary>One entry of the log that anyone can verify. It is written in the transaction of what it tells, without a
/// place, and given its place moments later; nothing changes or removes it afterwards.</summary>
public sealed class LogEntry : IEntityTypeConfiguration<LogEntry>
{
    /// <summary>Order of writing.</summary>
    public long Id { get; init; }

    /// <summary>Index of the leaf in the tree, from 0 without gaps; null until the entry has its place.</summary>
    public long? Place { get; set; }

    public required LogEntryKind Kind { get; init; }
    public required Guid EvaluationId { get; init; }
    public Guid? LabelSetId { get; init; }

    /// <summary>The entry itself: one JSON object. The leaf's hash is over its UTF-8 bytes, to the last
    /// blank.</summary>
    public required string Body { get; init; }

    public byte[]? LeafHash { get; set; }

    /// <summary>Whether its evaluation was removed while not everybody saw it: then the body is given out to nobody any
    /// more. While there is an evaluation, its readers see the body.</summary>
    public bool Withheld { get; set; }

    public void Configure(EntityTypeBuilder<LogEntry> builder)
    {
        builder.ToTable("log_entries");
        builder.HasIndex(entry => entry.Place).IsUnique();
        builder.HasIndex(entry => new { entry.EvaluationId, entry.Kind });
    }
}
