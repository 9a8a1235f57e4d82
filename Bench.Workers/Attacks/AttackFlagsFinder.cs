using System.Numerics.Tensors;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Looks for what makes an attack's result doubtful: before it in the model's answers, after it in what fell
/// to which attack.</summary>
internal static class AttackFlagsFinder
{
    /// <summary>Flags from the model's answers about a few untouched pictures: the same ones whatever the batch, which
    /// the machine's speed chose.</summary>
    /// <param name="target">The model.</param>
    /// <param name="pictures">N × pixels.</param>
    /// <param name="labels">The true class of each.</param>
    /// <param name="batch">Pictures at once.</param>
    public static AttackFlags BeforeAttack(IAttackTarget target, ReadOnlySpan<float> pictures, ReadOnlySpan<int> labels, int batch)
    {
        var flags = AttackFlags.None;
        for (var from = 0; from < labels.Length; from += batch)
        {
            var count = Math.Min(batch, labels.Length - from);
            flags |= OfBatch(target, pictures.Slice(from * target.Pixels, count * target.Pixels), labels.Slice(from, count));
        }
        return flags;
    }

    static AttackFlags OfBatch(IAttackTarget target, ReadOnlySpan<float> pictures, ReadOnlySpan<int> labels)
    {
        var (count, classes, pixels) = (labels.Length, target.Classes, target.Pixels);
        float[] first = new float[count * classes],
            second = new float[count * classes],
            turned = new float[count * classes];
        target.Logits(pictures, first);
        target.Logits(pictures, second);
        var flags = first.AsSpan().SequenceEqual(second) ? AttackFlags.None : AttackFlags.Randomised;
        if (flags == AttackFlags.None && !AloneTheSame(target, pictures, first, turned))
            flags |= AttackFlags.BatchDependent;
        if (AreProbabilities(first, classes))
            flags |= AttackFlags.SoftmaxOutput;
        if (!target.HasGradient)
            return flags | AttackFlags.BlackBoxOnly;
        float[] seeds = new float[count * classes],
            gradients = new float[count * pixels];
        for (var i = 0; i < count; i++)
            AttackLosses.Compute(
                AttackLoss.CrossEntropy,
                first.AsSpan(i * classes, classes),
                labels[i],
                -1,
                seeds.AsSpan(i * classes, classes)
            );
        target.Gradients(pictures, seeds, gradients);
        for (var i = 0; i < count; i++)
            if (gradients.AsSpan(i * pixels, pixels).IndexOfAnyExcept(0f) < 0)
                flags |= AttackFlags.ZeroGradient;
        return flags;
    }

    /// <summary>Flags from the order of the attacks: Square comes last and should find nothing.</summary>
    public static AttackFlags AfterAttack(AttackedPictures pictures) =>
        pictures.Target.HasGradient
        && pictures.FooledBy.Any(name => name is not null && name.StartsWith("square", StringComparison.Ordinal))
            ? AttackFlags.BlackBoxBetter
            : AttackFlags.None;

    /// <summary>Each picture by itself, within what another order of additions explains.</summary>
    static bool AloneTheSame(IAttackTarget target, ReadOnlySpan<float> pictures, float[] together, float[] alone)
    {
        for (var i = 0; i < together.Length / target.Classes; i++)
            target.Logits(pictures.Slice(i * target.Pixels, target.Pixels), alone.AsSpan(i * target.Classes, target.Classes));
        var scale = Math.Abs(TensorPrimitives.MaxMagnitude(together)) + 1e-6f;
        for (var i = 0; i < together.Length; i++)
            if (Math.Abs(together[i] - alone[i]) > 1e-3f * scale)
                return false;
        return true;
    }

    static bool AreProbabilities(float[] rows, int classes)
    {
        for (var i = 0; i < rows.Length; i += classes)
            if (TensorPrimitives.Min(rows.AsSpan(i, classes)) < 0 || Math.Abs(TensorPrimitives.Sum(rows.AsSpan(i, classes)) - 1) > 1e-3)
                return false;
        return true;
    }
}
