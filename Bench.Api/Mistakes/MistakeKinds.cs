namespace Bench.Api.Mistakes;

/// <summary>Groups of an evaluation's images that a reader can choose.</summary>
internal static class MistakeKinds
{
    /// <summary>The best class is not acceptable.</summary>
    public const string Wrong = "wrong";

    /// <summary>Wrong here, right under another label set: the label may be at fault.</summary>
    public const string RightUnder = "right-under";

    /// <summary>No model of the board gets it right.</summary>
    public const string Nobody = "nobody";

    /// <summary>Exactly one of two models gets it right.</summary>
    public const string Differ = "differ";

    /// <summary>Wrong, and people found the label itself wrong.</summary>
    public const string LabelWrong = "label-wrong";

    /// <summary>Wrong, on an image whose mistakes reviewers judged so severe.</summary>
    public const string Severity = "severity";

    /// <summary>Mistakes of one kind, including those counted as acceptable.</summary>
    public const string Kind = "kind";

    public static readonly IReadOnlyList<string> All = [Wrong, RightUnder, Nobody, Differ, LabelWrong, Severity, Kind];
}
