namespace Bench.Api.Trail;

/// <summary>How much the audit log keeps of who asked; section <c>Bench:Audit</c>.</summary>
public sealed record TrailOptions
{
    public const string Section = "Bench:Audit";

    /// <summary>How much of the address of a client is kept. Default its network.</summary>
    public KeptAddress Address { get; init; } = KeptAddress.Network;
}
