using Bench.Service.Inputs;

namespace Bench.Tests.Service.Inputs;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("ResNet-50 (A1)")]
    [InlineData("模型一")]
    [InlineData("مدل\u200Cها")]
    [InlineData("👩\u200D🔬 net")]
    [InlineData("e\u0301cole")]
    public void Names_of_all_scripts_are_taken(string name) => OneLine.IsName(name, 200).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u00A0\u3000")]
    [InlineData("\u200B\uFEFF")]
    [InlineData("\u0301")]
    [InlineData("two\nlines")]
    [InlineData("two\u2029paragraphs")]
    [InlineData("gpj\u202E.onnx")]
    [InlineData("a\uFFFF")]
    [InlineData("12345678901")]
    public void What_cannot_be_seen_or_disturbs_its_neighbours_is_no_name(string? name) => OneLine.IsName(name, 10).ShouldBeFalse();
}
