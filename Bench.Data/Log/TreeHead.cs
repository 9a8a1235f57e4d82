using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Log;

/// <summary>A head that the service signed: the log had this many entries, and this root over them.</summary>
public sealed class TreeHead : IEntityTypeConfiguration<TreeHead>
{
    public required long Size { get; init; }
    public required byte[] Root { get; init; }
    public required DateTime At { get; init; }
    public required byte[] Signature { get; init; }

    /// <summary>The text that is signed. A line each: what it is, size, root in hexadecimal, time in seconds
    /// (UTC).</summary>
    public static string Text(long size, ReadOnlySpan<byte> root, DateTime at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"bench tree head 1\n{size}\n{Convert.ToHexStringLower(root)}\n{at:yyyy-MM-ddTHH:mm:ssZ}\n"
        );

    public void Configure(EntityTypeBuilder<TreeHead> builder)
    {
        builder.ToTable("tree_heads");
        builder.HasKey(head => head.Size);
        builder.Property(head => head.Size).ValueGeneratedNever();
    }
}
