using Bench.Api.Doubts;
using Bench.Api.Leaderboard.Plans;
using Bench.Metrics.Mistakes;

namespace Bench.Api.Mistakes;

/// <summary>The images that were wanted, some of them in full.</summary>
/// <param name="Subject">The label set that says what is right.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Other">Name of the model that it is held against, when there is one.</param>
/// <param name="Count">Images wanted.</param>
/// <param name="Images">The part of them that was asked for.</param>
/// <param name="Remarks">What people noted about the dataset's images.</param>
/// <param name="Classes">Classes with the most wanted images, before a class was chosen.</param>
/// <param name="Kinds">Images of each kind of mistake under this label set; null where nothing is registered to tell it
/// by.</param>
/// <param name="Slices">Properties of the images to choose by; null where none is known.</param>
internal sealed record MistakeList(
    BoardSubject Subject,
    string Model,
    string? Other,
    int Count,
    IReadOnlyList<ListedMistake> Images,
    ImageRemarks Remarks,
    IReadOnlyList<MistakenClass> Classes,
    MistakeTally? Kinds,
    MistakeSlices? Slices
) : Doubted;

/// <summary>A class and how many of the wanted images are labelled so.</summary>
internal sealed record MistakenClass(int Index, string Name, int Count);

/// <summary>One image with its labels, the answers, and notes.</summary>
/// <param name="Index">Place in the dataset's image order.</param>
/// <param name="Name">Path in the dataset; null when its list is not at hand.</param>
/// <param name="HasPicture">Whether there is a picture to show.</param>
/// <param name="Labels">Names of the acceptable classes.</param>
/// <param name="Predicted">Name of the model's best class; null when its predictions are not stored.</param>
/// <param name="Confidence">Its probability; null when only ranks are known.</param>
/// <param name="Right">Whether the model is right.</param>
/// <param name="OtherPredicted">Name of the other model's best class.</param>
/// <param name="OtherConfidence">Its probability.</param>
/// <param name="Notes">What people noted about the image.</param>
/// <param name="Kind">What kind of mistake it is.</param>
internal sealed record ListedMistake(
    int Index,
    string? Name,
    bool HasPicture,
    IReadOnlyList<string> Labels,
    string? Predicted,
    double? Confidence,
    bool Right,
    string? OtherPredicted,
    double? OtherConfidence,
    IReadOnlyList<string> Notes,
    MistakeKind? Kind
);
