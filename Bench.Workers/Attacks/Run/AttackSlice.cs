using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Run;

/// <summary>One slice of an attack.</summary>
internal sealed record AttackSlice(PictureSlice Pictures, AttackSpec Spec) : PictureSlice(Pictures);
