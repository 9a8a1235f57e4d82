using System.Text;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Text of another form, and files of other programs, are called what they are at every door.</summary>
public sealed class ForeignFormTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<string, byte[]> Forms =>
        new()
        {
            { "a TOML or INI file", [.. "[model]\nname = 'resnet'\n"u8] },
            { "a TOML or INI file", [.. "title = \"predictions\"\n\n[images]\nx = 1\n"u8] },
            { "a TOML or INI file", [.. "; made by eval\n[results]\na.JPEG=3\n"u8] },
            { "SQL", [.. "INSERT INTO predictions VALUES ('a.JPEG', 3, 0.9);\n"u8] },
            { "SQL", [.. "--\n-- PostgreSQL database dump\n--\n"u8] },
            { "JSON", [.. "{\"image\": \"a.JPEG\", \"label\": 1}\n{\"image\": \"b.JPEG\", \"label\": 2}\n"u8] },
            { "annotations in COCO's form", [.. "{\"info\": {}, \"images\": [{\"id\": 1}], \"annotations\": []}"u8] },
            { "the message of a server, '404: Not Found'", [.. "404: Not Found"u8] },
            { "a program's source text", [.. "import numpy as np\nprint(1)\n"u8] },
            { "a text of nested blocks", [.. "item {\n  id: 1\n  name: 'ant'\n}\n"u8] },
            { "a Python pickle", [.. "(dp0\nS'a'\np1\n"u8] },
            { "an lz4 archive", [0x04, 0x22, 0x4D, 0x18, 1, 2, 3] },
            { "a picture", [.. "GIF89a"u8, 0, 0, 0] },
            { "a TensorFlow Lite model", [0x1C, 0, 0, 0, .. "TFL3"u8, 0, 0] },
            { "an R data file", [.. "RDX3\nX\n"u8, 0, 0] },
        };

    [Theory, MemberData(nameof(Forms))]
    public async Task A_file_of_another_form_is_named_wherever_it_is_sent(string words, byte[] content)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var sent = _folder.Write("sent.txt", content);
        var ranks = MadeArrays.Npy(_folder, "ranks.npy", "<i8", [2, 1], [0L, 1L]);
        string[] said =
        [
            await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", sent)),
            // A list of names may be objects, one a line.
            .. words == "JSON" ? [] : new[] { await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "topk-npy", ranks, sent)) },
            await LabelsAsync(sent, "csv", target),
            await LabelsAsync(sent, "json", target),
            await LabelsAsync(sent, "facets", target),
            (await Should.ThrowAsync<DatasetImportException>(() => ClassesAsync("sent.txt"))).Message,
            Should.Throw<FormatException>(() => HierarchyText.Read(sent, "sent.txt")).Message,
            Should.Throw<FormatException>(() => ErrorRulesFile.Read(new MemoryStream(content), "sent.txt")).Message,
            Should.Throw<RefusalException>(() => BoxFile.Read(new MemoryStream(content), target.Manifest.Index)).Message,
        ];

        said.ShouldAllBe(message => message.Contains(words, StringComparison.Ordinal), string.Join('\n', said));
    }

    [Fact]
    public async Task A_list_of_names_may_be_objects_one_a_line_and_names_decide()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var ranks = MadeArrays.Npy(_folder, "ranks.npy", "<i8", [2, 1], [0L, 1L]);
        var names = _folder.Write(
            "names.jsonl",
            "{\"image\": \"b.JPEG\", \"label\": 1}\n{\"image\": \"a.JPEG\", \"label\": 0}\n"u8.ToArray()
        );
        var nameless = _folder.Write("nameless.jsonl", "{\"label\": 1}\n{\"label\": 0}\n"u8.ToArray());

        var read = await Twenty.SubmitAsync(target, "topk-npy", ranks, names);
        var refused = await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "topk-npy", ranks, nameless));

        read.Predictions.TopClass.ToArray().ShouldBe([1, 0]);
        refused.ShouldContain("the object has no field file_name that names its image");
    }

    [Theory]
    [InlineData("a.JPEG 0\nb.JPEG 1\n")]
    [InlineData("x=1.JPEG 0\n")]
    [InlineData("select.JPEG 0\n")]
    [InlineData("[a].JPEG,0\n[b].JPEG,1\n")]
    [InlineData("import.JPEG;0\n")]
    [InlineData("{\"a.JPEG\": 0}\n")]
    [InlineData("{\"images\": 3}\n")]
    [InlineData("[\n\"a\",\n\"b\"]")]
    public void What_is_meant_is_not_taken_for_another_form(string content) =>
        ForeignText.Of(Encoding.UTF8.GetBytes(content)).ShouldBeNull();

    [Theory]
    [InlineData("a.tsv", "index\tid\tname\n0\tn1\tant\n1\tn2\tbee\n", "n1=ant n2=bee")]
    [InlineData("b.csv", "id;name\nn1;ant\nn2;bee\n", "n1=ant n2=bee")]
    [InlineData("c.csv", "class_id,class_name\nn1,ant\nn2,bee\n", "n1=ant n2=bee")]
    [InlineData("d.txt", "{0: 'ant, formica',\n 1: \"bee\"}\n", "ant, formica=ant, formica bee=bee")]
    [InlineData("e.txt", "'ant',\n'bee',\n", "ant=ant bee=bee")]
    public async Task Lists_that_programs_print_are_read(string file, string content, string classes)
    {
        _folder.Write(file, content);

        string.Join(' ', (await ClassesAsync(file)).Classes.Select(one => $"{one.Id}={one.Name}")).ShouldBe(classes);
    }

    async Task<ClassSpace> ClassesAsync(string file) =>
        (await ClassSpaceResolver.ResolveAsync(file, _folder.Path, null, TestContext.Current.CancellationToken)).Outputs;

    static async Task<string> LabelsAsync(string path, string format, LabelTarget target) =>
        (
            await Should.ThrowAsync<LabelSetException>(() =>
                LabelImporter.ImportAsync(path, "sent.txt", format, "set", null, target, TestContext.Current.CancellationToken)
            )
        ).Message;

    public void Dispose() => _folder.Dispose();
}
