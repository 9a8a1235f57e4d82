namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of slices that are counted.</summary>
static class SliceMetrics
{
    public const string ImageNetMajor = "imagenet-major";

    public static IEnumerable<MetricDefinition> All()
    {
        yield return new()
        {
            Id = ImageNetMajor,
            Name = "ImageNet-Major, images right",
            Family = MetricFamily.MultiLabel,
            Direction = MetricDirection.None,
            Maximum = double.PositiveInfinity,
            Formula = "number of the slice's images whose best class is correct or unclear, of n; the interval is Wilson's, times n",
            Source = "Vasudevan et al., 2022",
        };
    }
}
