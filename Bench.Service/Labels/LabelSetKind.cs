namespace Bench.Service.Labels;

/// <summary>Kinds of label sets, in the words of the API.</summary>
public static class LabelSetKind
{
    /// <summary>One class for every used image.</summary>
    public const string OneLabel = "single";

    /// <summary>One or several acceptable classes.</summary>
    public const string Several = "set";

    /// <summary>A small part of the dataset, reported as a count and never ranked by.</summary>
    public const string Slice = "slice";

    /// <summary>Remarks about images rather than labels; not scored.</summary>
    public const string Annotations = "annotations";

    public static readonly IReadOnlyList<string> All = [OneLabel, Several, Slice, Annotations];
}
