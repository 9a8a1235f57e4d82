using Bench.Service.Labels;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Service.Labels;

public sealed partial class LabelImporterTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public async Task ReaL_labels_parts_of_val_and_every_corruption_of_an_image()
    {
        var target = await LabelTargets.FromLinesAsync(
            _folder,
            "fog/1/n01440764/ILSVRC2012_val_00000002.JPEG 0",
            "fog/2/n01440764/ILSVRC2012_val_00000002.JPEG 0",
            "fog/1/n01440764/ILSVRC2012_val_00000001.JPEG 0",
            "tench.JPEG 0"
        );
        var real = (await ImportAsync(LabelFormats.RealJson, Real("[]", "[970,795,970]"), target))[0];
        Rows(real).ShouldBe(["no-label", "795 970", "795 970", "no-label"]);
        real.Unmatched.ShouldBe(49_998);
    }

    [Fact]
    public async Task A_wrong_ReaL_file_is_refused()
    {
        var target = await LabelTargets.PartOfValAsync(_folder, 1, 3);
        await RefusedAsync(LabelFormats.RealJson, "[[1], [2]]", target, "label-set-invalid", "labels has 2 lists; ReaL has 50,000");
        await RefusedAsync(
            LabelFormats.RealJson,
            "[[1],\n[2], 3]",
            target,
            "label-set-invalid",
            "labels, line 2: has a number where the list of image 3 was expected"
        );
        await RefusedAsync(
            LabelFormats.RealJson,
            "[[1],\n[2.5]]",
            target,
            "label-set-invalid",
            "labels, line 2: has a number that is not a whole number where a class index of image 2 was expected"
        );
        await RefusedAsync(
            LabelFormats.RealJson,
            "[[1],\n[1000]]",
            target,
            "label-set-class-unknown",
            "1 label of labels is not from 0 to 999: '1000' of image 2. They go from 1 to 1000 and look counted from 1"
        );
        await RefusedAsync(
            LabelFormats.RealJson,
            "[[0],\n[1000]]",
            target,
            "label-set-class-unknown",
            "1 label of labels is not from 0 to 999: '1000' of image 2"
        );
        await RefusedAsync(LabelFormats.RealJson, "[[1],\n[2", target, "label-set-invalid", "labels is not valid JSON at line 2");
        await RefusedAsync(
            LabelFormats.RealJson,
            Real(),
            await LabelTargets.FromLinesAsync(_folder, "tench.JPEG 0"),
            "label-set-other-dataset",
            "labels has labels for none of the 1 image of the dataset"
        );
    }

    [Fact]
    public async Task Three_of_five_votes_decide_and_what_nobody_reviewed_keeps_its_label()
    {
        var target = await LabelTargets.PartOfValAsync(_folder, 1, 6);
        var votes = (int id, int given, int guessed, int neither, int both) =>
            $$"""{"id":{{id}},"url":"x","given_original_label":0,"our_guessed_label":7,"mturk":{"given":{{given}},"guessed":{{guessed}},"neither":{{neither}},"both":{{both}} } }""";
        var file =
            $"[{votes(1, 3, 2, 0, 0)},{votes(2, 2, 3, 0, 0)},{votes(3, 0, 0, 5, 0)},"
            + $"{votes(4, 1, 1, 0, 3)},{votes(5, 2, 2, 1, 0)},{votes(40_000, 5, 0, 0, 0)}]";
        var sets = await ImportAsync(LabelFormats.CleanlabMTurk, file, target);
        Rows(sets[0]).ShouldBe(["0", "7", "0", "0", "0", "0"]);
        Rows(sets[1]).ShouldBe(["0", "7", "neither", "0", "no-majority", "0"]);
        Rows(sets[2]).ShouldBe(["0", "7", "neither", "0 7", "no-majority", "0"]);
        sets.ShouldAllBe(s => s.Unmatched == 1);

        await RefusedAsync(
            LabelFormats.CleanlabMTurk,
            $"[{votes(1, 3, 3, 0, 0)}]",
            target,
            "label-set-invalid",
            "review 1 has two majorities"
        );
        await RefusedAsync(
            LabelFormats.CleanlabMTurk,
            $"[{votes(1, 5, 0, 0, 0)},{votes(1, 5, 0, 0, 0)}]",
            target,
            "label-set-image-repeated",
            "reviews 1 image twice; their ids: 1"
        );
        await RefusedAsync(
            LabelFormats.CleanlabMTurk,
            $"[{votes(1, 5, 0, 0, 0).Replace("_label\":0", "_label\":3")}]",
            target,
            "label-set-other-dataset",
            "ILSVRC2012_val_00000001 (0, reviewed as 3)"
        );
        await RefusedAsync(
            LabelFormats.CleanlabMTurk,
            """[{"id": 1, "given_original_label": 0}]""",
            target,
            "label-set-invalid",
            "review 1 needs id"
        );
        await RefusedAsync(
            LabelFormats.CleanlabMTurk,
            $"[{votes(9, 5, 0, 0, 0)}]",
            target,
            "label-set-other-dataset",
            "reviews none of the 6 images"
        );
    }

    [Fact]
    public async Task Experts_annotations_make_a_set_view_and_the_slice_of_major_mistakes()
    {
        var target = await LabelTargets.PartOfValAsync(_folder, 1, 6);
        const string file = """
            {
              "initial_annots": {
                "ILSVRC2012_val_00000001.JPEG": {"correct": ["n01443537", "n01440764"], "wrong": ["n01484850"], "unclear": ["n01491361"]},
                "ILSVRC2012_val_00000002.JPEG": {"correct": ["n01440764"], "wrong": [], "unclear": []},
                "ILSVRC2012_val_00000003.JPEG": {"correct": ["n01440764"], "wrong": [], "unclear": []},
                "ILSVRC2012_val_00000004.JPEG": {"correct": [], "wrong": ["n01484850"], "unclear": ["n01491361"]},
                "0af3f1b55de791c4144e2fb6d7dfe96dfc22d3fc": {"correct": ["n01440764"], "wrong": [], "unclear": []}
              },
              "problematic_images": {"ILSVRC2012_val_00000003.JPEG": "two objects"},
              "imagenet_m": ["ILSVRC2012_val_00000002.JPEG"],
              "version": "3.0.0"
            }
            """;
        var sets = await ImportAsync("multilabel-v3", file, target);
        sets.Select(s => (s.Key, s.Kind, s.Used, s.Unmatched)).ShouldBe([("multilabel", "set", 2, 1), ("imagenet-major", "slice", 1, 1)]);
        Rows(sets[0]).ShouldBe(["0 1 ?3", "0", "problematic", "no-correct-label", "not-annotated", "not-annotated"]);
        Rows(sets[1]).ShouldBe(["not-in-slice", "0", "not-in-slice", "not-in-slice", "not-in-slice", "not-in-slice"]);

        await RefusedAsync(
            "multilabel-v3",
            file.Replace("n01443537", "n00000001"),
            target,
            "label-set-class-unknown",
            "'n00000001' of ILSVRC2012_val_00000001.JPEG"
        );
        await RefusedAsync(
            "multilabel-v3",
            file.Replace("00000002.JPEG\": {", "00000001.JPEG\": {"),
            target,
            "label-set-image-repeated",
            "annotates ILSVRC2012_val_00000001.JPEG twice"
        );
        await RefusedAsync("multilabel-v3", """{"problematic_images": {}}""", target, "label-set-invalid", "has no 'initial_annots'");
    }

    [Fact]
    public async Task A_stored_label_set_is_read_back_as_it_was_and_always_has_the_same_bytes()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0", "c.JPEG 0");
        var set = (await ImportAsync("json", """{"b.JPEG": {"labels": [1, 2], "weight": 0.1}, "a.JPEG": 0}""", target))[0] with
        {
            Columns = [LabelColumn.Create("severity", ["Major", null, "Minor"])],
        };
        set = set with { Labels = set.Labels with { UnclearOffsets = new[] { 0, 1, 1, 1 }, UnclearClasses = new ushort[] { 9 } } };
        var bytes = LabelSetWriter.ToBytes(set);
        var read = LabelSetReader.Read(new MemoryStream(bytes));
        LabelSetWriter.ToBytes(read).ShouldBe(bytes);
        Rows(read).ShouldBe(["0 ?9", "1 2", "no-label"]);
        read.Columns[0].Of(2).ShouldBe("Minor");
        read.Source.Sha256.ShouldBe(set.Source.Sha256);
        (read.Kind, read.Used, read.ManifestHash).ShouldBe((set.Kind, 2, target.ManifestHash));
    }

    [Theory]
    [InlineData("\"bench-labels-1\"", "\"bench-labels-2\"", "the format is not bench-labels-1")]
    [InlineData("\"kind\":\"set\"", "\"kind\":\"sets\"", "'sets' is not a kind of label set")]
    [InlineData("[1,2]", "[2,1]", "row 1 has the class 1 after 2; classes are ascending and below 1000")]
    [InlineData("[1,2]", "[1,1000]", "row 1 has the class 1000 after 1")]
    [InlineData("[1,2]", "[]", "row 1 of the label set is used and has no class")]
    [InlineData("\"excluded\":[0,0,1]", "\"excluded\":[0,0,2]", "2 is not from 0 to 1")]
    [InlineData("\"excluded\":[0,0,1]", "\"excluded\":[0,0]", "the label set has 3 rows of labels and other numbers of something else")]
    [InlineData("\"weights\"", "\"heights\"", "'heights' is not part of a label set")]
    public async Task A_damaged_label_set_is_refused(string from, string to, string message)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0", "c.JPEG 0");
        var set = (await ImportAsync("json", """{"b.JPEG": {"labels": [1, 2], "weight": 0.5}, "a.JPEG": 0}""", target))[0];
        var text = System.Text.Encoding.UTF8.GetString(LabelSetWriter.ToBytes(set));
        text.ShouldContain(from);
        var refused = Should.Throw<LabelSetException>(() =>
            LabelSetReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.Replace(from, to))))
        );
        refused.Code.ShouldBe("label-set-invalid");
        refused.Message.ShouldContain(message);
    }

    public void Dispose() => _folder.Dispose();

    static string Real(params string[] first) => $"[{string.Join(',', first.Concat(Enumerable.Repeat("[1]", 50_000 - first.Length)))}]";

    static string[] Rows(ImportedLabelSet set) =>
        [
            .. Enumerable
                .Range(0, set.Labels.Count)
                .Select(i =>
                    set.Labels.IsUsed(i)
                        ? string.Join(
                            ' ',
                            [.. set.Labels.Of(i).ToArray().Select(c => $"{c}"), .. set.Labels.UnclearOf(i).ToArray().Select(c => $"?{c}")]
                        )
                        : set.Labels.ExclusionReasons[set.Labels.Exclusions.Span[i] - 1]
                ),
        ];

    Task<IReadOnlyList<ImportedLabelSet>> ImportAsync(string format, string content, LabelTarget target) =>
        LabelImporter.ImportAsync(
            _folder.Write("labels", content),
            "labels",
            format,
            "mine",
            null,
            target,
            TestContext.Current.CancellationToken
        );

    async Task RefusedAsync(string format, string content, LabelTarget target, string code, string message)
    {
        var refused = await Should.ThrowAsync<LabelSetException>(() => ImportAsync(format, content, target));
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(message);
    }
}
