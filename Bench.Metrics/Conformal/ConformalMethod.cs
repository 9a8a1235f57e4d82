namespace Bench.Metrics.Conformal;

/// <summary>How strange a class looks for an image: the nonconformity score that prediction sets are cut by.</summary>
public enum ConformalMethod
{
    /// <summary>1 − p_y. The smallest sets on average. Sadinle, Lei and Wasserman, 2019.</summary>
    Lac,

    /// <summary>Probability of all classes ranked before y, plus u · p_y. Sets that adapt to the image. Romano, Sesia
    /// and Candès, 2020.</summary>
    Aps,

    /// <summary>As <see cref="Aps"/>, plus λ for every rank beyond k_reg: adaptive sets without the long tail.
    /// Angelopoulos et al., 2021.</summary>
    Raps,
}
