namespace Bench.Service.Attacks;

/// <summary>What certificates by randomised smoothing say: shares of all images, with Wilson's 95 %
/// intervals.</summary>
/// <param name="Right">Images whose certified class is the right one, at any radius.</param>
/// <param name="Abstained">Images about which nothing is certified.</param>
/// <param name="Points">One for each radius, rising.</param>
/// <param name="Reach">The largest radius that this many draws can certify, were all of one class: beyond it every share is 0, whatever the
/// model. Null of versions that did not tell it.</param>
public sealed record CertificateSummary(
    AttackShare Right,
    AttackShare Abstained,
    IReadOnlyList<CertifiedPoint> Points,
    double? Reach = null
)
{
    /// <param name="spec">How certificates are made.</param>
    /// <param name="radii">Radii that were asked for.</param>
    /// <param name="images">Images with certificates.</param>
    /// <param name="numbers">Makes shares of images.</param>
    public static CertificateSummary Of(
        SmoothingSpec spec,
        IReadOnlyList<double> radii,
        IReadOnlyList<AttackedImage> images,
        ImageNumbers numbers
    )
    {
        return new(
            Share(made => made.Right),
            Share(made => made.Own.Abstained),
            [.. radii.Select(radius => new CertifiedPoint(radius, Share(made => made.Right && made.Own.Radius >= radius)))],
            spec.Reach
        );

        AttackShare Share(Func<(Certificate Own, bool Right), bool> counts) =>
            numbers.Share([.. images.Select(image => (image.Index, counts((image.Certificate!, image.Certificate!.Right(image.Label)))))]);
    }
}

/// <param name="Radius">In L2, for pixel values in [0, 1].</param>
/// <param name="Certified">Share of all images whose right class holds at least so far: robust accuracy is no
/// lower.</param>
public sealed record CertifiedPoint(double Radius, AttackShare Certified);
