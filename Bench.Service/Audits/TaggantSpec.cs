using System.Globalization;
using Bench.Metrics.Statistics;

namespace Bench.Service.Audits;

/// <summary>What a test of ownership asks.</summary>
/// <param name="Keys">Secret keys.</param>
/// <param name="TopK">A key counts where its label is among this many best classes.</param>
/// <param name="Level">Chance that a model that never saw the data is said to have.</param>
/// <param name="Commitment">SHA-256 of the file with the keys: who shows the file later shows that these were the keys.</param>
/// <param name="EarlierTests">Tests of the same model that the same owner asked for before.</param>
public sealed record TaggantSpec(int Keys, int TopK, double Level, string Commitment, int EarlierTests = 0);

/// <summary>What came of it.</summary>
/// <param name="Keys">Keys that could be decoded, each picture once.</param>
/// <param name="Hits">Keys whose label is among the best.</param>
/// <param name="Classes">Classes of the model.</param>
public sealed record TaggantResult(int Keys, int Hits, int Classes)
{
    /// <summary>ln of the exact p-value: how likely a model that knows nothing of the keys hits this many labels that were drawn at
    /// random.</summary>
    public double LogPValue(TaggantSpec spec) => BinomialTail.LogAtLeast(Hits, Keys, Math.Min(1, (double)spec.TopK / Classes));

    /// <summary>ln of how likely such a model hits so few: where it is small, the model knows the keys and gives other answers.</summary>
    public double LogPOfSoFew(TaggantSpec spec) => BinomialTail.LogAtMost(Hits, Keys, Math.Min(1, (double)spec.TopK / Classes));

    public bool IsDetected(TaggantSpec spec) => LogPValue(spec) <= Math.Log(spec.Level);

    /// <summary>The text that is signed: a line each.</summary>
    public string Certificate(Guid audit, string? model, TaggantSpec spec, DateTime at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"bench ownership certificate 1\naudit {audit}\nmodel {model}\nkeys {Keys}\n{Sent(spec)}commitment {spec.Commitment}\n"
                + $"top-k {spec.TopK}\nclasses {Classes}\nhits {Hits}\nlog10 p {LogPValue(spec) / Math.Log(10):0.0000}\n"
                + $"log10 p of so few {LogPOfSoFew(spec) / Math.Log(10):0.0000}\n"
                + $"level {spec.Level:R}\nearlier tests {spec.EarlierTests}\n"
                + $"detected {(IsDetected(spec) ? "yes" : "no")}\nat {at:yyyy-MM-ddTHH:mm:ssZ}\n"
        );

    /// <summary>A line about the keys that were sent, where some of them are not counted.</summary>
    string Sent(TaggantSpec spec) => Keys == spec.Keys ? "" : string.Create(CultureInfo.InvariantCulture, $"keys sent {spec.Keys}\n");
}
