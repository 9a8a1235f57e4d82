using System.Diagnostics;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;
using Bench.Workers.Models;

namespace Bench.Workers.Evaluations.Run;

/// <summary>The engine: pictures become crops here, on every core, while the caged child turns the crops that are ready
/// into rows of numbers, which are checked and written.</summary>
internal sealed class ShardRunner(ModelChildren children, CropCache cache, InferenceOptions options)
{
    /// <param name="progress">Told how many images of the shard are done.</param>
    /// <exception cref="FailureException">The model or a picture made it impossible.</exception>
    public async Task<ShardNotes> RunAsync(ShardRun run, Action<int> progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var record = run.Record;
        var geometry = RunPlanner.GeometryOf(run.Preprocessing, run.Manifest);
        using var crops = await cache.OpenAsync(
            new CropKey(record.ManifestHash, geometry, ImageDecoders.Chosen),
            run.Manifest.Count,
            run.Start,
            run.Count,
            cancellationToken
        );
        // A kept file has every image at its own place, whatever the order; one that is this shard's alone has them as
        // they are run.
        Func<int, int>? place = run.Order is not null && crops.IsKept ? run.Image : null;
        var filler = new CropFiller(
            crops,
            geometry,
            run.Locate,
            new CropFillerOptions { ExcludeUndecodable = options.ExcludeUndecodable },
            place
        );

        using var writer = new ShardWriter(run, filler.IsExcluded);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = new ReadyMark();
        // Pictures are decoded while the child starts.
        var filling = FillAsync(filler, run, ready, stop.Token);
        ShardNotes notes;
        try
        {
            await using var child = await children.TakeAsync(run.Model, record.Threads, cancellationToken);
            var difference = await DifferenceAsync(child.Child, run, cancellationToken);
            await child.Child.AskAsync<Ready>(
                UseImages.Of(record, child.Show(crops.Path), run.Preprocessing) with
                {
                    Places = place is null ? null : new CropPlaces(run.Start, [.. Enumerable.Range(run.Start, run.Count).Select(place)]),
                },
                options.AnswerTimeout,
                cancellationToken
            );
            await BatchPump.RunAsync(
                child.Child,
                run.Start,
                run.Count,
                RunBatch.MostImages(record.Batch),
                record.OutputWidth,
                ready,
                (first, count, rows) =>
                {
                    writer.Write(first, count, rows);
                    progress(first + count - run.Start);
                },
                cancellationToken
            );
            notes = new ShardNotes(
                [.. filler.Excluded.Select(image => run.Image(image.Index))],
                run.Count / clock.Elapsed.TotalSeconds,
                Engines.Of(child.Opened),
                difference,
                writer.Facts
            )
            {
                CropsMade = filler.Made,
            };
            await child.KeepAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await filling;
        }
        writer.Complete();
        return notes;
    }

    /// <summary>How far this machine's answer to noise is from the one that the inspection got.</summary>
    async Task<double?> DifferenceAsync(CagedChild child, ShardRun run, CancellationToken cancellationToken)
    {
        if (run.Inspection is not { Sample.Count: > 0 } inspection)
            return null;
        var input = inspection.Input;
        var preprocessing = Contracts.Preprocessing(run.InspectedUnder);
        var sampled = await child.AskAsync<AnswerSampled>(
            new SampleAnswer(
                input.Name,
                input.Layout,
                input.FixedBatch ?? 1,
                preprocessing.Height,
                preprocessing.Width,
                inspection.Outputs[0].Name
            ),
            options.AnswerTimeout,
            cancellationToken
        );
        return AnswerSample.Difference(inspection.Sample, sampled.Values);
    }

    /// <summary>Never throws: an error reaches the reader that waits for crops.</summary>
    static async Task FillAsync(CropFiller filler, ShardRun run, ReadyMark ready, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var until in filler.FillAsync(run.Start, run.Count, cancellationToken))
                ready.Advance(until);
        }
        catch (ImageDecodeException error)
        {
            ready.Fail(Undecodable(error));
        }
        catch (Exception error)
        {
            ready.Fail(error);
        }
    }

    internal static FailureException Undecodable(ImageDecodeException error) =>
        new(
            "image-undecodable",
            $"The picture {error.Name} cannot be decoded: {error.Reason}.",
            "Ask the operator to mend the dataset, or to set Bench:Inference:ExcludeUndecodable so that such pictures "
                + "are left out and counted."
        );
}
