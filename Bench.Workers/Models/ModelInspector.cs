using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>Loads a model in the cage, feeds it made pictures, and writes down what it takes, what it gives and how
/// fast it is.</summary>
internal sealed class ModelInspector(ModelCage cage, ModelChildren children, EnginePlanner planner, InferenceOptions options)
{
    const int Windows = 5;

    /// <param name="model">The file to load, and what its graph says about its outputs.</param>
    /// <exception cref="FailureException">The model is no image classifier that can be run here; the reason says
    /// why.</exception>
    public async Task<ModelInspection> InspectAsync(ModelFile model, Preprocessing preprocessing, CancellationToken cancellationToken)
    {
        await using var taken = await children.TakeAsync(model, options.ThreadCount, cancellationToken);
        var (child, opened, crops) = (taken.Child, taken.Opened, planner.Crops(taken.Folder, preprocessing));
        var checks = opened.Warnings.Select(warning => Check.Warning(CheckCodes.ProviderFallback, $"{warning}.")).ToList();
        var input = ImageInput.Of(opened, preprocessing);
        (input, var shapes) = await ProbeAsync(child, input, preprocessing, checks, cancellationToken);
        (input, var outputs) = await OutputsAsync(child, model, crops, input, shapes, preprocessing, checks, cancellationToken);
        var sample = await child.AskAsync<AnswerSampled>(
            new SampleAnswer(input.Name, input.Layout, input.FixedBatch ?? 1, preprocessing.Height, preprocessing.Width, outputs[0].Name),
            options.AnswerTimeout,
            cancellationToken
        );
        var plan = await planner.OfAsync(child, model, opened, input, outputs, crops, cancellationToken);
        var speed = await SpeedAsync(child, crops, input, outputs[0], plan, cancellationToken);
        await taken.KeepAsync(cancellationToken);
        return new ModelInspection
        {
            Input = input,
            Outputs = outputs,
            Provider = opened.Provider,
            RuntimeVersion = opened.RuntimeVersion,
            Machine = MachineName.Here,
            Cage = cage.Level.ToString().ToLowerInvariant(),
            Batch = plan.Batch,
            Plan = plan,
            Speed = speed,
            Engine = Engines.Of(opened),
            Sample = sample.Values,
            Checks = checks,
        };
    }

    /// <summary>Runs the model once. A batch that is declared open may be fixed inside: then it takes one picture at a
    /// time.</summary>
    async Task<(InputDescription Input, IReadOnlyList<TensorDescription> Outputs)> ProbeAsync(
        CagedChild child,
        InputDescription input,
        Preprocessing preprocessing,
        List<Check> checks,
        CancellationToken cancellationToken
    )
    {
        // Two images tell a row for each image from a constant; one tells as much when the model takes no more.
        var batch = input.FixedBatch ?? 2;
        FailureException? failed = null;
        try
        {
            var outputs = await AskAsync(batch);
            if (input.FixedBatch is not null || outputs.Any(output => RowWidth(output, batch) is not null))
                return (input, outputs);
        }
        catch (FailureException error) when (error.Failure.Code == "model-failed" && input.FixedBatch is null && child.IsAlive)
        {
            failed = error;
        }
        try
        {
            var single = await AskAsync(1);
            if (failed is null && !single.Any(output => RowWidth(output, 1) is not null))
                return (input, single);
            checks.Add(
                Check.Note(
                    CheckCodes.OneAtATime,
                    "The graph takes one picture at a time although its batch is declared open, so it is run at batch 1."
                )
            );
            return (input with { FixedBatch = 1 }, single);
        }
        catch (FailureException error) when (failed is not null && error.Failure.Code == "model-failed")
        {
            throw new FailureException(
                "model-failed",
                $"The model loads and runs neither with two pictures nor with one of {preprocessing.Height} × "
                    + $"{preprocessing.Width}: {error.Failure.Message}",
                "Run it with onnxruntime on one picture of the declared input size; input_size or layout may be wrong."
            );
        }

        async Task<IReadOnlyList<TensorDescription>> AskAsync(int pictures) =>
            (
                await child.AskAsync<OutputsProbed>(
                    new ProbeOutputs(input.Name, input.Layout, pictures, preprocessing.Height, preprocessing.Width),
                    options.AnswerTimeout,
                    cancellationToken
                )
            ).Outputs;
    }

    async Task<(InputDescription Input, List<OutputDescription> Outputs)> OutputsAsync(
        CagedChild child,
        ModelFile model,
        NoiseCrops crops,
        InputDescription input,
        IReadOnlyList<TensorDescription> shapes,
        Preprocessing preprocessing,
        List<Check> checks,
        CancellationToken cancellationToken
    )
    {
        var batch = input.FixedBatch ?? 2;
        var outputs = new List<OutputDescription>();
        var alone = true;
        foreach (var output in shapes)
        {
            if (RowWidth(output, batch) is not { } width)
                continue;
            var probe = await OutputProbe.RunAsync(
                child,
                crops,
                input,
                output.Name,
                width,
                model.IsSinglePrecision,
                options,
                cancellationToken
            );
            var stated = model.OutputKinds.GetValueOrDefault(output.Name);
            outputs.Add(
                new OutputDescription(output.Name, width, stated ?? probe.Facts.Kind ?? OutputKind.Logits, stated is null)
                {
                    Varies = !probe.Facts.SayNothing && !probe.FactsAlone.SayNothing,
                    Repeats = probe.Repeats,
                }
            );
            alone &= probe.Alone || !probe.Repeats;
        }
        var found = shapes.Select(output => $"'{output.Name}' {output.ElementType} [{string.Join(", ", output.Dimensions)}]");
        if (outputs.Count == 0)
            throw new FailureException(
                "model-output",
                $"No output of the model has one row of class scores for each image; it has {string.Join(", ", found)}.",
                "Export the classifier with an output of shape [N, classes]."
            );
        if (alone && input.FixedBatch == 1 && model.TrainingOperators.Count > 0)
            checks.Add(
                Check.Warning(
                    CheckCodes.BatchDependent,
                    $"{string.Join(", ", model.TrainingOperators.Take(3))} {(model.TrainingOperators.Count == 1 ? "is" : "are")} in "
                        + "training mode, and the batch is fixed at 1: each picture is normalised by its own statistics, not by those that "
                        + "were learnt. Call model.eval() before the export."
                )
            );
        if (alone)
            return (input, outputs);
        if (model.TrainingOperators.Count > 0)
            throw new FailureException(
                "model-training-mode",
                "The answer for a picture changes with the other pictures of its batch: "
                    + $"{string.Join(", ", model.TrainingOperators.Take(3))} {(model.TrainingOperators.Count == 1 ? "is" : "are")} in "
                    + "training mode.",
                "Call model.eval() before the export, and export with training=TrainingMode.EVAL."
            );
        if (input.FixedBatch is > 1)
            throw new FailureException(
                "model-batch-dependent",
                $"The answer for a picture changes with the other pictures in its batch of {input.FixedBatch}.",
                "Export the model with an open batch or a batch of 1: then it is run one picture at a time."
            );
        checks.Add(
            Check.Note(
                CheckCodes.BatchPinned,
                "The answer for a picture changes with the other pictures in a batch (quantisation by the batch, or an "
                    + "operator over its axis), so it is run one picture at a time."
            )
        );
        return (input with { FixedBatch = 1 }, outputs);
    }

    /// <summary>Values of one image's row, where the output has one: [N, C] with any axes of one around C, or [C] for a
    /// single image.</summary>
    internal static int? RowWidth(TensorDescription output, int batch)
    {
        if (output.ElementType is not ("float" or "float16" or "double"))
            return null;
        long[] dimensions = [.. output.Dimensions];
        var width = dimensions switch
        {
            [var n, _, ..] when n == batch && dimensions[1..].Where(size => size != 1).ToArray() is [var c] => c,
            [var c] when batch == 1 => c,
            _ => 0,
        };
        return width is > 1 and <= ushort.MaxValue ? (int)width : null;
    }

    /// <summary>Times the model as it will be run.</summary>
    async Task<ModelSpeed> SpeedAsync(
        CagedChild child,
        NoiseCrops crops,
        InputDescription input,
        OutputDescription output,
        EnginePlan plan,
        CancellationToken cancellationToken
    )
    {
        await child.AskAsync<Ready>(crops.Use(child, input, output.Name, output.Width, plan), options.AnswerTimeout, cancellationToken);
        var measured = await child.AskAsync<SpeedMeasured>(
            new MeasureSpeed(Windows, options.SpeedWindow.TotalSeconds, Latency: true),
            options.AnswerTimeout * 2,
            cancellationToken
        );
        var times = measured.LatencyMilliseconds;
        return measured.ImagesPerSecond.Count == Windows && times.Count > 0
            ? new ModelSpeed(
                Median(measured.ImagesPerSecond),
                measured.ImagesPerSecond,
                times[times.Count / 2],
                times[(int)(0.99 * (times.Count - 1))],
                measured.PeakBytes
            )
            : throw ChildFailures.Garbage("a measurement without numbers");
    }

    static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
