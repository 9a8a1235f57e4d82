namespace Bench.Service.Inputs;

/// <summary>Puts the name that a sender gave a file into what is said of it.</summary>
static class SentName
{
    static readonly string[] Words = ["the file", "The file", "The archive"];

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
