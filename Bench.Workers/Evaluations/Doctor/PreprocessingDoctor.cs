using System.Numerics.Tensors;
using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Runs a sample under the contracts that are mistaken for one another, and says when one of them is clearly better than the
/// declared one. It advises; it never switches.</summary>
internal sealed class PreprocessingDoctor(Cage cage, BenchOptions bench, InferenceOptions options, ILogger<PreprocessingDoctor> log)
{
    /// <summary>Images that every alternative is tried on; only one that is ahead there is tried on the whole sample.</summary>
    const int Screening = 64;

    /// <summary>A smaller sample could hardly tell anything.</summary>
    const int Smallest = 32;

    /// <summary>A model so slow that the screening alone would take longer is not examined.</summary>
    const double LongestSeconds = 90;

    /// <returns>Advice, or null when there is none to give.</returns>
    public async Task<DoctorAdvice?> ExamineAsync(
        ModelFile model,
        RunRecord record,
        ModelSpeed speed,
        DatasetManifest manifest,
        string contentRoot,
        Preprocessing declared,
        CancellationToken cancellationToken
    )
    {
        var alternatives = PreprocessingAlternatives.To(declared);
        var affordable = (int)Math.Min(int.MaxValue, speed.ImagesPerSecond * LongestSeconds / alternatives.Count);
        var sample = DoctorSample.Of(manifest, Math.Min(options.DoctorSample, affordable));
        if (!options.Doctor || sample.Count < Smallest)
            return null;
        var folder = Path.Combine(bench.CachePath, "scratch", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            await using var child = cage.Start(model.Folder, folder, TimeSpan.FromHours(1));
            await child.AskAsync<ModelOpened>(
                options.Open(child.Inside(model.Path), record.Threads),
                options.AnswerTimeout,
                cancellationToken
            );
            var examination = new Examination(child, record, model.Embeddings, manifest, contentRoot, folder, sample, options);
            return await examination.RunAsync(declared, alternatives, Screening, WhyNoMore(sample.Count, affordable), cancellationToken);
        }
        catch (FailureException error)
        {
            // The run itself will meet it and say so; advice is not worth failing for.
            log.LogInformation("no examination of the preprocessing: {Reason}", error.Message);
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Why a sample is smaller than asked for, as written after its size; empty where it is not.</summary>
    string WhyNoMore(int sample, int affordable) =>
        sample >= options.DoctorSample ? ""
        : sample == affordable ? $" (as many as {LongestSeconds:0} seconds allow at the model's speed)"
        : " (all that have a label)";

    /// <summary>One model before one sample.</summary>
    sealed class Examination(
        CagedChild child,
        RunRecord record,
        ClassEmbeddings? embeddings,
        DatasetManifest manifest,
        string contentRoot,
        string folder,
        IReadOnlyList<int> sample,
        InferenceOptions options
    )
    {
        readonly Dictionary<string, string> _crops = [];
        readonly HashSet<int> _undecodable = [];

        public async Task<DoctorAdvice?> RunAsync(
            Preprocessing declared,
            IReadOnlyList<PreprocessingAlternative> alternatives,
            int screening,
            string whyNoMore,
            CancellationToken cancellationToken
        )
        {
            var asDeclared = await RightAsync(declared, sample.Count, cancellationToken);
            var tried = new List<(PreprocessingAlternative Alternative, bool[] Right)>();
            foreach (var alternative in alternatives)
            {
                var screened = await RightAsync(alternative.Preprocessing, Math.Min(screening, sample.Count), cancellationToken);
                if (screened.Count(right => right) <= asDeclared.Take(screened.Length).Count(right => right))
                    continue;
                tried.Add(
                    (
                        alternative,
                        screened.Length == sample.Count
                            ? screened
                            : await RightAsync(alternative.Preprocessing, sample.Count, cancellationToken)
                    )
                );
            }
            return tried.Count == 0 ? null : DoctorVerdict.Of(asDeclared, declared, tried, alternatives.Count, whyNoMore);
        }

        /// <summary>Whether each of the first <paramref name="count"/> images of the sample is right under a contract.</summary>
        async Task<bool[]> RightAsync(Preprocessing preprocessing, int count, CancellationToken cancellationToken)
        {
            var crops = await CropsAsync(RunPlanner.GeometryOf(preprocessing, manifest), cancellationToken);
            await child.AskAsync<Ready>(
                new UseImages(
                    child.Inside(crops),
                    PreprocessingJson.Write(preprocessing),
                    record.Input,
                    record.Layout,
                    record.Output,
                    record.OutputWidth,
                    record.Plan with
                    {
                        // A graph for each contract would have to be made first.
                        BytesIn = false,
                    }
                ),
                options.AnswerTimeout,
                cancellationToken
            );
            var right = new bool[count];
            var rows = new ClassRows(record, manifest.ClassCount, embeddings);
            var logits = new float[manifest.ClassCount];
            await BatchPump.RunAsync(
                child,
                0,
                count,
                record.Batch,
                record.OutputWidth,
                ready: null,
                (first, images, output) =>
                {
                    for (var i = 0; i < images; i++)
                    {
                        rows.Read(output.Slice(i * record.OutputWidth, record.OutputWidth), logits);
                        right[first + i] =
                            !_undecodable.Contains(first + i)
                            && manifest.Images[sample[first + i]].Classes.Contains((ushort)TensorPrimitives.IndexOfMax<float>(logits));
                    }
                },
                cancellationToken
            );
            return right;
        }

        /// <summary>A crop file of the sample in one geometry, made once. A picture that cannot be decoded is wrong under every
        /// contract.</summary>
        async Task<string> CropsAsync(Geometry geometry, CancellationToken cancellationToken)
        {
            if (_crops.TryGetValue(geometry.Canonical, out var made))
                return made;
            var path = Path.Combine(folder, geometry.Hash + CropCache.Extension);
            using var writer = CropWriter.Create(
                path,
                new CropLayout(geometry.Canonical, 0, sample.Count, geometry.Width, geometry.Height)
            );
            var filler = new CropFiller(
                writer,
                geometry,
                i => ShardRun.Locate(manifest, contentRoot, sample[i]),
                new CropFillerOptions { ExcludeUndecodable = true }
            );
            await foreach (var _ in filler.FillAsync(0, sample.Count, cancellationToken)) { }
            foreach (var excluded in filler.Excluded)
                _undecodable.Add(excluded.Index);
            return _crops[geometry.Canonical] = path;
        }
    }
}
