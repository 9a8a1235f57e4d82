using Bench.Data.Outcomes;
using Bench.Imaging.Contract;

namespace Bench.Service.Models;

/// <summary>Checks a configuration's statements that are not preprocessing against the graph that it came with.</summary>
public static class ContractClaims
{
    /// <param name="claims">Of the configuration; null for none.</param>
    /// <param name="contract">What inference reads of the model.</param>
    /// <param name="graph">Null where it is not known.</param>
    public static IEnumerable<Check> Against(SourceClaims? claims, ModelContract contract, ModelGraph? graph)
    {
        if (claims?.Unused is { } unused)
            yield return Check.Note(CheckCodes.ContractPartUnused, unused);
        // Of a feature extractor timm says 0.
        if (claims?.Classes is not > 0 || graph is not { Embedding: null } || contract.Embedding is not null)
            yield break;
        var outputs = graph.Outputs.Where(output => contract.Output is null || output.Name == contract.Output).ToList();
        if (
            outputs.Count == 0
            || outputs.Exists(output => output.Width is null || Math.Abs(output.Width.Value - claims.Classes.Value) <= 1)
        )
            yield break;
        yield return Check.Warning(
            CheckCodes.ContractOfOtherModel,
            $"The configuration says num_classes {claims.Classes:N0}, and the graph's outputs have "
                + $"{string.Join(", ", outputs.Select(output => $"{output.Width:N0} ('{output.Name}')"))}: it may be another model's, and "
                + "its preprocessing then, too."
        );
    }
}
