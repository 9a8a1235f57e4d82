using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bench.Data.Access;

/// <summary>A key that belongs to a team.</summary>
public sealed class TeamMember : IEntityTypeConfiguration<TeamMember>
{
    public required Guid TeamId { get; init; }
    public required Guid KeyId { get; init; }

    /// <summary>Whether the key may add and remove members.</summary>
    public bool IsOwner { get; set; }

    public DateTime AddedAt { get; init; }

    public void Configure(EntityTypeBuilder<TeamMember> builder)
    {
        builder.ToTable("team_members");
        builder.HasKey(member => new { member.TeamId, member.KeyId });
        builder.HasIndex(member => member.KeyId);
        builder.HasOne<Team>().WithMany().HasForeignKey(member => member.TeamId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(member => member.KeyId).OnDelete(DeleteBehavior.Cascade);
    }
}
