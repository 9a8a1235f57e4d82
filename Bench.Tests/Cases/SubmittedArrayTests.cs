using System.Globalization;
using Bench.Metrics.Predicted;
using Bench.Service.Labels;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Arrays of class scores in the shapes, names and scales that people save them in.</summary>
public sealed class SubmittedArrayTests : IDisposable
{
    const int Images = 24;
    const int Classes = 1000;

    readonly TempFolder _folder = new();
    readonly Random _random = new(7);

    [Theory]
    [InlineData(Images, Classes, 1, 1)]
    [InlineData(Images, 1, Classes)]
    [InlineData(1, Images, Classes)]
    public async Task Axes_of_one_are_no_other_shape(params int[] shape)
    {
        var read = await SubmitAsync(("logits.npy", MadeArrays.Bytes("<f4", shape, Logits())));

        read.Predictions.Content.ShouldBe(PredictionContent.Full);
        read.Right(await TargetAsync()).ShouldBe(Images);
    }

    [Theory]
    [InlineData("array.T", Classes, Images)]
    [InlineData("array[:, 1:]", Images, Classes + 1)]
    [InlineData("(24, 10)", Images, 10)]
    public async Task Another_shape_is_named_with_what_was_probably_meant(string words, params int[] shape) =>
        (await RefusedAsync(("logits.npy", MadeArrays.Bytes("<f4", shape, new float[shape[0] * shape[1]])))).ShouldContain(words);

    [Theory]
    [InlineData("arr_0.npy", "arr_0")]
    [InlineData("run/logits.npy", "run/logits")]
    [InlineData("probs.npy", "numpy.savez")]
    public async Task An_array_under_another_name_is_named(string member, string words) =>
        (await RefusedAsync((member, MadeArrays.Bytes("<f4", [Images, Classes], Logits())))).ShouldContain(words);

    /// <summary>Two arrays that could both be the scores: which one was read is said, with the name of the
    /// other.</summary>
    [Theory]
    [InlineData("logits_ema.npy", true)]
    [InlineData("features.npy", false)]
    public async Task A_second_array_that_fits_is_named_in_a_note(string second, bool fits)
    {
        var other = MadeArrays.Bytes("<f4", [Images, fits ? Classes : 512], new float[Images * (fits ? Classes : 512)]);

        var read = await SubmitAsync(("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], Logits())), (second, other));

        read.Checks.Select(check => check.Code).ShouldBe(fits ? ["output-chosen"] : []);
        if (fits)
            read.Checks[0].Message.ShouldContain("The arrays 'logits' are read, by their names, and 'logits_ema' would fit as well.");
        read.Right(await TargetAsync()).ShouldBe(Images);
    }

    [Fact]
    public async Task Overflow_of_half_precision_and_NaN_in_one_row_are_named_by_row()
    {
        var halves = Logits().Select(logit => (Half)logit).ToArray();
        halves[5 * Classes + 3] = Half.PositiveInfinity;
        var floats = Logits();
        floats[7 * Classes + 1] = float.NaN;

        (await RefusedAsync(("logits.npy", MadeArrays.Bytes("<f2", [Images, Classes], halves)))).ShouldContain(
            "row 5: 'logits' has a value that is not a number, or infinite (float16 ends at 65,504)"
        );
        (await RefusedAsync(("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], floats)))).ShouldContain("row 7");
    }

    [Fact]
    public async Task Ranks_that_are_counted_from_1_are_called_so()
    {
        var ranks = Enumerable.Range(0, Images).Select(image => (ushort)(image == 0 ? Classes : 1)).ToArray();

        (await RefusedAsync(("topk_class.npy", MadeArrays.Bytes("<u2", [Images, 1], ranks)))).ShouldEndWith(
            $"classes go from 0 to {Classes - 1}. They go from 1 to {Classes} and look counted from 1: the first class is 0. "
                + "Take 1 from each"
        );
    }

    [Fact]
    public async Task An_object_array_inside_an_npz_is_never_unpickled() =>
        (await RefusedAsync(("logits.npy", MadeArrays.Bytes("|O", [Images, Classes], new byte[64])))).ShouldContain("never unpickled");

    [Theory]
    [InlineData("log", 0, "logsumexp")]
    [InlineData("log", 50, "logsumexp")]
    public async Task A_sum_that_the_ranked_logits_cannot_have_is_refused(string scale, float sum, string words)
    {
        scale.ShouldBe("log");
        var (classes, logits, sums) = Head(_ => sum);

        (await RefusedAsync(("topk_class.npy", classes), ("topk_logit.npy", logits), ("logsumexp.npy", sums))).ShouldContain(words);
    }

    [Fact]
    public async Task A_sum_that_they_can_have_is_taken()
    {
        var (classes, logits, sums) = Head(row => (float)Math.Log(row.Sum(logit => Math.Exp(logit)) + 3));

        (await SubmitAsync(("topk_class.npy", classes), ("topk_logit.npy", logits), ("logsumexp.npy", sums))).Predictions.Content.ShouldBe(
            PredictionContent.Head
        );
    }

    /// <summary>What calibration is computed from, and what is not: probabilities rounded, in bytes, of a softmax over a softmax, by
    /// another base.</summary>
    [Theory]
    [InlineData("percent to one digit", "scale-unknown")]
    [InlineData("bytes", "scale-unknown")]
    [InlineData("probabilities to two digits", "scale-unknown")]
    [InlineData("times 10", "scale-unknown")]
    [InlineData("logits", null)]
    [InlineData("logits above 0", null)]
    [InlineData("cooled", null)]
    public async Task Numbers_of_no_known_scale_rank_and_say_nothing_of_confidence(string scale, string? code)
    {
        var values = Logits();
        for (var row = 0; row < Images; row++)
        {
            var logits = values.AsSpan(row * Classes, Classes).ToArray();
            var sum = logits.Sum(logit => Math.Exp(logit));
            for (var i = 0; i < Classes; i++)
            {
                var probability = Math.Exp(logits[i]) / sum;
                values[row * Classes + i] = (float)(
                    scale switch
                    {
                        "percent to one digit" => Math.Round(100 * probability, 1),
                        "bytes" => Math.Round(255 * probability, 2),
                        "probabilities to two digits" => Math.Round(probability, 2),
                        "times 10" => 10 * probability,
                        "logits above 0" => logits[i] + 5,
                        "cooled" => logits[i] / 1.7,
                        _ => logits[i],
                    }
                );
            }
        }

        var read = await SubmitAsync(("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], values)));

        read.Checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        read.Predictions.Content.ShouldBe(code is null ? PredictionContent.Full : PredictionContent.Ranks);
    }

    [Theory]
    [InlineData("twice", "confidence-flat")]
    [InlineData("cosine", "confidence-flat")]
    [InlineData("one-hot", "confidence-constant")]
    [InlineData("softmax", null)]
    public async Task Confidence_that_says_nothing_is_doubted(string kind, string? code)
    {
        var target = await TargetAsync();
        var values = Logits();
        for (var row = 0; row < Images; row++)
        {
            var logits = values.AsSpan(row * Classes, Classes);
            var (sum, most) = (logits.ToArray().Sum(logit => Math.Exp(logit)), logits.ToArray().Max());
            for (var i = 0; i < Classes; i++)
                logits[i] = (float)(
                    kind switch
                    {
                        "twice" => Math.Log(Math.Exp(Math.Exp(logits[i]) / sum) / 1001.7),
                        "cosine" => logits[i] / 30,
                        "one-hot" => logits[i] == most ? 500 : -1,
                        _ => logits[i],
                    }
                );
        }
        var read = await SubmitAsync(("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], values)));

        read.Doubts(target).ShouldBe(code is null ? [] : [code]);
    }

    /// <summary>A head of three ranked logits a row.</summary>
    static (byte[] Classes, byte[] Logits, byte[] Sums) Head(Func<float[], float> sum)
    {
        float[] logits = [12, 9, 3];
        return (
            MadeArrays.Bytes(
                "<u2",
                [Images, 3],
                Enumerable.Range(0, Images).SelectMany(image => new[] { (ushort)image, (ushort)(image + 1), (ushort)(image + 2) }).ToArray()
            ),
            MadeArrays.Bytes("<f4", [Images, 3], Enumerable.Repeat(logits, Images).SelectMany(row => row).ToArray()),
            MadeArrays.Bytes("<f4", [Images], Enumerable.Repeat(sum(logits), Images).ToArray())
        );
    }

    /// <summary>Rows whose best class is the image's own, with the confidence of a trained network.</summary>
    float[] Logits()
    {
        var logits = new float[Images * Classes];
        for (var i = 0; i < logits.Length; i++)
            logits[i] = 4 * _random.NextSingle() - 2;
        for (var image = 0; image < Images; image++)
            logits[image * Classes + image] = 8 + 4 * _random.NextSingle();
        return logits;
    }

    Task<LabelTarget> TargetAsync() =>
        LabelTargets.FromLinesAsync(
            _folder,
            [.. Enumerable.Range(0, Images).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D2}.JPEG {i}"))]
        );

    async Task<Bench.Service.Evaluations.Submissions.ReadSubmission> SubmitAsync(params (string Member, byte[] Content)[] members) =>
        await Twenty.SubmitAsync(await TargetAsync(), "npz", MadeArrays.Npz(_folder, "made.npz", members), Order());

    async Task<string> RefusedAsync(params (string Member, byte[] Content)[] members) =>
        await Twenty.RefusedAsync(() => SubmitAsync(members));

    string Order() =>
        _folder.Write(
            "order.txt",
            string.Join('\n', Enumerable.Range(0, Images).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D2}.JPEG")))
        );

    public void Dispose() => _folder.Dispose();
}
