namespace Bench.Data.Outcomes;

/// <summary>Stable codes of <see cref="Check"/>s; they appear in the API and in docs/errors.md.</summary>
public static class CheckCodes
{
    /// <summary>An execution provider or device feature that was asked for is not in use.</summary>
    public const string ProviderFallback = "provider-fallback";

    /// <summary>The predictions are those of another entry over the same file and contract.</summary>
    public const string SharedRun = "shared-run";

    /// <summary>Single labels differ from what their images' paths say for certain.</summary>
    public const string LabelsDifferFromKnown = "labels-differ-from-known";

    /// <summary>The pictures were made from another dataset's by published corruptions.</summary>
    public const string PicturesGenerated = "pictures-generated";

    /// <summary>A label set agrees with the dataset's own labels on less than half of the images.</summary>
    public const string LabelsDisagree = "labels-disagree";

    /// <summary>Frames are missing amid films.</summary>
    public const string FramesMissing = "frames-missing";

    /// <summary>Pictures that are never resized have another size than those that were cut for a model.</summary>
    public const string PicturesUncut = "pictures-uncut";

    /// <summary>Images are the same file as others.</summary>
    public const string PicturesRepeated = "pictures-repeated";

    /// <summary>Corruptions, levels or perturbations of a tree do not show the same pictures.</summary>
    public const string CellsUneven = "cells-uneven";

    /// <summary>Classes are in several groups.</summary>
    public const string GroupsOverlap = "groups-overlap";

    /// <summary>Images have so many labels that guessing is right.</summary>
    public const string LabelsTooBroad = "labels-too-broad";

    /// <summary>Weights of images are numbers of something else, or nearly all of them is on one image.</summary>
    public const string WeightsDoubtful = "weights-doubtful";

    /// <summary>A column of a table of facets is free text and was left out.</summary>
    public const string FacetLeftOut = "facet-left-out";

    /// <summary>Far more answers would be right in another order of classes.</summary>
    public const string ClassOrderDoubtful = "class-order-doubtful";

    /// <summary>Far more answers would be right if rows belonged to other images.</summary>
    public const string RowOrderDoubtful = "row-order-doubtful";

    /// <summary>The highest level of most corruptions is easier than the lowest.</summary>
    public const string SeverityOrderDoubtful = "severity-order-doubtful";

    /// <summary>The last rank is right far more often than the first, or ranks are in no order of rank.</summary>
    public const string RanksReversed = "ranks-reversed";

    /// <summary>No more answers are right than guessing gives.</summary>
    public const string AnswersAtChance = "answers-at-chance";

    /// <summary>Every image gets the same class, or one of a few among many.</summary>
    public const string AnswersConstant = "answers-constant";

    /// <summary>Several classes have the greatest score on many images, and one is taken by its number.</summary>
    public const string AnswersTied = "answers-tied";

    /// <summary>The greatest score of many images is one and the same number.</summary>
    public const string ScoresClipped = "scores-clipped";

    /// <summary>All scores are so far from 0 that half precision keeps little of their differences.</summary>
    public const string LogitsCoarse = "logits-coarse";

    /// <summary>Rows, or classes, are of two scales, as of two files put together.</summary>
    public const string ScalesMixed = "scales-mixed";

    /// <summary>Rows that take turns differ as the answers of two models do.</summary>
    public const string ModelsMixed = "models-mixed";

    /// <summary>Confidences take a few round numbers alone.</summary>
    public const string ConfidenceRounded = "confidence-rounded";

    /// <summary>Logarithms of one number an image are taken as natural ones, by the submitter's word.</summary>
    public const string LogarithmBaseAssumed = "logarithm-base-assumed";

    /// <summary>Several pictures have the same scores, to the last bit.</summary>
    public const string AnswersRepeated = "answers-repeated";

    /// <summary>Nothing says what the numbers are, or they are independent scores: what needs probabilities is left out.</summary>
    public const string ScaleUnknown = "scale-unknown";

    /// <summary>The author declares a scale from which no probabilities follow.</summary>
    public const string ScaleDeclared = "scale-declared";

    /// <summary>Declared logarithms are of probabilities that sum to another number than 1, and are taken as shares of it.</summary>
    public const string ProbabilitiesRenormalised = "probabilities-renormalised";

    /// <summary>Several outputs fit, and one of them is read.</summary>
    public const string OutputChosen = "output-chosen";

    /// <summary>The graph takes one picture at a time although its batch size is declared variable.</summary>
    public const string OneAtATime = "one-at-a-time";

    /// <summary>The graph draws random numbers.</summary>
    public const string ChanceInGraph = "chance-in-graph";

    /// <summary>Classes have one embedding: no picture can be told to be of the second of them.</summary>
    public const string EmbeddingsRepeated = "embeddings-repeated";

    /// <summary>timm's evaluation size is used, or was not.</summary>
    public const string TimmTestSize = "timm-test-size";

    /// <summary>Fields of a configuration have no effect, because others say so.</summary>
    public const string ContractPartUnused = "contract-part-unused";

    /// <summary>A configuration names another number of classes than the graph has.</summary>
    public const string ContractOfOtherModel = "contract-of-other-model";

    /// <summary>The batch was halved because it did not fit the memory.</summary>
    public const string BatchHalved = "batch-halved";

    /// <summary>The model runs one picture at a time, because its answers would depend on the batch.</summary>
    public const string BatchPinned = "batch-pinned";

    /// <summary>A picture's answer depends on the other pictures of its batch, and the model's fixed batch leaves no choice.</summary>
    public const string BatchDependent = "batch-dependent";

    /// <summary>A GPU multiplied single-precision numbers as TF32, as the operator allows.</summary>
    public const string Tf32Allowed = "tf32-allowed";

    /// <summary>A well-known mean is in the channel order that the contract does not declare.</summary>
    public const string MeanOrderDoubtful = "mean-order-doubtful";

    /// <summary>Other channels, or another normalisation of them, are clearly better.</summary>
    public const string PreprocessingDoubtful = "preprocessing-doubtful";

    /// <summary>The graph normalises its input, and the contract has done so before.</summary>
    public const string NormalisedTwice = "normalised-twice";

    /// <summary>The graph takes bytes: mean and deviation do not apply.</summary>
    public const string NormalisationUnused = "normalisation-unused";

    /// <summary>No answer is more confident than a softmax over numbers from 0 to 1 can be.</summary>
    public const string ConfidenceFlat = "confidence-flat";

    /// <summary>Confidences are higher, or lower, than those of a softmax over all classes are.</summary>
    public const string ConfidenceDoubtful = "confidence-doubtful";

    /// <summary>Every answer has the same confidence.</summary>
    public const string ConfidenceConstant = "confidence-constant";

    /// <summary>Every one of many answers is the dataset's own label.</summary>
    public const string AnswersAreLabels = "answers-are-labels";

    /// <summary>The dataset's ladder kept the scores back: the owner had better ones before.</summary>
    public const string LadderNotBetter = "ladder-not-better";

    /// <summary>Rows of submitted predictions were made again with the model, and are its own.</summary>
    public const string SpotChecked = "spot-checked";

    /// <summary>Rows of submitted predictions were made again with the model, and too many are not its own.</summary>
    public const string SpotCheckFailed = "spot-check-failed";

    /// <summary>Numbers shown together are of evaluations of one model under different preprocessing.</summary>
    public const string PreprocessingDiffers = "preprocessing-differs";

    /// <summary>A worker's model gave another answer to the same input than the worker that inspected it.</summary>
    public const string WorkersDisagree = "workers-disagree";
}
