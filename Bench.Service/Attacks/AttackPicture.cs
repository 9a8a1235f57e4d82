namespace Bench.Service.Attacks;

/// <summary>What is kept to show an image that misled the model.</summary>
/// <param name="Taken">The class that the model took the moved image for.</param>
/// <param name="Epsilon">The smallest ε at which it did.</param>
/// <param name="Png">The picture, the change and the moved picture, side by side.</param>
public sealed record AttackPicture(int Taken, double Epsilon, byte[] Png);
