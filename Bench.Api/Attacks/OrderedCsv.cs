using Bench.Api.Http;
using Bench.Service.Attacks;

namespace Bench.Api.Attacks;

/// <summary>Images of an ordered attack as CSV, one image and one length of the order a line.</summary>
internal static class OrderedCsv
{
    public static string Write(OrderedSpec spec, AttackResults results, IReadOnlyList<string> doubts)
    {
        var text = new CsvText();
        text.Line([
            .. AttackCsv.ImageHeads,
            "k",
            "classes",
            "reached",
            "l1",
            "l2",
            "linf",
            "queries",
            "gradients",
            .. AttackCsv.DoubtHeads,
        ]);
        foreach (var image in results.Images)
            for (var i = 0; i < spec.TopK.Count; i++)
            {
                // What the model did not recognise was not attacked.
                var outcome = image.Ordered?[i];
                var reached = outcome is { Reached: true };
                text.Line([
                    .. AttackCsv.Of(image),
                    spec.TopK[i],
                    outcome is null ? null : string.Join(' ', outcome.Classes),
                    outcome is null ? null : AttackCsv.Bit(reached),
                    reached ? outcome!.L1 : null,
                    reached ? outcome!.L2 : null,
                    reached ? outcome!.Linf : null,
                    outcome?.Queries ?? 0,
                    outcome?.Gradients ?? 0,
                    .. doubts,
                ]);
            }
        return text.ToString();
    }
}
