using Bench.Data.Labels;

namespace Bench.Service.Labels.Registration;

/// <param name="Verdict">given, guessed, both, neither or unclear.</param>
/// <param name="Class">Id, index or name of the class that is right instead (guessed) or too (both); left out for
/// the others.</param>
/// <param name="Note">For people.</param>
public sealed record VerdictRequest(Verdict Verdict, string? Class = null, string? Note = null);
