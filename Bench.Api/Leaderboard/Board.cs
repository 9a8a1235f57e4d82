using System.Collections.Frozen;
using System.Collections.Immutable;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Data.Outcomes;
using Bench.Service;
using Bench.Service.Evaluations.Scores;

namespace Bench.Api.Leaderboard;

/// <summary>One version of one label set's board, held in memory: its models, the columns that were asked for so far,
/// and the models' ranks.</summary>
internal sealed class Board(
    BoardSubject subject,
    IReadOnlyList<Check> checks,
    IReadOnlyList<BoardEntry> entries,
    BoardReader reader,
    ScoreVersions? versions = null
) : IDisposable
{
    readonly SemaphoreSlim _gate = new(1);
    readonly FrozenDictionary<Guid, int> _byModel = entries
        .Select((entry, index) => (entry.ModelId, index))
        .ToFrozenDictionary(pair => pair.ModelId, pair => pair.index);
    ImmutableDictionary<string, BoardColumn> _columns = ImmutableDictionary<string, BoardColumn>.Empty;
    readonly SharedLatest<Standing> _paired = new();

    public BoardSubject Subject { get; } = subject;

    /// <summary>Doubts about the labels that every number here rests on.</summary>
    public IReadOnlyList<Check> Checks { get; } = checks;

    public IReadOnlyList<BoardEntry> Entries { get; } = entries;

    /// <summary>Index of a model's entry, or −1.</summary>
    public int Find(Guid model) => _byModel.GetValueOrDefault(model, -1);

    /// <summary>Doubts about a model's numbers here, for another board that shows them; none for a model that is not
    /// here.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metrics">What is shown of it: some metrics rest on other evaluations too.</param>
    public IReadOnlyList<Check> ChecksOf(Guid model, params IEnumerable<MetricDescription> metrics) =>
        Find(model) is >= 0 and var entry
            ?
            [
                .. Checks.With(Entries[entry].Checks).About($"Over {Subject.Dataset}, {Subject.LabelSet} labels"),
                .. Entries[entry].Others.Under(metrics),
            ]
            : [];

    /// <summary>A doubt where a model's evaluation here has other preprocessing than its entry on another
    /// board.</summary>
    public IReadOnlyList<Check> ContractDoubt(Board board, int entry) =>
        Find(board.Entries[entry].ModelId) is >= 0 and var here
            ? board.Entries[entry].ContractDoubt(board.Subject.Dataset, Entries[here], Subject.Dataset)
            : [];

    /// <summary>Doubts about a number that is made of all entries: those about the labels, and each entry's warnings
    /// under its name.</summary>
    public IEnumerable<Check> AllChecks => Checks.Concat(Entries.SelectMany(entry => entry.Checks.Warnings().About(entry.Name)));

    /// <summary>Whether an entry's stored number, or its absence, is of an older version of the metric.</summary>
    public bool IsOutdated(int entry, string metric, bool isKnown) =>
        versions is not null && Entries[entry].HasPredictions && versions.IsOutdated(Entries[entry].CatalogueId, metric, isKnown);

    /// <summary>Whether an entry's number of a metric is being recomputed.</summary>
    public bool IsBeingScored(int entry, string metric) =>
        IsOutdated(entry, metric, isKnown: false) && versions!.IsComing(Entries[entry].EvaluationId);

    /// <summary>Columns by metric; those not yet in memory come in one query.</summary>
    public async Task<IReadOnlyDictionary<string, BoardColumn>> ColumnsAsync(
        IEnumerable<string> metrics,
        CancellationToken cancellationToken
    )
    {
        if (metrics.All(_columns.ContainsKey))
            return _columns;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var missing = metrics.Where(metric => !_columns.ContainsKey(metric)).Distinct().ToList();
            if (missing.Count > 0)
                _columns = _columns.AddRange(await reader.ReadColumnsAsync(this, missing, cancellationToken));
            return _columns;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Standing by paired tests over every image; computed once, in the background.</summary>
    public Task<Standing> PairedStandingAsync() => _paired.GetAsync(0, 0, _ => reader.ReadStandingAsync(this));

    public void Dispose() => _gate.Dispose();
}
