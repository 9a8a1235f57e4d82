using System.Text.Json;

namespace Bench.Service.Inputs;

/// <summary>Forward reading of JSON that somebody gave us, a piece at a time; every refusal names the file and the
/// place.</summary>
ref struct JsonInput
{
    const int FirstPiece = 64 << 10;
    const int LongestToken = 1 << 20;

    readonly string _file;
    readonly Stream _content;
    readonly Func<string, Exception> _refuse;
    byte[] _piece = new byte[FirstPiece];
    Utf8JsonReader _reader = new(
        [],
        isFinalBlock: false,
        new JsonReaderState(new JsonReaderOptions { MaxDepth = 16, AllowTrailingCommas = true })
    );
    int _length;
    int _linesBefore;

    /// <param name="file">Name for messages.</param>
    /// <param name="content">UTF-8, with or without a byte order mark; it stays the caller's.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public JsonInput(string file, Stream content, Func<string, Exception> refuse)
    {
        (_file, _content, _refuse) = (file, content, refuse);
        Continue();
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Moves to the next token; false at the end of the document.</summary>
    public bool Read()
    {
        try
        {
            while (!_reader.Read())
            {
                if (_reader.IsFinalBlock)
                    return false;
                Continue();
            }
            return true;
        }
        catch (JsonException e)
        {
            throw _refuse($"{_file} is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}: {Reason(e)}");
        }
    }

    /// <summary>Moves to the next token, which must be of that type.</summary>
    public void Expect(JsonTokenType type, string what)
    {
        if (!Read())
            throw _refuse($"{_file} ends where {what} was expected");
        Require(type, what);
    }

    /// <summary>Moves to the next token, which must be that property name.</summary>
    public void ExpectName(ReadOnlySpan<byte> name, string words)
    {
        if (!Read() || Token != JsonTokenType.PropertyName || !Is(name))
            throw Refusal($"'{words}' was expected");
    }

    /// <summary>The present token must be of that type.</summary>
    public readonly void Require(JsonTokenType type, string what)
    {
        if (Token != type)
            throw Refusal($"has {Name(Token)} where {what} was expected");
    }

    /// <summary>The present token as text: a string or property name.</summary>
    public readonly string Text(string what)
    {
        if (Token is not (JsonTokenType.String or JsonTokenType.PropertyName))
            throw Refusal($"has {Name(Token)} where {what} was expected");
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
        if (Token != JsonTokenType.Number || !_reader.TryGetInt32(out var number))
            throw Refusal($"has {Name(Token)} that is not a whole number where {what} was expected");
        return number;
    }

    /// <summary>The present token as a fraction.</summary>
    public readonly double Fraction(string what)
    {
        if (Token != JsonTokenType.Number || !_reader.TryGetDouble(out var number))
            throw Refusal($"has {Name(Token)} where {what} was expected");
        return number;
    }

    /// <summary>Whether the present property name is that one.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Skips the value that the present property name or container start begins.</summary>
    public void Skip()
    {
        if (Token == JsonTokenType.PropertyName)
            Read();
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = _reader.CurrentDepth;
        while (Read() && _reader.CurrentDepth > depth) { }
    }

    /// <summary>The document must end here.</summary>
    public void End()
    {
        if (Read())
            throw Refusal($"has {Name(Token)} after its end");
    }

    /// <summary>The caller's exception, with the file and the line of the present token.</summary>
    public readonly Exception Refusal(string message) => _refuse($"{_file}, line {LinesUntil(_reader.TokenStartIndex) + 1}: {message}");

    readonly int LinesUntil(long place) => _linesBefore + _piece.AsSpan(0, (int)place).Count((byte)'\n');

    /// <summary>Reads on behind the bytes that are not a whole token yet.</summary>
    void Continue()
    {
        var (isFirst, done) = (_length == 0, (int)_reader.BytesConsumed);
        _linesBefore = LinesUntil(done);
        var rest = _piece.AsSpan(done, _length - done);
        var next =
            rest.Length < _piece.Length ? _piece
            : rest.Length < LongestToken ? new byte[2 * _piece.Length]
            : throw _refuse($"{_file}, line {_linesBefore + 1}: a text has more than {LongestToken:N0} bytes");
        rest.CopyTo(next);
        _length = rest.Length + _content.ReadAtLeast(next.AsSpan(rest.Length), next.Length - rest.Length, throwOnEndOfStream: false);
        var isLast = _length < next.Length;
        if (isFirst && next.AsSpan(0, _length).StartsWith("\uFEFF"u8))
        {
            _length -= "\uFEFF"u8.Length;
            next.AsSpan("\uFEFF"u8.Length, _length).CopyTo(next);
        }
        if (isFirst)
            RequireJson(next.AsSpan(0, Math.Min(_length, ForeignKind.Looked)));
        _piece = next;
        _reader = new Utf8JsonReader(_piece.AsSpan(0, _length), isLast, _reader.CurrentState);
    }

    readonly void RequireJson(ReadOnlySpan<byte> start)
    {
        if (ForeignForm.Of(start) is not { } kind)
            return;
        throw _refuse(
            $"{_file} is {kind}"
                + kind switch
                {
                    ForeignText.Yaml => ", not JSON: convert it, in Python with json.dump(yaml.safe_load(file), other)",
                    ForeignText.JsonLines => ", not one JSON document: put the lines together in one object or list",
                    ForeignText.Coco => ", which is not read: its images and annotations are to be put together as the format says",
                    _ => ", not JSON",
                }
        );
    }

    static string Reason(JsonException e) =>
        FirstTen.Printable(e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? e.Message[..end] : e.Message);

    static string Name(JsonTokenType type) =>
        type switch
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
