namespace Bench.Service.Audits;

/// <summary>The parts of the audits that readers see; operators see all of it.</summary>
public sealed record SharingOptions
{
    public const string Section = "Bench:Audits";

    /// <summary>Whether readers see which entries share their mistakes.</summary>
    public bool ShowSharedMistakes { get; init; }
}
