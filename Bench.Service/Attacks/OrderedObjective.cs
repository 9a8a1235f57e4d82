namespace Bench.Service.Attacks;

/// <summary>What draws the classes into their order.</summary>
public enum OrderedObjective
{
    /// <summary>Squared distance of the logits from the nearest ones that have the order with the margin: a quadratic
    /// program, solved exactly at each step. Paniagua, Grainger and Wu, "QuadAttacK: A Quadratic Programming Approach
    /// to Learning Ordered Top-K Adversarial Attacks", 2023.</summary>
    Quadratic,

    /// <summary>Mean of the hinges by which each class of the order is passed by a later one: Carlini and Wagner's loss
    /// for K classes.</summary>
    Hinge,

    /// <summary>Divergence from a distribution that has the order. Zhang and Wu, "Learning Ordered Top-k Adversarial
    /// Attacks via Adversarial Distillation", 2020, without similarities of words.</summary>
    Distillation,
}
