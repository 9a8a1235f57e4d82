namespace Bench.Service.Inputs;

/// <summary>The name that a sender gave a file: for people, never used as a path.</summary>
public static class SentName
{
    const int Longest = 200;
    const int LongestEnding = 10;

    static readonly string[] Words = ["the file", "The file", "The archive"];

    /// <summary>Without folders, whichever system's, and with an ending that says what the file is.</summary>
    public static string Of(string sent)
    {
        var name = string.Concat(sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..].Where(OneLine.IsPrintable));
        var ending = Path.GetExtension(name) is { Length: <= LongestEnding } known ? known : "";
        return name.Length <= Longest ? name : OneLine.Cut(name, Longest - ending.Length) + ending;
    }

    /// <returns>The message with the name in the place of its first words; unchanged where it begins otherwise, or the
    /// file has no name.</returns>
    public static string In(string message, string fileName) =>
        fileName.Length > 0 && Array.Find(Words, words => Begins(message, words)) is { } first
            ? FirstTen.Printable(fileName) + message[first.Length..]
            : message;

    static bool Begins(string message, string words) =>
        message.StartsWith(words, StringComparison.Ordinal)
        && message.Length > words.Length
        && !char.IsLetterOrDigit(message[words.Length]);
}
