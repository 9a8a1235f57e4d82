using Bench.Service.Sharing;

namespace Bench.Service.Datasets.Changes;

/// <summary>What is to be otherwise about a dataset; what is left out stays.</summary>
/// <param name="Sharing">Who may see it, its labels and every evaluation over it from now on.</param>
public sealed record DatasetPatch(Audience? Sharing = null);
