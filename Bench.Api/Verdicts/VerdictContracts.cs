using Bench.Api.Evaluations;
using Bench.Data.Labels;

namespace Bench.Api.Verdicts;

/// <summary>What an operator said of an image's label.</summary>
/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Name">Path of the image in the dataset.</param>
/// <param name="Verdict">given, guessed, both, neither or unclear.</param>
/// <param name="Class">The class that is right instead or too.</param>
/// <param name="By">Name of the key that said so.</param>
public sealed record VerdictView(int Image, string Name, Verdict Verdict, ClassRef? Class, string? Note, string By, DateTime UpdatedAt);
