namespace Bench.Service.Attacks;

/// <summary>How one image was led to one order.</summary>
/// <param name="Classes">The order, best class first.</param>
/// <param name="Reached">Whether these were the model's best classes in this order, none of them tied.</param>
/// <param name="L1">Sum of the absolute changes of the shortest move in L2 that reached it, for pixel values in [0, 1];
/// 0 where none did.</param>
/// <param name="L2">Its Euclidean length.</param>
/// <param name="Linf">Its largest change.</param>
/// <param name="Queries">Answers that the model gave.</param>
/// <param name="Gradients">Gradients taken.</param>
public sealed record OrderedOutcome(
    IReadOnlyList<int> Classes,
    bool Reached,
    double L1,
    double L2,
    double Linf,
    int Queries,
    int Gradients
);
