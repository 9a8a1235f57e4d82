using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Run;

/// <summary>One slice of an attack.</summary>
internal sealed record AttackSlice(PictureSlice Pictures, AttackSpec Spec) : PictureSlice(Pictures)
{
    /// <summary>Place of its first image among all that are chosen.</summary>
    public int Start { get; init; }

    /// <summary>Images that are done, but for those that could not be decoded.</summary>
    public IReadOnlyList<AttackedImage> Before { get; init; } = [];

    /// <summary>Place of one of its images among all that are chosen.</summary>
    public int PlaceOf(int image) => Start + Images.TakeWhile(other => other != image).Count();
}
