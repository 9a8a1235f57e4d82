namespace Bench.Service.Attacks;

/// <summary>What randomised smoothing certifies about one image: a move by less than the radius does not
/// change the smoothed model's class.</summary>
/// <param name="Class">The class that the most pictures of the selection got.</param>
/// <param name="Votes">Pictures of the second draw that got it too.</param>
/// <param name="LowerBound">Clopper and Pearson's bound of its share.</param>
/// <param name="Radius">σ · Φ⁻¹ of that bound, in L2; 0 where the model abstains.</param>
public sealed record Certificate(int Class, int Votes, double LowerBound, double Radius)
{
    /// <summary>The share may be a half or less: nothing is certified.</summary>
    public bool Abstained => LowerBound <= 0.5;

    public bool Right(int label) => !Abstained && Class == label;
}
