using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Onnx.Model;

namespace Bench.Service.Models;

/// <summary>Doubts about a preprocessing contract, by itself and with what the graph does to its input.</summary>
public static class ContractDoubts
{
    /// <summary>Distance from a canonical mean or deviation that rounding by an exporter explains.</summary>
    const double Tolerance = 0.02;

    const double Levels = 255;

    /// <summary>Normalisations in use, of pixels from 0 to 1: each channel becomes (x − mean) / std.</summary>
    static readonly (ChannelValues Mean, ChannelValues Std)[] Usual =
    [
        (Preprocessing.ImageNetMean, Preprocessing.ImageNetStd),
        (new(0.48145466, 0.4578275, 0.40821073), new(0.26862954, 0.26130258, 0.27577711)),
        (new(0.5, 0.5, 0.5), new(0.5, 0.5, 0.5)),
        (new(0, 0, 0), new(1, 1, 1)),
        (new(0, 0, 0), new(1 / Levels, 1 / Levels, 1 / Levels)),
        (new(123.68 / Levels, 116.779 / Levels, 103.939 / Levels), new(1 / Levels, 1 / Levels, 1 / Levels)),
    ];

    /// <summary>A well-known mean in the channel order that the contract does not declare.</summary>
    public static IEnumerable<Check> Of(Preprocessing contract)
    {
        var mean = contract.ValueRange == ValueRange.Unit ? contract.Mean : Scaled(contract.Mean, 1 / Levels);
        var bgr = contract.ChannelOrder == ChannelOrder.Bgr;
        if (Usual.Select(each => each.Mean).Any(usual => usual != usual.Reversed && AreNear(mean, bgr ? usual : usual.Reversed, 0.002)))
            yield return Check.Warning(
                CheckCodes.MeanOrderDoubtful,
                $"The channel order is {(bgr ? "BGR" : "RGB")}, and the mean {Text(contract.Mean)} is a "
                    + $"well-known one in the order of {(bgr ? "RGB" : "BGR")}: "
                    + "mean and std are taken in the order in which the model takes its channels."
            );
    }

    /// <summary>Whether a check is about a contract, and so says nothing of a run under another one.</summary>
    public static bool IsOne(Check check) =>
        check.Code
            is CheckCodes.MeanOrderDoubtful
                or CheckCodes.TimmTestSize
                or CheckCodes.ContractPartUnused
                or CheckCodes.ContractOfOtherModel;

    /// <summary>A graph that normalises for itself, behind a contract that does so too; or one that takes bytes, to which mean and std do
    /// not apply.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="elementType">Of the graph's input.</param>
    /// <param name="graph">What the graph does to its input first; null for nothing.</param>
    public static Check? WithGraph(Preprocessing contract, string elementType, OnnxInputScale? graph)
    {
        if (elementType == "uint8")
            return
                contract is { ValueRange: ValueRange.Byte, Mean: { First: 0, Second: 0, Third: 0 }, Std: { First: 1, Second: 1, Third: 1 } }
                ? null
                : Check.Note(
                    CheckCodes.NormalisationUnused,
                    "The graph takes bytes and gets the pixels as they are: mean, std and value_range do not apply to it."
                );
        if (graph is null)
            return null;
        var range = contract.ValueRange == ValueRange.Unit ? 1 : Levels;
        var together = Normalisation(
            graph,
            channel => range / contract.Std[channel],
            channel => -contract.Mean[channel] / contract.Std[channel]
        );
        if (IsUsual(together))
            return null;
        foreach (
            var (scale, words, declare) in new[]
            {
                (1.0, "0 to 1", "mean [0, 0, 0] and std [1, 1, 1]"),
                (Levels, "0 to 255", "value_range byte, mean [0, 0, 0] and std [1, 1, 1]"),
            }
        )
            if (
                IsUsual(Normalisation(graph, _ => scale, _ => 0))
                && (range, contract.Mean, contract.Std) != (scale, new ChannelValues(0, 0, 0), new ChannelValues(1, 1, 1))
            )
                return Check.Warning(
                    CheckCodes.NormalisedTwice,
                    $"The graph normalises pixels of {words} for itself, and the declared preprocessing has "
                        + $"normalised them before: declare {declare}."
                );
        return null;
    }

    /// <summary>Mean and deviation by which pixels from 0 to 1 are normalised when they first become factor · x + offset and then pass
    /// the graph.</summary>
    static (ChannelValues Mean, ChannelValues Std) Normalisation(OnnxInputScale graph, Func<int, double> factor, Func<int, double> offset)
    {
        double[] std = [.. Enumerable.Range(0, 3).Select(channel => 1 / (graph.Factors[channel] * factor(channel)))];
        double[] mean =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(channel => -(graph.Factors[channel] * offset(channel) + graph.Offsets[channel]) * std[channel]),
        ];
        return (new(mean[0], mean[1], mean[2]), new(std[0], std[1], std[2]));
    }

    static bool IsUsual((ChannelValues Mean, ChannelValues Std) found) =>
        Array.Exists(Usual, usual => IsNear(found, usual.Mean, usual.Std) || IsNear(found, usual.Mean.Reversed, usual.Std.Reversed));

    static bool IsNear((ChannelValues Mean, ChannelValues Std) found, ChannelValues mean, ChannelValues std) =>
        Enumerable
            .Range(0, 3)
            .All(channel =>
                Math.Abs(found.Std[channel] - std[channel]) <= Tolerance * std[channel]
                && Math.Abs(found.Mean[channel] - mean[channel]) <= Tolerance
            );

    static bool AreNear(ChannelValues values, ChannelValues wanted, double by) =>
        Enumerable.Range(0, 3).All(channel => Math.Abs(values[channel] - wanted[channel]) <= by);

    static ChannelValues Scaled(ChannelValues values, double by) => new(values.First * by, values.Second * by, values.Third * by);

    static string Text(ChannelValues values) =>
        string.Create(CultureInfo.InvariantCulture, $"[{values.First}, {values.Second}, {values.Third}]");
}
