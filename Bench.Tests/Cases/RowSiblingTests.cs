using System.Globalization;
using Bench.Metrics.Predicted;
using Bench.Service.Labels;
using Bench.Tests.Fixtures;
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

    [Fact]
    public async Task Logarithms_whose_sign_was_turned_are_refused_whatever_is_declared()
    {
        var scores = Scores(image => [.. Logarithms(Row(image), 1).Select(logarithm => -logarithm)]);
        var content = ("logits.npy", MadeArrays.Bytes("<f4", [Images, Classes], scores));

        foreach (var declared in new Bench.Service.Models.OutputKind?[] { null, Bench.Service.Models.OutputKind.Scores })
            (await Twenty.RefusedAsync(() => SubmitAsync(declared, content))).ShouldContain("−log p, whose smallest is the best");
    }

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
        Bench.Service.Models.OutputKind? kind,
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
