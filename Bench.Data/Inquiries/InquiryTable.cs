using Bench.Data.Access;
using Bench.Data.Columns;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Inquiries;

/// <summary>One table for all kinds of inquiries.</summary>
internal sealed class InquiryTable : IEntityTypeConfiguration<Inquiry>
{
    public void Configure(EntityTypeBuilder<Inquiry> builder)
    {
        builder.ToTable("inquiries");
        builder.HasDiscriminator<string>("Type");
        builder.Property<string>("Type").HasMaxLength(32);
        builder.Property(inquiry => inquiry.Failure).AsJson();
        builder.HasIndex(inquiry => new { inquiry.ModelId, inquiry.DatasetId });
        builder.HasIndex(inquiry => inquiry.OwnerKeyId);
        builder.HasOne<Model>().WithMany().HasForeignKey(inquiry => inquiry.ModelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Dataset>().WithMany().HasForeignKey(inquiry => inquiry.DatasetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(inquiry => inquiry.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
