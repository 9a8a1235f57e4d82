namespace Bench.Api.Log;

/// <summary>One step of an inclusion proof. Hashes are hexadecimal.</summary>
/// <param name="SiblingOnLeft">Whether the sibling comes first under the new hash.</param>
/// <param name="Sibling">A hash of the proof.</param>
/// <param name="Hash">SHA-256 over a one byte and the two hashes.</param>
internal sealed record LogProofStep(bool SiblingOnLeft, string Sibling, string Hash);
