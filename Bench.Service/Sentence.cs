namespace Bench.Service;

/// <summary>Reasons as whole sentences.</summary>
public static class Sentence
{
    /// <summary>The message with a capital letter and a full stop. A name that it begins with — a file's, an array's —
    /// stays as its sender wrote it.</summary>
    /// <param name="message">A reason, for example of an import that failed.</param>
    /// <param name="names">Names that consist of letters alone and would pass for words.</param>
    public static string Of(string message, params ReadOnlySpan<string> names)
    {
        if (message.Length == 0)
            return message;
        var ended = message[^1] is '.' or '?' or '!' ? message : message + ".";
        var end = ended.AsSpan().IndexOfAny(Ends);
        // Names of files and arrays have dots, digits or underscores in them; words have none. A dot inside is a
        // name's, one at the end the sentence's.
        var isWord =
            (ended[end] != '.' || end == ended.Length - 1)
            && !ended.AsSpan(0, end).ContainsAnyExcept(Letters)
            && !names.Contains(ended[..end]);
        return isWord ? Capitalised(ended) : ended;
    }

    /// <summary>Words with a capital letter: the start of a sentence, a heading, the name of a field.</summary>
    public static string Capitalised(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>Characters that may follow a sentence's first word.</summary>
    static readonly System.Buffers.SearchValues<char> Ends = System.Buffers.SearchValues.Create(" ,:.?!");

    static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-'"
    );
}
