using System.Text.Json;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Tests.Service.Datasets;

public sealed class ClassSpaceTests
{
    [Fact]
    public void ImageNet_has_its_thousand_classes_in_the_order_of_sorted_wordnet_ids()
    {
        var space = ImageNet1kClasses.Space;
        space.Count.ShouldBe(1000);
        space.Classes.Select(c => c.Id).ShouldBe(space.Classes.Select(c => c.Id).Order(StringComparer.Ordinal));
        space[0].ShouldBe(new ClassName("n01440764", "tench, Tinca tinca"));
        space[0].ShortName.ShouldBe("tench");
        space.IndexOf("n03126707").ShouldBe(517);
        space.IndexOf("n00000000").ShouldBeNull();
    }

    [Fact]
    public void ImageNet_classes_equal_the_list_of_the_ImageNetV2_authors()
    {
        using var list = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("labels/class_info.json")));
        var theirs = list
            .RootElement.EnumerateArray()
            .Select(c =>
                (
                    c.GetProperty("cid").GetInt32(),
                    c.GetProperty("wnid").GetString(),
                    string.Join(", ", c.GetProperty("synset").EnumerateArray())
                )
            );
        theirs.ShouldBe(ImageNet1kClasses.Space.Classes.Select((c, i) => (i, (string?)c.Id, c.Name)));
    }

    [Fact]
    public void A_class_space_is_read_back_from_its_text_with_the_same_hash()
    {
        var space = ClassSpace.Parse("again", ImageNet1kClasses.Space.ToText());
        space.Hash.ShouldBe(ImageNet1kClasses.Space.Hash);
        space.Classes.ShouldBe(ImageNet1kClasses.Space.Classes);
    }

    [Fact]
    public void Where_ids_are_numbers_a_number_is_an_id_and_never_an_index()
    {
        var space = ClassSpace.Create("shifted", [new("1", "one"), new("2", "two"), new("3", "three")]);
        space.Resolve("1").ShouldBe(0);
        space.Resolve("3.0").ShouldBe(2);
        // As an index it would be the same class as "1", and "1" to "2" of the same file would be one too low.
        space.Resolve("0").ShouldBeNull();
        ClassSpace.Create("places", [new("0", "one"), new("1", "two")]).Resolve("1.0").ShouldBe(1);
        ClassSpace.Create("names", [new("one", "one"), new("2", "two"), new("3", "three")]).Resolve("0").ShouldBe(0);
        space.Resolve("4").ShouldBeNull();
        space.Resolve("01").ShouldBeNull();
        space.Resolve("-1").ShouldBeNull();
    }

    [Fact]
    public void Numbers_sorted_as_text_are_refused()
    {
        var refused = Should.Throw<DatasetImportException>(() => Space("wrong", "0", "1", "10", "2"));
        refused.Code.ShouldBe("dataset-classes-invalid");
        refused.Message.ShouldBe(
            "the class space 'wrong' has '10' before '2': numbers were sorted as text. List the classes in numeric order"
        );
    }

    [Fact]
    public void Repeated_classes_are_refused_by_name() =>
        Should
            .Throw<DatasetImportException>(() => Space("k", "a", "b", "a"))
            .Message.ShouldBe("the class space 'k' names 1 class more than once: a");

    [Fact]
    public void Folders_that_are_numbers_are_sorted_as_numbers_and_others_by_name()
    {
        ClassSpaceResolver.OfFolders(["10", "2", "0"]).Classes.Select(c => c.Id).ShouldBe(["0", "2", "10"]);
        ClassSpaceResolver.OfFolders(["dog", "Cat", "ant"]).Classes.Select(c => c.Id).ShouldBe(["Cat", "ant", "dog"]);
    }

    [Theory]
    [InlineData("classes.txt", "ant\nbee\n\ncat\n")]
    [InlineData("classes.csv", "ant\nbee\ncat\n")]
    [InlineData("named.csv", "wnid,name\nant,the ant\nbee,the bee\ncat,the cat\n")]
    [InlineData("numbered.csv", "index,wnid,name\n0,ant,\"ant, emmet\"\n1,bee,bee\n2,cat,cat\n")]
    [InlineData("classes.json", """["ant", "bee", "cat"]""")]
    [InlineData("pairs.json", """[["ant", "the ant"], ["bee", "the bee"], ["cat", "the cat"]]""")]
    [InlineData("tabs.txt", "ant\tthe ant\nbee\tthe bee\ncat\tthe cat\n")]
    [InlineData("head.tsv", "id\tname\nant\tthe ant\nbee\tthe bee\ncat\tthe cat\n")]
    [InlineData("bars.txt", "ant | the ant\nbee | the bee\ncat | the cat\n")]
    [InlineData("list.yaml", "# of animals\n- ant\n- 'bee'\n- \"cat\"  # last\n")]
    [InlineData("data.yaml", "path: ../data\ntrain: images\nnames:\n  0: ant\n  1: bee\n  2: cat\n\nnc: 3\n")]
    public async Task A_class_list_may_be_text_csv_json_or_a_plain_list_of_yaml(string file, string content)
    {
        using var folder = new TempFolder();
        folder.Write(file, content);
        var space = (await ClassSpaceResolver.ResolveAsync(file, folder.Path, null, TestContext.Current.CancellationToken)).Outputs;
        space.Classes.Select(c => c.Id).ShouldBe(["ant", "bee", "cat"]);
    }

    [Theory]
    [InlineData("classes.csv", "0,ant,ant\n2,bee,bee\n", "classes.csv, line 2: not 'name', 'id,name' or '1,id,name'")]
    [InlineData("classes.json", "[\"ant\",\n 7]", "classes.json, line 2: has a number where a class name was expected")]
    [InlineData(
        "classes.json",
        "[\"ant\"",
        "classes.json is not valid JSON at line 1, byte 6: Expected depth to be zero at the end of the JSON payload. There "
            + "is an open JSON object or array that should be closed."
    )]
    [InlineData(
        "classes.yaml",
        "names: [ant, bee]\n",
        "classes.yaml is YAML, and 'names: [ant, bee]' is not class 0 of a plain list: write it as JSON, for example with python3 -c "
            + "\"import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)\""
    )]
    public async Task A_bad_class_list_is_refused_with_its_line(string file, string content, string message)
    {
        using var folder = new TempFolder();
        folder.Write(file, content);
        var refused = await Should.ThrowAsync<DatasetImportException>(() =>
            ClassSpaceResolver.ResolveAsync(file, folder.Path, null, TestContext.Current.CancellationToken)
        );
        refused.Code.ShouldBe("dataset-classes-invalid");
        refused.Message.ShouldBe(message);
    }

    static ClassSpace Space(string key, params string[] names) => ClassSpace.Create(key, names.Select(name => new ClassName(name, name)));
}
