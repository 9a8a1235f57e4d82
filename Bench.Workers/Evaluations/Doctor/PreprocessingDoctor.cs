using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Runs a sample under the contracts that are mistaken for one another, and says when one of them is clearly better than the
/// declared one. It advises; it never switches.</summary>
internal sealed class PreprocessingDoctor(
    ModelChildren children,
    CropCache cache,
    InferenceOptions options,
    ILogger<PreprocessingDoctor> log
)
{
    /// <summary>A smaller sample could hardly tell anything.</summary>
    const int Smallest = 32;

    /// <summary>A model so slow that a screening of 64 images alone would take longer is not examined.</summary>
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
        try
        {
            await using var child = await children.TakeAsync(model, record.Threads, cancellationToken);
            var cached = new CropKey(record.ManifestHash, RunPlanner.GeometryOf(declared, manifest), ImageDecoders.Chosen);
            using var pictures = new DoctorPictures(child, cache, cached, manifest, contentRoot, sample);
            var examination = new DoctorExamination(child.Child, record, model.Embeddings, manifest, pictures, options);
            var tried = await examination.RunAsync(declared, alternatives, cancellationToken);
            await child.KeepAsync(cancellationToken);
            return tried.Alternatives.Count == 0
                ? null
                : DoctorVerdict.Of(tried.Declared, declared, tried.Alternatives, alternatives.Count, WhyNoMore(sample.Count, affordable));
        }
        catch (FailureException error)
        {
            // The run itself will meet it and say so; advice is not worth failing for.
            log.LogInformation("no examination of the preprocessing: {Reason}", error.Message);
            return null;
        }
    }

    /// <summary>Why a sample is smaller than asked for, as written after its size; empty where it is not.</summary>
    string WhyNoMore(int sample, int affordable) =>
        sample >= options.DoctorSample ? ""
        : sample == affordable ? $" (as many as {LongestSeconds:0} seconds allow at the model's speed)"
        : " (all pictures that have a label)";
}
