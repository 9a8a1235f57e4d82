using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Api.Robustness;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Statistics;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Refusals;
using Bench.Service.Suites;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Suites;

/// <summary>Columns of a suite: those of boards as they are, and what takes several datasets or label sets.</summary>
internal sealed class SuiteColumns(
    Boards boards,
    OracleReader oracles,
    ShapeBiasColumn shapes,
    FullSpectrumReader spectra,
    VariantCatalog variants,
    IMemoryCache cache
)
{
    static readonly Dictionary<Guid, string> NoReasons = [];
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    /// <param name="suite">The suite.</param>
    /// <param name="found">Its members.</param>
    /// <param name="member">The one whose columns are read.</param>
    /// <param name="board">Its board.</param>
    /// <param name="subjects">Every board's subject.</param>
    /// <param name="datasets">Every dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<SuiteColumn>> ReadAsync(
        SuiteDeclaration suite,
        IReadOnlyList<FoundMember> found,
        SuiteMember member,
        Board board,
        BoardSubjects subjects,
        IReadOnlyList<Dataset> datasets,
        CancellationToken cancellationToken
    )
    {
        var metrics = member.Metrics.Select(MetricDirectory.Find).OfType<MetricDescription>().ToList();
        var stored = await board.ColumnsAsync([.. metrics.Where(metric => metric.IsColumn).Select(metric => metric.Id)], cancellationToken);
        var columns = new List<SuiteColumn>();
        foreach (var metric in metrics)
            columns.Add(
                metric.IsColumn ? OfBoard(metric, board, stored[metric.Id])
                : metric.Id == ShiftMetrics.OracleRelative ? await OracleAsync(metric, board.Subject, cancellationToken)
                : metric.Id == SuiteMetrics.ShapeBias ? await ShapeAsync(metric, member, board, subjects, cancellationToken)
                : await SpectrumAsync(metric, suite, found, board, subjects, datasets, cancellationToken)
            );
        return columns;
    }

    static SuiteColumn OfBoard(MetricDescription metric, Board board, BoardColumn column)
    {
        var (cells, reasons) = (new Dictionary<Guid, BoardCell>(), new Dictionary<Guid, string>());
        foreach (var (place, entry) in board.Entries.Index())
            if (column[place] is { } cell)
                cells[entry.ModelId] = cell;
            else if (column.IsBeingScored(place))
                reasons[entry.ModelId] = "is being rescored";
        return new(metric, cells, null, reasons);
    }

    async Task<SuiteColumn> OracleAsync(MetricDescription metric, BoardSubject subject, CancellationToken cancellationToken)
    {
        try
        {
            var board = await oracles.ReadAsync(subject.Dataset, subject.LabelSet, oracle: null, cancellationToken);
            return new(
                metric,
                board
                    .Rows.Where(row => row.Ratio is not null)
                    .ToDictionary(
                        row => row.ModelId,
                        row => new BoardCell(row.Ratio!.Value, row.CiLow, row.CiHigh, row.PerturbedImages)
                        {
                            WhyNoInterval = row.CiLow is null ? NoInterval.TooFewImages : null,
                        }
                    ),
                null,
                NoReasons
            )
            {
                ChecksOf = model => board.Checks.With(board.Rows.Where(row => row.ModelId == model).SelectMany(row => row.Checks)),
            };
        }
        catch (RefusalException refusal)
        {
            return new(metric, new Dictionary<Guid, BoardCell>(), refusal.Failure.Message, NoReasons);
        }
    }

    async Task<SuiteColumn> ShapeAsync(
        MetricDescription metric,
        SuiteMember member,
        Board board,
        BoardSubjects subjects,
        CancellationToken cancellationToken
    )
    {
        if (subjects.FirstOrDefault(subject => Is(subject, board.Subject.DatasetId, member.TextureLabelSet)) is not { } texture)
            return Without(metric, $"'{board.Subject.Dataset}' has no label set '{member.TextureLabelSet}' of the textures");
        var byTexture = await boards.GetAsync(texture, cancellationToken);
        var key = (nameof(ShapeBiasColumn), board.Subject, texture);
        if (!cache.TryGetValue(key, out SuiteColumn? column))
        {
            var (cells, reason) = await shapes.ReadAsync(board, texture, cancellationToken);
            column = cache.Set(
                key,
                new SuiteColumn(metric, cells, reason, NoReasons),
                new MemoryCacheEntryOptions { SlidingExpiration = Kept }
            );
        }
        return column! with { ChecksOf = model => byTexture.ChecksOf(model) };
    }

    async Task<SuiteColumn> SpectrumAsync(
        MetricDescription metric,
        SuiteDeclaration suite,
        IReadOnlyList<FoundMember> found,
        Board board,
        BoardSubjects subjects,
        IReadOnlyList<Dataset> datasets,
        CancellationToken cancellationToken
    )
    {
        var own = datasets.Single(dataset => dataset.Id == board.Subject.DatasetId);
        if (!own.OutOfDistribution)
            return Without(metric, $"'{own.Key}' is not an out-of-distribution dataset");
        if (CleanDatasets.Of(own, datasets, variants) is not { } clean)
            return Without(metric, $"'{own.Key}' is compared with no clean dataset that is here");
        List<BoardSubject> inside = [];
        foreach (var name in suite.InDistribution)
        {
            var shifted = found.Single(candidate => candidate.Member.Name == name);
            if (subjects.FirstOrDefault(subject => Is(subject, shifted.Dataset?.Id, shifted.Member.LabelSet)) is not { } subject)
                return Without(metric, $"the shifted set '{name}' is not here");
            if (shifted.Dataset!.ClassSpaceBlob != own.ClassSpaceBlob)
                return Without(metric, $"the shifted set '{name}' is over other classes");
            inside.Add(subject);
        }
        if (subjects.FirstOrDefault(subject => Is(subject, clean.Id, Service.Labels.Formats.LabelFormats.Original)) is not { } known)
            return Without(metric, $"'{clean.Key}' has no labels");
        if (inside.TrueForAll(subject => subject.DatasetId != clean.Id))
            inside.Insert(0, known);
        var key = (
            nameof(FullSpectrumReader),
            board.Subject,
            string.Join(' ', inside.Select(subject => $"{subject.LabelSetId} {subject.Revision}"))
        );
        var sides = new List<Board>();
        foreach (var subject in inside)
            sides.Add(await boards.GetAsync(subject, cancellationToken));
        if (!cache.TryGetValue(key, out (Dictionary<Guid, FullSpectrum> Numbers, Dictionary<Guid, string> Reasons) read))
            read = cache.Set(
                key,
                await spectra.ReadAsync(board, sides, cancellationToken),
                new MemoryCacheEntryOptions { SlidingExpiration = Kept }
            );
        return new(metric, read.Numbers.ToDictionary(pair => pair.Key, pair => Cell(metric.Id, pair.Value)), null, read.Reasons)
        {
            ChecksOf = model => [.. sides.SelectMany(side => side.ChecksOf(model)).Distinct()],
        };
    }

    static BoardCell Cell(string metric, FullSpectrum number) =>
        metric switch
        {
            SuiteMetrics.FullSpectrumAuroc => new(
                number.Auroc,
                Finite(number.AurocInterval.Low),
                Finite(number.AurocInterval.High),
                number.Inside + number.Outside
            )
            {
                WhyNoInterval = number.AurocInterval.WhyNone,
            },
            SuiteMetrics.FullSpectrumFpr95 => new(number.Fpr95, null, null, number.Inside + number.Outside),
            _ => new(number.Fpr95Id, null, null, number.Inside + number.Outside),
        };

    static bool Is(BoardSubject subject, Guid? dataset, string labelSet) => subject.DatasetId == dataset && subject.LabelSet == labelSet;

    static SuiteColumn Without(MetricDescription metric, string reason) =>
        new(metric, new Dictionary<Guid, BoardCell>(), reason, NoReasons);
}
