using Bench.Metrics.Numerics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Mistakes;

/// <summary>Evidence about a dataset's classes and images that can explain a mistake; whatever is null explains
/// none.</summary>
/// <param name="Relations">Superclasses and collapsed classes.</param>
/// <param name="Shown">Labels with all classes that each picture shows, to find classes that co-occur.</param>
/// <param name="NonPrototypical">Images that people called non-prototypical.</param>
public sealed record MistakeEvidence(ClassRelations Relations, GroundTruth? Shown = null, BitSet? NonPrototypical = null)
{
    /// <summary>The reason by which a label set leaves out the images that nobody annotated. Co-occurrences are counted
    /// over these.</summary>
    public const string NotAnnotated = "not-annotated";

    /// <summary>Why no mistake is sorted where no class has a superclass.</summary>
    public const string WithoutRelations =
        "no superclasses are known; the operator can register an is-a file (/hierarchies) or an error-rules file (/error-rules)";

    /// <summary>Why no mistake is explained by classes that occur together.</summary>
    public const string WithoutShown = "there is no label set of format real-json, from which co-occurring classes are counted";

    /// <summary>Why none is though there are such labels.</summary>
    public const string WithoutUnseen =
        "the label set judges every image; co-occurring classes are counted over images that it says nothing about";

    /// <summary>Why no image is non-prototypical.</summary>
    public const string WithoutNonPrototypical = "there are no annotations of format mistakes that call images non-prototypical";
}
