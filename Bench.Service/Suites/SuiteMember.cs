using System.Text.Json.Serialization;
using Bench.Service.Labels.Formats;

namespace Bench.Service.Suites;

/// <summary>A member of a suite: a dataset under one label set, and what is read from it.</summary>
public sealed record SuiteMember
{
    /// <summary>A variant, such as imagenet-r: the oldest dataset of it that is ready. Either this or
    /// 'dataset'.</summary>
    public string? Variant { get; init; }

    /// <summary>Key of a dataset. Either this or 'variant'.</summary>
    public string? Dataset { get; init; }

    /// <summary>Key of the label set; 'original' when absent.</summary>
    public string LabelSet { get; init; } = LabelFormats.Original;

    /// <summary>Ids of the metrics that are read, each a column.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Word that numbers may choose members by, such as near or far.</summary>
    public string? Group { get; init; }

    /// <summary>For shape-bias: label set with the class that each image's texture shows; 'texture' when
    /// absent.</summary>
    public string TextureLabelSet { get; init; } = "texture";

    /// <summary>Its name within the suite: variant or dataset, and the label set where that is not the original
    /// one.</summary>
    [JsonIgnore]
    public string Name => LabelSet == LabelFormats.Original ? Variant ?? Dataset ?? "" : $"{Variant ?? Dataset}:{LabelSet}";
}
