namespace Bench.Workers.Attacks;

/// <summary>A way to mislead a model. It works on the pictures that are not misled yet, and leaves each as soon as it
/// is.</summary>
internal interface IAttack
{
    /// <summary>Its name in a record, with what distinguishes it: <c>apgd-ce</c>, <c>square</c>.</summary>
    string Name { get; }

    /// <summary>Whether the target must have a gradient.</summary>
    bool NeedsGradient { get; }

    void Run(AttackedPictures pictures, ThreatModel threat, long seed, CancellationToken cancellationToken);
}
