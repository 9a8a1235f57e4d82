using Bench.Api.Http;
using Bench.Api.Leaderboard.Plans;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;

namespace Bench.Api.Leaderboard;

/// <summary>Answers a plan from the boards in memory: filters, orders, cuts the part that was asked for.</summary>
internal sealed class LeaderboardQuery(Boards boards, BaselineReader baselines)
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;

    /// <summary>Models whose standing is there in less time than a reader notices. The work grows with the square of
    /// their number: 5,000 take seconds.</summary>
    const int SmallBoard = 1000;

    /// <exception cref="RefusalException">Sort, cursor, limit or baseline means nothing.</exception>
    public async Task<LeaderboardPart> RunAsync(LeaderboardPlan plan, CancellationToken cancellationToken)
    {
        var limit = PageRequest.SizeOf(plan.Request.Limit, DefaultLimit, MaxLimit);
        var board = await boards.GetAsync(plan.Subject, cancellationToken);
        var (ranking, columns, comes, doubts) = await ColumnsAsync(plan, board, cancellationToken);
        var request = plan.Request;

        var keep = Enumerable.Range(0, board.Entries.Count).Where(entry => request.Matches(board.Entries[entry]));
        if (request.BestPerOwner == true)
            keep = keep.GroupBy(entry => board.Entries[entry].OwnerKeyId).Select(same => same.MinBy(ranking.Key));
        var key = Order(plan, board, ranking, columns);
        var keyed = keep.Select(entry => (Key: key(entry), Entry: entry)).ToArray();
        Array.Sort(keyed, static (a, b) => a.Key.CompareTo(b.Key));

        var list = ListOf(plan);
        var start = ListCursor.Read<SortKey>(list, request.Cursor) is { } last ? After(keyed, last) : 0;
        var end = Math.Min(start + limit, keyed.Length);
        return new LeaderboardPart
        {
            Plan = plan,
            Board = board,
            Ranking = ranking,
            Columns = columns,
            IsBeingScored = comes,
            OtherChecks = entry => [.. doubts.SelectMany(of => of(entry)).Distinct()],
            Standing = await StandingAsync(plan, board, ranking, cancellationToken),
            Baseline = request.Baseline is { } baseline
                ? await baselines.ReadAsync(plan, board, ranking, baseline, cancellationToken)
                : null,
            Matching = keyed.Length,
            Start = start,
            Entries = [.. keyed[start..end].Select(row => row.Entry)],
            Next = end < keyed.Length ? ListCursor.Write(list, keyed[end - 1].Key.ToString()) : null,
        };
    }

    async Task<(
        BoardColumn Ranking,
        Func<int, BoardCell?>[] Columns,
        Func<int, bool>[] Comes,
        List<Func<int, IReadOnlyList<Check>>> Doubts
    )> ColumnsAsync(LeaderboardPlan plan, Board board, CancellationToken cancellationToken)
    {
        var doubts = new List<Func<int, IReadOnlyList<Check>>>();
        var own = plan.Columns.Where(column => column.Subject == plan.Subject).Select(column => column.Metric).Append(plan.Metric).ToList();
        var loaded = await board.ColumnsAsync(own.Select(metric => metric.Id), cancellationToken);
        var (cells, comes) = (new Func<int, BoardCell?>[plan.Columns.Count], new Func<int, bool>[plan.Columns.Count]);
        foreach (var sameView in plan.Columns.Select((column, place) => (column, place)).GroupBy(pair => pair.column.Subject))
        {
            var other = sameView.Key == plan.Subject ? board : await boards.GetAsync(sameView.Key, cancellationToken);
            var columns =
                other == board ? loaded : await other.ColumnsAsync(sameView.Select(pair => pair.column.Metric.Id), cancellationToken);
            if (other != board)
                doubts.Add(entry =>
                    [
                        .. other.ChecksOf(board.Entries[entry].ModelId, sameView.Select(pair => pair.column.Metric)),
                        .. other.ContractDoubt(board, entry),
                    ]
                );
            foreach (var (column, place) in sameView)
            {
                var values = columns[column.Metric.Id];
                cells[place] =
                    other == board
                        ? entry => values[entry]
                        : entry => other.Find(board.Entries[entry].ModelId) is >= 0 and var there ? values[there] : null;
                comes[place] =
                    other == board
                        ? values.IsBeingScored
                        : entry => other.Find(board.Entries[entry].ModelId) is >= 0 and var there && values.IsBeingScored(there);
            }
        }
        doubts.Add(entry => board.Entries[entry].Others.Under(own));
        return (loaded[plan.Metric.Id], cells, comes, doubts);
    }

    /// <summary>How long an answer waits for a standing that is being computed before it goes without: rows now are
    /// worth more than ties later.</summary>
    static TimeSpan Patience(Board board) => board.Entries.Count <= SmallBoard ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(100);

    static async Task<Standing?> StandingAsync(LeaderboardPlan plan, Board board, BoardColumn ranking, CancellationToken cancellationToken)
    {
        // The paired tests of a whole board take each image for one of its own.
        if (plan.Metric.Id != Standing.PairedMetric || plan.Subject.RepeatsPictures)
            return IntervalStanding.Compute(ranking);
        var computing = board.PairedStandingAsync();
        try
        {
            return await computing.WaitAsync(Patience(board), cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <exception cref="RefusalException">There is no such order.</exception>
    static Func<int, SortKey> Order(LeaderboardPlan plan, Board board, BoardColumn ranking, Func<int, BoardCell?>[] columns)
    {
        var entries = board.Entries;
        var reversed = plan.Request.Sort?.StartsWith('-') ?? false;
        var sort = plan.Request.Sort?.TrimStart('-') ?? "";
        if (sort.Length == 0 || sort == plan.Metric.Id)
            return ByNumber(entry => Signed(ranking[entry]?.Value, ranking.HigherIsBetter));
        for (var place = 0; place < plan.Columns.Count; place++)
            if (plan.Columns[place].Name == sort)
            {
                var (cells, higher) = (columns[place], plan.Columns[place].Metric.HigherIsBetter);
                return ByNumber(entry => Signed(cells(entry)?.Value, higher));
            }
        return sort switch
        {
            "name" when !reversed => entry => new SortKey(0, entries[entry].Name, entries[entry].ModelId),
            // Entries are in the order of their names, so turning names round is turning places round.
            "name" => entry => new SortKey(-entry, "", entries[entry].ModelId),
            "parameters" => ByNumber(entry => entries[entry].Parameters),
            "macs" => ByNumber(entry => entries[entry].Macs),
            "tries" => ByNumber(entry => entries[entry].EarlierTries),
            "date" => ByNumber(entry => -entries[entry].CreatedAt.Ticks),
            _ => throw RefusalException.Unknown(
                "order",
                "sort-unknown",
                sort,
                plan.Columns.Select(column => column.Name).Prepend(plan.Metric.Id).Concat(["name", "parameters", "macs", "tries", "date"])
            ),
        };

        // What is not known comes last, whichever way round.
        Func<int, SortKey> ByNumber(Func<int, double?> number) =>
            entry => new SortKey(
                number(entry) is { } value ? (reversed ? -value : value) : double.PositiveInfinity,
                entries[entry].Name,
                entries[entry].ModelId
            );
    }

    static double? Signed(double? value, bool higherIsBetter) => higherIsBetter ? -value : value;

    /// <summary>The board that a cursor is of: all that was asked for but what each row shows.</summary>
    static string ListOf(LeaderboardPlan plan) =>
        $"leaderboard {plan.Subject.DatasetId} {plan.Request with
        {
            Dataset = null,
            LabelSet = plan.Subject.LabelSet,
            Metric = plan.Metric.Id,
            Columns = null,
            Baseline = null,
            Limit = null,
            Cursor = null,
        }}";

    static int After((SortKey Key, int Entry)[] rows, SortKey last)
    {
        var (start, end) = (0, rows.Length);
        while (start < end)
        {
            var middle = (start + end) / 2;
            if (rows[middle].Key.CompareTo(last) <= 0)
                start = middle + 1;
            else
                end = middle;
        }
        return start;
    }
}
