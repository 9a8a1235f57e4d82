using Bench.Data.Log;

namespace Bench.Api.Log;

/// <summary>The log now.</summary>
/// <param name="PublicKey">Ed25519 key that heads are signed with, hexadecimal.</param>
internal sealed record LogView(string PublicKey, SignedHead Head);

/// <summary>An entry at its place.</summary>
/// <param name="Body">One JSON object; null where it tells of something that the reader may not see.</param>
/// <param name="LeafHash">SHA-256 over a zero byte and the body's bytes, hexadecimal: with it the tree can be checked
/// without the body.</param>
internal sealed record LogEntryView(long Place, LogEntryKind Kind, string? Body, string LeafHash);

/// <summary>Proof that an entry is in the log. Hashes are hexadecimal.</summary>
internal sealed record InclusionProof(long Place, long Size, string LeafHash, IReadOnlyList<string> Path);

/// <summary>Shows one log to be the beginning of another. Hashes are hexadecimal.</summary>
internal sealed record ConsistencyProof(long From, long To, IReadOnlyList<string> Path);

/// <summary>A board under a name that can be cited.</summary>
/// <param name="Rows">Address of each receipt at that time, not superseded and not retracted.</param>
internal sealed record ReleaseView(string Name, string? Note, DateTime At, SignedHead Head, IReadOnlyList<ReleaseRow>? Rows);

/// <param name="Address">The row with its proofs.</param>
internal sealed record ReleaseRow(Guid Evaluation, string Dataset, string LabelSet, long Place, string Address);

/// <summary>Freezes the board.</summary>
/// <param name="Name">As it is cited: letters, digits, '.', '-' and '_', for example <c>v2026.1</c>.</param>
/// <param name="Note">What it is for.</param>
internal sealed record FreezeRequest(string Name, string? Note = null);
