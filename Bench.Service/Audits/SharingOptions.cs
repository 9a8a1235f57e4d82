namespace Bench.Service.Audits;

/// <summary>What of the audits readers see; operators see all of it.</summary>
public sealed record SharingOptions
{
    public const string Section = "Bench:Audits";

    /// <summary>Whether readers see which entries share their mistakes.</summary>
    public bool ShowSharedMistakes { get; init; }
}
