using System.Text.Json.Serialization;

namespace Bench.Service.Attacks;

/// <summary>How a model is led to an order of its best classes.</summary>
/// <param name="TopK">Lengths K of the order, rising; each is tried by itself.</param>
/// <param name="Objective">What draws the classes into their order.</param>
/// <param name="Rounds">Weights of the objective that are tried by bisection, each with all steps.</param>
/// <param name="Margin">Difference of logits that neighbours in the order are drawn to.</param>
/// <param name="Refinements">Passes by which the smallest move that was found is shortened.</param>
public sealed record OrderedSpec(IReadOnlyList<int> TopK, OrderedObjective Objective, int Rounds, double Margin, int Refinements)
{
    /// <summary>The order, the same for all images; null where each image has one of its own, drawn by the
    /// seed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Classes { get; init; }
}
