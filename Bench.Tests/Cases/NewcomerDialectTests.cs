using System.Text;
using Bench.Service.Evaluations.Submissions;
using Bench.Service.Inputs;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Tables of predictions as newcomers first send them.</summary>
public sealed class NewcomerDialectTests : IDisposable
{
    const string Head = "file_name,predicted_class,predicted_probability\n";
    const string First = "ILSVRC2012_val_00000001";
    const string Second = "ILSVRC2012_val_00000002";

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("sep=;\r\nfile_name;predicted_class;predicted_probability\r\n{0}.JPEG;0;0,25\r\n{1}.JPEG;1;1\r\n")]
    [InlineData("\uFEFF\"sep=,\"\n" + Head + "{0}.JPEG,0,0.25\n{1}.JPEG,1,1\n")]
    [InlineData("\n\r\n" + Head + "{0}.JPEG,0,0.25\n{1}.JPEG,1,1\n")]
    [InlineData(Head + "{0}.JPEG,0,25\u00A0%\n{1}.JPEG,1,100\u202F%\n")]
    [InlineData(Head + "{0}.JPEG,0,0.25\n" + Head + "{1}.JPEG,1,1\n")]
    [InlineData(Head + "ilsvrc2012_val_00000001.jpeg,0,0.25\nC:\\val\\ILSVRC2012_VAL_00000002.JPEG,1,1\n")]
    [InlineData(Head + "val_00000001,0,0.25\nval/val_00000002.jpg,1,1\n")]
    [InlineData(Head + "{0}.JPEG,LABEL_0,0.25\n{1}.JPEG,LABEL_1,1\n")]
    [InlineData(Head + "{0}.JPEG,\"tench, Tinca tinca\",0.25\n{1}.JPEG,n01443537 goldfish,1\n")]
    [InlineData("image_path,Predictions,Confidence Score\n{0}.JPEG,0,0.25\n{1}.JPEG,1,1\n")]
    [InlineData("fname,wnid,class_name,score\n{0}.JPEG,n01440764,tench,0.25\n{1}.JPEG,n01443537,goldfish,1\n")]
    [InlineData("filename;y_true;y_pred;y_score\n{0}.JPEG;0;0;0.25\n{1}.JPEG;1;1;1\n")]
    [InlineData("path,target,output,prob\n{0}.JPEG,0,0,0.25\n{1}.JPEG,1,1,1\n")]
    [InlineData("filename,label_0,label_1,prob_0,prob_1\n{0}.JPEG,n01440764,n01443537,0.25,0.1\n{1}.JPEG,n01443537,n01440764,1,0\n")]
    [InlineData("filename,index_0,index_1,prob_0,prob_1\n{0}.JPEG,0,7,0.25,0.1\n{1}.JPEG,1,7,1,0\n")]
    [InlineData("\"file_name\" \"pred\" \"prob\"\n\"1\" \"{0}.JPEG\" 0 0.25\n\"2\" \"{1}.JPEG\" 1 1\n")]
    [InlineData("                   file_name  pred  prob\n{0}.JPEG     0  0.25\n{1}.JPEG     1  1.00\n")]
    public async Task The_same_answers_are_read_from_every_dialect(string content)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, $"{First}.JPEG 0", $"{Second}.JPEG 1");
        var text = content.Replace("{0}", First, StringComparison.Ordinal).Replace("{1}", Second, StringComparison.Ordinal);

        var read = await Twenty.SubmitAsync(target, "csv", _folder.Write("p.csv", text));

        read.Right(target).ShouldBe(2);
        read.Predictions.TopLogit.ToArray().ShouldBe([MathF.Log(0.25f), 0]);
    }

    [Theory]
    [InlineData("a.JPEG,tensor(0),0.9\nb.JPEG,tensor(1),0.9\n", "as Python prints them: write the number itself")]
    [InlineData("a.JPEG,np.int64(0),0.9\nb.JPEG,np.int64(1),0.9\n", "as Python prints them: write the number itself")]
    [InlineData("a.JPEG,\"[0, 1]\",0.9\nb.JPEG,\"[1, 0]\",0.9\n", "They are lists: write the best class alone")]
    [InlineData("a.JPEG,crane,0.9\nb.JPEG,crane,0.9\n", "They are names, which several classes may share")]
    [InlineData("a.JPEG,0,14.7\nb.JPEG,1,9.2\n", "They look like logits: send their softmax")]
    [InlineData("1,a.JPEG,0,0.9\n2,b.JPEG,1,0.9\n", "R's write.table needs row.names = FALSE")]
    [InlineData("a.JPEG,0,0.9,\nb.JPEG,1,0.9,\n", "A row may not end in a separator")]
    [InlineData("a.JPEG,N01440764,0.9\nb.JPEG,1,0.9\n", "Write ids as the classes have them, 'n01440764'")]
    [InlineData("a.JPEG,0,17.5\nb.JPEG,1,-2\n", "They look like logits: send their softmax")]
    [InlineData("a.JPEG,0,0.9\na.JPEG,2,0.1\nb.JPEG,1,0.9\nb.JPEG,2,0.1\n", "2 images are predicted more than once: a.JPEG, b.JPEG. Every")]
    [InlineData("a.JPEG,0,0.9\n\"b\n.JPEG\",1,0.9\n", "line 3: a quoted field has a line break: take it out, or close the quote")]
    [InlineData("b'a.JPEG',0,0.9\nb'b.JPEG',1,0.9\n", "names as Python prints them")]
    [InlineData("PosixPath('val/a.JPEG'),0,0.9\nPosixPath('val/b.JPEG'),1,0.9\n", "names as Python prints them")]
    public async Task What_cannot_be_read_is_told_with_its_likely_cause(string rows, string words)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", _folder.Write("p.csv", Head + rows)))).ShouldContain(words);
    }

    [Theory]
    [InlineData("fichier,pred,prob\n", "without a column for the image's name")]
    [InlineData("path,pred\n", "without a column for its probability")]
    [InlineData("ImageId,PredictionString\n", "without a column for the predicted class and its probability")]
    public async Task A_header_is_told_which_column_it_lacks(string header, string words)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

        var path = _folder.Write("p.csv", header + "a,b,c\n");

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", path))).ShouldContain(words);
    }

    [Theory]
    [InlineData("the file is empty", "preds.csv", "preds.csv is empty")]
    [InlineData("The file is a text, not an ONNX model.", "model.onnx", "model.onnx is a text, not an ONNX model.")]
    [InlineData("The archive's entry 'x' is encrypted.", "m.zip", "m.zip's entry 'x' is encrypted.")]
    [InlineData("the filenames differ", "preds.csv", "the filenames differ")]
    [InlineData("the order file names 3 images", "preds.csv", "the order file names 3 images")]
    [InlineData("the file is empty", "", "the file is empty")]
    public void A_refusal_names_the_file_as_its_sender_did(string message, string fileName, string said) =>
        SentName.In(message, fileName).ShouldBe(said);

    [Fact]
    public void Every_kind_that_can_be_converted_is_told_how_and_in_a_sentence()
    {
        foreach (
            var kind in new[] { "an Excel workbook (.xlsx)", "a Parquet file", "JSON", "a gzip archive", "a web page", "a PyTorch file" }
        )
            (ForeignStep.ToTable(kind) ?? ForeignStep.ToArrays(kind)).ShouldNotBeNull(kind).ShouldEndWith(".");
        ForeignForm.Of(Encoding.ASCII.GetBytes("MATLAB 7.3 MAT-file, Platform: GLNXA64")).ShouldBe("a MATLAB file");
        ForeignForm.Of([.. "PK\u0003\u0004"u8, .. new byte[26], .. "Index/Document.iwa"u8]).ShouldBe("an Apple Numbers document");
        SubmissionFormats.All.ShouldContain("csv");
    }

    public void Dispose() => _folder.Dispose();
}
