using System.Text.Json;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Service.Access;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Evaluations.Start;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Suites;

/// <summary>Starts the evaluations of a model that a suite lacks.</summary>
/// <remarks>Which evaluations there are is read from the database, and those that are missing are entered in one
/// transaction: a process that dies before its end has started none, one that dies after it has started all, whose work
/// the next process finds. Asking again starts what is missing then: datasets that were registered since, evaluations
/// that failed or were cancelled.</remarks>
public sealed class SuiteRuns(BenchDb db, SuiteRegistry suites, VariantCatalog variants, EvaluationStart start)
{
    static readonly HashSet<string> NeedClean =
    [
        .. MetricCatalog
            .Derived.Where(metric => metric.Basis is MetricBasis.CleanEvaluation or MetricBasis.Board)
            .Select(metric => metric.Id),
        .. SuiteMetrics.FullSpectrum,
    ];

    /// <param name="key">Key of the suite; its newest version is run.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="preprocessing">Another contract than the model's own, in the names of timm's
    /// pretrained_cfg.</param>
    /// <param name="caller">Whose evaluations they are.</param>
    /// <param name="cancellationToken">Stops it before anything is started.</param>
    /// <exception cref="RefusalException">There is no such suite or model, the model cannot be run, or the key's limit
    /// is reached; nothing was started.</exception>
    public async Task<SuiteRun> RunAsync(
        string key,
        Guid modelId,
        JsonElement? preprocessing,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var suite = await suites.FindAsync(key, version: null, cancellationToken);
        var model =
            await db.Models.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == modelId, cancellationToken)
            ?? throw ModelAccess.Unknown(modelId);
        var all = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        var members = FoundMember.Of(suite.Declaration, all);
        var missing = members
            .Where(member => member.Missing is not null)
            .Select(member => new MissingMember(member.Member.Name, member.Missing!))
            .ToList();
        var answers = preprocessing is null ? await AnsweredAsync(modelId, cancellationToken) : [];
        var wanted = new List<Dataset>();
        var datasets = Needed(members, all, missing);
        foreach (var dataset in datasets.Where(dataset => !answers.ContainsKey(dataset.Id)))
            if (await WhyNotAsync(model, dataset, cancellationToken) is { } reason)
                missing.Add(new MissingMember(NameOf(dataset, members), reason));
            else
                wanted.Add(dataset);

        var evaluations = new Dictionary<Guid, (Evaluation Evaluation, bool Started)>();
        foreach (var (dataset, evaluation) in answers)
            evaluations[dataset] = (evaluation, false);
        if (wanted.Count > 0)
            await start.StartAsync(
                new StartEvaluations(modelId, [.. wanted.Select(dataset => dataset.Key)], preprocessing),
                caller,
                found =>
                {
                    // New ones are tracked by the context that enters them; known ones are read without.
                    foreach (var evaluation in found)
                        evaluations[evaluation.DatasetId] = (evaluation, db.Entry(evaluation).State != EntityState.Detached);
                    return Task.CompletedTask;
                },
                cancellationToken
            );
        return new SuiteRun(
            suite,
            modelId,
            [
                .. datasets
                    .Where(dataset => evaluations.ContainsKey(dataset.Id))
                    .Select(dataset =>
                    {
                        var (evaluation, started) = evaluations[dataset.Id];
                        return new SuiteEvaluation(dataset.Key, evaluation.Id, evaluation.State, started);
                    }),
            ],
            missing
        );
    }

    /// <summary>Datasets of the members, each once, then the clean ones that their metrics need. A clean one that is
    /// wanted and not there is added to what is missing.</summary>
    List<Dataset> Needed(IReadOnlyList<FoundMember> members, IReadOnlyList<Dataset> all, List<MissingMember> missing)
    {
        var needed = members.Select(member => member.Dataset).OfType<Dataset>().DistinctBy(dataset => dataset.Id).ToList();
        foreach (var member in members.Where(member => member.Member.Metrics.Any(NeedClean.Contains)))
        {
            if (member.Dataset is not { } dataset)
                continue;
            if (CleanDatasets.Of(dataset, all, variants) is not { } clean)
            {
                var named = dataset.CleanDataset ?? variants.Find(dataset.Variant)?.CleanVariant ?? "a clean dataset";
                if (!missing.Exists(known => known.Member == named) && CleanDatasets.IsExpected(dataset, variants))
                    missing.Add(
                        new MissingMember(
                            named,
                            new Failure(
                                "clean-dataset-missing",
                                $"'{dataset.Key}' is compared with '{named}', which is not here, not ready, or over other classes.",
                                "The operator registers it with POST /api/v1/datasets."
                            )
                        )
                    );
            }
            else if (!needed.Exists(known => known.Id == clean.Id))
                needed.Add(clean);
        }
        return needed;
    }

    /// <summary>Predictions of the model that were submitted and scored, by dataset: what they answer is not asked of a
    /// worker again.</summary>
    async Task<Dictionary<Guid, Evaluation>> AnsweredAsync(Guid modelId, CancellationToken cancellationToken)
    {
        var submitted = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.ModelId == modelId && !evaluation.Verified)
            .Where(evaluation => evaluation.State == EvaluationState.Completed || evaluation.State == EvaluationState.Scoring)
            .ToListAsync(cancellationToken);
        return submitted.GroupBy(evaluation => evaluation.DatasetId).ToDictionary(same => same.Key, same => same.MaxBy(each => each.Id)!);
    }

    /// <summary>Why the model cannot be run on a dataset though it may run on others.</summary>
    async Task<Failure?> WhyNotAsync(Model model, Dataset dataset, CancellationToken cancellationToken)
    {
        try
        {
            await db.RequireRunnableAsync(dataset, model, cancellationToken);
            return null;
        }
        catch (RefusalException refusal)
        {
            return refusal.Failure;
        }
    }

    static string NameOf(Dataset dataset, IReadOnlyList<FoundMember> members) =>
        members.FirstOrDefault(member => member.Dataset?.Id == dataset.Id)?.Member.Name ?? dataset.Key;
}
