using System.ComponentModel;
using Bench.Api.Compare;
using Bench.Api.Doubts;
using Bench.Api.Evaluations;
using Bench.Api.Metrics;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Cues;

/// <summary>Which labels show the two cues of a dataset's images.</summary>
public sealed record CueQuery
{
    /// <summary>Key of the label set of textures where nobody names another.</summary>
    public const string TextureKey = "texture";

    [Description("Label set with the class that each image's shape shows; 'original' when absent."), FromQuery(Name = "shape")]
    public string? Shape { get; init; }

    [Description("Label set with the class that its texture shows; 'texture' when absent."), FromQuery(Name = "texture")]
    public string? Texture { get; init; }
}

/// <summary>Whether shape or texture decides for every model of a board, by the class of the shape, and how alike
/// models and people err.</summary>
/// <param name="ShapeLabelSet">Label set of the shapes.</param>
/// <param name="TextureLabelSet">Label set of the textures.</param>
/// <param name="Classes">Classes of the shapes; each row's numbers are in their order.</param>
/// <param name="People">Models that are people: those with the tag <c>person</c>, whose decisions were submitted like
/// predictions.</param>
/// <param name="Rows">The most shape-biased first.</param>
public sealed record CueBoard(
    string Dataset,
    string ShapeLabelSet,
    string TextureLabelSet,
    IReadOnlyList<ClassRef> Classes,
    IReadOnlyList<Guid> People,
    IReadOnlyList<CueRow> Rows
) : Doubted;

/// <param name="IsPerson">Whether it is a person's decisions.</param>
/// <param name="All">Over all images whose cues differ.</param>
/// <param name="ByClass">Over those of each shape.</param>
/// <param name="WithPeople">How consistent its errors are with each other person's, in the order of <c>people</c>; a
/// model errs where it does not name the shape.</param>
/// <param name="MeanKappa">Mean of their κ; null where there are none.</param>
public sealed record CueRow(
    Guid ModelId,
    string Model,
    Guid EvaluationId,
    bool IsPerson,
    CueCount All,
    IReadOnlyList<CueCount> ByClass,
    IReadOnlyList<CueConsistency> WithPeople,
    double? MeanKappa
) : Doubted
{
    /// <summary>Why the mean κ has no interval; null without a mean. Each κ has its own.</summary>
    public NoIntervalView? MeanKappaNoInterval { get; init; }
}

/// <param name="N">Images whose cues differ.</param>
/// <param name="Shape">Of them, images called by their shape.</param>
/// <param name="Texture">Images called by their texture.</param>
/// <param name="ShapeBias">Shape / (shape + texture); null where neither cue was ever named.</param>
/// <param name="CiLow">Lower end of Wilson's 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
public sealed record CueCount(int N, int Shape, int Texture, double? ShapeBias, double? CiLow, double? CiHigh);

/// <param name="PersonId">The person's model id.</param>
/// <param name="N">Images that both decided.</param>
public sealed record CueConsistency(Guid PersonId, int N, ConsistencyOfErrors Errors);
