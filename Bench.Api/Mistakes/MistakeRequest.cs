using Bench.Api.Evaluations.Facets;
using Bench.Metrics.Mistakes;

namespace Bench.Api.Mistakes;

/// <summary>Which images of an evaluation are wanted.</summary>
/// <param name="Evaluation">The evaluation whose images are looked at.</param>
/// <param name="LabelSet">Key of the label set that says what is right.</param>
/// <param name="Show">What is wanted of them: one of <see cref="MistakeKinds"/>.</param>
/// <param name="Other">Key of the other label set, for <see cref="MistakeKinds.RightUnder"/>.</param>
/// <param name="Against">The other evaluation, for <see cref="MistakeKinds.Differ"/>.</param>
/// <param name="Class">Only images whose label is this class: an id, an index or a name.</param>
/// <param name="Severity">Which severity, for <see cref="MistakeKinds.Severity"/>.</param>
/// <param name="Kind">Which kind of mistake, for <see cref="MistakeKinds.Kind"/>.</param>
/// <param name="Predicted">Only images that the model calls so: an id, an index or a name.</param>
/// <param name="ByConfidence">Whether the most confident are first; in the order of the dataset else.</param>
/// <param name="Slice">Only images of it; all when null.</param>
internal sealed record MistakeRequest(
    Guid Evaluation,
    string? LabelSet,
    string Show,
    string? Other,
    Guid? Against,
    string? Class,
    string? Severity,
    MistakeKind? Kind = null,
    string? Predicted = null,
    bool ByConfidence = false,
    FacetSlice? Slice = null
);
