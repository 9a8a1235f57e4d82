namespace Bench.Tests.Cases;

/// <summary>Prediction files from Excel, pandas, timm and scripts.</summary>
public sealed class CsvDialectTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("plain.csv")]
    [InlineData("bom-crlf.csv")]
    [InlineData("quoted.csv")]
    [InlineData("utf16.csv")]
    [InlineData("pandas-index.csv")]
    [InlineData("spaces-after-comma.csv")]
    [InlineData("trailing-blank-lines.csv")]
    [InlineData("lowercase-ext.csv")]
    [InlineData("unix-abs-paths.csv")]
    [InlineData("semicolon-decimal-comma.csv")]
    [InlineData("timm-inference.csv")]
    [InlineData("float-class.csv")]
    [InlineData("prob-just-over-one.csv")]
    public async Task Every_dialect_says_the_same(string file)
    {
        var target = await Twenty.TargetAsync(_folder);

        var read = await Twenty.SubmitAsync(target, "csv", Twenty.Case($"32-csv-dialects/{file}"));

        read.Right(target).ShouldBe(20);
        read.Checks.ShouldBeEmpty();
        var confidence = file == "prob-just-over-one.csv" ? 1 : 0.9f;
        read.Predictions.TopLogit.ToArray().ShouldAllBe(logit => MathF.Abs(MathF.Exp(logit) - confidence) < 1e-6f);
    }

    [Theory]
    [InlineData("percent.csv", "They look like percent")]
    [InlineData("tensor-repr.csv", "'tensor(50)'")]
    public async Task What_cannot_be_read_is_quoted(string file, string words)
    {
        var target = await Twenty.TargetAsync(_folder);

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", Twenty.Case($"32-csv-dialects/{file}")))).ShouldContain(words);
    }

    [Theory]
    [InlineData("a.JPEG;n01440764;0,25\nb.JPEG;1.00;1,0000005", null)]
    [InlineData("a.JPEG;0;0,25\nb.JPEG;1.5;0,5", "'1.5' of b.JPEG")]
    [InlineData("a.JPEG;0;0,25\nb.JPEG;1;1,01", "'1,01' of b.JPEG")]
    public async Task Semicolons_decimal_commas_and_whole_floats_are_read(string rows, string? refusal)
    {
        var target = await Bench.Tests.Service.Labels.LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var path = _folder.Write("p.csv", "filename;index;prob\n" + rows);

        if (refusal is not null)
            (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", path))).ShouldContain(refusal);
        else
            (await Twenty.SubmitAsync(target, "csv", path)).Predictions.TopLogit.ToArray().ShouldBe([MathF.Log(0.25f), 0]);
    }

    [Theory]
    [InlineData("File Name,Predicted Class,Predicted Probability\na.JPEG,0,0.25\nb.JPEG,1,1\n")]
    [InlineData("fileName;predictedClass;predictedProbability\na.JPEG;0;0,25\nb.JPEG;1;1\n")]
    [InlineData("# file_name,predicted_class,predicted_probability\na.JPEG,0,0.25\nb.JPEG,1,1\n")]
    [InlineData("# made by eval.py\n#\nfile_name,predicted_class,predicted_probability\na.JPEG,0,0.25\nb.JPEG,1,1\n")]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,0,25%\nb.JPEG,1,100 %\n")]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,000,0.25\nb.JPEG,001,1\n,,\n,,\n")]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,\u00A0n01440764,0.25\nb.JPEG,1,1\u00A0\n")]
    public async Task Heads_comments_percent_signs_padding_and_empty_rows_change_nothing(string content)
    {
        var target = await Bench.Tests.Service.Labels.LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

        var read = await Twenty.SubmitAsync(target, "csv", _folder.Write("p.csv", content));

        read.Right(target).ShouldBe(2);
        read.Predictions.TopLogit.ToArray().ShouldBe([MathF.Log(0.25f), 0]);
    }

    [Fact]
    public async Task A_best_probability_below_one_of_all_classes_ranks_and_says_nothing_of_confidence()
    {
        var target = await Bench.Tests.Service.Labels.LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var path = _folder.Write("p.csv", "file_name,predicted_class,predicted_probability\na.JPEG,0,0.0005\nb.JPEG,1,0.5\n");

        var read = await Twenty.SubmitAsync(target, "csv", path);

        read.Checks.ShouldHaveSingleItem().Code.ShouldBe("scale-unknown");
        read.Predictions.Content.ShouldBe(Bench.Metrics.Predicted.PredictionContent.Ranks);
        (
            await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", path, kind: Bench.Service.Models.OutputKind.Probabilities))
        ).ShouldContain("1 of 2 predicted probabilities are below 1/1000");
    }

    public void Dispose() => _folder.Dispose();
}
