using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Views;

/// <summary>A view of a page that somebody gave a name, under a short link.</summary>
public sealed class SavedView : IEntityTypeConfiguration<SavedView>
{
    public Guid Id { get; init; }

    /// <summary>The end of the short link: letters and digits that are not mistaken for each other.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Path and query of the page, for example <c>/?metric=ece</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The key that saved it; null when that key is gone.</summary>
    public Guid? OwnerKeyId { get; init; }

    public DateTime CreatedAt { get; init; }

    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.HasIndex(view => view.Code).IsUnique();
        builder.Property(view => view.Code).HasMaxLength(16);
        builder.Property(view => view.Name).HasMaxLength(200);
        builder.Property(view => view.Address).HasMaxLength(2000);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(view => view.OwnerKeyId).OnDelete(DeleteBehavior.SetNull);
    }
}
