using System.ComponentModel;
using Bench.Metrics.Mistakes;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Which images of an evaluation are listed.</summary>
public sealed record MistakeQuery
{
    [Description("'original' when absent; with kind, 'multilabel' where the dataset has it."), FromQuery(Name = "labelSet")]
    public string? LabelSet { get; init; }

    [Description("Id or index of a class: only images labelled so."), FromQuery(Name = "label")]
    public string? Label { get; init; }

    [Description("Id or index of a class: only images that the model calls so."), FromQuery(Name = "predicted")]
    public string? Predicted { get; init; }

    [Description("Only images of this kind, including those counted as acceptable; all images that are wrong when absent.")]
    [FromQuery(Name = "kind")]
    public MistakeKind? Kind { get; init; }

    [Description("Key of a set of facets; the first when absent."), FromQuery(Name = "set")]
    public string? Set { get; init; }

    [Description("Name of one of its columns; the first when absent."), FromQuery(Name = "facet")]
    public string? Facet { get; init; }

    [Description("Only images with this value of the facet."), FromQuery(Name = "value")]
    public string? Value { get; init; }

    [
        Description("Only images of a part of the dataset by what its folders say, such as corruption=fog;severity=3."),
        FromQuery(Name = "within")
    ]
    public string? Within { get; init; }

    [Description("image (default): in the order of the dataset; confidence: the most confident first."), FromQuery(Name = "order")]
    public MistakeOrder? Order { get; init; }

    [Description("1 to 500 images; 50 when absent."), FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [Description("'next' of the answer before."), FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}

/// <summary>In which order mistakes are listed.</summary>
public enum MistakeOrder
{
    /// <summary>The dataset's own.</summary>
    Image,

    /// <summary>The most confident first; where only ranks are known, the dataset's own.</summary>
    Confidence,
}
