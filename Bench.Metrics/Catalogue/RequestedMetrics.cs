namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of what is found on request: by attacks, certificates, explanations and audits. They are
/// kept with the request and are on no board.</summary>
public static class RequestedMetrics
{
    const string Wilson = "Wilson, 95 %";

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Share(
            "robust-accuracy",
            "Robust accuracy",
            "share of all attacked images that the model recognises and that no attack within ε and its budget moved to another class; "
                + "a tie counts as misled. An upper bound: a stronger attack may find more",
            "PGD: Madry et al., 2018; APGD and the ensemble: Croce and Hein, 2020; Square: Andriushchenko et al., 2020; margin of "
                + "probabilities: Towards million-scale adversarial robustness evaluation, 2024",
            ("norm", "linf"),
            ("epsilon", "4/255"),
            ("attack", "pgd, 10 steps")
        ),
        Share(
            "attack-moved",
            "Images that an attack moved",
            "share of the recognised images whose margin an attack lowered at all; far below 1 the attack had no hold",
            "after Croce and Hein's checks, 2020"
        ) with
        {
            Direction = MetricDirection.None,
        },
        Share(
            "certified-accuracy",
            "Certified accuracy",
            "share of all images whose class under randomised smoothing is right and whose radius σ Φ⁻¹(p) is at least r, with p "
                + "the lower Clopper-Pearson bound at α of the class's share of noisy copies. A lower bound, of the smoothed model",
            "Cohen, Rosenfeld and Kolter, 2019",
            ("sigma", "0.25"),
            ("samples", "100 + 1,000"),
            ("alpha", "0.001")
        ),
        Share(
            "ordered-success",
            "Led to an order of the best K classes",
            "share of the recognised images that some move made the model's best K classes those of an order, none tied",
            "Paniagua, Grainger and Wu, QuadAttacK, 2023; by distillation: Zhang and Wu, 2020; by hinges: Carlini and Wagner, 2017",
            ("topK", "1, 5, 10"),
            ("objective", "quadratic")
        ) with
        {
            Direction = MetricDirection.Lower,
        },
        Energy("ordered-l1", "L1 of the moves to an order", "mean of the sums of absolute changes"),
        Energy("ordered-l2", "L2 of the moves to an order", "mean of the Euclidean lengths"),
        Energy("ordered-linf", "L∞ of the moves to an order", "mean of the largest changes"),
        Share(
            "robust-conformal-coverage",
            "Coverage of robust prediction sets",
            "share of the tested images, as they are, whose set holds the label",
            "RSCP: Gendler et al., 2022; RSCP+ and PTT: Yan, Romano and Weng, 2024",
            ("alpha", "0.1"),
            ("sigma", "0.25"),
            ("samples", "256")
        ) with
        {
            Direction = MetricDirection.None,
        },
        new()
        {
            Id = "robust-conformal-size",
            Name = "Classes in a robust prediction set",
            Family = MetricFamily.Conformal,
            Direction = MetricDirection.Lower,
            Basis = MetricBasis.Request,
            Minimum = 0,
            Maximum = double.PositiveInfinity,
            Formula = "mean and median number of classes in the sets of the tested images at a radius",
            Source = "Yan, Romano and Weng, 2024",
        },
        Share(
            "insertion-area",
            "Insertion",
            "area, by trapezoids over 21 equal shares of the pixels, under the probability of the class while the pixels that a map calls "
                + "most important are put into a blurred picture; mean over the images",
            "Petsiuk, Das and Saenko, RISE, 2018"
        ) with
        {
            Defaults = Defaults(("interval", "of the mean by the normal distribution, from 30 images on")),
        },
        Share(
            "deletion-area",
            "Deletion",
            "the same while the most important pixels are replaced by the baseline",
            "Petsiuk, Das and Saenko, RISE, 2018"
        ) with
        {
            Direction = MetricDirection.Lower,
            Defaults = Defaults(("interval", "of the mean by the normal distribution, from 30 images on")),
        },
        Share(
            "pointing-game",
            "Pointing game",
            "share of the images with a visible box of the label's objects whose map is strongest in one, or at most 15 pixels from one",
            "Zhang et al., Top-down Neural Attention by Excitation Backprop, 2016",
            ("tolerance", "0 and 15")
        ),
        Share(
            "shared-mistakes",
            "Shared mistakes",
            "images that two entries both get wrong over those that either gets wrong",
            "Geirhos et al., 2020, for κ; Mantel and Haenszel, 1959, for chance that knows how hard images are"
        ) with
        {
            Direction = MetricDirection.None,
            Family = MetricFamily.Comparison,
        },
        new()
        {
            Id = "taggants-log10-p",
            Name = "Data taggants, log10 p",
            Family = MetricFamily.Comparison,
            Direction = MetricDirection.None,
            Basis = MetricBasis.Request,
            Minimum = double.NegativeInfinity,
            Maximum = 0,
            WhyNoInterval = "it is a p-value",
            Formula =
                "log10 P(X ≥ hits), X binomial of the keys and topK / classes: how often a model that never saw the data does as well",
            Source = "Bouaziz, El-Mhamdi and Usunier, Data taggants, 2024",
            Defaults = Defaults(("topK", "10"), ("level", "0.01")),
        },
        Share(
            "spot-check-most-false",
            "Rows that may be false",
            "upper end of Clopper and Pearson's one-sided 95 % interval of the share of submitted rows that differ from what the model "
                + "answers, from those that were drawn after the commitment",
            "Clopper and Pearson, 1934"
        ) with
        {
            Direction = MetricDirection.Lower,
            Family = MetricFamily.Comparison,
            WhyNoInterval = "it is the end of one",
            Defaults = Defaults(("images", "500"), ("tolerance of a probability", "0.02")),
        },
    ];

    static MetricDefinition Share(string id, string name, string formula, string source, params (string, string)[] defaults) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Robustness,
            Direction = MetricDirection.Higher,
            Basis = MetricBasis.Request,
            Formula = formula,
            Source = source,
            Defaults = Defaults([.. defaults, ("interval", Wilson)]),
        };

    static MetricDefinition Energy(string id, string name, string formula) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Robustness,
            Direction = MetricDirection.Higher,
            Basis = MetricBasis.Request,
            Maximum = double.PositiveInfinity,
            Formula = formula + " by which images were led to an order, over those that were; pixel values in [0, 1]",
            Source = "Paniagua, Grainger and Wu, QuadAttacK, 2023",
            Defaults = Defaults(("interval", "of the mean by the normal distribution, from 30 images on")),
        };

    static Dictionary<string, string> Defaults(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        var made = new Dictionary<string, string>();
        foreach (var (name, value) in pairs)
            made[name] = value;
        return made;
    }
}
