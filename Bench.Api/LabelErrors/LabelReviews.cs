using Bench.Metrics.Numerics;
using Bench.Service.Labels;

namespace Bench.Api.LabelErrors;

/// <summary>People's reviews of a dataset's labels, image by image: the reviews that came with a label set.</summary>
/// <param name="LabelSet">Key of the label set that carries them.</param>
/// <param name="Version">Its version.</param>
/// <param name="Verdicts">given, guessed, both, neither, unclear or no-majority, where somebody looked.</param>
/// <param name="Guessed">Index of the class that was proposed instead.</param>
internal sealed record LabelReviews(string LabelSet, int Version, LabelColumn Verdicts, LabelColumn? Guessed)
{
    public const string Given = "given";
    public const string GuessedWon = "guessed";
    public const string Both = "both";
    public const string Neither = "neither";

    /// <summary>Verdicts that decide about the label; people who did not agree, or could not tell, decide
    /// nothing.</summary>
    static readonly string[] Decided = [Given, GuessedWon, Both, Neither];

    /// <summary>Verdicts by which the label is wrong: another class is right instead, or none is. With "both" the label
    /// is right.</summary>
    public static readonly IReadOnlyList<string> Wrong = [GuessedWon, Neither];

    public string? Of(int image) => Verdicts.Of(image);

    /// <summary>Images with one of the verdicts.</summary>
    public BitSet Where(params IEnumerable<string> verdicts)
    {
        var wanted = verdicts.ToHashSet(StringComparer.Ordinal);
        var set = new BitSet(Verdicts.Codes.Length);
        for (var image = 0; image < set.Count; image++)
            if (Of(image) is { } verdict && wanted.Contains(verdict))
                set[image] = true;
        return set;
    }

    public BitSet DecidedImages() => Where(Decided);

    public BitSet WrongImages() => Where(Wrong);

    /// <summary>The class that was proposed instead; null where none was.</summary>
    public int? GuessedClass(int image) => Guessed?.Of(image) is { } text && int.TryParse(text, out var index) ? index : null;
}
