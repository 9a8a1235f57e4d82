using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bench.Service.Refusals;

namespace Bench.Api.Http;

/// <summary>Where a list goes on: a place in it, sealed with the list's name. Without the seal a cursor of another list,
/// or of the same under other parameters, would silently give a wrong part.</summary>
internal static class ListCursor
{
    const int SealLength = 9;

    /// <param name="list">The list: all that decides what is in it and in which order.</param>
    /// <param name="place">Where it goes on, in the list's own words.</param>
    public static string Write(string list, string place)
    {
        var seal = SHA256.HashData(Encoding.UTF8.GetBytes($"{list}\n{place}")).AsSpan(0, SealLength);
        return Base64Url.EncodeToString([.. seal, .. Encoding.UTF8.GetBytes(place)]);
    }

    /// <returns>The place that was written; null at the beginning.</returns>
    /// <exception cref="RefusalException">This list did not give the cursor: <c>cursor-invalid</c>.</exception>
    public static string? Read(string list, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        if (Base64Url.IsValid(cursor) && Base64Url.DecodeFromChars(cursor) is { Length: >= SealLength } bytes)
        {
            var place = Encoding.UTF8.GetString(bytes.AsSpan(SealLength));
            if (Write(list, place) == cursor)
                return place;
        }
        throw Refused();
    }

    /// <summary>The place that was written, as a number or an id.</summary>
    /// <exception cref="RefusalException">This list did not give the cursor: <c>cursor-invalid</c>.</exception>
    public static T? Read<T>(string list, string? cursor)
        where T : struct, IParsable<T> =>
        Read(list, cursor) is not { } place ? null
        : T.TryParse(place, CultureInfo.InvariantCulture, out var read) ? read
        : throw Refused();

    /// <summary>The list that a request asks for: its path and all of its query but which part of the list it
    /// wants.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Names of parameters are compared with one another alone.")]
    public static string ListOf(HttpRequest request) =>
        request.Path
        + QueryString.Create(
            request
                .Query.Select(pair => (Name: pair.Key.ToLowerInvariant(), pair.Value))
                .Where(pair => pair.Name is not ("limit" or "cursor"))
                .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Name, value)))
        );

    public static RefusalException Refused() =>
        new(
            RefusalKind.Malformed,
            "cursor-invalid",
            "cursor is not one that this list gave under these parameters.",
            "Ask again without cursor, then follow 'next' and leave the other parameters as they are."
        );
}
