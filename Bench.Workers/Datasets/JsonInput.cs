using System.Text.Json;

namespace Bench.Workers.Datasets;

/// <summary>Forward reading of JSON that somebody gave us; every refusal names the file and the place.</summary>
/// <param name="file">Name for messages.</param>
/// <param name="bytes">UTF-8, with or without a byte order mark.</param>
/// <param name="refuse">Makes the caller's exception from a message.</param>
ref struct JsonInput(string file, ReadOnlySpan<byte> bytes, Func<string, Exception> refuse)
{
    readonly ReadOnlySpan<byte> _bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    Utf8JsonReader _reader = new(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, new JsonReaderOptions { MaxDepth = 16 });

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Moves to the next token; false at the end of the document.</summary>
    public bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException e)
        {
            throw refuse($"{file} is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}: {Reason(e)}");
        }
    }

    /// <summary>Moves to the next token, which must be of that type.</summary>
    public void Expect(JsonTokenType type, string what)
    {
        if (!Read()) throw refuse($"{file} ends where {what} was expected");
        Require(type, what);
    }

    /// <summary>Moves to the next token, which must be that property name.</summary>
    public void ExpectName(ReadOnlySpan<byte> name, string words)
    {
        if (!Read() || Token != JsonTokenType.PropertyName || !Is(name)) throw Refusal($"'{words}' was expected");
    }

    /// <summary>The present token must be of that type.</summary>
    public readonly void Require(JsonTokenType type, string what)
    {
        if (Token != type) throw Refusal($"has {Name(Token)} where {what} was expected");
    }

    /// <summary>The present token as text: a string or property name.</summary>
    public readonly string Text(string what)
    {
        if (Token is not (JsonTokenType.String or JsonTokenType.PropertyName)) throw Refusal($"has {Name(Token)} where {what} was expected");
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refusal($"has text that is not UTF-8 where {what} was expected");
        }
    }

    /// <summary>The present token as a whole number.</summary>
    public readonly int Number(string what)
    {
        if (Token != JsonTokenType.Number || !_reader.TryGetInt32(out var number)) throw Refusal($"has {Name(Token)} that is not a whole number where {what} was expected");
        return number;
    }

    /// <summary>The present token as a fraction.</summary>
    public readonly double Fraction(string what)
    {
        if (Token != JsonTokenType.Number || !_reader.TryGetDouble(out var number)) throw Refusal($"has {Name(Token)} where {what} was expected");
        return number;
    }

    /// <summary>Whether the present property name is that one.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Skips the value that the present property name or container start begins.</summary>
    public void Skip()
    {
        try
        {
            _reader.Skip();
        }
        catch (JsonException e)
        {
            throw refuse($"{file} is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}: {Reason(e)}");
        }
    }

    /// <summary>The document must end here.</summary>
    public void End()
    {
        if (Read()) throw Refusal($"has {Name(Token)} after its end");
    }

    /// <summary>The caller's exception, with the file and the line of the present token.</summary>
    public readonly Exception Refusal(string message) => refuse($"{file}, line {Line}: {message}");

    readonly int Line => _bytes[..(int)_reader.TokenStartIndex].Count((byte)'\n') + 1;

    static string Reason(JsonException e) => e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? e.Message[..end] : e.Message;

    static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.EndObject or JsonTokenType.EndArray => "the end of an object or list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.PropertyName => "a name",
        _ => "null",
    };
}
