using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Which column of a table means what, and which numbers are meant: never the labels for the answers, never half a
/// number.</summary>
public sealed class ColumnChoiceTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("file_name,label,pred,prob")]
    [InlineData("image,class,predicted,confidence")]
    [InlineData("filename,label,y_pred,score")]
    [InlineData("path,index,pred_idx,probability")]
    [InlineData("file,label,predicted_label,conf")]
    [InlineData("file,label,top1,prob")]
    public async Task Labels_next_to_answers_are_never_taken_for_them(string header)
    {
        var target = await TargetAsync();

        var read = await SubmitAsync(target, $"{header}\na.JPEG,0,5,0.5\nb.JPEG,1,1,0.5\n");

        read.Predictions.TopClass.ToArray().ShouldBe([(ushort)5, (ushort)1]);
    }

    [Theory]
    [InlineData("file_name,label,my_predictions,prob", "'label' and 'my_predictions', and either may be the answer")]
    [InlineData("file_name,predicted_class,Predicted Class,prob", "'predicted_class' twice")]
    public async Task A_header_that_does_not_say_which_is_refused(string header, string words) =>
        (
            await Twenty.RefusedAsync(async () => await SubmitAsync(await TargetAsync(), $"{header}\na.JPEG,0,5,0.5\nb.JPEG,1,1,0.5\n"))
        ).ShouldContain(words);

    /// <summary>Two columns that may be the same thing and say something else; where they agree, or one is called as documented, nothing
    /// is in doubt.</summary>
    [Theory]
    [InlineData("file_name,class,label,prob\na.JPEG,0,1,0.5\nb.JPEG,1,1,0.5", "'class' is '0' and 'label' is '1'")]
    [InlineData("file_name,pred,prediction,prob\na.JPEG,0,0,0.5\nb.JPEG,1,0,0.5", "'prediction' is '0' and 'pred' is '1'", "prediction")]
    [InlineData(
        "file_name,predicted_class,prob,confidence\na.JPEG,0,0.5,0.6\nb.JPEG,1,0.5,0.5",
        "'prob' is '0.5' and 'confidence' is '0.6'"
    )]
    [InlineData("image,path,predicted_class,prob\na.JPEG,b.JPEG,0,0.5\nb.JPEG,a.JPEG,1,0.5", "'image' is 'a.JPEG' and 'path' is 'b.JPEG'")]
    [InlineData("file_name,index,label,prob\na.JPEG,0,tench,0.5\nb.JPEG,1,goldfish,0.5", null)]
    [InlineData("file_name,predicted_class,pred,prob\na.JPEG,0,1,0.5\nb.JPEG,1,0,0.5", null)]
    [InlineData("file_name,class,label,prob\na.JPEG,0,n01440764,0.5\nb.JPEG,1,n01443537,0.5", null)]
    public async Task Two_columns_that_disagree_about_what_is_meant_are_refused(string table, string? words, string? chosen = null)
    {
        var target = await TargetAsync();
        if (words is null)
            (await SubmitAsync(target, table)).Predictions.TopClass.ToArray().ShouldBe([(ushort)0, (ushort)1]);
        else
            (await Twenty.RefusedAsync(() => SubmitAsync(target, table))).ShouldContain(
                chosen is null ? words : "either column may be meant"
            );
    }

    [Theory]
    [InlineData("csv", "file_name,label,class,x\na.JPEG,0,1,\nb.JPEG,1,1,", "either may be the label")]
    [InlineData("csv", "file_name,label,wnid,x\na.JPEG,0,n01440764,\nb.JPEG,1,n01443537,", null)]
    [InlineData("json", "[{\"file_name\": \"a.JPEG\", \"label\": 0, \"class\": 1}]", "under two names")]
    public async Task Two_columns_of_labels_that_disagree_are_refused(string format, string table, string? words)
    {
        if (words is null)
            (await LabelsAsync(format, table)).Labels.Of(1).ToArray().ShouldBe([(ushort)1]);
        else
            (await Should.ThrowAsync<LabelSetException>(() => LabelsAsync(format, table))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_decimal_comma_in_a_table_of_commas_is_named_and_elsewhere_read()
    {
        var target = await TargetAsync();
        const string cut = "file_name,predicted_class,prob\na.JPEG,0,0,5\nb.JPEG,1,0,5\n";
        const string quoted = "file_name,predicted_class,prob\na.JPEG,0,\"0,5\"\nb.JPEG,1,\"0,5\"\n";
        const string tabs = "file_name\tpredicted_class\tprob\na.JPEG\t0\t0,5\nb.JPEG\t1\t0,5\n";

        (await Twenty.RefusedAsync(() => SubmitAsync(target, cut))).ShouldContain("has 4 fields but 3 were expected");
        foreach (var content in new[] { quoted, tabs })
            (await SubmitAsync(target, content)).Predictions.TopLogit.ToArray().ShouldBe([MathF.Log(0.5f), MathF.Log(0.5f)]);
    }

    [Theory]
    [InlineData("file_name,labels,weight\na.JPEG,0,0\nb.JPEG,1,0\n", "every weight of l.csv is 0")]
    [InlineData("file_name,labels,weight\na.JPEG,0,0\nb.JPEG,,1\n", "every weight of l.csv is 0")]
    [InlineData("file_name,labels,weight\na.JPEG,0,1e300\nb.JPEG,1,1\n", "is 1E+300; it must be 0 or more, and within")]
    [InlineData("file_name,labels,weight\na.JPEG,0,1e-60\nb.JPEG,1,1\n", "is 1E-60; it must be 0 or more, and within")]
    [InlineData("file_name,labels,weight\na.JPEG,0,0,5\nb.JPEG,1,1\n", "has 4 fields but 3 were expected")]
    public async Task Weights_that_count_nothing_or_cannot_be_held_are_refused(string content, string words) =>
        (await Should.ThrowAsync<LabelSetException>(() => LabelsAsync("csv", content))).Message.ShouldContain(words);

    [Fact]
    public async Task An_id_in_another_case_is_refused_with_the_one_that_is_meant() =>
        (
            await Should.ThrowAsync<LabelSetException>(() => LabelsAsync("csv", "file_name,labels\na.JPEG,N01440764\nb.JPEG,1\n"))
        ).Message.ShouldEndWith("'N01440764' of a.JPEG (line 2). Write ids as the classes have them, 'n01440764'");

    [Theory]
    [InlineData("""[{"file_name": "b.JPEG", "label": 1}, {"label": [0, 5], "split": {"x": []}, "image": "a.JPEG"}]""", null)]
    [InlineData("""[{"file_name": "b.JPEG", "label": 1}, {"file_name": "a.JPEG", "target": 0}]""", "entry 2 has no label")]
    public async Task Records_of_pandas_are_read(string content, string? words)
    {
        if (words is not null)
            (await Should.ThrowAsync<LabelSetException>(() => LabelsAsync("json", content))).Message.ShouldContain(words);
        else
            (await LabelsAsync("json", content)).Labels.Of(0).ToArray().ShouldBe([(ushort)0, (ushort)5]);
    }

    [Fact]
    public async Task Weights_with_decimal_commas_are_read() =>
        (await LabelsAsync("csv", "file_name;labels;weight\na.JPEG;0;0,5\nb.JPEG;1;2\n")).Labels.Weights.ToArray().ShouldBe([0.5f, 2]);

    [Theory]
    [InlineData(',', "1.5", "nan")]
    [InlineData(',', "1.5", "NA")]
    [InlineData(',', "1.5", "#N/A")]
    [InlineData(';', "1,5", "None")]
    public async Task A_facet_of_numbers_has_numbers_whatever_no_value_is_called(char separator, string number, string none)
    {
        var content = $"file_name{separator}light\na.JPEG{separator}{number}\nb.JPEG{separator}{none}\n";

        var column = (await LabelsAsync("facets", content)).Columns.ShouldHaveSingleItem();

        (column.Of(0), column.Of(1)).ShouldBe(("1.5", null));
    }

    [Fact]
    public async Task A_facet_in_another_encoding_is_refused_and_not_shown_as_question_marks() =>
        (
            await Should.ThrowAsync<LabelSetException>(() =>
                LabelsAsync("facets", System.Text.Encoding.Latin1.GetBytes("file_name,town\na.JPEG,Köln\nb.JPEG,Bern\n"))
            )
        ).Message.ShouldContain("line 2: the text is not UTF-8");

    [Fact]
    public async Task Among_words_none_is_a_word()
    {
        var column = (await LabelsAsync("facets", "file_name,fog\na.JPEG,none\nb.JPEG,thick\n")).Columns.ShouldHaveSingleItem();

        column.Of(0).ShouldBe("none");
    }

    Task<LabelTarget> TargetAsync() => LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

    Task<Bench.Service.Evaluations.Submissions.ReadSubmission> SubmitAsync(LabelTarget target, string content) =>
        Twenty.SubmitAsync(target, "csv", _folder.Write("p.csv", content));

    Task<ImportedLabelSet> LabelsAsync(string format, string content) => LabelsAsync(format, System.Text.Encoding.UTF8.GetBytes(content));

    async Task<ImportedLabelSet> LabelsAsync(string format, byte[] content) =>
        (
            await LabelImporter.ImportAsync(
                _folder.Write("l.csv", content),
                "l.csv",
                format,
                "set",
                null,
                await TargetAsync(),
                TestContext.Current.CancellationToken
            )
        ).ShouldHaveSingleItem();

    public void Dispose() => _folder.Dispose();
}
