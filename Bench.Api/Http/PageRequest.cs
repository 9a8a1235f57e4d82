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

    /// <summary>Names the list.</summary>
    public required HttpRequest Request { get; init; }

    internal int Size => SizeOf(Limit, DefaultLimit, MaxLimit);

    /// <summary>Where the list goes on; null at the beginning.</summary>
    /// <exception cref="RefusalException">This list did not give the cursor.</exception>
    internal T? Last<T>()
        where T : struct, IParsable<T> => ListCursor.Read<T>(ListCursor.ListOf(Request), Cursor);

    internal string CursorTo(string place) => ListCursor.Write(ListCursor.ListOf(Request), place);

    /// <summary>The newest items from the cursor on, one more than asked for: it tells whether there is another page. Ids
    /// rise with time.</summary>
    /// <param name="items">All that the list has.</param>
    /// <param name="id">The id by which they are ordered.</param>
    internal IQueryable<T> Newest<T>(IQueryable<T> items, Expression<Func<T, Guid>> id)
    {
        if (Last<Guid>() is { } before)
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
        return new Page<T>(oneMore, CursorTo(id(oneMore[^1]).ToString("N")));
    }

    /// <summary>Items that are asked for.</summary>
    /// <param name="limit">What the caller said.</param>
    /// <param name="usual">What counts where nothing is said.</param>
    /// <param name="most">The most that one answer has.</param>
    /// <param name="least">The fewest that make sense: 0 where items come with something else.</param>
    /// <param name="rest">How the caller gets what is left.</param>
    /// <exception cref="RefusalException">It is none of these.</exception>
    internal static int SizeOf(int? limit, int usual, int most, int least = 1, string rest = ", and for the rest with cursor") =>
        limit is { } said && (said < least || said > most)
            ? throw new RefusalException(
                RefusalKind.Malformed,
                "limit-invalid",
                $"limit is {said}.",
                $"Ask for {least} to {most} items{rest}."
            )
            : limit ?? usual;
}
