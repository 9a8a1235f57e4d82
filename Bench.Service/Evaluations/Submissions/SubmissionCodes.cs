namespace Bench.Service.Evaluations.Submissions;

/// <summary>Stable codes of <see cref="SubmissionException"/>; they appear in the API.</summary>
public static class SubmissionCodes
{
    /// <summary>The file is not in its format.</summary>
    public const string Invalid = "predictions-invalid";

    /// <summary>No such format.</summary>
    public const string FormatUnknown = "predictions-format-unknown";

    /// <summary>Nothing says which image each row is about.</summary>
    public const string OrderMissing = "predictions-order-missing";

    /// <summary>Images of the dataset have no prediction.</summary>
    public const string ImageMissing = "predictions-image-missing";

    /// <summary>Images have several predictions.</summary>
    public const string ImageRepeated = "predictions-image-repeated";

    /// <summary>Predictions are about images that the dataset does not have.</summary>
    public const string ImageUnknown = "predictions-image-unknown";

    /// <summary>A predicted class is not one of the dataset's.</summary>
    public const string ClassUnknown = "predictions-class-unknown";

    /// <summary>The numbers cannot be what the manifest or the format says that they are.</summary>
    public const string ScaleWrong = "predictions-scale-wrong";

    /// <summary>A probability is not a number from 0 to 1.</summary>
    public const string ProbabilityInvalid = "predictions-probability-invalid";
}
