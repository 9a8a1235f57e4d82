using System.Numerics.Tensors;
using Bench.Service.Evaluations.Review;
using Bench.Service.Models;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>Findings about the rows of one output: their scale, and whether they depend on the picture alone.</summary>
/// <param name="Facts">Of the rows.</param>
/// <param name="FactsAlone">Of the rows of pictures without neighbours.</param>
/// <param name="Repeats">Whether the same pictures give the same answers twice.</param>
/// <param name="Alone">Whether a picture gives the same answer without its neighbours.</param>
internal sealed record OutputProbe(RowFacts Facts, RowFacts FactsAlone, bool Repeats, bool Alone)
{
    const int Pictures = 8;

    /// <summary>Pictures of one batch.</summary>
    const int Together = 4;

    /// <summary>Tolerance in units of a row's spread: kernels that add in another order stay far below it, statistics
    /// of a batch far above.</summary>
    const float Tolerance = 0.01f;

    /// <summary>The same where the model computes in single precision: a small share of the batch's mean in each answer
    /// lies between the two.</summary>
    const float SingleTolerance = 0.001f;

    /// <summary>Of the largest number of a row, and of 1.</summary>
    const float Rounding = 2e-6f;

    public static async Task<OutputProbe> RunAsync(
        CagedChild child,
        NoiseCrops crops,
        InputDescription input,
        string output,
        int width,
        bool isSingle,
        InferenceOptions options,
        CancellationToken cancellationToken
    )
    {
        var batch = input.FixedBatch ?? Together;
        var rows = await RowsAsync(batch, batch);
        var again = await RowsAsync(batch, batch);
        // Of a fixed batch the places next to a picture that is asked for alone hold the picture itself.
        var alone = batch == 1 ? again : await RowsAsync(input.FixedBatch ?? 1, 1);
        return new OutputProbe(FactsOf(rows), FactsOf(alone), Same(rows, again, false), Same(rows, alone, isSingle));

        ReadOnlySpan<float> Row(float[] all, int picture) => all.AsSpan(picture * width, width);

        RowFacts FactsOf(float[] all)
        {
            var facts = new RowFacts();
            for (var i = 0; i < Pictures; i++)
                if (TensorPrimitives.IsFiniteAll<float>(Row(all, i)))
                    facts = facts.With(Row(all, i));
            return facts;
        }

        bool Same(float[] first, float[] second, bool closely) =>
            Enumerable.Range(0, Pictures).All(picture => IsSame(Row(first, picture), Row(second, picture), closely));

        async Task<float[]> RowsAsync(int size, int step)
        {
            await child.AskAsync<Ready>(
                crops.Use(child, input, output, width, EnginePlan.OneByOne(size, options.ThreadCount)),
                options.AnswerTimeout,
                cancellationToken
            );
            var all = new float[Pictures * width];
            for (var first = 0; first < Pictures; first += step)
                await BatchPump.RunAsync(
                    child,
                    first,
                    Math.Min(step, Pictures - first),
                    size,
                    width,
                    ready: null,
                    (start, count, values) => values.CopyTo(all.AsSpan(start * width, count * width)),
                    cancellationToken
                );
            return all;
        }
    }

    /// <summary>Rows that are not finite are found, and named, by the run.</summary>
    static bool IsSame(ReadOnlySpan<float> first, ReadOnlySpan<float> second, bool closely)
    {
        if (!TensorPrimitives.IsFiniteAll(first) || !TensorPrimitives.IsFiniteAll(second))
            return true;
        var spread = TensorPrimitives.Max(first) - TensorPrimitives.Min(first);
        var allowed = Tolerance * spread + 1e-6f;
        if (closely)
            allowed = Math.Min(allowed, SingleTolerance * spread + Rounding * (1 + MathF.Abs(TensorPrimitives.MaxMagnitude(first))));
        for (var i = 0; i < first.Length; i++)
            if (MathF.Abs(first[i] - second[i]) > allowed)
                return false;
        return true;
    }
}
