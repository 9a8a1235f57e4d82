using System.Globalization;
using Bench.Api.Metrics;
using Bench.Data.Models;
using Bench.Service.Json;
using Bench.Service.Models;

namespace Bench.Api.Reports;

/// <summary>Facts about a model other than its numbers, as lines that people read; an unknown fact has no line.</summary>
internal static class ModelFacts
{
    const int MostOperators = 12;

    /// <summary>Facts from the submitter and about the file.</summary>
    public static IEnumerable<(string Name, string Value)> Of(Model model) =>
        Known([
            ("Architecture", model.Architecture),
            ("Training data", model.TrainingData),
            ("Parameters", model.Parameters is { } parameters ? NumberText.Whole(parameters) : null),
            ("Multiply-accumulates per image", NumberText.Large(model.Macs)),
            ("Precision", model.Precision),
            ("File", model.Sha256 is null ? "none; only predictions were submitted" : NumberText.Bytes(model.FileSize)),
            ("SHA-256", model.Sha256),
            ("Licence", model.License),
            ("Source", model.Url),
            ("Tags", string.Join(", ", model.Tags)),
            ("Preprocessing", ContractText.Of(model.Preprocessing)),
            ("Added", NumberText.Minute(model.CreatedAt)),
        ]);

    /// <summary>Facts from the file's graph.</summary>
    public static IEnumerable<(string Name, string Value)> OfGraph(Model model)
    {
        if (StoredJson.Read<ModelGraph>(model.Graph) is not { } graph)
            return [];
        return Known([
            ("Exporter", graph.Producer),
            (
                "Operator sets",
                string.Join(", ", graph.Opsets.Select(opset => $"{(opset.Key.Length == 0 ? "ai.onnx" : opset.Key)} {opset.Value}"))
            ),
            (
                "Input",
                $"{graph.Input.Name}: {graph.Input.Type} {graph.Input.Layout}, {Size(graph.Input.Height)} × "
                    + $"{Size(graph.Input.Width)}, {(graph.Input.Batch is { } batch ? $"batch {batch}" : "any batch")}"
            ),
            (
                "Outputs",
                string.Join(
                    "; ",
                    graph.Outputs.Select(output => $"{output.Name}: {output.Type}, {Size(output.Width)} values, {output.Scale}")
                )
            ),
            ("Nodes", NumberText.Whole(graph.Nodes)),
            ("Operators", Operators(graph.Operators)),
            ("Weights", string.Join(", ", graph.Weights.Select(weights => $"{NumberText.Large(weights.Elements)} × {weights.Type}"))),
            ("Not counted in MACs", string.Join(", ", graph.Uncounted)),
        ]);
    }

    /// <summary>Facts from the inspection in the sandbox.</summary>
    public static IEnumerable<(string Name, string Value)> OfInspection(Model model)
    {
        if (StoredJson.Read<ModelInspection>(model.Inspection) is not { } inspection)
            return [];
        var speed = inspection.Speed;
        return Known([
            (
                "Throughput",
                Text($"{speed.ImagesPerSecond:N0} images/s at batch {inspection.Batch}, median of {speed.Windows.Count} windows")
            ),
            ("Latency of one run", Text($"{speed.LatencyP50Milliseconds:0.00} ms (p50), {speed.LatencyP99Milliseconds:0.00} ms (p99)")),
            ("Peak memory", NumberText.Bytes(speed.PeakBytes)),
            (
                "Answers",
                string.Join(
                    "; ",
                    inspection.Outputs.Select(output =>
                        $"{output.Name}: {output.Width} "
                        + $"{output.Kind.ToString().ToLowerInvariant()}{(output.KindIsGuessed ? ", read off its rows" : "")}"
                    )
                )
            ),
            ("Provider", $"{inspection.Provider}, ONNX Runtime {inspection.RuntimeVersion}"),
            ("Machine", inspection.Machine),
            ("Sandbox", inspection.Cage),
        ]);
    }

    static IEnumerable<(string, string)> Known(IEnumerable<(string Name, string? Value)> facts) =>
        facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => (fact.Name, fact.Value!));

    static string Operators(IReadOnlyDictionary<string, int>? counts)
    {
        if (counts is null)
            return "";
        var ordered = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", ordered.Take(MostOperators).Select(pair => $"{NumberText.Whole(pair.Value)} {pair.Key}"));
        return ordered.Count > MostOperators ? $"{shown} and {ordered.Count - MostOperators} more types" : shown;
    }

    static string Size(int? size) => size is { } known ? NumberText.Whole(known) : "any";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
