namespace Bench.Api.Metrics;

/// <summary>One example a family, small enough to be followed by hand. A test computes the numbers of each.</summary>
internal static class WorkedExamples
{
    /// <summary>The images that several examples are about.</summary>
    public const string Images =
        "Four images are labelled cat, dog, fox and fox. A model gives the probabilities of (cat, dog, fox) as (0.8, 0.15, 0.05), "
        + "(0.6, 0.3, 0.1), (0.1, 0.2, 0.7) and (0.5, 0.4, 0.1).";

    /// <summary>Over <see cref="Images"/> where it says "the four images"; null for a family without an
    /// example.</summary>
    /// <param name="family">As the catalogue names it, for example <c>multi-label</c>.</param>
    public static string? Of(string family) =>
        family switch
        {
            "accuracy" => "On the four images the best classes are cat, cat, fox and cat. Two are right: top-1 is 50.00 %. "
                + "Among the two best classes the label is found three times: 75.00 % for k = 2. Mean per-class top-1 "
                + "is the mean of cat 1, dog 0 and fox ½: 50.00 %.",
            "multi-label" => "One image shows a cup and a table, another a cup alone. A model that says “table” twice is right on "
                + "the first and wrong on the second: 50.00 %. Its best class has to be one of the image's labels, "
                + "whichever.",
            "calibration" => "On the four images the confidences are 0.8, 0.6, 0.7 and 0.5, each in a bin of its own, and right, "
                + "wrong, right, wrong. ECE is the mean gap (0.2 + 0.6 + 0.3 + 0.5) / 4 = 40.00 %. Negative log-"
                + "likelihood is −(ln 0.8 + ln 0.3 + ln 0.7 + ln 0.1) / 4 = 1.0216. The Brier score is (0.065 + 0.86 + "
                + "0.14 + 1.22) / 4 = 0.571.",
            "confidence" => "The four images in order of confidence are right, right, wrong, wrong. Error rates over the 1, 2, 3 "
                + "and 4 surest are 0, 0, ⅓ and ½; their mean, the area under the risk-coverage curve, is 20.83 %.",
            "robustness" => "A model errs on 40, 45, 50, 60 and 65 % of the images at the five severities of a corruption, 52.00 "
                + "% on average, and AlexNet on 80 %. The corruption error is 52 / 80 = 65.00 %. With 30 % errors on "
                + "clean images the accuracy drop is 22.00 points.",
            "open-set" => "Known images have the confidences 0.9, 0.7 and 0.5, strangers 0.8 and 0.3. Of the six pairs of a "
                + "known image and a stranger the known one is surer in four: AUROC is 66.67 %.",
            "conformal" => "Prediction sets of the four images are {cat}, {cat, dog}, {fox} and {cat, dog}. Three hold their "
                + "label: coverage is 75.00 %. Their average size is 1.50 classes.",
            "comparison" => "Of 100 images a model alone is right on 12 and its parent alone on 3: it is ahead by 9.00 points, "
                + "and 15.00 % of the answers flipped between right and wrong. McNemar's exact p is 2 · (1 + 15 + 105 +"
                + " 455) / 2¹⁵ = 0.0352.",
            _ => null,
        };
}
