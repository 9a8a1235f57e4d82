namespace Bench.Service.Attacks;

/// <summary>What certificates by randomised smoothing say: shares of all images, with Wilson's 95 %
/// intervals.</summary>
/// <param name="Right">Images whose certified class is the right one, at any radius.</param>
/// <param name="Abstained">Images about which nothing is certified.</param>
/// <param name="Points">One for each radius, rising.</param>
public sealed record CertificateSummary(AttackShare Right, AttackShare Abstained, IReadOnlyList<CertifiedPoint> Points)
{
    /// <param name="radii">Radii that were asked for.</param>
    /// <param name="images">Images with certificates.</param>
    public static CertificateSummary Of(IReadOnlyList<double> radii, IReadOnlyList<AttackedImage> images)
    {
        var right = images.Where(image => image.Certificate!.Right(image.Label)).Select(image => image.Certificate!.Radius).ToList();
        return new(
            AttackShare.Of(right.Count, images.Count),
            AttackShare.Of(images.Count(image => image.Certificate!.Abstained), images.Count),
            [.. radii.Select(radius => new CertifiedPoint(radius, AttackShare.Of(right.Count(own => own >= radius), images.Count)))]
        );
    }
}

/// <param name="Radius">In L2, for pixel values in [0, 1].</param>
/// <param name="Certified">Share of all images whose right class holds at least so far: robust accuracy is no
/// lower.</param>
public sealed record CertifiedPoint(double Radius, AttackShare Certified);
