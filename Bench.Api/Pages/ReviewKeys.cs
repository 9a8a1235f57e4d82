namespace Bench.Api.Pages;

/// <summary>Keys of the pages on which pictures are looked through: what each does, for <c>review.js</c> to obey.</summary>
internal static class ReviewKeys
{
    static readonly (string[], string) Help = (["?"], "shows these keys");
    static readonly (string[], string) Save = (["s"], "saves");
    static readonly (string[], string) Judge = (
        ["1", "2", "3", "4", "5"],
        "choose a verdict, in the order of the list; once more takes it back"
    );

    static readonly (string[], string)[] OfList =
    [
        (["j", "k"], "go to the next picture and to the one before"),
        (["Enter"], "opens it"),
        (["n"], "turns to the next part of the list"),
    ];

    public static IReadOnlyList<(string[] Keys, string Does)> OfMistakes => [.. OfList, (["p"], "turns back"), Help];

    /// <param name="mayJudge">Whether the reader is shown the form.</param>
    public static IReadOnlyList<(string[] Keys, string Does)> OfDoubts(bool mayJudge) =>
        mayJudge ? [.. OfList, Judge, Save, Help] : [.. OfList, Help];

    /// <inheritdoc cref="OfDoubts"/>
    public static IReadOnlyList<(string[] Keys, string Does)> OfImage(bool mayJudge)
    {
        (string[], string)[] keys =
        [
            (["j", "k"], "go to the next picture and to the one before: of the list that you come from, else of the dataset"),
            (["u"], "goes up to that list"),
        ];
        return mayJudge ? [.. keys, Judge, Save, Help] : [.. keys, Help];
    }
}
