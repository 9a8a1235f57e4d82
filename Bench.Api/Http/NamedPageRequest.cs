using System.ComponentModel;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Http;

/// <summary>Which part of a list that is in the order of its names is wanted.</summary>
public sealed record NamedPageRequest
{
    const int MaxLimit = 500;

    [Description("Items of one answer, 1 to 500; 500 when absent."), FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [Description("'next' of the answer before."), FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <summary>Names the list.</summary>
    public required HttpRequest Request { get; init; }

    /// <summary>The part of a list that follows the cursor.</summary>
    /// <param name="all">The whole list, in order.</param>
    /// <param name="name">What a cursor says of an item.</param>
    /// <exception cref="RefusalException">The limit is none, or nothing in the list has the cursor's name.</exception>
    internal Page<T> Of<T>(List<T> all, Func<T, string> name)
    {
        var (size, list) = (PageRequest.SizeOf(Limit, MaxLimit, MaxLimit), ListCursor.ListOf(Request));
        var last = ListCursor.Read(list, Cursor);
        var start = last is null ? 0 : all.FindIndex(item => name(item) == last) + 1;
        if (start == 0 && last is not null)
            throw ListCursor.Refused();
        var end = Math.Min(start + size, all.Count);
        return new Page<T>(all[start..end], end < all.Count ? ListCursor.Write(list, name(all[end - 1])) : null);
    }
}
