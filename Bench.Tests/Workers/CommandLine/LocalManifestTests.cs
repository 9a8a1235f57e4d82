using Bench.Service.Refusals;
using Bench.Workers.CommandLine.Evaluate;

namespace Bench.Tests.Workers.CommandLine;

/// <summary>The command reads a manifest as the service does.</summary>
public sealed class LocalManifestTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("backgroundClass")]
    [InlineData("background_class")]
    public void Fields_are_known_in_both_spellings(string field) =>
        LocalManifest
            .Read(new FileInfo(_folder.Write("manifest.json", $$"""{ "{{field}}": 0 }""")), "model")
            .Contract.BackgroundClass.ShouldBe(0);

    [Theory]
    [InlineData("""{ "outputkind": "logits" }""", "outputkind: unknown field; known are name,")]
    [InlineData("""{ "background_class": -1, "output_kind": "odds" }""", "outputKind: 'odds' is not one of logits,")]
    [InlineData("""{ "background_class": -1 }""", "backgroundClass: -1 is not an index: 0, or the number of classes for the last")]
    [InlineData("""{ "output": "a", "output": "b" }""", "output: given twice")]
    [InlineData("""{ "preprocessing": { "crop_pct": 2 } }""", "preprocessing.crop_pct: ")]
    [InlineData("""["a"]""", "it has to be an object in braces, { }")]
    [InlineData("{", "it is not JSON")]
    public void What_the_service_refuses_is_refused(string json, string words)
    {
        var error = Should.Throw<RefusalException>(() => LocalManifest.Read(new FileInfo(_folder.Write("manifest.json", json)), "model"));

        error.Failure.Code.ShouldBe("manifest-invalid");
        error.Failure.Message.ShouldContain(words);
    }

    [Fact]
    public void Without_a_name_a_model_is_called_as_its_file_is()
    {
        LocalManifest.Read(new FileInfo(_folder.Write("manifest.json", "{}")), "resnet50").Description.Name.ShouldBe("resnet50");
        LocalManifest.Read(file: null, "resnet50").Description.Name.ShouldBe("resnet50");
    }
}
