using System.Globalization;
using Bench.Metrics.Predicted;
using Bench.Service.Labels;
using Bench.Service.Models;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Rows of class scores that look sound, image by image, and say something else than their numbers seem to.</summary>
public sealed class RowSiblingTests : IDisposable
{
    const int Images = 24;
    const int Classes = 1000;

    readonly TempFolder _folder = new();
    readonly Random _random = new(3);

    [Theory]
    [InlineData("saturated", "answers-tied")]
    [InlineData("rounded", "answers-tied")]
    [InlineData("one row is not computed", "answers-tied")]
    [InlineData("alike", "answers-constant")]
    [InlineData("all equal", "answers-constant")]
    [InlineData("logarithms to base 10", "scale-unknown")]
    [InlineData("logarithms to base 2", "scale-unknown")]
    [InlineData("negated distances", "scale-unknown")]
    [InlineData("logarithms of a sigmoid", "scale-unknown")]
    [InlineData("bytes", "scale-unknown")]
    [InlineData("clipped", "scores-clipped")]
    [InlineData("logits less their greatest", null)]
    [InlineData("logarithms", null)]
    [InlineData("logits", null)]
    public async Task Scores_are_doubted_by_what_they_are(string kind, string? code)
    {
        var first = Row(0);

        var read = await SubmitAsync(("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], Scores(image => Made(kind, image, first)))));

        read.Checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        read.Predictions.Content.ShouldBe(code == "scale-unknown" ? PredictionContent.Ranks : PredictionContent.Full);
    }

    [Theory]
    [InlineData(Math.E)]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Logarithms_whose_sign_was_turned_are_refused_whatever_is_declared(double ofBase)
    {
        var scores = Scores(image => [.. Logarithms(Row(image), Math.Log(ofBase)).Select(logarithm => -logarithm)]);
        var content = ("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], scores));

        foreach (var declared in new OutputKind?[] { null, OutputKind.Scores })
            (await Twenty.RefusedAsync(() => SubmitAsync(declared, content))).ShouldContain("−log p, whose smallest is the best");
    }

    [Theory]
    [InlineData(2, "they are logarithms to base 2: multiply them by ln 2")]
    [InlineData(10, "they are logarithms to base 10: multiply them by ln 10")]
    [InlineData(0, "some are above 0")]
    [InlineData(Math.E, null)]
    public async Task Declared_logarithms_by_another_base_are_refused_with_their_base(double ofBase, string? words)
    {
        var scores = Scores(image => ofBase == 0 ? Row(image) : Logarithms(Row(image), Math.Log(ofBase)));
        var content = ("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], scores));

        if (words is null)
            (await SubmitAsync(OutputKind.LogProbabilities, content)).Checks.ShouldBeEmpty();
        else
            (await Twenty.RefusedAsync(() => SubmitAsync(OutputKind.LogProbabilities, content))).ShouldContain(words);
    }

    [Theory]
    [InlineData(OutputKind.LogProbabilities, 1, "Ranked")]
    [InlineData(OutputKind.LogProbabilities, 1.4427, "of natural logarithms of probabilities that sum to 1 it is 0")]
    [InlineData(null, 1.4427, "Ranked")]
    public async Task A_head_of_declared_logarithms_sums_to_one(OutputKind? declared, double factor, string words)
    {
        const int head = 5;
        var rows = Scores(image => [.. Logarithms(Row(image), 1).Select(logarithm => (float)(factor * logarithm)).OrderDescending()]);
        float[] ranked = [.. Enumerable.Range(0, Images).SelectMany(image => rows.Skip(image * Classes).Take(head))];
        float[] sums =
        [
            .. Enumerable
                .Range(0, Images)
                .Select(image => (float)Math.Log(rows.Skip(image * Classes).Take(Classes).Sum(logit => Math.Exp(logit)))),
        ];
        var submit = () =>
            SubmitAsync(
                declared,
                ("topk_class.npy", MadeArrays.Bytes("<u2", [Images, head], Places(head))),
                ("topk_logit.npy", MadeArrays.Bytes("<f4", [Images, head], ranked)),
                ("logsumexp.npy", MadeArrays.Bytes("<f4", [Images], sums))
            );

        if (words == "Ranked")
            (await submit()).Predictions.Content.ShouldBe(PredictionContent.Head);
        else
            (await Twenty.RefusedAsync(submit)).ShouldContain(words);
    }

    [Theory]
    [InlineData(100, "scale-unknown")]
    [InlineData(12, null)]
    public async Task Percentages_in_the_place_of_ranked_logits_are_no_logits(float most, string? code)
    {
        const int head = 5;
        // In percent, the ranked classes are nearly all; logits of that size sum to anything.
        float[][] ranked =
        [
            .. Enumerable
                .Range(0, Images)
                .Select(image =>
                {
                    var best = most * (0.5f + image / 60f);
                    var rest = most - best;
                    return new[] { best, rest * 0.6f, rest * 0.3f, rest * 0.07f, rest * 0.02f }.OrderDescending().ToArray();
                }),
        ];
        var read = await SubmitAsync(
            ("topk_class.npy", MadeArrays.Bytes("<u2", [Images, head], Places(head))),
            ("topk_logit.npy", MadeArrays.Bytes("<f4", [Images, head], ranked.SelectMany(row => row).ToArray())),
            (
                "logsumexp.npy",
                MadeArrays.Bytes("<f4", [Images], ranked.Select(row => (float)Math.Log(row.Sum(logit => Math.Exp(logit)) + 30)).ToArray())
            )
        );

        read.Checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
    }

    static ushort[] Places(int head) =>
        [.. Enumerable.Range(0, Images).SelectMany(image => Enumerable.Range(image, head).Select(place => (ushort)place))];

    [Theory]
    [InlineData(true, "scale-unknown")]
    [InlineData(false, null)]
    public async Task A_sum_over_the_ranked_classes_alone_is_no_sum_over_all(bool rankedAlone, string? code)
    {
        const int head = 5;
        var (classes, logits, sums) = (new List<ushort>(), new List<float>(), new List<float>());
        for (var image = 0; image < Images; image++)
        {
            // Between the best and the last rank lies a factor of 50: a thousandth of all is behind the last one, or nothing.
            float[] ranked = [4, 3, 2, 1, 0.1f];
            classes.AddRange(Enumerable.Range(image, head).Select(place => (ushort)place));
            logits.AddRange(ranked);
            sums.Add((float)Math.Log(ranked.Sum(logit => Math.Exp(logit)) + (rankedAlone ? 0 : 3)));
        }

        var read = await SubmitAsync(
            ("topk_class.npy", MadeArrays.Bytes("<u2", [Images, head], classes.ToArray())),
            ("topk_logit.npy", MadeArrays.Bytes("<f4", [Images, head], logits.ToArray())),
            ("logsumexp.npy", MadeArrays.Bytes("<f4", [Images], sums.ToArray()))
        );

        read.Checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        read.Predictions.Content.ShouldBe(code is null ? PredictionContent.Head : PredictionContent.Ranks);
    }

    [Fact]
    public async Task A_sure_model_of_one_rank_keeps_its_confidence()
    {
        var read = await SubmitAsync(
            ("topk_class.npy", MadeArrays.Bytes("<u2", [Images, 1], Enumerable.Range(0, Images).Select(image => (ushort)image).ToArray())),
            ("topk_logit.npy", MadeArrays.Bytes("<f4", [Images, 1], Enumerable.Repeat(12f, Images).ToArray())),
            ("logsumexp.npy", MadeArrays.Bytes("<f4", [Images], Enumerable.Repeat(12.001f, Images).ToArray()))
        );

        read.Checks.ShouldBeEmpty();
        read.Predictions.Content.ShouldBe(PredictionContent.TopConfidence);
    }

    [Theory]
    [InlineData(6, "answers-constant")]
    [InlineData(24, "answers-constant")]
    public async Task One_class_for_a_few_images_of_several_classes_is_doubted(int images, string code) =>
        (await CsvAsync(images, _ => 7)).ShouldBe([code]);

    [Theory]
    [InlineData(24, "answers-at-chance")]
    [InlineData(12, null)]
    public async Task No_right_answer_among_a_thousand_classes_is_doubted_from_twenty_images_on(int images, string? code) =>
        (await CsvAsync(images, image => (image * 37 + 400) % 1000)).ShouldBe(code is null ? [] : [code]);

    async Task<IEnumerable<string>> CsvAsync(int images, Func<int, int> answer)
    {
        var target = await TargetAsync(images);
        var lines = Enumerable
            .Range(0, images)
            .Select(image => string.Create(CultureInfo.InvariantCulture, $"{image:D2}.JPEG,{answer(image)},{0.5 + image / 100.0}"));
        var path = _folder.Write("p.csv", "file_name,predicted_class,predicted_probability\n" + string.Join('\n', lines));
        return (await Twenty.SubmitAsync(target, "csv", path)).Doubts(target);
    }

    float[] Made(string kind, int image, float[] first)
    {
        var row = Row(image);
        switch (kind)
        {
            case "saturated":
                // A sigmoid in half precision: several classes are 1. As logits by their range.
                (row[image], row[image + 100], row[image + 200]) = (30, 30, 30);
                return row;
            case "rounded":
                return [.. row.Select(logit => MathF.Round(logit / 20) * 20)];
            case "alike":
                return first;
            case "all equal":
                return [.. row.Select(_ => 2 + image / 8f)];
            case "one row is not computed":
                return image == 5 ? [.. row.Select(_ => 0f)] : row;
            case "clipped":
                return [.. row.Select(logit => Math.Clamp(logit, -10, 10))];
            case "negated distances":
                return [.. row.Select(logit => -MathF.Pow(12.5f - logit, 2))];
            case "logarithms of a sigmoid":
                return [.. row.Select(logit => -MathF.Log(1 + MathF.Exp(-logit)))];
            case "bytes":
                return [.. row.Select(logit => MathF.Round((logit + 2) * 18))];
            case "logits less their greatest":
                return [.. row.Select(logit => logit - row.Max())];
            case "logarithms to base 10":
                return Logarithms(row, Math.Log(10));
            case "logarithms to base 2":
                return Logarithms(row, Math.Log(2));
            case "logarithms":
                return Logarithms(row, 1);
            default:
                return row;
        }
    }

    static float[] Logarithms(float[] logits, double ofBase)
    {
        var sum = Math.Log(logits.Sum(logit => Math.Exp(logit)));
        return [.. logits.Select(logit => (float)((logit - sum) / ofBase))];
    }

    float[] Row(int image)
    {
        float[] row = [.. Enumerable.Range(0, Classes).Select(_ => 4 * _random.NextSingle() - 2)];
        row[image] = 8 + 4 * _random.NextSingle();
        return row;
    }

    static float[] Scores(Func<int, float[]> row) => [.. Enumerable.Range(0, Images).SelectMany(row)];

    Task<LabelTarget> TargetAsync(int images = Images) =>
        LabelTargets.FromLinesAsync(
            _folder,
            [.. Enumerable.Range(0, images).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D2}.JPEG {i}"))]
        );

    Task<Bench.Service.Evaluations.Submissions.ReadSubmission> SubmitAsync(params (string Member, byte[] Content)[] members) =>
        SubmitAsync(null, members);

    async Task<Bench.Service.Evaluations.Submissions.ReadSubmission> SubmitAsync(
        OutputKind? kind,
        params (string Member, byte[] Content)[] members
    ) =>
        await Twenty.SubmitAsync(
            await TargetAsync(),
            "npz",
            MadeArrays.Npz(_folder, "made.npz", members),
            _folder.Write(
                "order.txt",
                string.Join('\n', Enumerable.Range(0, Images).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D2}.JPEG")))
            ),
            kind
        );

    public void Dispose() => _folder.Dispose();
}
