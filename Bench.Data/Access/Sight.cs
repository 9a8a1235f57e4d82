using System.Security.Cryptography;
using System.Text;

namespace Bench.Data.Access;

/// <summary>The things that a reader may not see at one moment. <see cref="BenchDb"/> leaves them, and what belongs to
/// them, out of every read.</summary>
/// <remarks>Most installations hide nothing, and then all readers have the same sight.</remarks>
public sealed class Sight
{
    Sight(IReadOnlyList<(Guid Id, string Key)> datasets, IReadOnlyList<Guid> models)
    {
        HiddenDatasets = [.. datasets.Select(dataset => dataset.Id).Order()];
        HiddenDatasetKeys = [.. datasets.Select(dataset => dataset.Key).Order(StringComparer.Ordinal)];
        HiddenModels = [.. models.Order()];
        Version = HidesNothing
            ? ""
            : Convert.ToHexStringLower(
                SHA256
                    .HashData(Encoding.UTF8.GetBytes($"{string.Join(' ', HiddenDatasets)}|{string.Join(' ', HiddenModels)}"))
                    .AsSpan(0, 16)
            );
    }

    /// <summary>Nothing is hidden: operators, workers, and everybody where all is public.</summary>
    public static Sight Everything { get; } = new([], []);

    public List<Guid> HiddenDatasets { get; }

    /// <summary>Keys of the same, for what names datasets by key.</summary>
    public List<string> HiddenDatasetKeys { get; }

    public List<Guid> HiddenModels { get; }

    /// <summary>The same for readers who see the same: answers may be shared between them. Empty where nothing is
    /// hidden.</summary>
    public string Version { get; }

    public bool HidesNothing => HiddenDatasets.Count == 0 && HiddenModels.Count == 0;

    /// <summary>Whether an evaluation of this model over this dataset is hidden.</summary>
    public bool Hides(Guid dataset, Guid model) => HiddenDatasets.Contains(dataset) || HiddenModels.Contains(model);

    public static Sight Without(IReadOnlyList<(Guid Id, string Key)> datasets, IReadOnlyList<Guid> models) =>
        datasets.Count == 0 && models.Count == 0 ? Everything : new(datasets, models);
}
