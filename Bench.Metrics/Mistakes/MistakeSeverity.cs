namespace Bench.Metrics.Mistakes;

/// <summary>How much a kind of mistake says against a model.</summary>
public enum MistakeSeverity
{
    /// <summary>No mistake: right, collapsed classes, valid multi-label.</summary>
    None,

    /// <summary>A minor one: the same superclass.</summary>
    Minor,

    /// <summary>One that can be explained: co-occurring, non-prototypical.</summary>
    Explained,

    /// <summary>A failure of the model: nothing explains it.</summary>
    Major,
}
