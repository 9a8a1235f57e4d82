using Bench.Metrics.Comparison;
using Bench.Service.Refusals;

namespace Bench.Api.Compare;

/// <summary>The one place where a verdict on two models is made: for the API and so for the gate, and for the
/// page.</summary>
internal sealed class VerdictReader(ModelComparison comparison, DatasetImages datasets)
{
    /// <param name="limit">Flipped images of one answer.</param>
    /// <param name="cursor">'next' of the answer before; null at the beginning.</param>
    /// <exception cref="RefusalException">The question is out of range, the cursor is of other images, a model is not on
    /// the board, or no image is shared.</exception>
    public async Task<VerdictResponse> ReadAsync(VerdictQuestion question, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var rule = question.Rule();
        var ids = ComparedModels.Check([question.A, question.B]);
        var (board, models) = await comparison.LoadAsync(question.Dataset, question.LabelSet, ids, cancellationToken);
        var (subject, a, b) = (board.Subject, models[0], models[1]);
        var counts = PairedCounts.Of(a.Outcomes, b.Outcomes);
        if (counts.N == 0)
            throw RefusalException.Conflict(
                "images-not-shared",
                $"{a.Entry.Name} and {b.Entry.Name} share no image of {subject.Dataset} under {subject.LabelSet}.",
                "Choose another label set, or a dataset on which both were evaluated."
            );
        var (difference, verdict) = (rule.Difference(counts), rule.Judge(counts));
        var names = await datasets.NamesAsync(subject.DatasetId, cancellationToken);
        var (images, next) = DifferingImages.Of(subject, a, b, names, limit, cursor);
        var exact = McNemar.Test(counts);
        return new VerdictResponse(
            subject.Dataset,
            subject.LabelSet,
            subject.Version,
            ComparedModel.Of(a),
            ComparedModel.Of(b),
            rule.Margin,
            rule.Confidence,
            question.Basis,
            rule.IsStrict,
            verdict,
            verdict == MarginVerdict.NotWorse,
            VerdictSentence.Of(a.Entry.Name, b.Entry.Name, rule, verdict, difference, counts.Pictures?.Count),
            counts.N,
            counts.BothRight,
            counts.OnlyFirst,
            counts.OnlySecond,
            counts.BothWrong,
            new ComparedDifference(difference.Value, difference.Low, difference.High),
            Finite(rule.PValue(counts)),
            new McNemarTest(exact.PValue, exact.LogPValue / Math.Log(10)),
            images,
            next,
            counts.Pictures?.Count
        )
        {
            Checks = board.Checks,
        };
    }
}
