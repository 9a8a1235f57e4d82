using Bench.Api.Doubts;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Leaderboard;

/// <summary>The rank of one model on every board that has it.</summary>
internal sealed class ModelRanks(Boards boards, IServiceScopeFactory scopes)
{
    /// <summary>A line for each label set over which the model has the subject's headline number, in the order of the
    /// subjects.</summary>
    public async Task<IReadOnlyList<ModelRank>> ReadAsync(Guid model, CancellationToken cancellationToken)
    {
        var ranks = new List<ModelRank>();
        var datasets = await DatasetsAsync(model, cancellationToken);
        foreach (var subject in await boards.SubjectsAsync(cancellationToken))
        {
            // A board that cannot have the model is not loaded to find that out.
            if (!datasets.Contains(subject.DatasetId))
                continue;
            var board = await boards.GetAsync(subject, cancellationToken);
            if (board.Find(model) is not (>= 0 and var entry))
                continue;
            var column = (await board.ColumnsAsync([subject.Headline], cancellationToken))[subject.Headline];
            if (column[entry] is not null)
                ranks.Add(
                    new(
                        subject.Dataset,
                        subject.LabelSet,
                        subject.Headline,
                        column.Ranks[entry],
                        column.BestFirst.Count,
                        RankHistory.Of(board, column, entry)
                    )
                    {
                        Checks = board.Checks.With(board.Entries[entry].Checks),
                    }
                );
        }
        return ranks;
    }

    async Task<HashSet<Guid>> DatasetsAsync(Guid model, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Evaluations.Where(evaluation => evaluation.ModelId == model && evaluation.State == EvaluationState.Completed)
            .Select(evaluation => evaluation.DatasetId)
            .ToHashSetAsync(cancellationToken);
    }
}

/// <summary>A model's rank on one board.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Metric">Id of the metric that ranks.</param>
/// <param name="Rank">1 + the number of better models.</param>
/// <param name="Models">Models that have the number.</param>
/// <param name="History">How the rank came about, among the models that are there today, the oldest step first.</param>
public sealed record ModelRank(string Dataset, string LabelSet, string Metric, int Rank, int Models, IReadOnlyList<RankStep> History)
    : Doubted;
