namespace Bench.Workers.Inference.Cage;

/// <summary>How strongly a child is confined.</summary>
public enum CageLevel
{
    /// <summary>Own namespaces: no network, no processes but its own, a file system of nothing but the runtime, the
    /// model and the crops; and the kernel's limits.</summary>
    Bubblewrap,

    /// <summary>The kernel's limits and an empty environment alone: network and files are as open as the worker's
    /// own.</summary>
    Rlimits,
}
