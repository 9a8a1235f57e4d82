namespace Bench.Service.Attacks;

/// <summary>How far a picture was moved: the largest change of a number, or the Euclidean length of the
/// change.</summary>
public enum AttackNorm
{
    Linf,
    L2,
}
