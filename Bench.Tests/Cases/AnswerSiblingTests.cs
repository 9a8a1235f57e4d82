using System.Globalization;
using Bench.Metrics.Predicted;
using Bench.Service.Claims;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Service.Models;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Answers, rows and scales that are mistaken for others in ways that no report has named yet.</summary>
public sealed class AnswerSiblingTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("the numbers from 1 sorted as text")]
    [InlineData("sorted by name")]
    [InlineData("in reverse order")]
    [InlineData("one too low")]
    public async Task Classes_in_another_order_are_doubted_by_its_name(string words)
    {
        var target = await TargetAsync(200, i => i * 7 % 900);
        var order = ClassOrders.MistakenFor(target.Classes).First(order => order.Words.Contains(words, StringComparison.Ordinal));
        ushort[] answers = [.. target.Manifest.Images.Select(image => (ushort)Math.Max(0, Array.IndexOf(order.Meant, image.Classes[0])))];

        var check = AnswerChecks.Of(new Answers(answers, 1, 1000, RanksOnly: true, Verified: false), target).ShouldHaveSingleItem();

        check.Code.ShouldBe("class-order-doubtful");
        check.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("last to first")]
    [InlineData("numbers counted")]
    public async Task Rows_in_another_order_are_doubted_by_its_name(string words)
    {
        var target = await TargetAsync(200, i => i * 7 % 900);
        int[] rows = [.. Enumerable.Range(0, 200)];
        rows =
            words == "last to first"
                ? [.. rows.Reverse()]
                : [.. rows.OrderBy(i => int.Parse(target.Manifest.Images[i].Path[..^5], CultureInfo.InvariantCulture))];

        var answers = new Answers(
            [.. rows.Select(image => target.Manifest.Images[image].Classes[0])],
            1,
            1000,
            RanksOnly: true,
            Verified: false
        );

        var check = AnswerChecks.Of(answers, target).ShouldHaveSingleItem();
        check.Code.ShouldBe("row-order-doubtful");
        check.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Labels_that_are_sent_as_answers_are_doubted_and_a_run_of_ones_own_is_not()
    {
        var target = await TargetAsync(600, i => i * 7 % 900);
        ushort[] labels = [.. target.Manifest.Images.Select(image => image.Classes[0])];

        AnswerChecks
            .Of(new Answers(labels, 1, 1000, RanksOnly: true, Verified: false), target)
            .ShouldHaveSingleItem()
            .Code.ShouldBe("answers-are-labels");
        AnswerChecks.Of(new Answers(labels, 1, 1000, RanksOnly: true, Verified: true), target).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"c.JPEG": 2, "b.JPEG": 0, "a.JPEG": 1}""")]
    [InlineData("""{"2": "c.JPEG", "0": "b.JPEG", "1": "a.JPEG"}""")]
    [InlineData("""["b.JPEG", "a.JPEG", "c.JPEG"]""")]
    [InlineData("""[["b.JPEG", 2], ["a.JPEG", 0], ["c.JPEG", 1]]""")]
    public async Task An_object_that_numbers_the_rows_is_their_order(string order)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1", "c.JPEG 2");
        var ranks = MadeArrays.Npy(_folder, "ranks.npy", "<i4", [3, 1], [1, 0, 2]);

        (await Twenty.SubmitAsync(target, "topk-npy", ranks, _folder.Write("order.json", order))).Right(target).ShouldBe(3);
    }

    [Theory]
    [InlineData(OutputKind.LogProbabilities, "-0.1,-2", PredictionContent.TopConfidence, "logarithm-base-assumed")]
    [InlineData(OutputKind.Percentages, "90,12.5", PredictionContent.TopConfidence, null)]
    [InlineData(OutputKind.Logits, "17.5,3", PredictionContent.Ranks, "scale-declared")]
    [InlineData(OutputKind.Scores, "-3,1e6", PredictionContent.Ranks, "scale-declared")]
    [InlineData(OutputKind.Sigmoid, "0.9,0.0001", PredictionContent.Ranks, "scale-declared")]
    public async Task A_csv_holds_what_its_manifest_declares(OutputKind kind, string numbers, PredictionContent content, string? code)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var rows = numbers.Split(',');
        var path = _folder.Write("p.csv", $"file_name,predicted_class,predicted_probability\na.JPEG,0,{rows[0]}\nb.JPEG,1,{rows[1]}\n");

        var read = await Twenty.SubmitAsync(target, "csv", path, kind: kind);

        read.Predictions.Content.ShouldBe(content);
        read.Checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        if (kind == OutputKind.Percentages)
            MathF.Exp(read.Predictions.TopLogit.Span[0]).ShouldBe(0.9f, 1e-6f);
    }

    [Theory]
    [InlineData(OutputKind.LogProbabilities, "0.5", "1 logarithm is not of a number from 0 to 1")]
    [InlineData(OutputKind.Percentages, "101", "1 percentage is not a number from 0 to 100")]
    [InlineData(OutputKind.Scores, "nan", "1 value of the scores is not a finite number")]
    public async Task What_a_declared_csv_cannot_hold_is_refused_in_its_own_words(OutputKind kind, string number, string words)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0");
        var path = _folder.Write("p.csv", $"file_name,predicted_class,predicted_probability\na.JPEG,0,{number}\n");

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", path, kind: kind))).ShouldContain(words);
    }

    [Fact]
    public async Task Ranks_below_zero_twice_or_counted_from_one_are_refused()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var order = _folder.Write("order.txt", "a.JPEG\nb.JPEG\n");

        (await RefusedAsync([1L, -1, 2, 3])).ShouldContain("-1 (row 0)");
        (await RefusedAsync([1L, 1, 2, 3])).ShouldContain("appears twice in its row: 1 (row 0)");
        (await RefusedAsync([1000L, 1, 2, 3])).ShouldContain("counted from 1");

        Task<string> RefusedAsync(long[] ranks) =>
            Twenty.RefusedAsync(() =>
                Twenty.SubmitAsync(target, "topk-npy", MadeArrays.Npy(_folder, "ranks.npy", "<i8", [2, 2], ranks), order)
            );
    }

    Task<LabelTarget> TargetAsync(int count, Func<int, int> label) =>
        LabelTargets.FromLinesAsync(
            _folder,
            [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}.JPEG {label(i)}"))]
        );

    public void Dispose() => _folder.Dispose();
}
