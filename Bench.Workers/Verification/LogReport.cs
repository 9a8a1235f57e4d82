namespace Bench.Workers.Verification;

/// <summary>How much of the log was checked.</summary>
/// <param name="Entries">Entries that were hashed again.</param>
/// <param name="Heads">Signed tree heads that were compared with the tree over them.</param>
/// <param name="SignaturesChecked">Whether the log's key is here, so that signatures were checked too.</param>
/// <param name="Rows">Rows whose numbers were compared with their newest receipts.</param>
public sealed record LogReport(long Entries, int Heads, bool SignaturesChecked, int Rows);
