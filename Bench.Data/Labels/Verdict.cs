namespace Bench.Data.Labels;

/// <summary>What a person says of an image's label. The words are those of the reviews that cleanlab
/// published.</summary>
public enum Verdict
{
    /// <summary>The label is right.</summary>
    Given,

    /// <summary>Another class is right instead.</summary>
    Guessed,

    /// <summary>The label and another class are both right.</summary>
    Both,

    /// <summary>No class fits.</summary>
    Neither,

    /// <summary>It cannot be told.</summary>
    Unclear,
}
