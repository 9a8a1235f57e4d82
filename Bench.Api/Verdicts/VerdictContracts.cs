using Bench.Api.Evaluations;
using Bench.Data.Labels;

namespace Bench.Api.Verdicts;

/// <param name="Verdict">given, guessed, both, neither or unclear.</param>
/// <param name="Class">Id or index of the class that is right instead (guessed) or too (both); left out for the others.</param>
/// <param name="Note">For people.</param>
public sealed record VerdictRequest(Verdict Verdict, string? Class = null, string? Note = null);

/// <summary>What an operator said of an image's label.</summary>
/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Name">Path of the image in the dataset.</param>
/// <param name="Verdict">given, guessed, both, neither or unclear.</param>
/// <param name="Class">The class that is right instead or too.</param>
/// <param name="By">Name of the key that said so.</param>
public sealed record VerdictView(int Image, string Name, Verdict Verdict, ClassRef? Class, string? Note, string By, DateTime UpdatedAt);

/// <param name="Key">Key of the label set to make; a new version where it stands already.</param>
/// <param name="Base">Key of the label set that is corrected; original when absent.</param>
/// <param name="Source">Where the labels come from, for people.</param>
public sealed record VerdictLabelSetRequest(string Key, string? Base = null, string? Source = null);
