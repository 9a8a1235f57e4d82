using Bench.Api.Doubts;
using Bench.Api.Evaluations;
using Bench.Api.Verdicts;
using Bench.Service.Labels;

namespace Bench.Api.Mistakes;

/// <summary>Everything that is known of one image: what every label set says of it, what people said, what every model
/// answered.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Name">Path in the dataset.</param>
/// <param name="HasPicture">Whether <c>/api/v1/datasets/{key}/images/{image}</c> has its bytes.</param>
/// <param name="LabelSets">Every current label set, the dataset's own first.</param>
/// <param name="Verdict">What an operator said here; null so far.</param>
/// <param name="Models">Models in the order of the board, each by its newest completed evaluation.</param>
/// <param name="NobodyRight">Whether no model's best class is acceptable to any label set that uses the image; false
/// without models.</param>
public sealed record ImageReport(
    string Dataset,
    int Image,
    string Name,
    bool HasPicture,
    IReadOnlyList<ImageLabels> LabelSets,
    VerdictView? Verdict,
    IReadOnlyList<ImageAnswer> Models,
    bool NobodyRight
) : Doubted;

/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kind">single, set, slice or annotations.</param>
/// <param name="Excluded">Why the set leaves the image out; null when it uses it.</param>
/// <param name="Labels">Acceptable classes.</param>
/// <param name="Unclear">Classes that count as right though experts were not sure.</param>
/// <param name="Remarks">What its reviewers noted, by column: verdict, guessed, severity, category,
/// top-prediction.</param>
/// <param name="Right">Models whose best class is acceptable; null where the set does not score the image.</param>
public sealed record ImageLabels(
    string LabelSet,
    int Version,
    [property: KnownLabelSetKind] string Kind,
    string? Excluded,
    IReadOnlyList<ClassRef> Labels,
    IReadOnlyList<ClassRef> Unclear,
    IReadOnlyDictionary<string, string> Remarks,
    int? Right
) : Doubted;

/// <param name="ModelId">The model.</param>
/// <param name="Name">Its name.</param>
/// <param name="EvaluationId">The evaluation whose predictions these are.</param>
/// <param name="Best">Its best classes, best first; where the dataset scores over fewer classes, those alone.</param>
/// <param name="RightUnder">Keys of the label sets to which its best class is acceptable.</param>
public sealed record ImageAnswer(
    Guid ModelId,
    string Name,
    Guid EvaluationId,
    IReadOnlyList<RankedClass> Best,
    IReadOnlyList<string> RightUnder
) : Doubted;

/// <param name="Class">The class.</param>
/// <param name="Probability">Over all classes of the model; null when only ranks are known.</param>
public sealed record RankedClass(ClassRef Class, double? Probability);
