using System.Numerics.Tensors;
using Bench.Imaging.Contract;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>One model before one sample.</summary>
/// <remarks>
/// All alternatives are held against the declared contract on the first few images, where most of them are far behind. Who is too
/// little ahead to be believed at the end leaves after each stage, and only one that is ahead all the way is run over the whole sample.
/// At most a fifth of the contracts that would just have been advised leaves at a stage; with twice that lead 4 in 100 leave at 32
/// images and 1 in 100 later.
/// </remarks>
internal sealed class DoctorExamination(
    CagedChild child,
    RunRecord record,
    ClassEmbeddings? embeddings,
    DatasetManifest manifest,
    DoctorPictures pictures,
    InferenceOptions options
)
{
    /// <summary>Images after which alternatives leave.</summary>
    static readonly int[] Stages = [4, 8, 16, 32, 64, 96, 128];

    /// <summary>How many standard deviations a lead may fall short of its share.</summary>
    const double Shortfall = 1.2816;

    /// <returns>What was right as declared, and under each alternative that was ahead all the way, over the whole sample; no
    /// alternatives and no such answers where none was.</returns>
    public async Task<(bool[] Declared, List<(PreprocessingAlternative Alternative, bool[] Right)> Alternatives)> RunAsync(
        Preprocessing declared,
        IReadOnlyList<PreprocessingAlternative> alternatives,
        CancellationToken cancellationToken
    )
    {
        var asDeclared = new List<bool>();
        var field = alternatives.Select(alternative => (Alternative: alternative, Right: new List<bool>())).ToList();
        foreach (var stage in Stages.Append(int.MaxValue))
        {
            if (field.Count == 0 || asDeclared.Count == pictures.Count)
                break;
            var count = Math.Min(stage, pictures.Count);
            await GoOnAsync(new("", declared), asDeclared, count, cancellationToken);
            foreach (var (alternative, right) in field)
                await GoOnAsync(alternative, right, count, cancellationToken);
            var least = asDeclared.Count(right => right) + LeastLead(count, pictures.Count, DoctorVerdict.LeastLead(alternatives.Count));
            field.RemoveAll(each => each.Right.Count(right => right) < least);
        }
        return ([.. asDeclared], field.ConvertAll(each => (each.Alternative, each.Right.ToArray())));
    }

    /// <summary>Images that an alternative must be ahead by after a part of the sample.</summary>
    /// <param name="seen">Images so far.</param>
    /// <param name="sample">Images in all.</param>
    /// <param name="needed">The smallest lead over the whole sample that counts.</param>
    /// <returns>Its share less 1.28 standard deviations of a binomial, rounded up, and never below 0.</returns>
    internal static int LeastLead(int seen, int sample, int needed)
    {
        var share = seen / (double)sample;
        return (int)Math.Max(0, Math.Ceiling(needed * share - Shortfall * Math.Sqrt(needed * share * (1 - share))));
    }

    /// <summary>Adds whether the images up to <paramref name="count"/> are right under a contract.</summary>
    async Task GoOnAsync(PreprocessingAlternative alternative, List<bool> right, int count, CancellationToken cancellationToken)
    {
        var geometry = RunPlanner.GeometryOf(alternative.Preprocessing, manifest);
        var (crops, places) = await pictures.CropsAsync(geometry, alternative.Pixels, count, cancellationToken);
        var plan = Plan;
        await child.AskAsync<Ready>(
            UseImages.Of(record, crops, alternative.Preprocessing) with
            {
                Plan = plan,
                Places = places,
            },
            options.AnswerTimeout,
            cancellationToken
        );
        var rows = new ClassRows(record, manifest.ClassCount, embeddings);
        var logits = new float[manifest.ClassCount];
        await BatchPump.RunAsync(
            child,
            right.Count,
            count - right.Count,
            RunBatch.ImagesOf(plan, count - right.Count),
            record.OutputWidth,
            ready: null,
            (first, images, output) =>
            {
                for (var i = 0; i < images; i++)
                {
                    rows.Read(output.Slice(i * record.OutputWidth, record.OutputWidth), logits);
                    right.Add(pictures.IsRight(first + i, TensorPrimitives.IndexOfMax<float>(logits)));
                }
            },
            cancellationToken
        );
    }

    /// <summary>Every session has something to do at the first stage, and no graph is made for a contract that is only tried.</summary>
    EnginePlan Plan =>
        record.Plan with
        {
            Batch = record.FixedBatch ? record.Batch : Math.Min(record.Batch, Math.Max(1, Stages[0] / record.Sessions)),
            BytesIn = false,
        };
}
