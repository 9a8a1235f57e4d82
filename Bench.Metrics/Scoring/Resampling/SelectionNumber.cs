using Bench.Metrics.OpenSet;
using Bench.Metrics.Selective;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>A number of the risk-coverage curve: names the value and its place among the replicates at once.</summary>
enum SelectionNumber
{
    Aurc,
    ExcessAurc,
    Aurra,
    Auroc,
}

static class SelectionNumbers
{
    public static double Of(this SelectionNumber number, ThresholdSweep sweep) =>
        number switch
        {
            SelectionNumber.Aurc => Aurc.Compute(sweep),
            SelectionNumber.ExcessAurc => ExcessAurc.Compute(sweep),
            SelectionNumber.Aurra => Aurra.Compute(sweep),
            _ => Auroc.Compute(sweep),
        };
}
