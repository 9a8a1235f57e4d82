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

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab👩", 3, "ab")]
    [InlineData("a👩b", 3, "a👩")]
    public void Nothing_is_cut_in_the_middle_of_a_letter(string text, int most, string cut) => OneLine.Cut(text, most).ShouldBe(cut);

    [Theory]
    [InlineData("model.onnx", "model.onnx")]
    [InlineData("C:\\work\\model.onnx", "model.onnx")]
    [InlineData("/srv/ada/model.onnx", "model.onnx")]
    [InlineData("xnno\u202E.led\r\nom", "xnno.ledom")]
    [InlineData("", "")]
    public void A_file_is_called_by_its_last_name_and_without_what_disturbs(string sent, string name) => SentName.Of(sent).ShouldBe(name);

    [Fact]
    public void A_name_that_is_too_long_keeps_what_says_its_kind()
    {
        var name = SentName.Of(new string('a', 195) + "👩" + new string('b', 100) + ".zip");

        name.ShouldBe(new string('a', 195) + ".zip");
    }
}
