using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>Loads a model in the cage, feeds it noise, and writes down what it takes, what it gives and how fast it is.</summary>
public sealed class ModelInspector(Workers.Inference.Cage.Cage cage, InferenceOptions options, ScratchCrops scratch)
{
    static readonly TimeSpan CpuTime = TimeSpan.FromMinutes(30);

    const int Windows = 5;

    /// <summary>Enough to see a gain of a few percent while the batch is searched: whatever else the machine does only slows a window down, so the fastest counts.</summary>
    const int WindowsOfSearch = 3;

    /// <summary>A larger batch has to bring this much to be worth its memory.</summary>
    const double WorthwhileGain = 1.03;

    /// <param name="model">The file to load, and what its graph says about its outputs.</param>
    /// <exception cref="FailureException">The model is no image classifier that can be run here; the reason says why.</exception>
    public async Task<ModelInspection> InspectAsync(ModelFile model, Preprocessing preprocessing, CancellationToken cancellationToken)
    {
        using var crops = scratch.Noise(preprocessing, Math.Max(8, options.MaxBatch));
        await using var child = cage.Start(model.Folder, crops.Folder, CpuTime);
        var opened = await child.AskAsync<ModelOpened>(options.Open(child.Inside(model.Path), options.ThreadCount), options.AnswerTimeout, cancellationToken);
        var input = ImageInput.Of(opened, preprocessing);
        var outputs = await OutputsAsync(child, model, crops, input, preprocessing, cancellationToken);
        var sample = await child.AskAsync<AnswerSampled>(new SampleAnswer(input.Name, input.Layout, input.FixedBatch ?? 1, preprocessing.Height, preprocessing.Width, outputs[0].Name), options.AnswerTimeout, cancellationToken);
        var (batch, speed) = await SpeedAsync(child, crops, input, outputs[0], preprocessing, cancellationToken);
        return new ModelInspection
        {
            Input = input,
            Outputs = outputs,
            Provider = opened.Provider,
            RuntimeVersion = opened.RuntimeVersion,
            Machine = MachineName.Here,
            Cage = cage.Level.ToString().ToLowerInvariant(),
            Batch = batch,
            Speed = speed,
            Engine = Engines.Of(opened),
            Sample = sample.Values,
            Checks = [.. opened.Warnings.Select(warning => Check.Warning(CheckCodes.ProviderFallback, $"{warning}."))],
        };
    }

    async Task<List<OutputDescription>> OutputsAsync(CagedChild child, ModelFile model, NoiseCrops crops, InputDescription input, Preprocessing preprocessing, CancellationToken cancellationToken)
    {
        // Two images tell a row for each image from a constant; one tells as much when the model takes no more.
        var batch = input.FixedBatch ?? 2;
        var probed = await child.AskAsync<OutputsProbed>(new ProbeOutputs(input.Name, input.Layout, batch, preprocessing.Height, preprocessing.Width), options.AnswerTimeout, cancellationToken);
        var outputs = new List<OutputDescription>();
        foreach (var output in probed.Outputs)
        {
            if (RowWidth(output, batch) is not { } width) continue;
            var kind = model.OutputKinds.GetValueOrDefault(output.Name);
            outputs.Add(new OutputDescription(output.Name, width, kind ?? await GuessKindAsync(child, crops, input, output.Name, width, batch, preprocessing, cancellationToken), kind is null));
        }
        return outputs.Count > 0
            ? outputs
            : throw new FailureException(
                "model-output",
                $"No output of the model has one row of class scores for each image; it has {string.Join(", ", probed.Outputs.Select(output => $"'{output.Name}' {output.ElementType} [{string.Join(", ", output.Dimensions)}]"))}.",
                "Export the classifier with an output of shape [N, classes].");
    }

    /// <summary>Values of one image's row, where the output has one: [N, C], [N, C, 1, 1], or [C] for a single image.</summary>
    internal static int? RowWidth(TensorDescription output, int batch)
    {
        if (output.ElementType is not ("float" or "float16" or "double")) return null;
        long[] dimensions = [.. output.Dimensions];
        var width = dimensions switch
        {
            [var n, var c, .. var rest] when n == batch && rest.All(size => size == 1) => c,
            [var c] when batch == 1 => c,
            _ => 0,
        };
        return width is > 1 and <= ushort.MaxValue ? (int)width : null;
    }

    async Task<OutputKind> GuessKindAsync(
        CagedChild child, NoiseCrops crops, InputDescription input, string output, int width, int batch, Preprocessing preprocessing, CancellationToken cancellationToken)
    {
        var probabilities = true;
        await child.AskAsync<Ready>(crops.Use(child, input, output, width, batch, preprocessing), options.AnswerTimeout, cancellationToken);
        await BatchPump.RunAsync(child, 0, 8, batch, width, ready: null, (_, count, rows) =>
        {
            for (var i = 0; i < count; i++) probabilities &= LooksLikeProbabilities(rows.Slice(i * width, width));
        }, cancellationToken);
        return probabilities ? OutputKind.Probabilities : OutputKind.Logits;
    }

    /// <summary>All ≥ 0 and a sum of 1 ± 1e-3.</summary>
    internal static bool LooksLikeProbabilities(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (var value in row)
        {
            if (!(value >= 0)) return false;
            sum += value;
        }
        return Math.Abs(sum - 1) <= 1e-3;
    }

    /// <summary>Doubles the batch until memory or no gain, then measures at the best.</summary>
    async Task<(int Batch, ModelSpeed Speed)> SpeedAsync(CagedChild child, NoiseCrops crops, InputDescription input, OutputDescription output, Preprocessing preprocessing, CancellationToken cancellationToken)
    {
        var best = (Batch: input.FixedBatch ?? 1, Rate: 0.0);
        for (var batch = best.Batch; batch <= options.MaxBatch || batch == best.Batch; batch *= 2)
        {
            double rate;
            try
            {
                rate = (await MeasureAsync(child, crops, input, output, preprocessing, batch, WindowsOfSearch, options.SpeedWindow / 2, latency: false, cancellationToken)).ImagesPerSecond.Max();
            }
            // The child refuses what it cannot allocate and lives; one that the kernel ended takes the inspection with it, and the next attempt starts lower.
            catch (FailureException error) when (error.Failure.Code == "out-of-memory" && batch > 1 && child.IsAlive)
            {
                break;
            }
            if (rate < best.Rate * WorthwhileGain) break;
            best = (batch, rate);
            if (input.FixedBatch is not null) break;
        }
        var measured = await MeasureAsync(child, crops, input, output, preprocessing, best.Batch, Windows, options.SpeedWindow, latency: true, cancellationToken);
        var times = measured.LatencyMilliseconds;
        return (best.Batch, new ModelSpeed(Median(measured.ImagesPerSecond), measured.ImagesPerSecond, times[times.Count / 2], times[(int)(0.99 * (times.Count - 1))], measured.PeakBytes));
    }

    async Task<SpeedMeasured> MeasureAsync(
        CagedChild child, NoiseCrops crops, InputDescription input, OutputDescription output, Preprocessing preprocessing, int batch, int windows, TimeSpan window, bool latency, CancellationToken cancellationToken)
    {
        await child.AskAsync<Ready>(crops.Use(child, input, output.Name, output.Width, batch, preprocessing), options.AnswerTimeout, cancellationToken);
        var measured = await child.AskAsync<SpeedMeasured>(new MeasureSpeed(windows, window.TotalSeconds, latency), options.AnswerTimeout * 2, cancellationToken);
        return measured.ImagesPerSecond.Count == windows && (!latency || measured.LatencyMilliseconds.Count > 0) ? measured : throw ChildFailures.Garbage("a measurement without numbers");
    }

    static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
