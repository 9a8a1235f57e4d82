using System.Text;
using System.Text.Json;
using Bench.Service.Inputs;

namespace Bench.Tests.Service.Datasets;

public sealed class JsonInputTests
{
    const int ManyPieces = 300 << 10;

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void A_file_of_many_pieces_is_read_as_if_it_were_one(string mark)
    {
        // Names of every length put the ends of the pieces at every place of a token.
        var names = new List<string>();
        for (var length = 0; length < ManyPieces; )
        {
            names.Add($"{new string('ä', names.Count % 97)}{names.Count}");
            length += names[^1].Length;
        }
        var json = new JsonInput("names", Stream($"{mark}{JsonSerializer.Serialize(names)}\n\n"), Refused);
        json.Expect(JsonTokenType.StartArray, "names");
        var read = new List<string>();
        while (json.Read() && json.Token != JsonTokenType.EndArray)
            read.Add(json.Text("a name"));
        json.End();
        read.ShouldBe(names);
    }

    [Fact]
    public void A_value_of_many_pieces_is_skipped_as_a_whole()
    {
        var inner = string.Join(",", Enumerable.Range(0, ManyPieces / 8).Select(i => $"[{i},{{}}]"));
        var json = new JsonInput("file", Stream($$"""{"skipped":{"list":[{{inner}}]},"number":7,"kept":"here"}"""), Refused);
        json.Expect(JsonTokenType.StartObject, "an object");
        json.ExpectName("skipped"u8, "skipped");
        json.Skip();
        json.ExpectName("number"u8, "number");
        json.Skip();
        json.ExpectName("kept"u8, "kept");
        json.Expect(JsonTokenType.String, "a text");
        json.Text("a text").ShouldBe("here");
    }

    [Fact]
    public void A_refusal_names_the_line_wherever_the_pieces_end()
    {
        var lines = ManyPieces / 4;
        var refusal = Should.Throw<InvalidOperationException>(() =>
            Numbers($"[\n{string.Concat(Enumerable.Repeat("12,\n", lines))}\"x\"]")
        );
        refusal.Message.ShouldBe($"file, line {lines + 2}: has a text that is not a whole number where a number was expected");
        Should
            .Throw<InvalidOperationException>(() => Numbers($"[\n{string.Concat(Enumerable.Repeat("12,\n", lines))}"))
            .Message.ShouldStartWith($"file is not valid JSON at line {lines + 2}, byte 0");
    }

    [Fact]
    public void A_text_that_never_ends_is_refused_before_it_fills_the_memory() =>
        Should
            .Throw<InvalidOperationException>(() => Numbers($"[\n\"{new string('x', 4 << 20)}"))
            .Message.ShouldBe("file, line 2: a text has more than 1,048,576 bytes");

    static void Numbers(string text)
    {
        var json = new JsonInput("file", Stream(text), Refused);
        json.Expect(JsonTokenType.StartArray, "numbers");
        while (json.Read() && json.Token != JsonTokenType.EndArray)
            json.Number("a number");
    }

    static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    static InvalidOperationException Refused(string message) => new(message);
}
