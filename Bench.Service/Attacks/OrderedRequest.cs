using System.Globalization;
using Bench.Service.Refusals;

namespace Bench.Service.Attacks;

/// <summary>What an ordered attack aims at; what is left out gets a default.</summary>
public sealed record OrderedRequest
{
    const int MostClasses = 20;

    /// <summary>Lengths that the paper tells of.</summary>
    static readonly int[] Usual = [1, 5, 10];

    /// <summary>Lengths K of the order, each tried by itself; 1, 5 and 10 when absent, as far as there are
    /// classes.</summary>
    public IReadOnlyList<int>? TopK { get; init; }

    /// <summary>The classes that are to be the model's best ones, in this order, for every image. When absent the seed
    /// draws other classes than the label for each image.</summary>
    public IReadOnlyList<int>? Classes { get; init; }

    /// <summary>quadratic (default), hinge or distillation.</summary>
    public OrderedObjective? Objective { get; init; }

    /// <summary>Weights of the objective that are tried by bisection; 1 when absent.</summary>
    public int? Rounds { get; init; }

    /// <summary>Difference of logits that neighbours in the order are drawn to; 0.2 when absent.</summary>
    public double? Margin { get; init; }

    /// <summary>Passes by which the smallest move that was found is shortened; 3 when absent, 0 for the paper's attack
    /// alone.</summary>
    public int? Refinements { get; init; }

    /// <summary>The same with every default filled in; what is wrong goes to <paramref name="errors"/>.</summary>
    /// <param name="classes">Classes that the dataset tells apart.</param>
    /// <param name="errors">Receives what is wrong.</param>
    internal OrderedSpec Settle(IReadOnlyList<int> classes, FieldErrors errors)
    {
        var most = Math.Min(MostClasses, Classes?.Count ?? classes.Count - 1);
        int[] lengths =
            TopK is { } asked ? [.. asked.Distinct().Order()]
            : Classes is { Count: > 0 } given ? [given.Count]
            : [.. Usual.Where(length => length <= most)];
        if (Classes is { } order && (order.Count is 0 or > MostClasses || order.Distinct().Count() < order.Count))
            errors.Add("ordered.classes", $"1 to {MostClasses} different classes are needed");
        else if (Classes?.Except(classes).ToList() is [var foreign, ..])
            errors.Add("ordered.classes", $"{foreign} is not one of the {classes.Count} classes that the dataset tells apart");
        if (lengths.Length == 0 || lengths[0] < 1 || lengths[^1] > most)
            errors.Add(
                "ordered.topK",
                $"lengths must be from 1 to {most}: "
                    + (Classes is null ? "the label is not one of them" : "no more than there are classes")
            );
        if (Rounds is < 1 or > 20)
            errors.Add("ordered.rounds", $"{Rounds} is not in 1 … 20");
        if (Refinements is < 0 or > 10)
            errors.Add("ordered.refinements", $"{Refinements} is not in 0 … 10");
        if (Margin is { } margin && !(margin > 0 && margin <= 100))
            errors.Add("ordered.margin", string.Create(CultureInfo.InvariantCulture, $"{margin} is not above 0 and up to 100"));
        return new(lengths, Objective ?? OrderedObjective.Quadratic, Rounds ?? 1, Margin ?? 0.2, Refinements ?? 3) { Classes = Classes };
    }
}
