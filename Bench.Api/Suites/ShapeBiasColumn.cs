using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Metrics.Robustness;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Suites;

/// <summary>Shape bias of every model of a board, from its scorings under the label set of the shapes and that of the
/// textures.</summary>
internal sealed class ShapeBiasColumn(BenchDb db, LabelSetRegistry labels)
{
    /// <param name="board">Under the label set of the shapes.</param>
    /// <param name="texture">The same dataset under that of the textures.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Numbers by model, or why there are none.</returns>
    public async Task<(Dictionary<Guid, BoardCell> Cells, string? WhyNone)> ReadAsync(
        Board board,
        BoardSubject texture,
        CancellationToken cancellationToken
    )
    {
        Guid[] ids = [board.Subject.LabelSetId, texture.LabelSetId];
        var sets = await db.LabelSets.AsNoTracking().Where(set => ids.Contains(set.Id)).ToDictionaryAsync(set => set.Id, cancellationToken);
        var shapes = (await labels.LoadAsync(sets[ids[0]], cancellationToken)).Labels;
        var textures = (await labels.LoadAsync(sets[ids[1]], cancellationToken)).Labels;
        if (!shapes.SingleLabel || !textures.SingleLabel)
            return ([], $"'{board.Subject.LabelSet}' or '{texture.LabelSet}' has several labels for some images; a cue shows one class");
        var cells = new Dictionary<Guid, BoardCell>();
        foreach (var (entry, byShape, byTexture) in await OutcomesUnderBoth.ReadAsync(db, board, texture, cancellationToken))
        {
            var bias = ShapeBias.Of(byShape, byTexture, shapes, textures);
            if (double.IsFinite(bias.Value))
                cells[entry.ModelId] = new BoardCell(
                    bias.Value,
                    Finite(bias.Interval.Low),
                    Finite(bias.Interval.High),
                    bias.Shape + bias.Texture
                );
        }
        return (cells, null);
    }
}
