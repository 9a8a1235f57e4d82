using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Tests.Cases;

/// <summary>Files of class names as Keras and Kaggle hand them around.</summary>
public sealed class ClassListTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("imagenet_class_index.json")]
    [InlineData("LOC_synset_mapping.txt")]
    public async Task The_commonest_lists_of_imagenet_classes_are_read(string file)
    {
        var path = Twenty.Case($"37-class-lists/{file}");

        var classes = (
            await ClassSpaceResolver.ResolveAsync(file, Path.GetDirectoryName(path)!, null, TestContext.Current.CancellationToken)
        ).Outputs;

        classes.Classes.Select(one => one.Id).ShouldBe(ImageNet1kClasses.Space.Classes.Select(one => one.Id));
        classes[0].Name.ShouldStartWith("tench");
    }

    [Theory]
    [InlineData("a.json", """{"1": ["n2", "bee"], "0": ["n1", "ant"]}""", "n1=ant n2=bee")]
    [InlineData("e.json", """{"bee": 1, "ant": 0}""", "ant=ant bee=bee")]
    [InlineData("f.json", """{"model_type": "vit", "id2label": {"0": "ant", "1": "bee"}, "label2id": {}}""", "ant=ant bee=bee")]
    [InlineData("g.txt", "0: an ant\n1: bee\n", "an ant=an ant bee=bee")]
    [InlineData("h.txt", "0 ant\n1 bee\n", "ant=ant bee=bee")]
    [InlineData("i.csv", "index,class\n0,ant\n1,bee\n", "ant=ant bee=bee")]
    [InlineData("b.json", """{"0": "ant", "1": "bee"}""", "ant=ant bee=bee")]
    [InlineData("c.txt", "n00000001 an ant\nn00000002\tbee\n", "n00000001=an ant n00000002=bee")]
    [InlineData("d.txt", "n00000001 an ant\na bee\n", "n00000001 an ant=n00000001 an ant a bee=a bee")]
    public async Task Small_lists_are_read_alike(string file, string content, string classes)
    {
        _folder.Write(file, content);

        var space = (await ClassSpaceResolver.ResolveAsync(file, _folder.Path, null, TestContext.Current.CancellationToken)).Outputs;

        string.Join(' ', space.Classes.Select(one => $"{one.Id}={one.Name}")).ShouldBe(classes);
    }

    [Theory]
    [InlineData("""{"0": "ant", "2": "bee"}""", "without a gap")]
    [InlineData("""{"zero": "ant"}""", "'zero' is not a class number")]
    public async Task Numbers_that_are_no_order_are_refused(string content, string words)
    {
        _folder.Write("x.json", content);

        (
            await Should.ThrowAsync<DatasetImportException>(() =>
                ClassSpaceResolver.ResolveAsync("x.json", _folder.Path, null, TestContext.Current.CancellationToken)
            )
        ).Message.ShouldContain(words);
    }

    public void Dispose() => _folder.Dispose();
}
