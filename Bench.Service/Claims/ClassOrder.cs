namespace Bench.Service.Claims;

/// <summary>A way of numbering classes that is mistaken for the class space's own.</summary>
/// <param name="Words">What the numbers are then, as the end of a sentence.</param>
/// <param name="Meant">[C] the class that each number means, or −1 where it means none.</param>
sealed record ClassOrder(string Words, int[] Meant);
