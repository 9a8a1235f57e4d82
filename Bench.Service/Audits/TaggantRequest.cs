namespace Bench.Service.Audits;

/// <param name="ModelId">The model that is asked.</param>
/// <param name="Dataset">Key of a dataset whose classes the labels mean.</param>
/// <param name="TopK">A key counts where its label is among this many best classes, 1 to 100; 10 when absent.</param>
/// <param name="Level">Chance that a model that never saw the data is said to have, above 0 and up to 0.5; 0.01 when
/// absent.</param>
public sealed record TaggantRequest(Guid ModelId, string Dataset, int? TopK = null, double? Level = null);
