using System.ComponentModel;
using Bench.Api.Doubts;
using Bench.Api.Evaluations.Facets;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Slices;

/// <summary>Which facet of which dataset's images is wanted.</summary>
public sealed record SliceQuery
{
    [Description("Label set that says what is right; 'original' when absent."), FromQuery(Name = "labelSet")]
    public string? LabelSet { get; init; }

    [Description("Key of a set of facets; the dataset's first when absent."), FromQuery(Name = "set")]
    public string? Set { get; init; }

    [Description("Name of one of its columns; the first when absent."), FromQuery(Name = "facet")]
    public string? Facet { get; init; }

    [Description("One of its values, by which the models are ranked; by all images when absent."), FromQuery(Name = "value")]
    public string? Value { get; init; }

    [
        Description("A part of the dataset by what its folders say, such as corruption=fog;severity=3; all of it when absent."),
        FromQuery(Name = "within")
    ]
    public string? Within { get; init; }
}

/// <summary>Every model of a board by one property of the images.</summary>
/// <param name="LabelSet">Key of the label set that says what is right.</param>
/// <param name="Set">Key of the set of facets.</param>
/// <param name="Version">Its version.</param>
/// <param name="Facet">Name of the column.</param>
/// <param name="Value">The value that models are ranked by; null where all images are.</param>
/// <param name="Facets">Facets to choose from.</param>
/// <param name="Values">Values of the facet; each row's cells are in their order.</param>
/// <param name="Rows">Best first.</param>
/// <param name="Within">The part of the dataset that the numbers are of; null for all of it.</param>
/// <param name="Choices">What 'within' may name.</param>
public sealed record SliceBoard(
    string Dataset,
    string LabelSet,
    string Set,
    int Version,
    string Facet,
    string? Value,
    IReadOnlyList<FacetName> Facets,
    IReadOnlyList<string> Values,
    IReadOnlyList<SliceRow> Rows,
    string? Within,
    IReadOnlyList<FacetChoice> Choices
) : Doubted;

/// <param name="Rank">1 + the models with a higher accuracy.</param>
/// <param name="All">Over all used images that have a value.</param>
/// <param name="Cells">One for each value.</param>
public sealed record SliceRow(int Rank, Guid ModelId, string Model, Guid EvaluationId, SliceCell All, IReadOnlyList<SliceCell> Cells)
    : Doubted;

/// <param name="N">Images used.</param>
/// <param name="Accuracy">Share of them that is right; null without images.</param>
/// <param name="CiLow">Lower end of its 95 % interval: Wilson's, of pictures where several images are of one.</param>
/// <param name="CiHigh">Upper end of it.</param>
/// <param name="ErrorRatio">Error rate over that of all images that have a value; null without errors.</param>
public sealed record SliceCell(int N, double? Accuracy, double? CiLow, double? CiHigh, double? ErrorRatio);
