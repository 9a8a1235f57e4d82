using System.ComponentModel;
using System.Linq.Expressions;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Http;

/// <summary>Which part of a list is wanted.</summary>
public sealed record PageRequest
{
    const int DefaultLimit = 50;
    const int MaxLimit = 500;

    [Description("Items of one answer, 1 to 500; 50 when absent."), FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [Description("'next' of the answer before."), FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    internal int Size =>
        Limit switch
        {
            null => DefaultLimit,
            >= 1 and <= MaxLimit => Limit.Value,
            _ => throw LimitRefused(Limit.Value, MaxLimit),
        };

    /// <summary>The last id that the caller has; ids rise with time, so lists go from the newest to the oldest.</summary>
    Guid? Before =>
        Cursor switch
        {
            null or "" => null,
            _ when Guid.TryParseExact(Cursor, "N", out var id) => id,
            _ => throw CursorRefused(),
        };

    /// <summary>The newest items from the cursor on, one more than asked for: it tells whether there is another page.</summary>
    /// <param name="items">All that the list has.</param>
    /// <param name="id">The id by which they are ordered.</param>
    internal IQueryable<T> Newest<T>(IQueryable<T> items, Expression<Func<T, Guid>> id)
    {
        if (Before is { } before)
        {
            // A captured variable is a parameter of the query, so that one compiled query serves every cursor.
            Expression<Func<Guid>> last = () => before;
            items = items.Where(Expression.Lambda<Func<T, bool>>(Expression.LessThan(id.Body, last.Body), id.Parameters));
        }
        return items.OrderByDescending(id).Take(Size + 1);
    }

    /// <summary>Makes a page of one item more than asked for.</summary>
    internal Page<T> Of<T>(List<T> oneMore, Func<T, Guid> id)
    {
        if (oneMore.Count <= Size)
            return new Page<T>(oneMore, null);
        oneMore.RemoveAt(Size);
        return new Page<T>(oneMore, id(oneMore[^1]).ToString("N"));
    }

    internal static RefusalException LimitRefused(int limit, int most) =>
        new(RefusalKind.Malformed, "limit-invalid", $"limit is {limit}.", $"Ask for 1 to {most} items, and for the rest with cursor.");

    internal static RefusalException CursorRefused() =>
        new(
            RefusalKind.Malformed,
            "cursor-invalid",
            "cursor is not one that this service gave.",
            "Send 'next' of the answer before, unchanged, or leave cursor out to begin."
        );
}
