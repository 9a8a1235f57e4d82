using Bench.Data.Outcomes;

namespace Bench.Service.Models;

/// <summary>Operators that draw numbers at random: what a probe of a few pictures sees of them is refused, what is too small for it is
/// told.</summary>
static class GraphChance
{
    static readonly string[] Drawing =
    [
        "Bernoulli",
        "Multinomial",
        "RandomNormal",
        "RandomNormalLike",
        "RandomUniform",
        "RandomUniformLike",
    ];

    public static Check? Of(ModelGraph graph) =>
        Drawing.Where(one => graph.Operators?.ContainsKey(one) == true).ToArray() is [_, ..] found
            ? Check.Warning(
                CheckCodes.ChanceInGraph,
                $"The graph draws random numbers ({string.Join(", ", found)}): the same picture may get other scores each time. Call "
                    + "model.eval() before the export, and take chance out of the graph."
            )
            : null;
}
