using System.Text.Json.Serialization;

namespace Bench.Service.Attacks;

/// <summary>What is known of images that were attacked: of a slice, which is stored as a blob, or of all so far.</summary>
/// <param name="Flags">Reasons to doubt the numbers, from all slices.</param>
/// <param name="Missing">Operators without a gradient rule, or whatever else rules out a gradient; empty where there
/// was one.</param>
/// <param name="Images">In the order in which they were chosen.</param>
public sealed record AttackResults(AttackFlags Flags, IReadOnlyList<string> Missing, IReadOnlyList<AttackedImage> Images)
{
    public static AttackResults None { get; } = new(AttackFlags.None, [], []);

    /// <remarks>What one machine differentiates another one's runtime may refuse: whatever was missing anywhere
    /// stays.</remarks>
    public static AttackResults Join(IReadOnlyCollection<AttackResults> slices) =>
        new(
            slices.Aggregate(AttackFlags.None, (flags, slice) => flags | slice.Flags),
            [.. slices.SelectMany(slice => slice.Missing).Distinct()],
            [.. slices.SelectMany(slice => slice.Images)]
        );
}

/// <summary>One image.</summary>
/// <param name="Index">In the dataset.</param>
/// <param name="Path">Its name in the dataset.</param>
/// <param name="Label">The class that is right.</param>
/// <param name="CleanMargin">Logit of that class less the best other one, before any attack; above zero where the model
/// is right.</param>
/// <param name="Outcomes">One for each ε; none where something else than a bounded attack was made.</param>
public sealed record AttackedImage(int Index, string Path, int Label, float CleanMargin, IReadOnlyList<AttackOutcome> Outcomes)
{
    public bool CleanRight => CleanMargin > 0;

    /// <summary>How it misled the model; kept of the first few images that did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AttackPicture? Picture { get; init; }

    /// <summary>What is certified about it; null where it was attacked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Certificate? Certificate { get; init; }

    /// <summary>How it was led to an order, for each length; null for other attacks, and where the model was wrong
    /// before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OrderedOutcome>? Ordered { get; init; }

    /// <summary>What it did for robust prediction sets; null for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConformalImage? Conformal { get; init; }
}

/// <summary>How one image came through at one ε. An image that fell at a smaller ε has the outcome of that
/// one.</summary>
/// <param name="Robust">Whether no attack misled the model.</param>
/// <param name="Margin">The smallest margin found.</param>
/// <param name="Queries">Answers that the model gave about it, the first one before the attack.</param>
/// <param name="Gradients">Gradients taken.</param>
/// <param name="FellTo">The attack that misled the model; <c>clean</c> where it was wrong before any; null where it
/// held.</param>
public sealed record AttackOutcome(bool Robust, float Margin, int Queries, int Gradients, string? FellTo)
{
    /// <summary>Whether it fell because an answer was no number.</summary>
    [JsonIgnore]
    public bool IsNoNumber => float.IsNegativeInfinity(Margin);
}
